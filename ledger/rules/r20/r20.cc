#include "ledger/rules/r20/r20.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/fold/codec.h"
#include "ledger/rules/common/rule.h"
#include "ledger/rules/r20/describe.h"
#include "ledger/rules/r20/finding.h"
#include "ledger/rules/r20/tables.h"
#include "ledger/views/money/movement.h"
#include "ledger/views/party/party.h"

namespace ledger::rules::r20 {
namespace {

using amanah::v1::Event;
using views::money::TerminalUse;
using views::party::Agent;
using views::party::Suspension;

constexpr Definition kDefinition{"rule.r20", "R20", "SUSPENDED_ACTOR_ACTIVE", 1,
                                 2};

// What an approved event did at a terminal, if it may have done anything.
const amanah::v1::Transaction* TransactionOf(const Event& event) {
  switch (event.body_case()) {
    case Event::kWithdrawalPosted:
      return &event.withdrawal_posted().transaction();
    case Event::kPurchasePosted:
      return &event.purchase_posted().transaction();
    case Event::kTransferPosted:
      return &event.transfer_posted().transaction();
    case Event::kBalanceInquired:
      return &event.balance_inquired().transaction();
    case Event::kDepositPosted:
      return &event.deposit_posted().transaction();
    case Event::kFeeCharged:
      return &event.fee_charged().transaction();
    case Event::kTransactionReversed:
      return &event.transaction_reversed().transaction();
    case Event::kFundsDebitedToRpl:
      return &event.funds_debited_to_rpl().transaction();
    default:
      return nullptr;
  }
}

class SuspendedActorActive final : public Rule {
 public:
  explicit SuspendedActorActive(const Parameters& parameters)
      : Rule(kDefinition), parameters_(parameters) {}

 protected:
  void Judge(const fold::FoldedEvent& folded, Context& context) override {
    const Event& event = folded.event;
    switch (event.body_case()) {
      case Event::kSuspensionOrdered: {
        const auto& order = event.suspension_ordered();
        if (order.party_kind() != amanah::v1::ORDERED_PARTY_KIND_AGENT) return;
        context.Put(OrderedKey(order.agent_id()), "");
        Evaluate(order.agent_id(), context);
        return;
      }
      case Event::kAgentRegistered:
        Reconsider(event.agent_registered().agent_id(), context);
        return;
      case Event::kTerminalRegistered:
        Reconsider(event.terminal_registered().agent_id(), context);
        return;
      default:
        break;
    }
    if (const auto* transaction = TransactionOf(event)) {
      TakeTransaction(folded, *transaction, context);
    }
  }

  void Rejudge(const fold::Retraction& retraction, Context& context) override {
    const Event& event = retraction.wrong.event;
    switch (event.body_case()) {
      case Event::kSuspensionOrdered:
        RemoveOrder(retraction.wrong, context);
        return;
      case Event::kAgentRegistered:
        Reconsider(event.agent_registered().agent_id(), context);
        return;
      case Event::kTerminalRegistered:
        Reconsider(event.terminal_registered().agent_id(), context);
        return;
      default:
        break;
    }
    const auto* transaction = TransactionOf(event);
    if (transaction == nullptr || transaction->tid().empty()) return;
    for (const std::string& agent_id : AgentsAt(transaction->tid(), context)) {
      Evaluate(agent_id, context);
    }
  }

 private:
  // Ordered to stop, and seen or registered at the terminal.
  static std::vector<std::string> AgentsAt(const std::string& tid,
                                           const Context& context) {
    const auto stored = context.Get(TerminalKey(tid));
    if (!stored) return {};
    return fold::Decode<std::vector<std::string>>(*stored);
  }

  // What is alleged after an order that was never given is withdrawn; other
  // orders against the agent stay.
  void RemoveOrder(const fold::FoldedEvent& wrong, Context& context) const {
    const auto& order = wrong.event.suspension_ordered();
    if (order.party_kind() != amanah::v1::ORDERED_PARTY_KIND_AGENT) return;
    const std::string& agent_id = order.agent_id();
    const auto from =
        views::MomentOf(order.has_effective_from() ? order.effective_from()
                                                   : wrong.event.occurred_at());
    ForgetFinding(agent_id, wrong.index, context);
    const auto others =
        views::party::SuspensionsOfAgent(context.views(), agent_id);
    const bool is_said_by_other =
        std::any_of(others.begin(), others.end(), [&](const Suspension& other) {
          return other.received_by_bank_at &&
                 other.effective_from.unix_micros == from.unix_micros;
        });
    if (!is_said_by_other) {
      context.Withdraw(SubjectOf(agent_id, from.unix_micros), kNotItsOwn);
    }
    if (others.empty()) {
      context.Delete(OrderedKey(agent_id));
      KeepTerminals(agent_id, {}, context);
    } else {
      Evaluate(agent_id, context);
    }
  }

