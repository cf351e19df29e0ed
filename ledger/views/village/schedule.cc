#include "ledger/views/village/schedule.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/base/region.h"
#include "ledger/views/card/card.h"
#include "ledger/views/custody/custody.h"
#include "ledger/views/duty/duty.h"
#include "ledger/views/listing/listing.h"
#include "ledger/views/money/money.h"

namespace ledger::views::village {
namespace {

using amanah::v1::Event;

constexpr std::size_t kMaxIndices = 100;

// Families of a place, as far as they are listed there.
std::vector<std::string> FamiliesOf(const fold::Reader& reader,
                                    std::string_view region_code) {
  std::set<std::string> kpms;
  listing::VisitFamilies(reader, region_code, {}, {},
                         [&](std::string_view, std::string_view kpm) {
                           kpms.emplace(kpm);
                           return true;
                         });
  return {kpms.begin(), kpms.end()};
}

bool IsIn(const party::Schedule& schedule, const Moment& at) {
  return schedule.from.unix_micros <= at.unix_micros &&
         at.unix_micros < schedule.until.unix_micros;
}

// The duty that a suspension names, as its registers call it.
bool IsOfDuty(std::string_view duty, Event::BodyCase kind) {
  if (duty == "HOME_VISIT") return kind == Event::kHomeVisitDone;
  if (duty == "DATA_UPDATE") return kind == Event::kKpmDataUpdated;
  if (duty == "CUSTODY_CHECK") return kind == Event::kCustodyCheckDone;
  return duty.empty();
}

class Comparison {
 public:
  explicit Comparison(const fold::Reader& reader)
      : reader_(reader),
        families_(reader),
        latest_micros_(custody::LatestMicros(reader)) {}

  ScheduleRow Of(const party::Schedule& schedule,
                 std::vector<party::Distribution> reports) {
    ScheduleRow row;
    row.region_code = schedule.region_code;
    row.filed_after_begin = schedule.from < schedule.filed_at;
    row.reports = std::move(reports);
    row.planned = schedule;
    row.indices.push_back(schedule.index);
    TakeUse(schedule, row);
    if (schedule.kind == amanah::v1::SCHEDULE_KIND_HANDOVER_CEREMONY) {
      TakeHandovers(schedule, row);
    }
    if (schedule.kind == amanah::v1::SCHEDULE_KIND_DUTY_SUSPENDED) {
      TakeDuties(schedule, row);
    }
    row.outcome = Judge(schedule, row);
    Finish(row);
    return row;
  }

  static ScheduleRow Unplanned(party::Distribution report) {
    ScheduleRow row;
    row.region_code = report.region_code;
    row.outcome = Outcome::kUnplanned;
    row.reports.push_back(std::move(report));
    Finish(row);
    return row;
  }

 private:
  static void Finish(ScheduleRow& row) {
    for (const auto& report : row.reports) row.indices.push_back(report.index);
    for (const Use* use : {&row.in_window, &row.beside}) {
      row.indices.insert(row.indices.end(), use->indices.begin(),
                         use->indices.end());
    }
    if (row.indices.size() > kMaxIndices) row.indices.resize(kMaxIndices);
    std::sort(row.indices.begin(), row.indices.end());
  }

  void TakeUse(const party::Schedule& schedule, ScheduleRow& row) {
    if (schedule.kind == amanah::v1::SCHEDULE_KIND_DUTY_SUSPENDED) return;
    row.tids = schedule.tids;
    if (row.tids.empty()) row.tids = TerminalsOf(schedule);
    const std::string& region = schedule.region_code;
    const Days days{DayOf(schedule.from.unix_micros, region),
                    DayOf(schedule.until.unix_micros - 1, region)};
    UseCounter within(families_, region, schedule.cash_limit_rupiah);
    UseCounter beside(families_, region, schedule.cash_limit_rupiah);
    const std::int64_t end = days.EndMicros(region);
    for (const std::string& tid : row.tids) {
      money::VisitTerminal(
          reader_, tid, days.BeginMicros(region),
          [&](const money::TerminalUse& use) {
            if (use.at.unix_micros >= end) return false;
            (IsIn(schedule, use.at) ? within : beside).Add(use);
            return true;
          });
    }
    row.in_window = within.Take();
    row.beside = beside.Take();
  }

