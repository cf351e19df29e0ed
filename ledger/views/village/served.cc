#include "ledger/views/village/served.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "ledger/base/region.h"
#include "ledger/views/money/money.h"

namespace ledger::views::village {
namespace {

// An agent with its terminals, or a terminal that is nobody's.
struct Outlet {
  std::string region_code;
  std::string agent_id;
  std::string bank;
  std::set<std::string> tids;

  // By place, agents before terminals, then id.
  std::string Order() const {
    return region_code +
           (agent_id.empty() ? "/t/" + *tids.begin() : "/a/" + agent_id);
  }
};

Outlet AgentOutlet(const fold::Reader& reader, const std::string& agent_id,
                   const party::Agent& agent) {
  Outlet outlet{agent.region_code, agent_id, agent.bank, {}};
  outlet.tids.insert(agent.tids.begin(), agent.tids.end());
  for (std::string& tid : money::TerminalsUsedBy(reader, agent_id)) {
    outlet.tids.insert(std::move(tid));
  }
  return outlet;
}

std::map<std::string, Outlet> OutletsIn(const fold::Reader& reader,
                                        const ServedQuery& query) {
  std::map<std::string, Outlet> outlets;
  for (const auto& [region, id] :
       party::AgentsWithin(reader, query.region_prefix)) {
    if (!query.agent_id.empty() && id != query.agent_id) continue;
    const auto agent = party::FindAgent(reader, id);
    if (!agent) continue;
    Outlet outlet = AgentOutlet(reader, id, *agent);
    outlets.emplace(outlet.Order(), std::move(outlet));
  }
  if (!query.agent_id.empty()) return outlets;
  for (const auto& [region, tid] :
       party::TerminalsWithin(reader, query.region_prefix)) {
    const auto terminal = party::FindTerminal(reader, tid);
    if (!terminal || !terminal->agent_id.empty()) continue;
    Outlet outlet{region, {}, terminal->bank, {tid}};
    outlets.emplace(outlet.Order(), std::move(outlet));
  }
  return outlets;
}

bool IsFor(const party::Schedule& schedule, const std::set<std::string>& tids) {
  return schedule.tids.empty() ||
         std::any_of(
             schedule.tids.begin(), schedule.tids.end(),
             [&](const std::string& tid) { return tids.contains(tid); });
}

void AddSchedules(const fold::Reader& reader, const Outlet& outlet,
                  ServedDay& row) {
  const Days day{row.day, row.day};
  for (party::Schedule& schedule : SchedulesOver(
           reader, outlet.region_code, day.BeginMicros(outlet.region_code),
           day.EndMicros(outlet.region_code))) {
    if (schedule.kind == amanah::v1::SCHEDULE_KIND_DUTY_SUSPENDED ||
        !IsFor(schedule, outlet.tids)) {
      continue;
    }
    if (schedule.cash_limit_rupiah > 0 &&
        (row.cash_limit_rupiah == 0 ||
         schedule.cash_limit_rupiah < row.cash_limit_rupiah)) {
      row.cash_limit_rupiah = schedule.cash_limit_rupiah;
    }
    row.schedules.push_back(std::move(schedule));
  }
}

// Days on which it paid anything out, ascending.
std::vector<ServedDay> DaysOf(const fold::Reader& reader, const Outlet& outlet,
                              const Days& days, FamilyFinder& families) {
  std::map<std::int64_t, std::vector<money::TerminalUse>> uses;
  const std::int64_t end = days.EndMicros(outlet.region_code);
  for (const std::string& tid : outlet.tids) {
    money::VisitTerminal(
        reader, tid, days.BeginMicros(outlet.region_code),
        [&](const money::TerminalUse& use) {
          if (use.at.unix_micros >= end) return false;
          if (use.amount_rupiah < 0) {
            uses[DayOf(use.at.unix_micros, outlet.region_code)].push_back(use);
          }
          return true;
        });
  }
  std::vector<ServedDay> rows;
  for (const auto& [day, made] : uses) {
    ServedDay row{
        outlet.region_code, outlet.agent_id, outlet.bank, {}, day, {}, {}, 0};
    AddSchedules(reader, outlet, row);
    UseCounter counter(families, outlet.region_code, row.cash_limit_rupiah);
    std::set<std::string> tids;
    for (const money::TerminalUse& use : made) {
      counter.Add(use);
      tids.insert(use.tid);
    }
    row.use = counter.Take();
    row.tids.assign(tids.begin(), tids.end());
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

std::vector<party::Schedule> SchedulesOver(const fold::Reader& reader,
                                           std::string_view region_code,
                                           std::int64_t begin_micros,
                                           std::int64_t end_micros) {
  std::vector<party::Schedule> found;
  for (const std::size_t size :
       {std::size_t{2}, std::size_t{5}, std::size_t{8}, std::size_t{13}}) {
    if (size > region_code.size()) break;
    for (party::Schedule& schedule : party::SchedulesIn(
             reader, region_code.substr(0, size), begin_micros, end_micros)) {
      found.push_back(std::move(schedule));
    }
  }
  return found;
}

Result<ServedPage> ListServed(const fold::Reader& reader,
                              const ServedQuery& query) {
  if (!query.region_prefix.empty() && !IsRegionCode(query.region_prefix)) {
    return Error{Code::kInvalidArgument, kRegionMalformed,
                 "region prefix is not a region code"};
  }
  const auto outlets = OutletsIn(reader, query);
  auto next = outlets.begin();
  if (!query.page_token.empty()) {
    next = outlets.find(query.page_token);
    if (next == outlets.end()) {
      return Error{Code::kInvalidArgument, kPageTokenInvalid,
                   "page token is not from an earlier answer"};
    }
  }
  ServedPage page;
  FamilyFinder families(reader);
  for (; next != outlets.end() && page.rows.size() < query.page_size; ++next) {
    for (ServedDay& row : DaysOf(reader, next->second, query.days, families)) {
      page.rows.push_back(std::move(row));
    }
  }
  if (next != outlets.end()) page.next_page_token = next->first;
  LEDGER_RETURN_IF_ERROR(reader.status());
  return page;
}

}  // namespace ledger::views::village
