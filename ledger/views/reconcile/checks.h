// The checks that Run is made of. Only for this room.

#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/views/bank_report/posting.h"
#include "ledger/views/payment/sum.h"
#include "ledger/views/reconcile/reconcile.h"

namespace ledger::views::reconcile {

// What all checks of one bank are given.
struct Scope {
  Scope(const fold::Reader& from, const Query& asked)
      : reader(from), query(asked) {}
  const fold::Reader& reader;
  const Query& query;
  std::string bank;
  std::uint32_t submitter = 0;
  // Under which sums and lists are the bank's (views/payment/sum.h).
  std::vector<std::string> keys;
  std::optional<std::int32_t> last_total_day;
  std::int32_t begin_day = 0;
  std::int32_t end_day = 0;
  std::vector<std::string> periods;  // Those asked for, ascending.
  // The bank's first credit of each of those.
  std::map<std::string, std::int64_t> began_micros;
  std::int64_t now_micros = 0;
};

// Where a check puts what it has seen.
class Findings {
 public:
  explicit Findings(BankReport& report) : report_(report) {}
  void CountChecked(Invariant invariant, std::uint64_t count = 1);
  // Aborts on a break of no invariant.
  void Add(Break found);

 private:
  BankReport& report_;
};

// True when the break is to be reported under the query's region.
bool IsWanted(const Scope& scope, std::string_view region_code);

void AddIndex(Break& found, std::uint64_t index);

// A sum over the bank's payments of the periods and the region asked for.
std::uint64_t CountOf(const Scope& scope, payment::Column column);

// Withdrawals and the like, fees and returns.
bool TakesMoney(bank_report::Type type);

void CheckTotals(const Scope& scope, BankReport& report, Findings& findings);
void CheckChains(const Scope& scope, Findings& findings);
void CheckBooks(const Scope& scope, const BankReport& report,
                Findings& findings);
// Says of each of both kinds what the other explains, and where a terminal's
// trace numbers have room for what is missing.
void Explain(const Scope& scope, BankReport& report);

void CheckLots(const Scope& scope, Findings& findings);
void CheckLists(const Scope& scope, Findings& findings);

void CheckCards(const Scope& scope, Findings& findings);
void CheckHandover(const Scope& scope, Findings& findings);

void CheckReturns(const Scope& scope, Findings& findings);

}  // namespace ledger::views::reconcile
