#include "ledger/views/companion/care.h"

#include <algorithm>
#include <set>
#include <utility>

#include "ledger/views/listing/listing.h"

namespace ledger::views::companion {
namespace {

using amanah::v1::Event;

template <typename T, typename MomentOfItem>
void Until(std::int64_t at_micros, std::vector<T>& items,
           const MomentOfItem& moment_of) {
  std::erase_if(items, [&](const T& item) {
    return moment_of(item).unix_micros > at_micros;
  });
}

// Days [from, after its last].
Span DaysOf(const family::Assignment& assignment) {
  return {DayOf(assignment.from), assignment.until
                                      ? DayOf(*assignment.until) + 1
                                      : std::numeric_limits<Day>::max()};
}

// Somebody took the place of a pengurus who died, or a list that closed after
// the death or the move was registered still names the family.
bool StaysIn(const fold::Reader& reader, const CaredFor& family,
             const family::StatusChange& change) {
  if (change.status == amanah::v1::FAMILY_STATUS_DECEASED) {
    for (const auto& person : family.family.pengurus) {
      if (change.from < person.from) return true;
    }
  } else if (change.status != amanah::v1::FAMILY_STATUS_MOVED) {
    return false;
  }
  const std::int64_t now = StartOf(family.today + 1, family.region_code);
  for (const auto& listing : listing::ListingsOf(reader, family.kpm)) {
    if (change.reported_at < listing.closed_at && !listing.IsRemoved() &&
        listing.closed_at.unix_micros < now) {
      return true;
    }
  }
  return false;
}

// When it came in again after `exit`; nullopt when it did not.
std::optional<Day> ReturnAfter(const CaredFor& family,
                               const family::StatusChange& exit) {
  std::optional<Day> first;
  // A new assignment is none: a companion who takes over takes over the
  // register, with those in it who left.
  for (const auto& work : family.work) {
    if (work.kind == Event::kKpmEnrolled && exit.from < work.at && !first) {
      first = DayOf(work.at);
    }
  }
  return first;
}

DaySet AbsencesOf(const fold::Reader& reader, const CaredFor& family) {
  DaySet out;
  for (const auto& status : family.family.statuses) {
    if (status.status == amanah::v1::FAMILY_STATUS_UNSPECIFIED ||
        StaysIn(reader, family, status)) {
      continue;
    }
    const auto back = ReturnAfter(family, status);
    out.Add(
        {DayOf(status.from), back.value_or(std::numeric_limits<Day>::max())});
  }
  return out;
}

void TakeCare(const fold::Reader& reader, CaredFor& family) {
  family.out = AbsencesOf(reader, family);
  std::set<Day> bounds;
  for (const auto& assignment : family.family.assignments) {
    const Span days = DaysOf(assignment);
    if (days.Days() == 0) continue;
    bounds.insert(days.begin);
    bounds.insert(days.end);
  }
  for (auto bound = bounds.begin(); bound != bounds.end(); ++bound) {
    const auto next = std::next(bound);
    if (next == bounds.end()) break;
    const auto* one = ResponsibleOn(family.family, *bound);
    if (one == nullptr) continue;
    for (const Span& span : family.out.Without({*bound, *next})) {
      family.care.push_back({span, one->companion, one->group_id, one->index});
    }
  }
}

}  // namespace

std::optional<CaredFor> CaredForAt(const fold::Reader& reader,
                                   std::string_view kpm,
                                   std::int64_t at_micros) {
  auto found = family::Find(reader, kpm);
  if (!found) return std::nullopt;
  CaredFor family;
  family.kpm = kpm;
  family.family = *std::move(found);
  family.region_code = family.family.region_code;
  // Of one that no list names, where its group is.
  if (family.region_code.empty() && !family.family.assignments.empty()) {
    family.region_code =
        duty::RegionOfGroup(reader, family.family.assignments.back().group_id);
  }
  family.today = DayIn(family.region_code, at_micros);
  const auto from = [](const auto& item) { return item.from; };
  Until(at_micros, family.family.pengurus, from);
  Until(at_micros, family.family.statuses, from);
  Until(at_micros, family.family.assignments, from);
  family.work = duty::WorkFor(reader, kpm);
  Until(at_micros, family.work, [](const auto& work) { return work.at; });
  TakeCare(reader, family);
  return family;
}

const family::Assignment* ResponsibleOn(const family::Family& family, Day day) {
  const family::Assignment* found = nullptr;
  for (const auto& assignment : family.assignments) {
    if (DaysOf(assignment).Contains(day)) found = &assignment;
  }
  return found;
}

const Care* CareOn(const CaredFor& family, Day day) {
  for (const Care& care : family.care) {
    if (care.days.Contains(day)) return &care;
  }
  return nullptr;
}

bool IsGraduation(amanah::v1::FamilyStatus status) {
  return status == amanah::v1::FAMILY_STATUS_GRADUATED_NATURAL ||
         status == amanah::v1::FAMILY_STATUS_GRADUATED_INDEPENDENT;
}

}  // namespace ledger::views::companion
