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
      static_cast<std::int64_t>(lot.credited.count + lot.failed.count);
  found.found_rupiah = lot.credited.rupiah + lot.failed.rupiah;
  found.rupiah = found.expected_rupiah - found.found_rupiah;
  if (lot.is_issued) AddIndex(found, lot.issued_index);
  if (lot.credited.count > 0) AddIndex(found, lot.credited.last_index);
  if (lot.failed.count > 0) AddIndex(found, lot.failed.last_index);
  return found;
}

// Why the payment is out of order; nullopt when it is not.
std::optional<Cause> CauseOf(const Payment& payment) {
  const bool is_payable = payment.listing && payment.listing->IsPayable();
  if (payment.credited.count > 0) {
    if (!is_payable) return Cause::kPaidNotListed;
    if (payment.credited.rupiah != payment.listing->rupiah) {
      return Cause::kAmountDiffers;
    }
    return std::nullopt;
  }
  if (is_payable && payment.failed.count == 0) return Cause::kListedNotPaid;
  return std::nullopt;
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
    } else if ((lot.credited.count + lot.failed.count != lot.ordered_count ||
                lot.credited.rupiah + lot.failed.rupiah !=
                    lot.ordered_rupiah) &&
               !IsPending(scope, lot)) {
      findings.Add(LotBreak(lot, Cause::kLotDiffers));
    }
    return true;
  });
}

void CheckLists(const Scope& scope, Findings& findings) {
  for (const std::string& period : scope.periods) {
    payment::VisitPeriod(scope.reader, period, [&](const Payment& payment) {
      const bool is_mine =
          payment.submitter == 0
              ? payment.listing && payment.listing->bank == scope.bank
              : payment.submitter == scope.submitter;
      if (!is_mine) return true;
      findings.CountChecked(Invariant::kLists);
      const auto cause = CauseOf(payment);
      if (!cause) return true;
      Break found;
      found.invariant = Invariant::kLists;
      found.cause = *cause;
      found.period_id = period;
      found.kpm = payment.subject;
      found.account = payment.account;
      found.region_code = family::RegionOf(scope.reader, payment.subject);
      if (!IsWanted(scope, found.region_code)) return true;
      if (payment.listing && payment.listing->IsPayable()) {
        found.expected_count = 1;
        found.expected_rupiah = payment.listing->rupiah;
      }
      found.found_count = static_cast<std::int64_t>(payment.credited.count);
      found.found_rupiah = payment.credited.rupiah;
      found.rupiah = found.expected_rupiah - found.found_rupiah;
      if (payment.listing) AddIndex(found, payment.listing->index);
      if (payment.credited.count > 0) {
        AddIndex(found, payment.credited.last_index);
      }
      findings.Add(std::move(found));
      return true;
    });
  }
}

}  // namespace ledger::views::reconcile
