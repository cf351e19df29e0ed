#include "ledger/views/party/party.h"

#include <algorithm>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/base/region.h"
#include "ledger/fold/codec.h"
#include "ledger/fold/eraser.h"
#include "ledger/fold/key.h"

namespace ledger::views::party {
namespace {

using amanah::v1::Event;

// On disk:
//   0x01 ‖ person   -> vector of Role
//   0x02 ‖ agent id -> Agent
//   0x03 ‖ TID      -> Terminal
//   0x04 ‖ agent id -> vector of Suspension
//   0x05 ‖ person   -> vector of Suspension
//   0x80 ‖ region ‖ 0x00 ‖ from ‖ u64 index -> Schedule
//   0x81 ‖ region ‖ 0x00 ‖ began ‖ u64 index -> Distribution
//   0x82 ‖ region ‖ 0x00 ‖ agent id ‖ 0x00 ‖ u64 index -> nothing
//   0x83 ‖ region ‖ 0x00 ‖ TID ‖ 0x00 ‖ u64 index      -> nothing
//   0x84 ‖ region ‖ 0x00 ‖ valid from ‖ u64 index -> Instruction
//   0x85 ‖ person ‖ recorded ‖ u64 index -> Conflict
//   0x86 ‖ owner ‖ agent id ‖ 0x00 ‖ u64 index         -> nothing
//   0x87 ‖ leader ‖ from ‖ u64 index -> Group
//   0x88 ‖ person ‖ ended ‖ u64 index -> RoleEnd
// with times as AppendOrdered writes them.
constexpr char kRoles = 0x01;
constexpr char kAgents = 0x02;
constexpr char kTerminals = 0x03;
constexpr char kAgentSuspensions = 0x04;
constexpr char kPersonSuspensions = 0x05;
constexpr char kSchedules = static_cast<char>(0x80);
constexpr char kDistributions = static_cast<char>(0x81);
constexpr char kAgentPlaces = static_cast<char>(0x82);
constexpr char kTerminalPlaces = static_cast<char>(0x83);
constexpr char kInstructions = static_cast<char>(0x84);
constexpr char kConflicts = static_cast<char>(0x85);
constexpr char kOwners = static_cast<char>(0x86);
constexpr char kGroups = static_cast<char>(0x87);
constexpr char kRoleEnds = static_cast<char>(0x88);
constexpr std::size_t kIndexBytes = 8;

fold::Key KeyOf(char table, std::string_view rest) {
  return fold::Key(table, rest);
}

template <typename T>
T Load(const fold::Reader& reader, std::string_view key) {
  const auto stored = reader.Get(kName, key);
  return stored ? fold::Decode<T>(*stored) : T();
}

template <typename T>
std::optional<T> LoadOptional(const fold::Reader& reader,
                              std::string_view key) {
  const auto stored = reader.Get(kName, key);
  if (!stored) return std::nullopt;
  return fold::Decode<T>(*stored);
}

fold::Key PlacedKey(char table, std::string_view region, std::int64_t at,
                    std::uint64_t index) {
  fold::Key key = KeyOf(table, region);
  key.Push('\0').AppendOrdered(at).AppendU64(index);
  return key;
}

fold::Key OutletKey(char table, std::string_view region, std::string_view id,
                    std::uint64_t index) {
  fold::Key key = KeyOf(table, region);
  key.Push('\0').Append(id).Push('\0').AppendU64(index);
  return key;
}

Schedule ScheduleIn(const fold::FoldedEvent& folded) {
  const Event& event = folded.event;
  const auto& body = event.schedule_filed();
  Schedule schedule;
  schedule.kind = body.kind();
  schedule.from = MomentOf(body.from_at());
  schedule.until = MomentOf(body.until_at());
  schedule.filed_at = MomentOf(event.occurred_at());
  schedule.tids.assign(body.tids().begin(), body.tids().end());
  schedule.list_rule = body.list_rule();
  schedule.place = body.place();
  schedule.source_ref = event.source_ref();
  schedule.filed_by = body.filed_by();
  schedule.filed_by_organisation = body.filed_by_organisation();
  schedule.legal_basis = body.legal_basis();
  schedule.cash_limit_rupiah = body.cash_limit_rupiah();
  schedule.index = folded.index;
  return schedule;
}

Distribution DistributionIn(const fold::FoldedEvent& folded) {
  const Event& event = folded.event;
  const auto& body = event.distribution_held();
  Distribution held;
  held.region_code = event.region_code();
  held.schedule_ref = body.schedule_ref();
  held.at = MomentOf(event.occurred_at());
  if (body.has_until_at()) held.until = MomentOf(body.until_at());
  held.served_count = body.served_count();
  held.expected_count = body.expected_count();
  held.tids.assign(body.tids().begin(), body.tids().end());
  held.place = body.place();
  held.index = folded.index;
  return held;
}

Instruction InstructionIn(const fold::FoldedEvent& folded) {
  const Event& event = folded.event;
  const auto& body = event.campaign_instruction_issued();
  Instruction told;
  told.region_code = event.region_code();
  told.topic = body.topic();
  told.issuer = body.issuer();
  told.issuer_role = body.issuer_role();
  told.source_ref = event.source_ref();
  told.issued_at = MomentOf(event.occurred_at());
  told.valid_from =
      body.has_valid_from() ? MomentOf(body.valid_from()) : told.issued_at;
  if (body.has_valid_until()) told.valid_until = MomentOf(body.valid_until());
  told.index = folded.index;
  return told;
}

Conflict ConflictIn(const fold::FoldedEvent& folded) {
  const auto& body = folded.event.conflict_of_interest_recorded();
  return {body.relation(),      body.related_party(),
          body.related_kpm(),   body.agent_id(),
          body.self_declared(), MomentOf(folded.event.occurred_at()),
          folded.index};
}

Group GroupIn(const fold::FoldedEvent& folded) {
  const auto& body = folded.event.group_formed();
  return {body.group_id(), folded.event.region_code(), body.member_count(),
          MomentOf(folded.event.occurred_at()), folded.index};
}

// A row of a person's, in a table by person and time.
template <typename T>
void PutOf(char table, const std::string& person, const Moment& at,
           const T& row, fold::Writer& state) {
  if (!IsToken(person)) return;
  fold::Key key = KeyOf(table, person);
  key.AppendOrdered(at.unix_micros).AppendU64(row.index);
  state.Put(kName, key, fold::Encode(row));
}

template <typename T>
std::vector<T> RowsOf(const fold::Reader& reader, char table,
                      std::string_view person) {
  std::vector<T> rows;
  if (!IsToken(person)) return rows;
  const fold::Key prefix = KeyOf(table, person);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view, std::string_view value) {
                rows.push_back(fold::Decode<T>(value));
                return true;
              });
  return rows;
}

