#include <algorithm>
#include <utility>

#include "ledger/fold/codec.h"
#include "ledger/fold/eraser.h"
#include "ledger/fold/key.h"
#include "ledger/views/common/rows.h"
#include "ledger/views/party/party.h"
#include "ledger/views/party/tables.h"

namespace ledger::views::party {
namespace {

using amanah::v1::Event;

fold::Key OutletKey(char table, std::string_view region, std::string_view id,
                    std::uint64_t index) {
  fold::Key key = NamedKey(table, region);
  key.Append(id).Push('\0').AppendU64(index);
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
  state.Put(kName, TimedKey(table, person, at, row.index), fold::Encode(row));
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
        state.Put(
            kName,
            PlacedKey(kDistributions, held.region_code, held.at, held.index),
            fold::Encode(held));
        break;
      }
      case Event::kCampaignInstructionIssued: {
        const Instruction told = InstructionIn(folded);
        state.Put(kName,
                  PlacedKey(kInstructions, told.region_code, told.valid_from,
                            told.index),
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
        Erase<Role>(fold::Key(kRoles, wrong.event.role_assigned().party()),
                    wrong.index, state);
        break;
      case Event::kAgentRegistered:
        GoBack<Agent>(
            fold::Key(kAgents, wrong.event.agent_registered().agent_id()),
            retraction, AgentIn, state);
        PlaceAgent(AgentIn(wrong), wrong, eraser);
        break;
      case Event::kTerminalRegistered:
        GoBack<Terminal>(
            fold::Key(kTerminals, wrong.event.terminal_registered().tid()),
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
    auto facts =
        FindRow<std::vector<T>>(state, kName, key).value_or(std::vector<T>());
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
    T last = FindRow<T>(state, kName, key).value_or(T());
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
    if (auto before = FindRow<T>(state, kName, key)) {
      now.earlier = std::move(before->earlier);
      now.earlier.push_back(before->index);
    }
    state.Put(kName, key, fold::Encode(now));
  }

  static void TakeRole(const fold::FoldedEvent& folded, fold::Writer& state) {
    const auto& body = folded.event.role_assigned();
    if (!IsToken(body.party())) return;
    const fold::Key key = fold::Key(kRoles, body.party());
    auto roles = FindRow<std::vector<Role>>(state, kName, key)
                     .value_or(std::vector<Role>());
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
    Register(fold::Key(kAgents, folded.event.agent_registered().agent_id()),
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
    fold::Key owned = fold::Key(kOwners, agent.owner);
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
    Register(fold::Key(kTerminals, folded.event.terminal_registered().tid()),
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
               ? fold::Key(kAgentSuspensions, body.agent_id())
               : fold::Key(kPersonSuspensions, body.person());
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
    auto orders = FindRow<std::vector<Suspension>>(state, kName, key)
                      .value_or(std::vector<Suspension>());
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
                PlacedKey(kSchedules, region, schedule.from, schedule.index),
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

std::unique_ptr<fold::Fold> MakeFold() { return std::make_unique<PartyFold>(); }

}  // namespace ledger::views::party
