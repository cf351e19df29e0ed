#include "ledger/rules/r20/r20.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/base/time.h"
#include "ledger/fold/codec.h"
#include "ledger/fold/key.h"
#include "ledger/rules/common/draft.h"
#include "ledger/rules/common/rule.h"
#include "ledger/views/common/moment.h"
#include "ledger/views/money/money.h"
#include "ledger/views/party/party.h"

namespace ledger::rules::r20 {
namespace {

using amanah::v1::Event;
using views::money::TerminalUse;
using views::party::Agent;
using views::party::Suspension;

constexpr Definition kDefinition{"rule.r20", "R20", "SUSPENDED_ACTOR_ACTIVE",
                                 1};

constexpr Instrument kLaw[] = {
    {"Perintah suspensi yang tercatat sebagai masukan peringatan ini; "
     "kewenangan dan dasarnya disebut di dalamnya",
     "2011-08-18", ""},
    {"Permensos 5/2021: penonaktifan e-warong yang melanggar (pasal belum "
     "diperiksa; berlaku bagi e-warong)",
     "2021-01-01", "2023-01-01"},
};

// On disk: 0x10 ‖ agent id -> nothing: there are orders against it.
constexpr char kOrdered = 0x10;

fold::Key KeyOf(std::string_view agent_id) {
  return fold::Key(kOrdered, agent_id);
}

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
    default:
      return nullptr;
  }
}