class PartyFold final : public fold::Fold {
 public:
  std::string_view name() const override { return kName; }
  std::uint32_t version() const override { return 3; }

  bool Apply(const fold::FoldedEvent& folded, fold::Writer& state) override {
    const Event& event = folded.event;
    switch (event.body_case()) {
      case Event::kRoleAssigned:
        TakeRole(folded, state);
        break;
      case Event::kAgentRegistered:
        TakeAgent(folded, state);
        break;
      case Event::kTerminalRegistered:
        TakeTerminal(folded, state);
        break;
      case Event::kSuspensionOrdered:
        TakeSuspension(folded, state);
        break;
      case Event::kScheduleFiled:
        TakeSchedule(folded, state);
        break;
      case Event::kDistributionHeld: {
        const Distribution held = DistributionIn(folded);
        state.Put(kName,
                  PlacedKey(kDistributions, held.region_code,
                            held.at.unix_micros, held.index),
                  fold::Encode(held));
        break;
      }
      case Event::kCampaignInstructionIssued: {
        const Instruction told = InstructionIn(folded);
        state.Put(kName,
                  PlacedKey(kInstructions, told.region_code,
                            told.valid_from.unix_micros, told.index),
                  fold::Encode(told));
        break;
      }
      case Event::kConflictOfInterestRecorded: {
        const Conflict conflict = ConflictIn(folded);
        PutOf(kConflicts, event.conflict_of_interest_recorded().party(),
              conflict.at, conflict, state);
        break;
      }
      case Event::kGroupFormed: {
        const Group group = GroupIn(folded);
        PutOf(kGroups, event.group_formed().leader(), group.from, group, state);
        break;
      }
      case Event::kRoleEnded: {
        const RoleEnd end{event.role_ended().role(), event.region_code(),
                          MomentOf(event.occurred_at()), folded.index};
        PutOf(kRoleEnds, event.role_ended().party(), end.at, end, state);
        break;
      }
      default:
        break;
    }
    return true;
  }

