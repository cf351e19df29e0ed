// What companions owe families, and whether it was done.
//
// A duty is owed to a family once in each of its periods. What is owed is
// counted by the day: of a quarter in which the family changed hands, each
// companion bears the days that it was responsible. Done by anybody at any
// time of the period, it is done for all of them; not done, each bears its
// days. So no companion is charged for days on which it was not there, and
// none twice.
//
// Not owed: days on which the duty was suspended where the family lives
// (ScheduleFiled), days on which the companion was ordered to stop or held no
// office; and a period of which less than a third of the days count, or which
// ended before anybody is known to have done that duty at all.
//
// How often, kEvery: updates every three months (domain report 3.2), custody
// checks every quarter (0.3), sessions every month (2.3, 2.4). No source says
// how often a family is to be visited or when its house must bear a label; half
// a year and a quarter are this project's own choice.
//
// Thread safety: pure functions over a reader; an Excuses by one thread.

#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "amanah/v1/event.pb.h"
#include "ledger/fold/reader.h"
#include "ledger/views/companion/calendar.h"
#include "ledger/views/companion/care.h"

namespace ledger::views::companion {

// Numbered as amanah.v1.CompanionDuty.
enum class Duty : std::uint8_t {
  kCustodyCheck = 1,  // Quarter.
  kDataUpdate = 2,    // Quarter.
  kHomeVisit = 3,     // Half a year; a joint visit is one.
  kSession = 4,       // Month; of the family's group (P2K2).
  kLabel = 5,         // Quarter; the house bears one at its end.
};
inline constexpr std::array<Duty, 5> kDuties = {
    Duty::kCustodyCheck, Duty::kDataUpdate, Duty::kHomeVisit, Duty::kSession,
    Duty::kLabel};
// In months.
int Every(Duty duty);
// The kind of event by which it is done.
amanah::v1::Event::BodyCase KindOf(Duty duty);

// Days on which duties were suspended, by place and by person. Remembers what
// it has read.
class Excuses {
 public:
  Excuses(const fold::Reader& reader, std::int64_t at_micros)
      : reader_(reader), at_micros_(at_micros) {}

  // A schedule that took days of a duty away.
  struct Suspension {
    Duty duty = Duty::kCustodyCheck;
    Span days;
    bool is_outage = false;
    bool filed_late = false;  // After it began.
    Moment filed_at;
    std::string region_code;
    std::uint64_t index = 0;
  };

  // Where a family lives.
  const DaySet& Suspended(Duty duty, std::string_view village);
  const std::vector<Suspension>& In(std::string_view village);
  // Days on which the companion was ordered to stop, or held no office
  // although it held one at another time.
  const DaySet& Away(std::string_view companion);
  // Nobody is known to have done it before; nullopt: nobody ever.
  std::optional<std::int64_t> FirstDone(Duty duty);

 private:
  struct Place {
    std::vector<Suspension> suspensions;
    std::map<Duty, DaySet> days;
  };
  const Place& PlaceOf(std::string_view village);

  const fold::Reader& reader_;
  const std::int64_t at_micros_;
  std::map<std::string, Place, std::less<>> places_;
  std::map<std::string, DaySet, std::less<>> away_;
  std::map<Duty, std::optional<std::int64_t>> firsts_;
};

// Days of a period that one companion owes.
struct Share {
  std::string companion;
  std::int64_t days = 0;
};

// One duty to one family in one period.
struct Obligation {
  Duty duty = Duty::kCustodyCheck;
  Span period;
  std::vector<Share> shares;      // By first day.
  std::int64_t due_days = 0;      // Sum of the shares.
  std::int64_t excused_days = 0;  // Of the days in care.
  std::string responsible_last;   // On the last day that is owed.
  std::uint64_t assignment_index = 0;
  bool is_due = false;
  bool is_running = false;  // The period is not over: nothing lapsed yet.
  // The first of the period; of a label the last before its end.
  struct Done {
    Moment at;
    std::string by;
    std::uint64_t index = 0;
  };
  std::optional<Done> done;

  std::int64_t DaysOf(std::string_view companion) const;
};

// One session of the family's group, and whether it was there.
using Attendance = duty::Attendance;

// A family's obligations whose periods end in `span` (clipped to what is known
// at the moment of the CaredFor), and its group's sessions. By duty, then
// period; of one duty alone when `only` names it.
struct FamilyDues {
  std::vector<Obligation> obligations;
  std::vector<Attendance> sessions;  // In care, in the span.
};
FamilyDues DuesOf(const fold::Reader& reader, const CaredFor& family,
                  const Span& span, Excuses& excuses,
                  std::optional<Duty> only = std::nullopt);

}  // namespace ledger::views::companion
