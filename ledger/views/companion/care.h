// Who was responsible for a family, day by day, and when the family was in the
// programme at all.
//
// The last assignment that covers a day is the one that counts on it, so a
// companion who hands over on the 15th has the days before it and the other
// the days from it on.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/fold/reader.h"
#include "ledger/views/companion/calendar.h"
#include "ledger/views/duty/duty.h"
#include "ledger/views/family/family.h"

namespace ledger::views::companion {

// Days of one companion with the family.
struct Care {
  Span days;
  std::string companion;  // Empty: nobody is known.
  std::string group_id;
  std::uint64_t index = 0;  // Of the assignment.
};

// What the ledger knows of a family that bears on duties, of what happened
// until a moment.
//
// A family is out of the programme from the day that it graduated, resigned
// or was excluded; or that it moved away or its pengurus died, when neither a
// successor nor a list closed after that was registered names it. Enrolled
// anew, it is in again.
struct CaredFor {
  std::string kpm;
  std::string region_code;
  Day today = 0;  // The day of that moment, where the family lives.
  family::Family family;
  std::vector<duty::Work> work;  // By time, then index.
  // Ascending; days on which the family was in the programme and somebody was
  // responsible.
  std::vector<Care> care;
  DaySet out;  // Days out of the programme.
};

// Of what happened until `at_micros`; nullopt for a family of which nothing
// is known.
std::optional<CaredFor> CaredForAt(const fold::Reader& reader,
                                   std::string_view kpm,
                                   std::int64_t at_micros);

// The last assignment that covers the day, whether the family was in the
// programme or not; null when there is none.
const family::Assignment* ResponsibleOn(const family::Family& family, Day day);

// The piece that holds the day; null when there is none.
const Care* CareOn(const CaredFor& family, Day day);

bool IsGraduation(amanah::v1::FamilyStatus status);

}  // namespace ledger::views::companion
