// I5: credits less debits and returns are the balances.

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "ledger/views/bank_report/bank_report.h"
#include "ledger/views/money/money.h"
#include "ledger/views/reconcile/checks.h"

namespace ledger::views::reconcile {
namespace {

using bank_report::DayTotal;
using bank_report::Type;

constexpr std::int32_t kForEver = std::numeric_limits<std::int32_t>::max();

// All that moved on the bank's accounts on days in [begin, end).
struct Moved {
  std::int64_t credited = 0;
  std::int64_t debited = 0;  // With fees, less what was reversed or paid in.
  std::int64_t returned = 0;
};
Moved MovedOn(const Scope& scope, std::int32_t begin_day, std::int32_t end_day,
              bool with_deposits = false) {
  Moved moved;
  bank_report::VisitTotals(
      scope.reader, scope.submitter, begin_day, end_day,
      [&](const DayTotal& total) {
        if (total.type == Type::kCredit) moved.credited += total.sum_rupiah;
        if (total.type == Type::kReturn) moved.returned += total.sum_rupiah;
        if (TakesMoney(total.type) && total.type != Type::kReturn) {
          moved.debited += total.sum_rupiah + total.fees_rupiah;
        }
        if (total.type == Type::kReversal ||
            (with_deposits && total.type == Type::kDeposit)) {
          moved.debited -= total.sum_rupiah;
        }
        return true;
      });
  return moved;
}

// What signed books leave on the accounts must be there: what was there before
// the first movements, and all movements since, less what broken chains miss.
// 0 is no statement.
void CheckRemainder(const Scope& scope, const bank_report::SignedBooks& books,
                    Findings& findings) {
  if (books.remaining_rupiah == 0) return;
  const Moved moved =
      MovedOn(scope, -kForEver, bank_report::DayOf(books.until), true);
  std::int64_t balances =
      money::OpeningsOf(scope.reader, scope.submitter).rupiah + moved.credited -
      moved.debited - moved.returned;
  std::vector<std::string> accounts;
  money::VisitBroken(scope.reader, scope.submitter,
                     [&](std::string_view account) {
                       accounts.emplace_back(account);
                       return true;
                     });
  for (const std::string& account : accounts) {
    for (const auto& broken : money::ChainBreaks(scope.reader, account)) {
      if (broken.after.posted_micros < books.until.unix_micros) {
        balances -= broken.missing_rupiah;
      }
    }
  }
  if (balances == books.remaining_rupiah) return;
  Break found;
  found.invariant = Invariant::kBooks;
  found.cause = Cause::kRemainderDiffers;
  found.period_id = books.period_id;
  found.expected_rupiah = books.remaining_rupiah;
  found.found_rupiah = balances;
  found.rupiah = balances - books.remaining_rupiah;
  AddIndex(found, books.index);
  findings.Add(std::move(found));
}

}  // namespace

void CheckBooks(const Scope& scope, const BankReport& report,
                Findings& findings) {
  findings.CountChecked(Invariant::kBooks);
  Break balances;
  balances.invariant = Invariant::kBooks;
  balances.cause = Cause::kBalancesDiffer;
  for (const Break& chain : report.breaks) {
    if (chain.invariant != Invariant::kChains) continue;
    balances.expected_rupiah += chain.expected_rupiah;
    balances.found_rupiah += chain.found_rupiah;
    balances.rupiah += chain.rupiah;
    ++balances.found_count;
    for (const std::uint64_t index : chain.indices) AddIndex(balances, index);
  }
  if (balances.rupiah != 0) findings.Add(std::move(balances));

  for (const auto& books :
       bank_report::BooksOf(scope.reader, scope.submitter)) {
    if (!scope.query.period_id.empty() &&
        books.period_id != scope.query.period_id) {
      continue;
    }
    findings.CountChecked(Invariant::kBooks);
    const auto [credited, debited, returned] = MovedOn(
        scope, bank_report::DayOf(books.from), bank_report::DayOf(books.until));
    CheckRemainder(scope, books, findings);
    if (credited == books.credited_rupiah && debited == books.debited_rupiah &&
        returned == books.returned_rupiah) {
      continue;
    }
    Break found;
    found.invariant = Invariant::kBooks;
    found.cause = Cause::kBooksDiffer;
    found.period_id = books.period_id;
    found.expected_rupiah =
        books.credited_rupiah - books.debited_rupiah - books.returned_rupiah;
    found.found_rupiah = credited - debited - returned;
    found.rupiah = found.found_rupiah - found.expected_rupiah;
    AddIndex(found, books.index);
    findings.Add(std::move(found));
  }
}

}  // namespace ledger::views::reconcile
