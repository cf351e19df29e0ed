// Goal: the sentence an inspector reads has the right numbers.
// Method: drawn sessions, the study's figures.

#include "ledger/infer/sighting.h"

#include <gtest/gtest.h>

#include <vector>

#include "ledger/stats/elementary.h"

namespace ledger::infer {
namespace {

TEST(SightingTest,
     FourteenOfTwoHundredInOneRunIsOneInSixTimesTenToTheEighteen) {
  Session session;
  std::vector<std::uint32_t> group;
  for (std::uint32_t i = 0; i < 200; ++i) {
    session.arrivals.push_back({i, 60, 0});
    if (i >= 90 && i < 104) group.push_back(i);
  }
  const Sighting sighting = SightingOf(session, group);
  EXPECT_EQ(sighting.all, 200U);
  EXPECT_EQ(sighting.members, 14U);
  EXPECT_EQ(sighting.runs, 1U);
  EXPECT_EQ(sighting.longest_run, 14U);
  EXPECT_EQ(sighting.span, 14U);
  EXPECT_EQ(OneIn(sighting.log_runs_p), "1 in 6 × 10^18");
  EXPECT_NEAR(sighting.log_runs_p, sighting.log_span_p, 1e-9);
}

TEST(SightingTest, RunsAndSpanAreCounted) {
  Session session;
  for (std::uint32_t i = 0; i < 12; ++i) session.arrivals.push_back({i, 60, 0});
  const std::vector<std::uint32_t> group = {2, 3, 5, 8, 9, 40};
  const Sighting sighting = SightingOf(session, group);
  EXPECT_EQ(sighting.members, 5U);
  EXPECT_EQ(sighting.runs, 3U);
  EXPECT_EQ(sighting.longest_run, 2U);
  EXPECT_EQ(sighting.span, 8U);
  EXPECT_EQ(SightingOf(session, {}).log_runs_p, 0);
}

TEST(SightingTest, OddsAreTold) {
  EXPECT_EQ(OneIn(0), "1 in 1");
  EXPECT_EQ(OneIn(-stats::Log(20)), "1 in 20");
  EXPECT_EQ(OneIn(-stats::Log(1200)), "1 in 1,200");
  EXPECT_EQ(OneIn(-6 * stats::kLn10), "1 in 10^6");
  EXPECT_EQ(OneIn(-stats::Log(2.5e9)), "1 in 2 × 10^9");
}

}  // namespace
}  // namespace ledger::infer
