// The decision tree: facts to cause.
//
// Thread safety: pure functions.

#pragma once

#include "ledger/views/zero/facts.h"

namespace ledger::views::zero {

// Below the smallest banknote of a cash machine a card is empty to a family.
inline constexpr std::int64_t kEmptyBelowRupiah = 50'000;
// From order to credit a bank is not late (R17).
inline constexpr std::int64_t kBankDays = 7;
// So long a family remembers a payment as the one it asks about.
inline constexpr std::int64_t kRecentDays = 14;
// After a death until debits need an heir (R15).
inline constexpr std::int64_t kMourningDays = 40;
// After another exit until a credit is one too many: a period of two months.
inline constexpr std::int64_t kExitDays = 62;
// What a family may misremember.
inline constexpr std::int64_t kForgivenRupiah = 25'000;

Cause Decide(const Facts& facts);

// The registration by which somebody may have drawn for the family at one of
// its debits; null if none.
const family::Proxy* ProxyOf(const Facts& facts);
// Why the family is to be believed to deny: a complaint that the card is
// empty, filed after a debit; or its word that nothing came. Null if none.
const grievance::Complaint* DenyingComplaint(const Facts& facts);
const grievance::Acknowledgement* DenyingWord(const Facts& facts);
// The word or complaint that it got less than was drawn; null if none.
const grievance::Acknowledgement* LesserWord(const Facts& facts);
const grievance::Complaint* CutComplaint(const Facts& facts);
// The exit after which money was drawn; null if none.
const family::StatusChange* ExitBefore(const Facts& facts);
// A debit before any handover; null if none.
const money::Line* DebitBeforeHandover(const Facts& facts);
// The account was frozen since its last credit.
bool IsFrozen(const Facts& facts);

std::int64_t DrawnRupiah(const Facts& facts);

}  // namespace ledger::views::zero