  // Those of its place; of a bank that filed it, that bank's.
  std::vector<std::string> TerminalsOf(const party::Schedule& schedule) const {
    std::vector<std::string> all;
    std::vector<std::string> of_bank;
    for (auto& outlet : party::TerminalsWithin(reader_, schedule.region_code)) {
      const auto terminal = party::FindTerminal(reader_, outlet.id);
      if (terminal && terminal->bank == schedule.filed_by_organisation) {
        of_bank.push_back(outlet.id);
      }
      all.push_back(std::move(outlet.id));
    }
    return of_bank.empty() ? all : of_bank;
  }

  void TakeHandovers(const party::Schedule& schedule, ScheduleRow& row) {
    for (const std::string& kpm : FamiliesOf(reader_, schedule.region_code)) {
      for (const std::string& kks : card::CardsOfFamily(reader_, kpm)) {
        const auto card = card::Find(reader_, kks);
        if (!card) continue;
        for (const card::LifeEvent& life : card->life) {
          if (life.step != card::Step::kHandedOver) continue;
          if (!IsIn(schedule, life.at)) continue;
          ++row.handovers;
          row.indices.push_back(life.index);
        }
      }
    }
  }

  void TakeDuties(const party::Schedule& schedule, ScheduleRow& row) {
    std::set<std::uint64_t> done;
    for (const std::string& kpm : FamiliesOf(reader_, schedule.region_code)) {
      for (const auto& work : duty::WorkFor(reader_, kpm)) {
        if (IsIn(schedule, work.at) &&
            IsOfDuty(schedule.list_rule, work.kind)) {
          done.insert(work.index);
        }
      }
      if (!schedule.list_rule.empty() && schedule.list_rule != "P2K2") continue;
      for (const auto& session : duty::AttendanceOf(reader_, kpm)) {
        if (IsIn(schedule, session.at)) done.insert(session.index);
      }
    }
    row.duties_done = done.size();
    row.indices.insert(row.indices.end(), done.begin(), done.end());
  }

  Outcome Judge(const party::Schedule& schedule, const ScheduleRow& row) const {
    switch (schedule.kind) {
      case amanah::v1::SCHEDULE_KIND_DUTY_SUSPENDED:
        return Kept(row.duties_done == 0);
      case amanah::v1::SCHEDULE_KIND_AGENT_CASH_LIMIT:
        return Kept(row.in_window.above_limit == 0);
      case amanah::v1::SCHEDULE_KIND_OFFLINE_TERMINAL:
      case amanah::v1::SCHEDULE_KIND_NETWORK_OUTAGE:
        // Without a line nothing is posted at once: what was, speaks against.
        return Kept(row.in_window.posted_at_once == 0);
      case amanah::v1::SCHEDULE_KIND_HANDOVER_CEREMONY:
        if (row.handovers > 0 || !row.reports.empty()) return Outcome::kHeld;
        break;
      default:
        if (row.in_window.transactions > 0 || !row.reports.empty()) {
          return Outcome::kHeld;
        }
        if (row.beside.transactions > 0) return Outcome::kOtherHours;
        break;
    }
    return latest_micros_ < schedule.until.unix_micros ? Outcome::kNotOver
                                                       : Outcome::kNothingKnown;
  }

  static Outcome Kept(bool is_kept) {
    return is_kept ? Outcome::kKept : Outcome::kNotKept;
  }

