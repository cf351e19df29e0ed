// Days, months, quarters: what companions owe is counted by the day, where
// the family lives.
//
// Thread safety: values and pure functions.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/views/common/moment.h"

namespace ledger::views::companion {

// Days since 1970-01-01 of the calendar where something happened.
using Day = std::int32_t;

Day DayOf(const Moment& moment);
// The day that clocks of the region show at a moment.
Day DayIn(std::string_view region_code, std::int64_t unix_micros);
// Its first moment there.
std::int64_t StartOf(Day day, std::string_view region_code);
// `2025-02-03`.
std::string DateOf(Day day);

// Days [begin, end).
struct Span {
  Day begin = 0;
  Day end = 0;
  bool operator==(const Span&) const = default;

  std::int64_t Days() const { return end > begin ? end - begin : 0; }
  bool Contains(Day day) const { return begin <= day && day < end; }
};
Span Common(const Span& a, const Span& b);

Span YearSpan(int year);
// quarter: [1, 4]; month: [1, 12].
Span QuarterSpan(int year, int quarter);
Span MonthSpan(int year, int month);
int YearOf(Day day);
// The year that is asked about on a day: in January still the one before.
int UsualYear(Day today);

// Days, in spans that do not touch, ascending.
class DaySet {
 public:
  void Add(const Span& span);
  std::int64_t CountIn(const Span& span) const;
  // Days of `span` that are not in the set, as spans, ascending.
  std::vector<Span> Without(const Span& span) const;
  bool Contains(Day day) const { return CountIn({day, day + 1}) > 0; }
  bool IsEmpty() const { return spans_.empty(); }

 private:
  std::vector<Span> spans_;
};

}  // namespace ledger::views::companion
