// Days and spans of them where a place is: its clock's, not the reader's.
//
// Thread safety: pure functions and values.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/result.h"

namespace ledger::views::village {

inline constexpr std::string_view kDaysMalformed = "DAYS_MALFORMED";
inline constexpr std::string_view kRegionMalformed = "REGION_MALFORMED";
inline constexpr std::string_view kPageTokenInvalid = "PAGE_TOKEN_INVALID";
inline constexpr std::int64_t kMostDays = 400;

// Days since 1970, both included.
struct Days {
  std::int64_t first = 0;
  std::int64_t last = 0;

  // Where they begin, and where the day after them does, in microseconds, on
  // the clock of the province that `region_code` begins with.
  std::int64_t BeginMicros(std::string_view region_code) const;
  std::int64_t EndMicros(std::string_view region_code) const;
};

// The day, on that clock, of a moment.
std::int64_t DayOf(std::int64_t unix_micros, std::string_view region_code);
// `2025-02-03`, and back; nullopt for anything else.
std::string DayText(std::int64_t day);
std::optional<std::int64_t> ParseDay(std::string_view text);

// `2025-02-03` to `2025-02-05`; an empty `until` is the same day as `from`, an
// empty `from` the day of `latest_micros`. DAYS_MALFORMED for anything else,
// an end before the beginning, or more than kMostDays.
Result<Days> ParseDays(std::string_view from, std::string_view until,
                       std::int64_t latest_micros,
                       std::string_view region_code);

}  // namespace ledger::views::village