  static std::string SubjectOf(const std::string& agent_id,
                               std::int64_t effective_from_micros) {
    std::string subject = agent_id;
    subject.push_back('\0');
    fold::AppendOrdered(subject, effective_from_micros);
    return subject;
  }

  static bool IsOrdered(const std::string& agent_id, const Context& context) {
    return !agent_id.empty() && context.Get(OrderedKey(agent_id)).has_value();
  }

  void Reconsider(const std::string& agent_id, Context& context) const {
    if (IsOrdered(agent_id, context)) Evaluate(agent_id, context);
  }

  // Nearly every transaction ends in the first lines.
  void TakeTransaction(const fold::FoldedEvent& folded,
                       const amanah::v1::Transaction& transaction,
                       Context& context) const {
    const std::string& tid = transaction.tid();
    if (tid.empty()) return;
    std::vector<std::string> agents = AgentsAt(tid, context);
    const std::string& named = transaction.agent_id();
    if (IsOrdered(named, context) &&
        !std::binary_search(agents.begin(), agents.end(), named)) {
      // A terminal at which the agent was not seen before.
      Evaluate(named, context);
      std::erase(agents, named);
    }
    if (agents.empty()) return;
    const auto movement = views::money::MovementOf(folded);
    const auto use =
        views::money::UseOf(*movement, folded.event.subjects().account());
    if (!use) return;
    for (const std::string& agent_id : agents) {
      EvaluateMore(agent_id, *use, context);
    }
  }

  // With one use more than before.
  void EvaluateMore(const std::string& agent_id, const TerminalUse& use,
                    Context& context) const {
    const auto agent = views::party::FindAgent(context.views(), agent_id);
    for (const Suspension& order :
         views::party::SuspensionsOfAgent(context.views(), agent_id)) {
      if (!order.received_by_bank_at) continue;
      const auto finding = FindMore(agent_id, use, order, parameters_, context);
      if (finding) Say(agent_id, agent, order, *finding, context);
    }
  }

  void Evaluate(const std::string& agent_id, Context& context) const {
    const auto agent = views::party::FindAgent(context.views(), agent_id);
    const std::set<std::string> tids =
        TerminalsOf(agent_id, agent, context.views());
    KeepTerminals(agent_id, tids, context);
    for (const Suspension& order :
         views::party::SuspensionsOfAgent(context.views(), agent_id)) {
      // An order that never reached the bank binds nobody at the terminal.
      if (!order.received_by_bank_at) continue;
      Say(agent_id, agent, order,
          FindAll(agent_id, tids, order, parameters_, context), context);
    }
  }

  // So that a use of a terminal finds its agents.
  static void KeepTerminals(const std::string& agent_id,
                            const std::set<std::string>& tids,
                            Context& context) {
    std::set<std::string> before;
    if (const auto stored = context.Get(TerminalsKey(agent_id))) {
      before = fold::Decode<std::set<std::string>>(*stored);
    }
    if (before == tids) return;
    context.Put(TerminalsKey(agent_id), fold::Encode(tids));
    before.insert(tids.begin(), tids.end());
    for (const std::string& tid : before) {
      std::set<std::string> agents;
      if (const auto stored = context.Get(TerminalKey(tid))) {
        agents = fold::Decode<std::set<std::string>>(*stored);
      }
      if (tids.contains(tid)) {
        agents.insert(agent_id);
      } else {
        agents.erase(agent_id);
      }
      context.Put(TerminalKey(tid), fold::Encode(agents));
    }
  }

  void Say(const std::string& agent_id, const std::optional<Agent>& agent,
           const Suspension& order, const Finding& finding,
           Context& context) const {
    const std::string subject =
        SubjectOf(agent_id, order.effective_from.unix_micros);
    if (finding.moves == 0) {
      context.Withdraw(subject, kNotItsOwn);
      return;
    }
    amanah::v1::Alert alert = context.DraftAlert(subject);
    Describe(agent_id, agent, order, finding, parameters_, alert);
    context.Stand(std::move(alert));
  }

  static constexpr std::string_view kNotItsOwn =
      "the transactions turned out to be another agent's";

  const Parameters parameters_;
};

}  // namespace

std::unique_ptr<fold::Fold> MakeRule(const Parameters& parameters) {
  return std::make_unique<SuspendedActorActive>(parameters);
}

}  // namespace ledger::rules::r20
