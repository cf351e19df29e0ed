#include "ledger/rules/r01/r01.h"

#include <optional>
#include <set>
#include <string>
#include <utility>

#include "ledger/fold/codec.h"
#include "ledger/rules/common/rule.h"
#include "ledger/rules/r01/case.h"
#include "ledger/rules/r01/describe.h"
#include "ledger/rules/r01/held.h"
#include "ledger/rules/r01/tables.h"
#include "ledger/views/custody/custody.h"

namespace ledger::rules::r01 {
namespace {

using amanah::v1::Event;
using views::custody::CardCustody;
using views::custody::Statement;

constexpr Definition kDefinition{"rule.r01", "R01",
                                 "COLLECTIVE_HOLDING_DECLARED", 1, 3};

bool IsCustodyEvent(Event::BodyCase kind) {
  switch (kind) {
    case Event::kKksCustodyAttested:
    case Event::kKksCustodyObserved:
    case Event::kKksCustodyReported:
    case Event::kKksCustodyChanged:
    case Event::kKksHandedOver:
    case Event::kKksReplaced:
    case Event::kKksClosed:
    case Event::kKksReturnedUndelivered:
    case Event::kKksDestroyed:
      return true;
    default:
      return false;
  }
}

// Steps of a card's life that are no custody event, but may be the first to
// name its account: what came in meanwhile is known from then on.
bool MayNameAccount(Event::BodyCase kind) {
  switch (kind) {
    case Event::kKksPrinted:
    case Event::kKksDispatched:
    case Event::kKksReceivedAtBranch:
    case Event::kKksActivated:
    case Event::kPinChanged:
    case Event::kKksBlocked:
      return true;
    default:
      return false;
  }
}

class CollectiveHolding final : public Rule {
 public:
  explicit CollectiveHolding(const Parameters& parameters)
      : Rule(kDefinition), parameters_(parameters) {}

 protected:
  void Judge(const fold::FoldedEvent& folded, Context& context) override {
    const Event& event = folded.event;
    const std::string& kks = event.subjects().kks();
    if (IsCustodyEvent(event.body_case()) && views::IsToken(kks)) {
      EvaluateHoldersOf(kks, context);
      for (const std::string& holder :
           context.Advance(CustodyClock(folded.submitter),
                           event.occurred_at().unix_micros())) {
        Evaluate(holder, context);
      }
      return;
    }
    if (MayNameAccount(event.body_case())) EvaluateHoldersOf(kks, context);
    switch (event.body_case()) {
      case Event::kCreditPosted:
        TakeCredit(event, context);
        return;
      case Event::kProxyAuthorised:
        NoteRegister(event, context);
        Evaluate(event.proxy_authorised().proxy(), context);
        ReconsiderFamily(event, context);
        return;
      case Event::kFamilyListed:
      case Event::kPengurusReplaced:
      case Event::kKksPrinted:
        ReconsiderFamily(event, context);
        return;
      default:
        return;
    }
  }

  void Rejudge(const fold::Retraction& retraction, Context& context) override {
    const Event& event = retraction.wrong.event;
    const auto& subjects = event.subjects();
    if (IsCustodyEvent(event.body_case()) && views::IsToken(subjects.kks())) {
      EvaluateHoldersOf(subjects.kks(), context);
      Evaluate(HolderIn(event), context);
      return;
    }
    if (MayNameAccount(event.body_case())) {
      EvaluateHoldersOf(subjects.kks(), context);
    }
    switch (event.body_case()) {
      case Event::kCreditPosted:
        if (!views::IsToken(subjects.account())) return;
        for (const std::string& holder :
             ForgetCredit(subjects.account(), subjects.kks(), context)) {
          Evaluate(holder, context);
        }
        return;
      case Event::kProxyAuthorised:
        Evaluate(event.proxy_authorised().proxy(), context);
        ReconsiderFamily(event, context);
        return;
      case Event::kFamilyListed:
      case Event::kPengurusReplaced:
      case Event::kKksPrinted:
        ReconsiderFamily(event, context);
        return;
      default:
        return;
    }
  }

