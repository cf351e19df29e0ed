// I1 and I4: what was ordered and listed must have come, no more, no less.

#include <algorithm>
#include <utility>

#include "ledger/base/time.h"
#include "ledger/views/family/family.h"
#include "ledger/views/payment/payment.h"
#include "ledger/views/reconcile/checks.h"

namespace ledger::views::reconcile {
namespace {

using payment::Lot;
using payment::Payment;

bool IsAsked(const Scope& scope, const std::string& period) {
  return std::binary_search(scope.periods.begin(), scope.periods.end(), period);
}

// There is still time to credit all of it.
bool IsPending(const Scope& scope, const Lot& lot) {
  const Moment& began =
      lot.credited.count > 0 ? lot.credited.first_at : lot.issued_at;
  return scope.now_micros <
         began.unix_micros + scope.query.credit_days * kMicrosPerDay;
}

Break LotBreak(const Lot& lot, Cause cause) {
  Break found;
  found.invariant = Invariant::kLots;
  found.cause = cause;
  found.sp2d_no = lot.sp2d_no;
  found.period_id = lot.period_id;
  found.expected_count = static_cast<std::int64_t>(lot.ordered_count);
  found.expected_rupiah = lot.ordered_rupiah;
  found.found_count =
      static_cast<std::int64_t>(lot.credited.count) + lot.unsettled_count;
  found.found_rupiah = lot.credited.rupiah + lot.unsettled_rupiah;
  found.rupiah = found.expected_rupiah - found.found_rupiah;
  if (lot.is_issued) AddIndex(found, lot.issued_index);
  if (lot.credited.count > 0) AddIndex(found, lot.credited.last_index);
  if (lot.failed.count > 0) AddIndex(found, lot.failed.last_index);
  return found;
}

Break PaymentBreak(const Payment& payment, Cause cause) {
  Break found;
  found.invariant = Invariant::kLists;
  found.cause = cause;
  found.period_id = payment.period_id;
  found.kpm = payment.subject;
  found.account = payment.account;
  const payment::Listing* listing = payment.listing();
  if (listing != nullptr && listing->IsPayable()) {
    found.expected_count = 1;
    found.expected_rupiah = listing->rupiah;
  }
  found.found_count = static_cast<std::int64_t>(payment.credited.count +
                                                payment.unsettled.count);
  found.found_rupiah = payment.credited.rupiah + payment.unsettled.rupiah;
  if (cause == Cause::kDueDiffers) {
    found.expected_rupiah = *payment.DueRupiah();
    found.found_count = 1;
    found.found_rupiah = listing->rupiah;
  }
  found.rupiah = found.expected_rupiah - found.found_rupiah;
  if (listing != nullptr) AddIndex(found, listing->index);
  if (cause == Cause::kDueDiffers) {
    for (const auto& one : payment.verifications) AddIndex(found, one.index);
    return found;
  }
  if (payment.credited.count > 0) AddIndex(found, payment.credited.last_index);
  if (payment.unsettled.count > 0) {
    AddIndex(found, payment.unsettled.last_index);
  }
  return found;
}

// The bank still has time to credit who is on the list.
bool HasTime(const Scope& scope, const std::string& period) {
  const auto began = scope.began_micros.find(period);
  return began == scope.began_micros.end() ||
         scope.now_micros <
             began->second + scope.query.credit_days * kMicrosPerDay;
}

void AddCauses(const Scope& scope, const Payment& payment, Findings& findings) {
  const std::string region = family::RegionOf(scope.reader, payment.subject);
  if (!IsWanted(scope, region)) return;
  const auto add = [&](bool is_so, Cause cause) {
    if (!is_so) return;
    Break found = PaymentBreak(payment, cause);
    found.region_code = region;
    findings.Add(std::move(found));
  };
  add(payment.IsUnpaid() && !HasTime(scope, payment.period_id),
      Cause::kListedNotPaid);
  add(payment.IsUnlisted(), Cause::kPaidNotListed);
  add(payment.IsAmountWrong(), Cause::kAmountDiffers);
  add(payment.IsDueWrong(), Cause::kDueDiffers);
}

}  // namespace

void CheckLots(const Scope& scope, Findings& findings) {
  payment::VisitLots(scope.reader, [&](const Lot& lot) {
    const bool is_mine = lot.submitter == 0 ? lot.bank == scope.bank
                                            : lot.submitter == scope.submitter;
    if (!is_mine || !IsAsked(scope, lot.period_id)) return true;
    findings.CountChecked(Invariant::kLots);
    if (!lot.is_issued) {
      findings.Add(LotBreak(lot, Cause::kLotUnknown));
    } else if (Break differs = LotBreak(lot, Cause::kLotDiffers);
               (differs.found_count != differs.expected_count ||
                differs.rupiah != 0) &&
               !IsPending(scope, lot)) {
      findings.Add(std::move(differs));
    }
    return true;
  });
}

void CheckLists(const Scope& scope, Findings& findings) {
  findings.CountChecked(Invariant::kLists,
                        CountOf(scope, payment::Column::kPayments));
  for (const std::string& period : scope.periods) {
    for (const std::string& key : scope.keys) {
      payment::VisitOutOfOrder(scope.reader, key, period,
                               [&](const Payment& payment) {
                                 AddCauses(scope, payment, findings);
                                 return true;
                               });
    }
  }
}

}  // namespace ledger::views::reconcile
