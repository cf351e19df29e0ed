#include "ledger/views/party/party.h"

#include <algorithm>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/fold/codec.h"
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
constexpr char kRoles = 0x01;
constexpr char kAgents = 0x02;
constexpr char kTerminals = 0x03;
constexpr char kAgentSuspensions = 0x04;
constexpr char kPersonSuspensions = 0x05;
constexpr char kSchedules = static_cast<char>(0x80);

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

class PartyFold final : public fold::Fold {
 public:
  std::string_view name() const override { return kName; }
  std::uint32_t version() const override { return 1; }

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
      default:
        break;
    }
    return true;
  }

 private:
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
    state.Put(kName, KeyOf(kAgents, body.agent_id()), fold::Encode(agent));
  }

  static void TakeTerminal(const fold::FoldedEvent& folded,
                           fold::Writer& state) {
    const auto& body = folded.event.terminal_registered();
    const Terminal terminal{body.agent_id(), body.terminal_kind(),
                            folded.event.region_code(), body.bank(),
                            folded.index};
    state.Put(kName, KeyOf(kTerminals, body.tid()), fold::Encode(terminal));
  }

  static void TakeSuspension(const fold::FoldedEvent& folded,
                             fold::Writer& state) {
    const auto& body = folded.event.suspension_ordered();
    const bool is_agent =
        body.party_kind() == amanah::v1::ORDERED_PARTY_KIND_AGENT;
    const fold::Key key = is_agent ? KeyOf(kAgentSuspensions, body.agent_id())
                                   : KeyOf(kPersonSuspensions, body.person());
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
    const auto& body = folded.event.schedule_filed();
    Schedule schedule;
    schedule.kind = body.kind();
    schedule.region_code = folded.event.region_code();
    schedule.from = MomentOf(body.from_at());
    schedule.until = MomentOf(body.until_at());
    schedule.filed_at = MomentOf(folded.event.occurred_at());
    schedule.tids.assign(body.tids().begin(), body.tids().end());
    schedule.list_rule = body.list_rule();
    schedule.index = folded.index;
    fold::Key key = KeyOf(kSchedules, schedule.region_code);
    key.Push('\0');
    key.AppendOrdered(schedule.from.unix_micros).AppendU64(folded.index);
    state.Put(kName, key, fold::Encode(schedule));
  }
};

}  // namespace

std::vector<Role> RolesOf(const fold::Reader& reader, std::string_view person) {
  return Load<std::vector<Role>>(reader, KeyOf(kRoles, person));
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

std::unique_ptr<fold::Fold> MakeFold() { return std::make_unique<PartyFold>(); }

}  // namespace ledger::views::party
