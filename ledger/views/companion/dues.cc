#include "ledger/views/companion/dues.h"

#include <algorithm>

#include "ledger/base/region.h"
#include "ledger/base/time.h"
#include "ledger/views/party/party.h"

namespace ledger::views::companion {
namespace {

using amanah::v1::Event;

// Of a period's days, the least that must be owed.
bool IsEnough(std::int64_t days, const Span& period) {
  return days > 0 && 3 * days >= period.Days();
}

// Duties that a suspension names, in the office's words; all when it names
// none.
std::vector<Duty> DutiesNamed(std::string_view word) {
  if (word == "P2K2" || word == "FDS") return {Duty::kSession};
  if (word == "HOME_VISIT" || word == "KUNJUNGAN") return {Duty::kHomeVisit};
  if (word == "DATA_UPDATE" || word == "PEMUTAKHIRAN") {
    return {Duty::kDataUpdate};
  }
  if (word == "CUSTODY_CHECK" || word == "CEK_KKS") {
    return {Duty::kCustodyCheck};
  }
  if (word == "HOUSE_LABELLED" || word == "LABELISASI") return {Duty::kLabel};
  return {kDuties.begin(), kDuties.end()};
}

// The village, its subdistrict, regency and province.
std::vector<std::string_view> PlacesAround(std::string_view village) {
  std::vector<std::string_view> places{village};
  for (std::size_t i = village.size(); i-- > 0;) {
    if (village[i] == '.') places.push_back(village.substr(0, i));
  }
  return places;
}

std::vector<Span> PeriodsIn(Duty duty, const Span& span) {
  std::vector<Span> periods;
  const int every = Every(duty);
  for (int year = YearOf(span.begin); year <= YearOf(span.end - 1); ++year) {
    for (int month = 1; month <= 12; month += every) {
      const Span period{MonthSpan(year, month).begin,
                        MonthSpan(year, month + every - 1).end};
      if (span.Contains(period.end - 1)) periods.push_back(period);
    }
  }
  return periods;
}

bool Fulfils(Duty duty, Event::BodyCase kind) {
  return kind == KindOf(duty) ||
         (duty == Duty::kHomeVisit && kind == Event::kJointVisitDone);
}

// The label that the house bears at the end of the period, or its refusal.
std::optional<Obligation::Done> LabelAt(const CaredFor& family,
                                        const Span& period) {
  std::optional<Obligation::Done> last;
  for (const auto& work : family.work) {
    if (DayOf(work.at) >= period.end) break;
    if (work.kind == Event::kHouseLabelled ||
        (work.kind == Event::kLabelRefusedOrRemoved && !work.is_yes)) {
      last = {work.at, work.by, work.index};
    } else if (work.kind == Event::kLabelRefusedOrRemoved) {
      last.reset();
    }
  }
  return last;
}

std::optional<Obligation::Done> DoneIn(Duty duty, const CaredFor& family,
                                       const std::vector<Attendance>& sessions,
                                       const Span& period) {
  if (duty == Duty::kLabel) return LabelAt(family, period);
  if (duty == Duty::kSession) {
    for (const auto& session : sessions) {
      if (period.Contains(DayOf(session.at))) {
        return Obligation::Done{session.at, session.by, session.index};
      }
    }
    return std::nullopt;
  }
  for (const auto& work : family.work) {
    if (Fulfils(duty, work.kind) && period.Contains(DayOf(work.at))) {
      return Obligation::Done{work.at, work.by, work.index};
    }
  }
  return std::nullopt;
}

// At which the family could have been, known by then.
std::vector<Attendance> SessionsOf(const fold::Reader& reader,
                                   const CaredFor& family, const Span& span) {
  std::vector<Attendance> sessions;
  for (auto& session : duty::AttendanceOf(reader, family.kpm)) {
    const Day day = DayOf(session.at);
    if (day <= family.today && span.Contains(day) &&
        CareOn(family, day) != nullptr) {
      sessions.push_back(std::move(session));
    }
  }
  return sessions;
}

void AddShare(std::string_view companion, std::int64_t days,
              Obligation& obligation) {
  for (Share& share : obligation.shares) {
    if (share.companion != companion) continue;
    share.days += days;
    return;
  }
  obligation.shares.push_back({std::string(companion), days});
}

void TakeShares(const CaredFor& family, const Span& known, Excuses& excuses,
                Obligation& obligation) {
  const DaySet& suspended =
      excuses.Suspended(obligation.duty, family.region_code);
  for (const Care& care : family.care) {
    if (obligation.duty == Duty::kSession && care.group_id.empty()) continue;
    const Span days = Common(care.days, known);
    if (days.Days() == 0) continue;
    std::int64_t owed = 0;
    for (const Span& span : suspended.Without(days)) {
      owed += span.Days() - excuses.Away(care.companion).CountIn(span);
    }
    obligation.excused_days += days.Days() - owed;
    if (owed == 0) continue;
    AddShare(care.companion, owed, obligation);
    obligation.due_days += owed;
    obligation.responsible_last = care.companion;
    obligation.assignment_index = care.index;
  }
}

}  // namespace

int Every(Duty duty) {
  switch (duty) {
    case Duty::kSession:
      return 1;
    case Duty::kHomeVisit:
      return 6;
    case Duty::kCustodyCheck:
    case Duty::kDataUpdate:
    case Duty::kLabel:
      return 3;
  }
  return 3;
}

Event::BodyCase KindOf(Duty duty) {
  switch (duty) {
    case Duty::kCustodyCheck:
      return Event::kCustodyCheckDone;
    case Duty::kDataUpdate:
      return Event::kKpmDataUpdated;
    case Duty::kHomeVisit:
      return Event::kHomeVisitDone;
    case Duty::kSession:
      return Event::kP2K2SessionHeld;
    case Duty::kLabel:
      return Event::kHouseLabelled;
  }
  return Event::BODY_NOT_SET;
}

std::int64_t Obligation::DaysOf(std::string_view companion) const {
  for (const Share& share : shares) {
    if (share.companion == companion) return share.days;
  }
  return 0;
}

const Excuses::Place& Excuses::PlaceOf(std::string_view village) {
  const auto known = places_.find(village);
  if (known != places_.end()) return known->second;
  Place place;
  for (const std::string_view region : PlacesAround(village)) {
    for (const auto& schedule :
         party::SchedulesIn(reader_, region, 0, at_micros_ + 1)) {
      const bool is_outage =
          schedule.kind == amanah::v1::SCHEDULE_KIND_NETWORK_OUTAGE;
      if ((!is_outage &&
           schedule.kind != amanah::v1::SCHEDULE_KIND_DUTY_SUSPENDED) ||
          schedule.filed_at.unix_micros > at_micros_) {
        continue;
      }
      // Without a network only what is filed on line has to wait.
      const auto duties = is_outage ? std::vector<Duty>{Duty::kDataUpdate}
                                    : DutiesNamed(schedule.list_rule);
      const Span days{DayOf(schedule.from), DayOf(schedule.until) + 1};
      for (const Duty duty : duties) {
        place.days[duty].Add(days);
        place.suspensions.push_back(
            {duty, days, is_outage, schedule.from < schedule.filed_at,
             schedule.filed_at, std::string(region), schedule.index});
      }
    }
  }
  return places_.emplace(village, std::move(place)).first->second;
}

const DaySet& Excuses::Suspended(Duty duty, std::string_view village) {
  static const DaySet kNone;
  const Place& place = PlaceOf(village);
  const auto found = place.days.find(duty);
  return found == place.days.end() ? kNone : found->second;
}

const std::vector<Excuses::Suspension>& Excuses::In(std::string_view village) {
  return PlaceOf(village).suspensions;
}

const DaySet& Excuses::Away(std::string_view companion) {
  const auto known = away_.find(companion);
  if (known != away_.end()) return known->second;
  constexpr Span kAlways{std::numeric_limits<Day>::min() / 2,
                         std::numeric_limits<Day>::max()};
  DaySet away;
  for (const auto& order : party::SuspensionsOfPerson(reader_, companion)) {
    if (order.ordered_at.unix_micros > at_micros_) continue;
    away.Add({DayOf(order.effective_from),
              order.effective_until ? DayOf(*order.effective_until) + 1
                                    : kAlways.end});
  }
  DaySet office;
  for (const auto& role : party::RolesOf(reader_, companion)) {
    if (role.role != amanah::v1::PARTY_ROLE_COMPANION ||
        role.from.unix_micros > at_micros_) {
      continue;
    }
    office.Add(
        {DayOf(role.from), role.until ? DayOf(*role.until) + 1 : kAlways.end});
  }
  if (!office.IsEmpty()) {
    for (const Span& span : office.Without(kAlways)) away.Add(span);
  }
  return away_.emplace(companion, std::move(away)).first->second;
}

std::optional<std::int64_t> Excuses::FirstDone(Duty duty) {
  const auto known = firsts_.find(duty);
  if (known != firsts_.end()) return known->second;
  return firsts_.emplace(duty, duty::FirstDone(reader_, KindOf(duty)))
      .first->second;
}

FamilyDues DuesOf(const fold::Reader& reader, const CaredFor& family,
                  const Span& span, Excuses& excuses,
                  std::optional<Duty> only) {
  FamilyDues dues;
  if (!only || *only == Duty::kSession) {
    dues.sessions = SessionsOf(reader, family, span);
  }
  for (const Duty duty : kDuties) {
    if (only && *only != duty) continue;
    const auto first = excuses.FirstDone(duty);
    for (const Span& period : PeriodsIn(duty, span)) {
      if (period.begin > family.today) continue;
      Obligation obligation;
      obligation.duty = duty;
      obligation.period = period;
      obligation.is_running = family.today < period.end - 1;
      TakeShares(family, Common(period, {period.begin, family.today + 1}),
                 excuses, obligation);
      if (obligation.due_days == 0 && obligation.excused_days == 0) continue;
      obligation.is_due = IsEnough(obligation.due_days, period) && first &&
                          DayIn(family.region_code, *first) < period.end;
      obligation.done = DoneIn(duty, family, dues.sessions, period);
      dues.obligations.push_back(std::move(obligation));
    }
  }
  return dues;
}

}  // namespace ledger::views::companion