struct Finding {
  Gathered gathered;
  std::uint64_t uses = 0;
  std::uint64_t moves = 0;  // Uses that moved money.
  std::int64_t rupiah = 0;
  std::set<std::string> tids;
  views::Moment last;
};

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
        context.Put(KeyOf(order.agent_id()), "");
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
      Reconsider(AgentOf(*transaction, context), context);
    }
  }

 private:
  static std::string AgentOf(const amanah::v1::Transaction& transaction,
                             const Context& context) {
    if (!transaction.agent_id().empty() || transaction.tid().empty()) {
      return transaction.agent_id();
    }
    const auto terminal =
        views::party::FindTerminal(context.views(), transaction.tid());
    return terminal ? terminal->agent_id : std::string();
  }

  void Reconsider(const std::string& agent_id, Context& context) const {
    if (agent_id.empty() || !context.Get(KeyOf(agent_id))) return;
    Evaluate(agent_id, context);
  }

  void Evaluate(const std::string& agent_id, Context& context) const {
    const auto agent = views::party::FindAgent(context.views(), agent_id);
    for (const Suspension& order :
         views::party::SuspensionsOfAgent(context.views(), agent_id)) {
      std::string subject = agent_id;
      subject.push_back('\0');
      fold::AppendOrdered(subject, order.effective_from.unix_micros);
      // An order that never reached the bank binds nobody at the terminal.
      if (!order.received_by_bank_at) continue;
      Finding finding = Find(agent_id, agent, order, context);
      if (finding.moves == 0) {
        context.Withdraw(subject, kNotItsOwn);
        continue;
      }
      context.Stand(
          Describe(subject, agent_id, agent, order, finding, context));
    }
  }

  Finding Find(const std::string& agent_id, const std::optional<Agent>& agent,
               const Suspension& order, const Context& context) const {
    const std::int64_t begin =
        std::max(order.effective_from.unix_micros,
                 order.received_by_bank_at->unix_micros +
                     parameters_.grace_hours * kMicrosPerHour);
    const std::int64_t end = order.effective_until
                                 ? order.effective_until->unix_micros
                                 : std::numeric_limits<std::int64_t>::max();
    std::set<std::string> tids;
    if (agent) tids.insert(agent->tids.begin(), agent->tids.end());
    for (std::string& tid :
         views::money::TerminalsUsedBy(context.views(), agent_id)) {
      tids.insert(std::move(tid));
    }
    Finding finding;
    for (const std::string& tid : tids) {
      views::money::VisitTerminal(
          context.views(), tid, begin, [&](const TerminalUse& use) {
            if (use.at.unix_micros >= end) return false;
            // Another agent has the terminal since; or it was used before and
            // uploaded after, or its clock runs ahead of the bank's.
            if (!use.agent_id.empty() && use.agent_id != agent_id) return true;
            if (use.posted_micros < begin) return true;
            Take(use, finding);
            return true;
          });
    }
    return finding;
  }

  static void Take(const TerminalUse& use, Finding& finding) {
    ++finding.uses;
    if (use.amount_rupiah != 0) ++finding.moves;
    if (use.amount_rupiah < 0) finding.rupiah -= use.amount_rupiah;
    finding.tids.insert(use.tid);
    finding.gathered.AddIndex(use.index);
    finding.gathered.AddCard(use.kks);
    finding.gathered.AddPeriod(use.period_id);
    finding.gathered.AddMoment(use.at);
    finding.last = std::max(finding.last, use.at);
  }

  amanah::v1::Alert Describe(const std::string& subject,
                             const std::string& agent_id,
                             const std::optional<Agent>& agent,
                             const Suspension& order, Finding& finding,
                             const Context& context) const {
    amanah::v1::Alert alert = context.DraftAlert(subject);
    alert.set_evidence_class(amanah::v1::EVIDENCE_CLASS_E4);
    AddParameter("grace_hours", parameters_.grace_hours, alert);
    finding.gathered.AddIndex(order.index);
    if (agent) {
      finding.gathered.AddIndex(agent->index);
      finding.gathered.AddRegion(agent->region_code);
      alert.set_party(agent->owner);
    }
    finding.gathered.FillIn(kLaw, alert);
    alert.set_party_code(agent_id);
    alert.set_party_role(amanah::v1::PARTY_ROLE_AGENT);
    alert.set_rupiah_at_risk(finding.rupiah);
    alert.set_statistic_name("transactions_after_order");
    alert.set_statistic_value(std::to_string(finding.uses));
    alert.set_null_model(
        "no approved transaction at the agent's terminals while the order is "
        "in force and with the bank");
    AddLookAlike("LATE_ORDER", amanah::v1::LOOK_ALIKE_RESULT_EXCLUDED,
                 "counted from the bank's receipt of the order, and the grace "
                 "after it, not from its date",
                 alert);
    AddLookAlike("OFFLINE_UPLOAD", amanah::v1::LOOK_ALIKE_RESULT_EXCLUDED,
                 "both the terminal's and the bank's clock stand after the "
                 "order",
                 alert);
    AddLookAlike("TERMINAL_REASSIGNED", amanah::v1::LOOK_ALIKE_RESULT_EXCLUDED,
                 "transactions that name another agent are not counted", alert);
    AddSentences(agent_id, order, finding, alert);
    return alert;
  }

  static void AddSentences(const std::string& agent_id, const Suspension& order,
                           const Finding& finding, amanah::v1::Alert& alert) {
    const std::string count = std::to_string(finding.uses);
    const std::string from = order.effective_from.Date();
    const std::string received = order.received_by_bank_at->Date();
    const std::string last = finding.last.Date();
    alert.set_sentence_id("Agen " + agent_id + " tetap melayani " + count +
                          " transaksi (" + RupiahId(finding.rupiah) +
                          ", terakhir " + last +
                          ") setelah perintah suspensi berlaku " + from +
                          " dan diterima bank " + received + ".");
    alert.set_sentence_en("Agent " + agent_id + " went on with " + count +
                          " transactions (" + RupiahEn(finding.rupiah) +
                          ", the last on " + last +
                          ") after its suspension was in force on " + from +
                          " and with the bank on " + received + ".");
    alert.set_next_step_id(
        "Tanyakan bank mengapa terminal tidak dinonaktifkan dan siapa yang "
        "menerima perintah; periksa transaksi sejak itu bersama KPM.");
    alert.set_next_step_en(
        "Ask the bank why the terminal was not switched off and who received "
        "the order; go through the transactions since with the families.");
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