  const fold::Reader& reader_;
  FamilyFinder families_;
  const std::int64_t latest_micros_;
};

// A report is of the schedule that it names; one that names none, of a
// distribution planned for its village at that time.
bool IsOf(const party::Distribution& report, const party::Schedule& schedule) {
  if (!report.schedule_ref.empty()) {
    return report.schedule_ref == schedule.source_ref;
  }
  return (schedule.kind == amanah::v1::SCHEDULE_KIND_DISTRIBUTION ||
          schedule.kind == amanah::v1::SCHEDULE_KIND_HOME_DELIVERY) &&
         schedule.region_code == report.region_code &&
         IsIn(schedule, report.at);
}

bool IsWanted(const ScheduleQuery& query, amanah::v1::ScheduleKind kind) {
  return query.kinds.empty() ||
         std::find(query.kinds.begin(), query.kinds.end(), kind) !=
             query.kinds.end();
}

// One row to be: a schedule, or a report without one.
struct Planned {
  std::string region_code;
  std::int64_t begin_micros = 0;
  std::uint64_t index = 0;
  std::optional<party::Schedule> schedule;
  std::vector<party::Distribution> reports;

  auto Order() const { return std::tie(region_code, begin_micros, index); }
};

std::vector<Planned> PlannedIn(const fold::Reader& reader,
                               const ScheduleQuery& query) {
  const std::int64_t begin = query.days.BeginMicros(query.region_prefix);
  const std::int64_t end = query.days.EndMicros(query.region_prefix);
  std::vector<Planned> rows;
  auto reports =
      party::DistributionsWithin(reader, query.region_prefix, begin, end);
  std::vector<bool> is_of_any(reports.size());
  for (auto& schedule :
       party::SchedulesWithin(reader, query.region_prefix, begin, end)) {
    Planned row{schedule.region_code,
                schedule.from.unix_micros,
                schedule.index,
                std::nullopt,
                {}};
    for (std::size_t i = 0; i < reports.size(); ++i) {
      if (!IsOf(reports[i], schedule)) continue;
      row.reports.push_back(reports[i]);
      is_of_any[i] = true;
    }
    if (!IsWanted(query, schedule.kind)) continue;
    row.schedule = std::move(schedule);
    rows.push_back(std::move(row));
  }
  for (std::size_t i = 0; i < reports.size(); ++i) {
    if (is_of_any[i] ||
        !IsWanted(query, amanah::v1::SCHEDULE_KIND_DISTRIBUTION)) {
      continue;
    }
    rows.push_back({reports[i].region_code,
                    reports[i].at.unix_micros,
                    reports[i].index,
                    std::nullopt,
                    {reports[i]}});
  }
  std::sort(rows.begin(), rows.end(), [](const Planned& a, const Planned& b) {
    return a.Order() < b.Order();
  });
  return rows;
}

}  // namespace

Result<SchedulePage> CompareSchedules(const fold::Reader& reader,
                                      const ScheduleQuery& query) {
  if (!query.region_prefix.empty() && !IsRegionCode(query.region_prefix)) {
    return Error{Code::kInvalidArgument, kRegionMalformed,
                 "region prefix is not a region code"};
  }
  std::uint64_t skip = 0;
  if (!query.page_token.empty()) {
    const std::optional<std::uint64_t> parsed = ParseDecimal(query.page_token);
    if (!parsed) {
      return Error{Code::kInvalidArgument, kPageTokenInvalid,
                   "page token is not from an earlier answer"};
    }
    skip = *parsed;
  }
  std::vector<Planned> planned = PlannedIn(reader, query);
  Comparison comparison(reader);
  SchedulePage page;
  for (std::size_t i = skip; i < planned.size(); ++i) {
    if (page.rows.size() == query.page_size) {
      page.next_page_token = std::to_string(i);
      break;
    }
    Planned& row = planned[i];
    page.rows.push_back(
        row.schedule ? comparison.Of(*row.schedule, std::move(row.reports))
                     : Comparison::Unplanned(std::move(row.reports.front())));
  }
  LEDGER_RETURN_IF_ERROR(reader.status());
  return page;
}

}  // namespace ledger::views::village
