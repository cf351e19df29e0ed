// I3 and I7: every card is in one place, and whom money was credited to has
// received a card.

#include <algorithm>
#include <set>
#include <utility>

#include "ledger/views/card/card.h"
#include "ledger/views/family/family.h"
#include "ledger/views/payment/payment.h"
#include "ledger/views/reconcile/checks.h"

namespace ledger::views::reconcile {
namespace {

using card::Card;
using card::Step;

std::optional<Cause> CauseOf(const Card& card) {
  if (card.life.empty()) return std::nullopt;
  if (card.First(Step::kPrinted) == nullptr) return Cause::kCardNotPrinted;
  if (card.First(Step::kActivated) != nullptr &&
      card.First(Step::kHandedOver) == nullptr) {
    return Cause::kCardInUse;
  }
  return std::nullopt;
}

void AddLife(const Card& card, Break& found) {
  for (const card::LifeEvent& event : card.life) AddIndex(found, event.index);
}

}  // namespace

void CheckCards(const Scope& scope, Findings& findings) {
  card::VisitAll(scope.reader, [&](std::string_view kks, const Card& card) {
    if (card.submitter != scope.submitter) return true;
    findings.CountChecked(Invariant::kCards);
    const auto cause = CauseOf(card);
    if (!cause) return true;
    Break found;
    found.invariant = Invariant::kCards;
    found.cause = *cause;
    found.kks = kks;
    found.kpm = card.kpm;
    found.account = card.account;
    AddLife(card, found);
    findings.Add(std::move(found));
    return true;
  });
}

void CheckHandover(const Scope& scope, Findings& findings) {
  std::set<std::string> seen;
  for (const std::string& period : scope.periods) {
    payment::VisitPeriod(
        scope.reader, period, [&](const payment::Payment& payment) {
          if (payment.submitter != scope.submitter ||
              payment.credited.count == 0 || payment.account.empty() ||
              !seen.insert(payment.account).second) {
            return true;
          }
          findings.CountChecked(Invariant::kHandover);
          Break found;
          found.invariant = Invariant::kHandover;
          found.cause = Cause::kNoHandover;
          for (const std::string& kks :
               card::CardsOf(scope.reader, payment.account)) {
            const auto card = card::Find(scope.reader, kks);
            if (!card) continue;
            if (card->First(Step::kHandedOver) != nullptr) return true;
            found.kks = kks;
            AddLife(*card, found);
          }
          found.kpm = payment.subject;
          found.account = payment.account;
          found.region_code = family::RegionOf(scope.reader, payment.subject);
          if (!IsWanted(scope, found.region_code)) return true;
          for (const std::string& credited_in : scope.periods) {
            const auto credited =
                payment::Find(scope.reader, credited_in, payment.subject);
            if (!credited || credited->credited.count == 0) continue;
            found.rupiah += credited->credited.rupiah;
            AddIndex(found, credited->credited.last_index);
          }
          findings.Add(std::move(found));
          return true;
        });
  }
}

}  // namespace ledger::views::reconcile
