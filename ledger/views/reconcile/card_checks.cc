// I3 and I7: every card is in one place, and whom money was credited to has
// received a card.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "ledger/views/card/card.h"
#include "ledger/views/custody/custody.h"
#include "ledger/views/family/family.h"
#include "ledger/views/money/money.h"
#include "ledger/views/payment/payment.h"
#include "ledger/views/reconcile/checks.h"
#include "ledger/views/stock/stock.h"

namespace ledger::views::reconcile {
namespace {

using card::Card;

void AddLife(const Card& card, Break& found) {
  for (const card::LifeEvent& event : card.life) AddIndex(found, event.index);
}

// Credits of the account in the periods asked for.
Break CreditsOf(const Scope& scope, const std::string& account) {
  Break found;
  found.invariant = Invariant::kHandover;
  found.account = account;
  money::VisitChain(scope.reader, account, [&](const money::Line& line) {
    if (!line.IsCredit() ||
        !std::binary_search(scope.periods.begin(), scope.periods.end(),
                            line.period_id)) {
      return true;
    }
    found.rupiah += line.amount_rupiah;
    found.kpm = line.subject;
    AddIndex(found, line.index);
    return true;
  });
  return found;
}

// An account of which no card was ever handed over.
void CheckAccount(const Scope& scope, const std::string& account,
                  Findings& findings) {
  Break found = CreditsOf(scope, account);
  if (found.index_count == 0) return;
  found.cause = Cause::kNoHandover;
  found.region_code = family::RegionOf(scope.reader, found.kpm);
  if (!IsWanted(scope, found.region_code)) return;
  bool has_holder = false;
  for (const std::string& kks : card::CardsOf(scope.reader, account)) {
    const auto card = card::Find(scope.reader, kks);
    if (!card) continue;
    found.kks = kks;
    AddLife(*card, found);
    has_holder |= custody::At(scope.reader, kks, std::nullopt).has_value();
  }
  if (!has_holder) {
    Break unknown = found;
    unknown.cause = Cause::kHolderUnknown;
    unknown.rupiah = 0;  // Told of with the missing handover.
    findings.Add(std::move(unknown));
  }
  findings.Add(std::move(found));
}

// Cards of which two sources say now that two different people have them.
void CheckHolders(const Scope& scope, Findings& findings) {
  for (const custody::Contest& contest : custody::ContestsOf(scope.reader)) {
    const auto card = card::Find(scope.reader, contest.kks);
    if (!card || card->submitter != scope.submitter) continue;
    Break found;
    found.invariant = Invariant::kHandover;
    found.cause = Cause::kHolderContested;
    found.kks = contest.kks;
    found.account = card->account;
    found.kpm = card->kpm;
    found.expected_count = 1;
    found.found_count = static_cast<std::int64_t>(contest.holders.size());
    found.region_code = family::RegionOf(scope.reader, card->kpm);
    for (const std::uint64_t index : contest.indices) AddIndex(found, index);
    if (IsWanted(scope, found.region_code)) findings.Add(std::move(found));
  }
}

}  // namespace

void CheckCards(const Scope& scope, Findings& findings) {
  for (const stock::BankStock& bank :
       stock::BanksOf(scope.reader, scope.query.region_prefix)) {
    if (std::find(scope.keys.begin(), scope.keys.end(), bank.bank) !=
        scope.keys.end()) {
      findings.CountChecked(Invariant::kCards, bank.printed + bank.unprinted);
    }
  }
  stock::VisitBroken(scope.reader, scope.submitter,
                     [&](std::string_view kks, stock::CardBreak broken) {
                       const auto card = card::Find(scope.reader, kks);
                       Break found;
                       found.invariant = Invariant::kCards;
                       found.cause = broken == stock::CardBreak::kNotPrinted
                                         ? Cause::kCardNotPrinted
                                         : Cause::kCardInUse;
                       found.kks = kks;
                       found.kpm = card->kpm;
                       found.account = card->account;
                       found.region_code =
                           family::RegionOf(scope.reader, card->kpm);
                       AddLife(*card, found);
                       if (IsWanted(scope, found.region_code))
                         findings.Add(std::move(found));
                       return true;
                     });
}

void CheckHandover(const Scope& scope, Findings& findings) {
  findings.CountChecked(Invariant::kHandover,
                        CountOf(scope, payment::Column::kCreditedFamilies));
  std::vector<std::string> accounts;
  payment::VisitNoHandover(scope.reader, [&](std::string_view account) {
    accounts.emplace_back(account);
    return true;
  });
  for (const std::string& account : accounts) {
    const auto sums = money::Find(scope.reader, account);
    if (!sums || sums->submitter != scope.submitter) continue;
    CheckAccount(scope, account, findings);
  }
  CheckHolders(scope, findings);
}

}  // namespace ledger::views::reconcile
