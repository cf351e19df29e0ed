#include "ledger/views/village/days.h"

#include <fmt/format.h>

#include "ledger/base/region.h"
#include "ledger/base/time.h"

namespace ledger::views::village {
namespace {

std::int64_t MidnightMicros(std::int64_t day, std::string_view region_code) {
  return day * kMicrosPerDay -
         ZoneOffsetMinutesOfRegion(region_code) * kMicrosPerMinute;
}

Error Malformed(std::string message) {
  return Error{Code::kInvalidArgument, kDaysMalformed, std::move(message)};
}

Result<std::int64_t> DayOr(std::string_view text, std::int64_t otherwise) {
  if (text.empty()) return otherwise;
  const std::optional<std::int64_t> day = ParseDay(text);
  if (!day) return Malformed("a day is YYYY-MM-DD");
  return *day;
}

}  // namespace

std::int64_t Days::BeginMicros(std::string_view region_code) const {
  return MidnightMicros(first, region_code);
}

std::int64_t Days::EndMicros(std::string_view region_code) const {
  return MidnightMicros(last + 1, region_code);
}

std::int64_t DayOf(std::int64_t unix_micros, std::string_view region_code) {
  const Civil civil = CivilFromInstant(Instant{unix_micros},
                                       ZoneOffsetMinutesOfRegion(region_code));
  return DaysFromCivil(civil.year, civil.month, civil.day);
}

std::string DayText(std::int64_t day) {
  const Civil civil = CivilFromDays(day);
  return fmt::format("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day);
}

std::optional<std::int64_t> ParseDay(std::string_view text) {
  const auto midnight = ParseDate(text, 0);
  if (!midnight) return std::nullopt;
  return midnight->instant.unix_micros / kMicrosPerDay;
}

Result<Days> ParseDays(std::string_view from, std::string_view until,
                       std::int64_t latest_micros,
                       std::string_view region_code) {
  Days days;
  LEDGER_ASSIGN_OR_RETURN(days.first,
                          DayOr(from, DayOf(latest_micros, region_code)));
  LEDGER_ASSIGN_OR_RETURN(days.last, DayOr(until, days.first));
  if (days.last < days.first) {
    return Malformed("the days asked for end before they begin");
  }
  if (days.last - days.first >= kMostDays) {
    return Malformed(fmt::format("at most {} days in one answer", kMostDays));
  }
  return days;
}

}  // namespace ledger::views::village