 private:
  // Whom the event says to have the card; empty for its end.
  static std::string HolderIn(const Event& event) {
    switch (event.body_case()) {
      case Event::kKksCustodyAttested:
        return event.kks_custody_attested().statement().holder();
      case Event::kKksCustodyObserved:
        return event.kks_custody_observed().statement().holder();
      case Event::kKksCustodyReported:
        return event.kks_custody_reported().statement().holder();
      case Event::kKksCustodyChanged:
        return event.kks_custody_changed().statement().holder();
      case Event::kKksHandedOver:
        return event.kks_handed_over().receiver();
      default:
        return {};
    }
  }

  void ReconsiderFamily(const Event& event, Context& context) const {
    for (const std::string& holder :
         context.ConcernsOf(event.subjects().kpm())) {
      Evaluate(holder, context);
    }
  }

  // Everybody from outside the family who is said to have had the card.
  void EvaluateHoldersOf(const std::string& kks, Context& context) const {
    const std::optional<CardCustody> custody =
        views::custody::Find(context.views(), kks);
    if (!custody) return;
    std::set<std::string> holders;
    for (const Statement& statement : custody->statements) {
      if (!statement.holder.empty() &&
          !views::custody::IsFamilyRole(statement.holder_role)) {
        holders.insert(statement.holder);
      }
    }
    for (const std::string& holder : holders) Evaluate(holder, context);
  }

  void Evaluate(const std::string& holder, Context& context) const {
    if (!views::IsToken(holder)) return;
    const Case found = GatherCase(holder, parameters_, context);
    const bool is_enough = IsEnough(found, parameters_, context);
    const Credited credited =
        KeepHeld(holder, is_enough ? found : Case(), context);
    KeepSummary(holder, is_enough ? found : Case(), credited, context);
    if (!is_enough) {
      context.Withdraw(holder, kExplained);
      return;
    }
    context.Stand(Describe(holder, found, credited, parameters_, context));
  }

  static void KeepSummary(const std::string& holder, const Case& found,
                          const Credited& credited, Context& context) {
    const fold::Key key = SummaryKey(holder);
    if (!found.known.empty()) {
      context.Put(key, fold::Encode(SummaryOf(found, credited)));
    } else if (context.Get(key)) {
      context.Delete(key);
    }
  }

  // Nearly every credit ends in the first look-up.
  void TakeCredit(const Event& event, Context& context) const {
    const auto& subjects = event.subjects();
    if (!views::IsToken(subjects.account())) return;
    const Credit credit{
        subjects.kks(), subjects.account(), event.occurred_at().unix_micros(),
        event.credit_posted().amount_rupiah(), event.period_id()};
    for (const Increase& increase : AddCredit(credit, context)) {
      if (increase.is_to_be_judged) {
        Evaluate(increase.holder, context);
      } else {
        CountCredit(increase, credit, context);
      }
    }
  }

  // All else that the alert says stays as it is.
  static void CountCredit(const Increase& increase, const Credit& credit,
                          Context& context) {
    const fold::Key key = SummaryKey(increase.holder);
    auto alert = context.Standing(increase.holder);
    // Cards are watched while the alert on them stands, and not longer.
    AMANAH_CHECK(alert.has_value());
    auto summary = fold::Decode<Summary>(*context.Get(key));
    summary.credited_rupiah += increase.rupiah;
    context.Put(key, fold::Encode(summary));
    SayCredited(summary, credit.period_id, *alert);
    context.Stand(*std::move(alert));
  }

  static constexpr std::string_view kExplained =
      "later statements or registrations explain the custody";

  const Parameters parameters_;
};

}  // namespace

std::unique_ptr<fold::Fold> MakeRule(const Parameters& parameters) {
  return std::make_unique<CollectiveHolding>(parameters);
}

}  // namespace ledger::rules::r01
