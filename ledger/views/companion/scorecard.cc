#include "ledger/views/companion/scorecard.h"

#include <algorithm>
#include <map>
#include <utility>

#include "ledger/base/time.h"
#include "ledger/views/custody/custody.h"
#include "ledger/views/grievance/grievance.h"
#include "ledger/views/party/party.h"

namespace ledger::views::companion {
namespace {

using amanah::v1::Event;
using duty::Conduct;
using duty::Matter;

// An empty companion stands for all.
bool IsOf(std::string_view companion, std::string_view party) {
  return companion.empty() || companion == party;
}

DutyCount& CountOf(Duty duty, Score& score) {
  for (DutyCount& count : score.duties) {
    if (count.duty == duty) return count;
  }
  score.duties.emplace_back().duty = duty;
  return score.duties.back();
}

void AddObligations(const FamilyDues& dues, std::string_view companion,
                    Score& score) {
  for (const Obligation& obligation : dues.obligations) {
    if (!score.span.Contains(obligation.period.end - 1)) continue;
    DutyCount& count = CountOf(obligation.duty, score);
    const std::int64_t days =
        companion.empty() ? obligation.due_days : obligation.DaysOf(companion);
    if (days == 0 || !obligation.is_due) continue;
    if (obligation.is_running) {
      ++count.running;
      if (obligation.done) ++count.running_done;
      continue;
    }
    ++count.due;
    count.due_days += days;
    if (!obligation.done) continue;
    ++count.done;
    count.done_days += days;
  }
}

std::optional<Duty> DutyDoneBy(Event::BodyCase kind) {
  if (kind == Event::kJointVisitDone) return Duty::kHomeVisit;
  for (const Duty duty : kDuties) {
    if (KindOf(duty) == kind) return duty;
  }
  return std::nullopt;
}

void AddActs(const CaredFor& family, std::string_view companion, Score& score) {
  for (const auto& work : family.work) {
    const Day day = DayOf(work.at);
    if (!IsOf(companion, work.by) || !score.span.Contains(day)) continue;
    if (work.kind == Event::kAdvocacyCaseOpened) ++score.advocacy_opened;
    const auto duty = DutyDoneBy(work.kind);
    if (!duty) continue;
    DutyCount& count = CountOf(*duty, score);
    ++count.acts;
    if (work.is_yes) ++count.acts_yes;
    if (family.out.Contains(day)) ++count.acts_after_exit;
  }
}

// Cases that this companion opened: closed in the span, or open at its end.
void AddAdvocacy(const CaredFor& family, std::string_view companion,
                 Score& score) {
  for (const auto& opened : family.work) {
    if (opened.kind != Event::kAdvocacyCaseOpened ||
        !IsOf(companion, opened.by) || DayOf(opened.at) >= score.span.end) {
      continue;
    }
    const auto closed = std::find_if(
        family.work.begin(), family.work.end(), [&](const auto& work) {
          return work.kind == Event::kAdvocacyCaseClosed &&
                 work.ref == opened.ref && opened.at <= work.at;
        });
    if (closed == family.work.end() || DayOf(closed->at) >= score.span.end) {
      ++score.advocacy_open_at_end;
    } else if (score.span.Contains(DayOf(closed->at))) {
      ++score.advocacy_closed;
    }
  }
}

void AddSessions(const CaredFor& family, const FamilyDues& dues,
                 std::string_view companion, Score& score) {
  for (const Attendance& session : dues.sessions) {
    const Day day = DayOf(session.at);
    if (!IsOf(companion, session.by) || !score.span.Contains(day)) continue;
    score.sessions.held.insert(session.index);
    const Care* care = CareOn(family, day);
    if (care == nullptr || !IsOf(companion, care->companion)) continue;
    if (!session.has_list) {
      ++score.sessions.without_list;
      continue;
    }
    ++score.sessions.listed;
    if (session.was_there) ++score.sessions.attended;
  }
}

void AddCare(const CaredFor& family, std::string_view companion,
             Excuses& excuses, Score& score) {
  const Span known = Common(score.span, {score.span.begin, family.today + 1});
  for (const Care& care : family.care) {
    if (!IsOf(companion, care.companion)) continue;
    const Span days = Common(care.days, known);
    score.family_days += days.Days();
    for (const Duty duty : kDuties) {
      if (days.Days() == 0) continue;
      if (duty == Duty::kSession && care.group_id.empty()) continue;
      std::int64_t owed = 0;
      for (const Span& span :
           excuses.Suspended(duty, family.region_code).Without(days)) {
        owed += span.Days() - excuses.Away(care.companion).CountIn(span);
      }
      CountOf(duty, score).excused_days += days.Days() - owed;
    }
  }
}

void Until(std::int64_t at_micros, std::vector<Conduct>& items) {
  std::erase_if(items, [&](const Conduct& item) {
    return item.at.unix_micros > at_micros;
  });
}

std::vector<Conduct> Known(const fold::Reader& reader, Matter matter,
                           std::string_view subject, std::int64_t at_micros) {
  auto items = duty::ConductOf(reader, matter, subject);
  Until(at_micros, items);
  return items;
}

// Spans of the year and of its quarters that began by `today`.
std::vector<Score> ScoresOf(int year, Day today) {
  std::vector<Span> spans{YearSpan(year)};
  for (int quarter = 1; quarter <= 4; ++quarter) {
    const Span span = QuarterSpan(year, quarter);
    if (span.begin <= today) spans.push_back(span);
  }
  std::vector<Score> scores;
  for (const Span& span : spans) {
    scores.push_back(EmptyScore(span, today));
  }
  return scores;
}

std::vector<Load> MonthsOf(int year, Day today) {
  std::vector<Load> months;
  for (int month = 1; month <= 12; ++month) {
    const Span span = MonthSpan(year, month);
    if (span.begin > today) break;
    Load load;
    load.month = span;
    load.days = Common(span, {span.begin, today + 1}).Days();
    months.push_back(load);
  }
  return months;
}

void AddLoad(const CaredFor& family, std::string_view companion,
             std::vector<Load>& months) {
  for (Load& load : months) {
    const Span known{load.month.begin,
                     load.month.begin + static_cast<Day>(load.days)};
    for (const Care& care : family.care) {
      if (care.companion != companion) continue;
      load.family_days += Common(care.days, known).Days();
      if (care.days.Contains(known.end - 1)) ++load.at_end;
    }
  }
}

// Families that came from, or went to, another companion in the year.
void AddHandovers(const CaredFor& family, const Span& year, Scorecard& card) {
  for (std::size_t i = 1; i < family.care.size(); ++i) {
    const Care& before = family.care[i - 1];
    const Care& after = family.care[i];
    if (before.companion == after.companion ||
        !year.Contains(after.days.begin) || after.days.begin > family.today) {
      continue;
    }
    if (after.companion == card.companion) ++card.received;
    if (before.companion == card.companion) ++card.passed_on;
    if (after.companion == card.companion ||
        before.companion == card.companion) {
      card.assignment_indices.push_back(after.index);
    }
  }
}

}  // namespace

void AddComplaints(const fold::Reader& reader, const CaredFor& family,
                   std::string_view companion, std::int64_t at_micros,
                   std::vector<Score>& scores) {
  for (const auto& complaint : grievance::ComplaintsOf(reader, family.kpm)) {
    if (complaint.filed_at.unix_micros > at_micros) continue;
    const Day day = DayOf(complaint.filed_at);
    const auto* one = ResponsibleOn(family.family, day);
    if (one == nullptr || !IsOf(companion, one->companion)) continue;
    for (Score& score : scores) {
      if (score.span.Contains(day)) ++score.complaints_of_families;
    }
  }
}

namespace {

void TakeConduct(const fold::Reader& reader, Scorecard& card) {
  const auto known = [&](Matter matter) {
    return Known(reader, matter, card.companion, card.at_micros);
  };
  card.sanctions = known(Matter::kSanction);
  card.pledges = known(Matter::kPledge);
  card.trainings = known(Matter::kTraining);
  card.findings = known(Matter::kFinding);
  card.awards = known(Matter::kAward);
  for (const Conduct& complaint : known(Matter::kComplaint)) {
    for (Score& score : card.scores) {
      if (score.span.Contains(DayOf(complaint.at))) ++score.complaints_about;
    }
  }
  card.honoraria = HonorariaOf(reader, card.companion, card.at_micros);
}

// The families' most frequent village: where the companion works.
class Places {
 public:
  void Add(std::string_view region_code) {
    ++counts_[std::string(region_code)];
  }
  std::string Most() const {
    std::string most;
    std::size_t best = 0;
    for (const auto& [region, count] : counts_) {
      if (count > best) {
        best = count;
        most = region;
      }
    }
    return most;
  }

