// Goal: the system's clock counts microseconds of wall time.

#include "ledger/base/clock.h"

#include <gtest/gtest.h>

#include <ctime>

namespace ledger {
namespace {

TEST(ClockTest, SystemClockIsTheWallClock) {
  const std::time_t before = std::time(nullptr);
  const Instant now = SystemClock().Now();
  const std::time_t after = std::time(nullptr);
  // The C library's seconds may be a tick behind.
  EXPECT_GE(now.unix_micros / kMicrosPerSecond, before);
  EXPECT_LE(now.unix_micros / kMicrosPerSecond, after + 1);
  EXPECT_EQ(&SystemClock(), &SystemClock());
}

}  // namespace
}  // namespace ledger