  void Retract(const fold::Retraction& retraction,
               fold::Writer& state) override {
    const fold::FoldedEvent& wrong = retraction.wrong;
    fold::Eraser eraser(state);
    switch (wrong.event.body_case()) {
      case Event::kRoleAssigned:
        Erase<Role>(KeyOf(kRoles, wrong.event.role_assigned().party()),
                    wrong.index, state);
        break;
      case Event::kAgentRegistered:
        GoBack<Agent>(KeyOf(kAgents, wrong.event.agent_registered().agent_id()),
                      retraction, AgentIn, state);
        PlaceAgent(AgentIn(wrong), wrong, eraser);
        break;
      case Event::kTerminalRegistered:
        GoBack<Terminal>(
            KeyOf(kTerminals, wrong.event.terminal_registered().tid()),
            retraction, TerminalIn, state);
        PlaceTerminal(wrong, eraser);
        break;
      case Event::kSuspensionOrdered:
        Erase<Suspension>(SuspensionKey(wrong.event), wrong.index, state);
        break;
      default:
        // All else are rows of the event's own.
        Apply(wrong, eraser);
        break;
    }
  }

 private:
  // Takes the fact of that index out of a row of facts, if it is there.
  template <typename T>
  static void Erase(const fold::Key& key, std::uint64_t index,
                    fold::Writer& state) {
    auto facts = Load<std::vector<T>>(state, key);
    if (std::erase_if(
            facts, [&](const T& fact) { return fact.index == index; }) == 0) {
      return;
    }
    if (facts.empty()) {
      state.Delete(kName, key);
    } else {
      state.Put(kName, key, fold::Encode(facts));
    }
  }

  // The registration before counts again when it was the last.
  template <typename T>
  static void GoBack(const fold::Key& key, const fold::Retraction& retraction,
                     T (*read)(const fold::FoldedEvent&), fold::Writer& state) {
    T last = Load<T>(state, key);
    std::vector<std::uint64_t> earlier = std::move(last.earlier);
    if (last.index != retraction.wrong.index) {
      std::erase(earlier, retraction.wrong.index);
    } else if (earlier.empty()) {
      state.Delete(kName, key);
      return;
    } else {
      retraction.past.Read(
          earlier.back(),
          [&](const fold::FoldedEvent& folded) { last = read(folded); });
      earlier.pop_back();
    }
    last.earlier = std::move(earlier);
    state.Put(kName, key, fold::Encode(last));
  }

  // A registration takes over from the one before it.
  template <typename T>
  static void Register(const fold::Key& key, T now, fold::Writer& state) {
    if (auto before = LoadOptional<T>(state, key)) {
      now.earlier = std::move(before->earlier);
      now.earlier.push_back(before->index);
    }
    state.Put(kName, key, fold::Encode(now));
  }

