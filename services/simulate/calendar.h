// The simulated calendar: period 1 is January 2025, one a month; PKH is paid in
// the first month of each quarter.
//
// Thread safety: pure functions.

#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

#include "ledger/base/time.h"

namespace services::simulate {

inline constexpr int kListDay = 1;
inline constexpr int kOrderDay = 2;
inline constexpr int kCreditDay = 4;  // Sembako; PKH on the day after.
inline constexpr int kScheduleDay = 6;
inline constexpr int kPaymentDay = 8;  // At the agents'.

struct Month {
  int year = 2025;
  int month = 1;  // [1, 12]
  int zone_offset_minutes = ledger::kWibMinutes;

  std::int64_t At(int day, double second = 0) const {
    return (ledger::DaysFromCivil(year, month, day)) * ledger::kMicrosPerDay -
           zone_offset_minutes * ledger::kMicrosPerMinute +
           static_cast<std::int64_t>(second * 1e6);
  }
  std::uint32_t Code() const {
    return static_cast<std::uint32_t>(year * 100 + month);
  }
  std::string Text() const {
    char text[16];
    std::snprintf(text, sizeof text, "%d-%02d", year, month);
    return text;
  }
  bool HasPkh() const { return month % 3 == 1; }
};

// Period 0 is the month before the first.
inline Month MonthOf(std::uint32_t period, int zone_offset_minutes) {
  const int since = static_cast<int>(period) - 1 + 12;
  return {2024 + since / 12, 1 + since % 12, zone_offset_minutes};
}

}  // namespace services::simulate
