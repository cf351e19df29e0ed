// I8: what nobody took is with the treasury in time, with a receipt number.

#include <algorithm>
#include <utility>

#include "ledger/base/time.h"
#include "ledger/views/family/family.h"
#include "ledger/views/payment/payment.h"
#include "ledger/views/reconcile/checks.h"
#include "ledger/views/reconcile/silent.h"

namespace ledger::views::reconcile {
namespace {

void CheckSilent(const Scope& scope, Findings& findings) {
  const Result<SilentList> list = ListSilent(
      scope.reader, {.bank = scope.bank,
                     .branch_code = {},
                     .region_prefix = scope.query.region_prefix,
                     .period_id = scope.query.period_id,
                     .min_days = 0,
                     .return_deadline_days = scope.query.return_deadline_days,
                     .by = SilentBy::kBank,
                     .as_of_micros = std::nullopt});
  if (!list.ok()) return;  // Run has looked at bank and region before.
  for (const SilentAccount& silent : list->accounts) {
    findings.CountChecked(Invariant::kReturns);
    if (!silent.is_past_deadline) continue;
    Break found;
    found.invariant = Invariant::kReturns;
    found.cause = Cause::kNotReturned;
    found.account = silent.account;
    found.kpm = silent.kpm;
    found.kks = silent.kks;
    found.region_code = silent.region_code;
    found.expected_rupiah = silent.rupiah;
    found.rupiah = silent.rupiah;
    found.days_late = silent.days - scope.query.return_deadline_days;
    for (const std::uint64_t index : silent.indices) AddIndex(found, index);
    findings.Add(std::move(found));
  }
}

void CheckOpen(const Scope& scope, const payment::Payment& payment,
               Findings& findings) {
  if (payment.submitter != 0 && payment.submitter != scope.submitter) return;
  if (!std::binary_search(scope.periods.begin(), scope.periods.end(),
                          payment.period_id)) {
    return;
  }
  findings.CountChecked(Invariant::kReturns);
  std::int64_t since = payment.unsettled.count > 0
                           ? payment.unsettled.first_at.unix_micros
                           : payment.debited_back.first_at.unix_micros;
  if (payment.unsettled.count > 0 && payment.debited_back.count > 0) {
    since = std::min(since, payment.debited_back.first_at.unix_micros);
  }
  const std::int64_t days = (scope.now_micros - since) / kMicrosPerDay;
  if (days < scope.query.return_deadline_days) return;
  Break found;
  found.invariant = Invariant::kReturns;
  found.cause = Cause::kNotRemitted;
  found.period_id = payment.period_id;
  found.kpm = payment.subject;
  found.account = payment.account;
  found.region_code = family::RegionOf(scope.reader, payment.subject);
  if (!IsWanted(scope, found.region_code)) return;
  found.expected_rupiah =
      payment.unsettled.rupiah + payment.debited_back.rupiah;
  found.found_rupiah = payment.receipted_rupiah;
  found.rupiah = payment.OpenReturnRupiah();
  found.days_late = days - scope.query.return_deadline_days;
  if (payment.unsettled.count > 0)
    AddIndex(found, payment.unsettled.last_index);
  if (payment.debited_back.count > 0) {
    AddIndex(found, payment.debited_back.last_index);
  }
  if (payment.remitted.count > 0) AddIndex(found, payment.remitted.last_index);
  findings.Add(std::move(found));
}

}  // namespace

void CheckReturns(const Scope& scope, Findings& findings) {
  CheckSilent(scope, findings);
  payment::VisitOpenReturns(scope.reader, [&](const payment::Payment& payment) {
    CheckOpen(scope, payment, findings);
    return true;
  });
}

}  // namespace ledger::views::reconcile