  static void TakeRole(const fold::FoldedEvent& folded, fold::Writer& state) {
    const auto& body = folded.event.role_assigned();
    if (!IsToken(body.party())) return;
    const fold::Key key = KeyOf(kRoles, body.party());
    auto roles = Load<std::vector<Role>>(state, key);
    Role role{body.role(), folded.event.region_code(),
              MomentOf(folded.event.occurred_at()), std::nullopt, folded.index};
    if (body.has_until()) role.until = MomentOf(body.until());
    const auto before = [](const Role& a, const Role& b) {
      return std::pair(a.from, a.index) < std::pair(b.from, b.index);
    };
    roles.insert(std::upper_bound(roles.begin(), roles.end(), role, before),
                 role);
    state.Put(kName, key, fold::Encode(roles));
  }

  static void TakeAgent(const fold::FoldedEvent& folded, fold::Writer& state) {
    Register(KeyOf(kAgents, folded.event.agent_registered().agent_id()),
             AgentIn(folded), state);
    PlaceAgent(AgentIn(folded), folded, state);
  }

  // Where it is, and whose.
  static void PlaceAgent(const Agent& agent, const fold::FoldedEvent& folded,
                         fold::Writer& state) {
    const std::string& agent_id = folded.event.agent_registered().agent_id();
    state.Put(
        kName,
        OutletKey(kAgentPlaces, agent.region_code, agent_id, folded.index), {});
    if (!IsToken(agent.owner)) return;
    fold::Key owned = KeyOf(kOwners, agent.owner);
    owned.Append(agent_id).Push('\0').AppendU64(folded.index);
    state.Put(kName, owned, {});
  }

  static Agent AgentIn(const fold::FoldedEvent& folded) {
    const auto& body = folded.event.agent_registered();
    Agent agent;
    agent.owner = body.owner();
    agent.tids.assign(body.tids().begin(), body.tids().end());
    std::sort(agent.tids.begin(), agent.tids.end());
    agent.settlement_account = body.settlement_account();
    agent.bank = body.bank();
    agent.region_code = folded.event.region_code();
    agent.published_tariff_rupiah = body.published_tariff_rupiah();
    agent.index = folded.index;
    return agent;
  }

  static void TakeTerminal(const fold::FoldedEvent& folded,
                           fold::Writer& state) {
    Register(KeyOf(kTerminals, folded.event.terminal_registered().tid()),
             TerminalIn(folded), state);
    PlaceTerminal(folded, state);
  }

  static void PlaceTerminal(const fold::FoldedEvent& folded,
                            fold::Writer& state) {
    state.Put(kName,
              OutletKey(kTerminalPlaces, folded.event.region_code(),
                        folded.event.terminal_registered().tid(), folded.index),
              {});
  }

  static Terminal TerminalIn(const fold::FoldedEvent& folded) {
    const auto& body = folded.event.terminal_registered();
    return {body.agent_id(), body.terminal_kind(), folded.event.region_code(),
            body.bank(),     folded.index,         {}};
  }

  static fold::Key SuspensionKey(const Event& event) {
    const auto& body = event.suspension_ordered();
    return body.party_kind() == amanah::v1::ORDERED_PARTY_KIND_AGENT
               ? KeyOf(kAgentSuspensions, body.agent_id())
               : KeyOf(kPersonSuspensions, body.person());
  }

  static void TakeSuspension(const fold::FoldedEvent& folded,
                             fold::Writer& state) {
    const auto& body = folded.event.suspension_ordered();
    const fold::Key key = SuspensionKey(folded.event);
    Suspension order;
    order.ordered_at = MomentOf(folded.event.occurred_at());
    order.effective_from = body.has_effective_from()
                               ? MomentOf(body.effective_from())
                               : order.ordered_at;
    if (body.has_effective_until()) {
      order.effective_until = MomentOf(body.effective_until());
    }
    if (body.has_received_by_bank_at()) {
      order.received_by_bank_at = MomentOf(body.received_by_bank_at());
    }
    order.basis = body.basis();
    order.index = folded.index;
    auto orders = Load<std::vector<Suspension>>(state, key);
    const auto before = [](const Suspension& a, const Suspension& b) {
      return std::pair(a.ordered_at, a.index) <
             std::pair(b.ordered_at, b.index);
    };
    orders.insert(std::upper_bound(orders.begin(), orders.end(), order, before),
                  order);
    state.Put(kName, key, fold::Encode(orders));
  }