 private:
  std::map<std::string, std::size_t> counts_;
};

void TakeSuspensions(Excuses& excuses, const std::set<std::string>& villages,
                     const Span& year, Scorecard& card) {
  std::set<std::pair<std::uint64_t, Duty>> seen;
  for (const std::string& village : villages) {
    for (const auto& suspension : excuses.In(village)) {
      if (Common(suspension.days, year).Days() > 0 &&
          seen.insert({suspension.index, suspension.duty}).second) {
        card.suspensions.push_back(suspension);
      }
    }
  }
}

}  // namespace

std::optional<double> DutyCount::Percent() const {
  if (due_days == 0) return std::nullopt;
  return 100.0 * static_cast<double>(done_days) / static_cast<double>(due_days);
}

double Scorecard::TargetFamilies() const {
  std::int64_t family_days = 0;
  for (const Load& month : load) family_days += month.family_days;
  return static_cast<double>(target.percent) / 100.0 *
         static_cast<double>(family_days) /
         static_cast<double>(YearSpan(year).Days());
}

Score EmptyScore(const Span& span, Day today) {
  Score score;
  score.span = span;
  score.is_running = today < span.end - 1;
  for (const Duty duty : kDuties) score.duties.emplace_back().duty = duty;
  return score;
}

void AddFamily(const CaredFor& family, const FamilyDues& dues,
               const std::vector<Graduation>& graduations,
               std::string_view companion, Excuses& excuses,
               std::vector<Score>& scores) {
  for (Score& score : scores) {
    AddCare(family, companion, excuses, score);
    AddObligations(dues, companion, score);
    AddActs(family, companion, score);
    AddAdvocacy(family, companion, score);
    AddSessions(family, dues, companion, score);
    for (const Graduation& graduation : graduations) {
      if (!IsOf(companion, graduation.companion) ||
          !score.span.Contains(DayOf(graduation.from))) {
        continue;
      }
      ++score.graduations;
      if (graduation.IsConfirmed()) ++score.confirmed;
      if (graduation.IsUndone()) ++score.undone;
      if (graduation.is_recent && !graduation.IsUndone()) ++score.recent;
    }
  }
}

Target TargetOf(const fold::Reader& reader, std::string_view companion,
                std::string_view region_code, int year,
                std::int64_t at_micros) {
  Target target;
  const auto take = [&](std::string_view subject) {
    bool is_found = false;
    for (const auto& item :
         Known(reader, Matter::kTarget, subject, at_micros)) {
      if (item.year != static_cast<std::uint32_t>(year)) continue;
      target.percent = item.number;
      target.index = item.index;
      target.is_adjusted = item.kind == Event::kTargetAdjusted;
      target.reason = item.word;
      is_found = true;
    }
    return is_found;
  };
  if (take(companion)) return target;
  for (std::string_view region = region_code; !region.empty();) {
    if (take(region)) {
      target.region_code = region;
      return target;
    }
    const std::size_t dot = region.rfind('.');
    region = dot == std::string_view::npos ? std::string_view()
                                           : region.substr(0, dot);
  }
  return target;
}

std::vector<Honorarium> HonorariaOf(const fold::Reader& reader,
                                    std::string_view party,
                                    std::int64_t at_micros) {
  std::map<std::uint32_t, Honorarium> months;
  for (const auto& item :
       Known(reader, Matter::kHonorarium, party, at_micros)) {
    Honorarium& month = months[item.month];
    month.party = party;
    month.month = item.month;
    if (month.region_code.empty()) month.region_code = item.region_code;
    month.indices.push_back(item.index);
    if (item.kind == Event::kHonorariumWithheld) {
      month.withheld_rupiah += item.amount_rupiah;
      if (!month.withheld_at) month.withheld_at = item.at;
    } else {
      month.returned_rupiah += item.amount_rupiah;
      month.returned_at = item.at;
    }
  }
  std::vector<Honorarium> all;
  std::string office;
  for (const auto& role : party::RolesOf(reader, party)) {
    if (role.role == amanah::v1::PARTY_ROLE_COMPANION) {
      office = role.region_code;
    }
  }
  for (auto& [number, month] : months) {
    if (month.region_code.empty()) month.region_code = office;
    std::sort(month.indices.begin(), month.indices.end());
    all.push_back(std::move(month));
  }
  return all;
}

Result<Scorecard> ScorecardOf(const fold::Reader& reader,
                              std::string_view companion, int year,
                              std::optional<std::int64_t> at_micros) {
  Scorecard card;
  card.companion = companion;
  card.at_micros = at_micros.value_or(
      std::max(custody::LatestMicros(reader), std::int64_t{0}));
  if (year == 0) year = UsualYear(DayIn("", card.at_micros));
  card.year = year;
  if (year < 1990 || year >= 2200) {
    return Error{Code::kInvalidArgument, kYearMalformed,
                 "a year is from 1990 until 2199"};
  }
  const auto families = duty::FamiliesOf(reader, companion);
  LEDGER_RETURN_IF_ERROR(reader.status());
  if (families.empty()) {
    return Error{Code::kNotFound, kCompanionUnknown,
                 "no family was ever assigned to that person"};
  }
  const Span span = YearSpan(year);
  Excuses excuses(reader, card.at_micros);
  Places places;
  std::set<std::string> villages;
  bool is_first = true;
  for (const std::string& kpm : families) {
    const auto family = CaredForAt(reader, kpm, card.at_micros);
    if (!family) continue;
    if (is_first) {
      // A companion's families are of one time zone.
      card.scores = ScoresOf(year, family->today);
      card.load = MonthsOf(year, family->today);
      is_first = false;
    }
    const auto dues = DuesOf(reader, *family, span, excuses);
    auto graduations = GraduationsOf(reader, *family, span, card.at_micros);
    AddFamily(*family, dues, graduations, companion, excuses, card.scores);
    AddLoad(*family, companion, card.load);
    AddHandovers(*family, span, card);
    AddComplaints(reader, *family, companion, card.at_micros, card.scores);
    for (auto& graduation : graduations) {
      if (graduation.companion == companion) {
        card.graduations.push_back(std::move(graduation));
      }
    }
    for (const Care& care : family->care) {
      if (care.companion != companion || Common(care.days, span).Days() == 0) {
        continue;
      }
      places.Add(family->region_code);
      villages.insert(family->region_code);
    }
  }
  std::sort(card.graduations.begin(), card.graduations.end(),
            [](const Graduation& a, const Graduation& b) {
              return std::pair(a.from, a.index) < std::pair(b.from, b.index);
            });
  std::sort(card.assignment_indices.begin(), card.assignment_indices.end());
  TakeSuspensions(excuses, villages, span, card);
  card.target =
      TargetOf(reader, companion, places.Most(), year, card.at_micros);
  TakeConduct(reader, card);
  LEDGER_RETURN_IF_ERROR(reader.status());
  return card;
}

}  // namespace ledger::views::companion
