#include "ledger/views/companion/calendar.h"

#include <algorithm>

#include "ledger/base/region.h"
#include "ledger/base/time.h"

namespace ledger::views::companion {
namespace {

Day DayAt(std::int64_t unix_micros, int zone_offset_minutes) {
  const std::int64_t local =
      unix_micros + zone_offset_minutes * kMicrosPerMinute;
  const std::int64_t day = local / kMicrosPerDay;
  return static_cast<Day>(local % kMicrosPerDay < 0 ? day - 1 : day);
}

Day FirstOf(int year, int month) {
  return static_cast<Day>(DaysFromCivil(year, month, 1));
}

}  // namespace

Day DayOf(const Moment& moment) {
  return DayAt(moment.unix_micros, moment.zone_offset_minutes);
}

Day DayIn(std::string_view region_code, std::int64_t unix_micros) {
  return DayAt(unix_micros, ZoneOffsetMinutesOfRegion(region_code));
}

std::int64_t StartOf(Day day, std::string_view region_code) {
  return day * kMicrosPerDay -
         ZoneOffsetMinutesOfRegion(region_code) * kMicrosPerMinute;
}

std::string DateOf(Day day) {
  return FormatDate(Instant{day * kMicrosPerDay}, 0);
}

Span Common(const Span& a, const Span& b) {
  const Span common{std::max(a.begin, b.begin), std::min(a.end, b.end)};
  return common.Days() > 0 ? common : Span{};
}

Span YearSpan(int year) { return {FirstOf(year, 1), FirstOf(year + 1, 1)}; }

Span QuarterSpan(int year, int quarter) {
  return {FirstOf(year, 3 * quarter - 2),
          quarter == 4 ? FirstOf(year + 1, 1) : FirstOf(year, 3 * quarter + 1)};
}

Span MonthSpan(int year, int month) {
  return {FirstOf(year, month),
          month == 12 ? FirstOf(year + 1, 1) : FirstOf(year, month + 1)};
}

int UsualYear(Day today) { return YearOf(today - 31); }

int YearOf(Day day) { return CivilFromDays(day).year; }

void DaySet::Add(const Span& span) {
  if (span.Days() == 0) return;
  Span merged = span;
  std::vector<Span> kept;
  for (const Span& one : spans_) {
    if (one.end < merged.begin || merged.end < one.begin) {
      kept.push_back(one);
    } else {
      merged.begin = std::min(merged.begin, one.begin);
      merged.end = std::max(merged.end, one.end);
    }
  }
  kept.push_back(merged);
  std::sort(kept.begin(), kept.end(),
            [](const Span& a, const Span& b) { return a.begin < b.begin; });
  spans_ = std::move(kept);
}

std::int64_t DaySet::CountIn(const Span& span) const {
  std::int64_t days = 0;
  for (const Span& one : spans_) days += Common(one, span).Days();
  return days;
}

std::vector<Span> DaySet::Without(const Span& span) const {
  std::vector<Span> rest;
  Day from = span.begin;
  for (const Span& one : spans_) {
    if (one.end <= from) continue;
    if (one.begin >= span.end) break;
    if (one.begin > from) rest.push_back({from, one.begin});
    from = std::max(from, one.end);
  }
  if (from < span.end) rest.push_back({from, span.end});
  return rest;
}

}  // namespace ledger::views::companion