  static void TakeSchedule(const fold::FoldedEvent& folded,
                           fold::Writer& state) {
    Schedule schedule = ScheduleIn(folded);
    const auto keep = [&](const std::string& region) {
      schedule.region_code = region;
      state.Put(kName,
                PlacedKey(kSchedules, region, schedule.from.unix_micros,
                          schedule.index),
                fold::Encode(schedule));
    };
    keep(folded.event.region_code());
    for (const std::string& region :
         folded.event.schedule_filed().further_region_codes()) {
      keep(region);
    }
  }
};

}  // namespace

std::vector<Role> RolesOf(const fold::Reader& reader, std::string_view person) {
  auto roles = Load<std::vector<Role>>(reader, KeyOf(kRoles, person));
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
  return LoadOptional<Agent>(reader, KeyOf(kAgents, agent_id));
}

std::optional<Terminal> FindTerminal(const fold::Reader& reader,
                                     std::string_view tid) {
  return LoadOptional<Terminal>(reader, KeyOf(kTerminals, tid));
}

std::vector<Suspension> SuspensionsOfAgent(const fold::Reader& reader,
                                           std::string_view agent_id) {
  return Load<std::vector<Suspension>>(reader,
                                       KeyOf(kAgentSuspensions, agent_id));
}

std::vector<Suspension> SuspensionsOfPerson(const fold::Reader& reader,
                                            std::string_view person) {
  return Load<std::vector<Suspension>>(reader,
                                       KeyOf(kPersonSuspensions, person));
}

std::vector<Schedule> SchedulesIn(const fold::Reader& reader,
                                  std::string_view region_code,
                                  std::int64_t begin_micros,
                                  std::int64_t end_micros) {
  fold::Key prefix = KeyOf(kSchedules, region_code);
  prefix.Push('\0');
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

namespace {

// Rows of a table whose keys begin with a place within `region_prefix`.
template <typename T>
std::vector<T> Within(const fold::Reader& reader, char table,
                      std::string_view region_prefix) {
  std::vector<T> found;
  const fold::Key prefix = KeyOf(table, region_prefix);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view, std::string_view value) {
                T row = fold::Decode<T>(value);
                if (IsWithinRegion(row.region_code, region_prefix)) {
                  found.push_back(std::move(row));
                }
                return true;
              });
  return found;
}

std::vector<Outlet> OutletsWithin(const fold::Reader& reader, char table,
                                  std::string_view region_prefix) {
  std::vector<Outlet> found;
  const fold::Key prefix = KeyOf(table, region_prefix);
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

std::vector<Schedule> SchedulesWithin(const fold::Reader& reader,
                                      std::string_view region_prefix,
                                      std::int64_t begin_micros,
                                      std::int64_t end_micros) {
  auto found = Within<Schedule>(reader, kSchedules, region_prefix);
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
  auto found = Within<Distribution>(reader, kDistributions, region_prefix);
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
    fold::Key prefix = KeyOf(kInstructions, region_prefix.substr(0, size));
    prefix.Push('\0');
    reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
                [&](std::string_view, std::string_view value) {
                  found.push_back(fold::Decode<Instruction>(value));
                  return true;
                });
  }
  for (auto& told : Within<Instruction>(reader, kInstructions, region_prefix)) {
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
  const fold::Key prefix = KeyOf(kOwners, person);
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

std::unique_ptr<fold::Fold> MakeFold() { return std::make_unique<PartyFold>(); }

}  // namespace ledger::views::party
