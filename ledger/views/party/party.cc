#include "ledger/views/party/party.h"

#include <algorithm>
#include <utility>

#include "ledger/base/region.h"
#include "ledger/views/common/rows.h"
#include "ledger/views/party/tables.h"

namespace ledger::views::party {
namespace {

// Of a person, in a table by person and time.
template <typename T>
std::vector<T> RowsOf(const fold::Reader& reader, char table,
                      std::string_view person) {
  if (!IsToken(person)) return {};
  return RowsUnder<T>(reader, kName, fold::Key(table, person));
}

std::vector<Outlet> OutletsWithin(const fold::Reader& reader, char table,
                                  std::string_view region_prefix) {
  std::vector<Outlet> found;
  const fold::Key prefix = fold::Key(table, region_prefix);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view key, std::string_view) {
                key.remove_prefix(1);
                const std::size_t end = key.find('\0');
                const std::string_view region = key.substr(0, end);
                key.remove_prefix(end + 1);
                key.remove_suffix(kIndexBytes + 1);
                if (IsWithinRegion(region, region_prefix)) {
                  found.push_back({std::string(region), std::string(key)});
                }
                return true;
              });
  const auto is_same = [](const Outlet& a, const Outlet& b) {
    return a.region_code == b.region_code && a.id == b.id;
  };
  found.erase(std::unique(found.begin(), found.end(), is_same), found.end());
  return found;
}

}  // namespace

std::vector<Role> RolesOf(const fold::Reader& reader, std::string_view person) {
  auto roles =
      FindRow<std::vector<Role>>(reader, kName, fold::Key(kRoles, person))
          .value_or(std::vector<Role>());
  for (const RoleEnd& end : RowsOf<RoleEnd>(reader, kRoleEnds, person)) {
    for (Role& role : roles) {
      if (role.role == end.role && role.from <= end.at &&
          (end.region_code.empty() || end.region_code == role.region_code) &&
          (!role.until || end.at < *role.until)) {
        role.until = end.at;
      }
    }
  }
  return roles;
}

std::optional<Agent> FindAgent(const fold::Reader& reader,
                               std::string_view agent_id) {
  return FindRow<Agent>(reader, kName, fold::Key(kAgents, agent_id));
}

std::optional<Terminal> FindTerminal(const fold::Reader& reader,
                                     std::string_view tid) {
  return FindRow<Terminal>(reader, kName, fold::Key(kTerminals, tid));
}

std::vector<Suspension> SuspensionsOfAgent(const fold::Reader& reader,
                                           std::string_view agent_id) {
  return FindRow<std::vector<Suspension>>(
             reader, kName, fold::Key(kAgentSuspensions, agent_id))
      .value_or(std::vector<Suspension>());
}

std::vector<Suspension> SuspensionsOfPerson(const fold::Reader& reader,
                                            std::string_view person) {
  return FindRow<std::vector<Suspension>>(reader, kName,
                                          fold::Key(kPersonSuspensions, person))
      .value_or(std::vector<Suspension>());
}

std::vector<Schedule> SchedulesIn(const fold::Reader& reader,
                                  std::string_view region_code,
                                  std::int64_t begin_micros,
                                  std::int64_t end_micros) {
  fold::Key prefix = NamedKey(kSchedules, region_code);
  fold::Key end = prefix;
  end.AppendOrdered(end_micros);
  std::vector<Schedule> found;
  reader.Scan(kName, prefix, end,
              [&](std::string_view, std::string_view value) {
                Schedule schedule = fold::Decode<Schedule>(value);
                if (schedule.until.unix_micros > begin_micros) {
                  found.push_back(std::move(schedule));
                }
                return true;
              });
  return found;
}

std::vector<Schedule> SchedulesWithin(const fold::Reader& reader,
                                      std::string_view region_prefix,
                                      std::int64_t begin_micros,
                                      std::int64_t end_micros) {
  auto found = RowsWithin<Schedule>(reader, kName, kSchedules, region_prefix);
  std::erase_if(found, [&](const Schedule& schedule) {
    return schedule.until.unix_micros <= begin_micros ||
           schedule.from.unix_micros >= end_micros;
  });
  return found;
}

std::vector<Distribution> DistributionsWithin(const fold::Reader& reader,
                                              std::string_view region_prefix,
                                              std::int64_t begin_micros,
                                              std::int64_t end_micros) {
  auto found =
      RowsWithin<Distribution>(reader, kName, kDistributions, region_prefix);
  std::erase_if(found, [&](const Distribution& held) {
    return held.at.unix_micros < begin_micros ||
           held.at.unix_micros >= end_micros;
  });
  return found;
}

std::vector<Instruction> InstructionsFor(const fold::Reader& reader,
                                         std::string_view region_prefix) {
  std::vector<Instruction> found;
  // To places above it, from the country down.
  for (const std::size_t size : {std::size_t{0}, std::size_t{2}, std::size_t{5},
                                 std::size_t{8}, std::size_t{13}}) {
    if (size >= region_prefix.size()) break;
    fold::Key prefix = NamedKey(kInstructions, region_prefix.substr(0, size));
    reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
                [&](std::string_view, std::string_view value) {
                  found.push_back(fold::Decode<Instruction>(value));
                  return true;
                });
  }
  for (auto& told :
       RowsWithin<Instruction>(reader, kName, kInstructions, region_prefix)) {
    found.push_back(std::move(told));
  }
  return found;
}

std::vector<Conflict> ConflictsOf(const fold::Reader& reader,
                                  std::string_view person) {
  return RowsOf<Conflict>(reader, kConflicts, person);
}

std::vector<Group> GroupsLedBy(const fold::Reader& reader,
                               std::string_view person) {
  return RowsOf<Group>(reader, kGroups, person);
}

std::vector<std::string> AgentsOwnedBy(const fold::Reader& reader,
                                       std::string_view person) {
  std::vector<std::string> agents;
  if (!IsToken(person)) return agents;
  const fold::Key prefix = fold::Key(kOwners, person);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view key, std::string_view) {
                key.remove_prefix(prefix.view().size());
                key.remove_suffix(kIndexBytes + 1);
                if (agents.empty() || agents.back() != key) {
                  agents.emplace_back(key);
                }
                return true;
              });
  return agents;
}

std::vector<Outlet> AgentsWithin(const fold::Reader& reader,
                                 std::string_view region_prefix) {
  std::vector<Outlet> found =
      OutletsWithin(reader, kAgentPlaces, region_prefix);
  // Of one that moved, only where it is now.
  std::erase_if(found, [&](const Outlet& outlet) {
    const auto agent = FindAgent(reader, outlet.id);
    return !agent || agent->region_code != outlet.region_code;
  });
  return found;
}

std::vector<Outlet> TerminalsWithin(const fold::Reader& reader,
                                    std::string_view region_prefix) {
  std::vector<Outlet> found =
      OutletsWithin(reader, kTerminalPlaces, region_prefix);
  std::erase_if(found, [&](const Outlet& outlet) {
    const auto terminal = FindTerminal(reader, outlet.id);
    return !terminal || terminal->region_code != outlet.region_code;
  });
  return found;
}

}  // namespace ledger::views::party
