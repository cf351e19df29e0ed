#include "ledger/views/companion/overdue.h"

#include <algorithm>
#include <utility>

#include "ledger/views/custody/custody.h"

namespace ledger::views::companion {
namespace {

std::optional<Obligation::Done> LastDone(const fold::Reader& reader, Duty duty,
                                         const CaredFor& family) {
  std::optional<Obligation::Done> last;
  if (duty == Duty::kSession) {
    for (const auto& session : duty::AttendanceOf(reader, family.kpm)) {
      if (DayOf(session.at) <= family.today) {
        last = {session.at, session.by, session.index};
      }
    }
    return last;
  }
  for (const auto& work : family.work) {
    if (work.kind == KindOf(duty) ||
        (duty == Duty::kHomeVisit &&
         work.kind == amanah::v1::Event::kJointVisitDone)) {
      last = {work.at, work.by, work.index};
    }
  }
  return last;
}

// The periods in a row, up to now, that ended without it; nullopt when none.
std::optional<OverdueRow> OverdueOf(const fold::Reader& reader, Duty duty,
                                    const CaredFor& family, Excuses& excuses) {
  const Care* now = CareOn(family, family.today);
  if (now == nullptr) return std::nullopt;
  const int year = YearOf(family.today);
  const Span span{YearSpan(year - 1).begin, YearSpan(year).end};
  OverdueRow row;
  for (const Obligation& obligation :
       DuesOf(reader, family, span, excuses, duty).obligations) {
    if (obligation.done) {
      row = OverdueRow{};
    } else if (obligation.is_due && !obligation.is_running) {
      if (row.periods++ == 0) {
        row.since = obligation.period.end;
        row.responsible_then = obligation.responsible_last;
        row.assignment_index = obligation.assignment_index;
      }
      row.excused_days += obligation.excused_days;
    }
  }
  if (row.periods == 0) return std::nullopt;
  row.kpm = family.kpm;
  row.region_code = family.region_code;
  row.responsible_now = now->companion;
  row.last_done = LastDone(reader, duty, family);
  return row;
}

}  // namespace

Result<OverduePage> ListOverdue(const fold::Reader& reader,
                                const OverdueQuery& query) {
  LEDGER_RETURN_IF_ERROR(CheckRegion(query.region_prefix));
  LEDGER_ASSIGN_OR_RETURN(const After after, AfterOf(query.page_token));
  if (query.page_size == 0) {
    return Error{Code::kInvalidArgument, kPageEmpty,
                 "a page holds at least one row"};
  }
  OverduePage page;
  page.at_micros = query.at_micros.value_or(
      std::max(custody::LatestMicros(reader), std::int64_t{0}));
  Excuses excuses(reader, page.at_micros);
  const auto more =
      VisitRegion(reader, query.region_prefix, after, page.at_micros,
                  kMostLookedAt, [&](const CaredFor& family) {
                    auto row = OverdueOf(reader, query.duty, family, excuses);
                    if (!row || (!query.companion.empty() &&
                                 row->responsible_then != query.companion &&
                                 row->responsible_now != query.companion)) {
                      return true;
                    }
                    page.rows.push_back(*std::move(row));
                    return page.rows.size() < query.page_size;
                  });
  if (more) page.next_page_token = TokenOf(*more);
  LEDGER_RETURN_IF_ERROR(reader.status());
  return page;
}

}  // namespace ledger::views::companion
