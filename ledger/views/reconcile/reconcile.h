// Reconciliation: do lists, payment orders, credits, balances, totals, cards
// and returns agree? The eight invariants (README.md), each break with its
// rupiah and the log indices that show it.
//
// Composed from other views; keeps nothing. Whole rupiah. Days are days since
// 1970 on the host's clock.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "amanah/v1/common.pb.h"
#include "ledger/base/result.h"
#include "ledger/fold/reader.h"
#include "ledger/views/common/moment.h"

namespace ledger::views::reconcile {

// kNotFound: no source calls itself so.
inline constexpr std::string_view kBankUnknown = "BANK_UNKNOWN";
// kNotFound: nothing was ordered or credited in a period of that name.
inline constexpr std::string_view kPeriodUnknown = "PERIOD_UNKNOWN";

// Numbered as in amanah.v1.Invariant.
enum class Invariant : std::uint8_t {
  kLots = 1,      // I1: an order's credits come to the order.
  kChains = 2,    // I2: each balance follows from the one before.
  kCards = 3,     // I3: every card was printed and is in one place.
  kLists = 4,     // I4: who is on the list is credited what it says.
  kBooks = 5,     // I5: credits less debits and returns are the balances.
  kTotals = 6,    // I6: the bank's totals are the ledger's.
  kHandover = 7,  // I7: a credited card has a handover.
  kReturns = 8,   // I8: what nobody took is with the treasury in time.
};
inline constexpr std::size_t kInvariants = 8;

// What is wrong. Numbered as in amanah.v1.BreakCause.
enum class Cause : std::uint8_t {
  kLotDiffers = 1,       // Credits of an order do not come to it.
  kLotUnknown = 2,       // Credits under no order that the treasury gave.
  kChainBroken = 3,      // Two balances that do not follow.
  kCardNotPrinted = 4,   // A card lives that nobody says was printed.
  kCardInUse = 5,        // Active, and nobody ever received it.
  kListedNotPaid = 6,    // Payable, neither credited nor failed.
  kPaidNotListed = 7,    // Credited, not listed or not payable.
  kAmountDiffers = 8,    // Credited something else than the list says.
  kBooksDiffer = 9,      // Signed books differ from the ledger.
  kBalancesDiffer = 10,  // Credits less debits are not the balances.
  kTotalDiffers = 11,    // A day's total differs.
  kTotalMissing = 12,    // A day without a total, though later ones are told.
  kTotalNotRead = 13,    // A type of total that no code list here explains.
  kNoHandover = 14,      // Credited, and no card of the account handed over.
  kNotReturned = 15,     // Nobody took it, and it was not taken back in time.
  kNotRemitted = 16,     // Taken back or failed, not with the treasury in time.
  kDueDiffers = 17,      // Listed with what its components do not come to.
  kHolderContested = 18,   // Two sources name two holders of a card.
  kHolderUnknown = 19,     // Credited, and nobody says who has the card.
  kRemainderDiffers = 20,  // What signed books leave is not on the accounts.
};

// Missing numbers of a terminal's trace sequence.
struct StanGap {
  std::string tid;
  std::uint32_t after_stan = 0;
  std::uint32_t before_stan = 0;
  std::uint32_t missing = 0;
  std::uint64_t after_index = 0;
  std::uint64_t before_index = 0;
};

// A run of the bank's numbers of a day that no row has, longer than any run
// on the days around it whose totals agree.
struct SequenceGap {
  std::string after_reference;
  std::string before_reference;
  std::uint64_t missing = 0;
  std::uint64_t after_index = 0;
  std::uint64_t before_index = 0;
};

struct Break {
  Invariant invariant = Invariant::kLots;
  Cause cause = Cause::kLotDiffers;
  std::string bank;
  std::optional<std::int32_t> day;  // Of the host, where there is one.
  std::string type;                 // Of the transactions, or the bank's word.
  std::string period_id;
  std::string sp2d_no;
  std::string account;
  std::string kpm;
  std::string kks;
  std::string region_code;
  std::int64_t expected_count = 0;
  std::int64_t found_count = 0;
  std::int64_t expected_rupiah = 0;
  std::int64_t found_rupiah = 0;
  // What does not agree: of a chain or a total, what left without being told
  // of; of others, the money concerned. Never more than what the facts show.
  std::int64_t rupiah = 0;
  // Of rupiah, what breaks of the other kind explain: a day's missing debits
  // by chains that break around that day, and the other way round.
  std::int64_t explained_rupiah = 0;
  // Bank's references between which the missing must lie (chains), or the
  // first and last of the day (totals).
  std::string after_reference;
  std::string before_reference;
  std::vector<StanGap> stan_gaps;
  // Of a day whose total differs; and the longest run on the days that agree.
  std::vector<SequenceGap> sequence_gaps;
  std::uint64_t usual_gap = 0;
  std::optional<std::int64_t> days_late;  // Beyond the deadline.
  std::vector<std::uint64_t> indices;     // The first kMaxIndices.
  std::uint64_t index_count = 0;
};
inline constexpr std::size_t kMaxIndices = 100;

// How an invariant stands.
struct Check {
  Invariant invariant = Invariant::kLots;
  std::uint64_t checked = 0;  // Lots, accounts, cards, families, bank-days.
  std::uint64_t breaks = 0;
  std::int64_t rupiah = 0;  // Sum over breaks.
};

// A type's totals over all days of the window.
struct TypeTotal {
  std::string type;
  std::uint64_t count = 0;
  std::int64_t rupiah = 0;
  std::uint64_t told_count = 0;
  std::int64_t told_rupiah = 0;
};

struct Query {
  std::string bank;       // As it calls itself; empty: every bank.
  std::string period_id;  // Empty: every period.
  // Families' region; only breaks that name a family are filtered by it.
  std::string region_prefix;
  // Days after the first credit nobody touched, or after a failed credit or a
  // debit back, by which the treasury must have the money.
  std::int32_t return_deadline_days = 105;
  // Days after a lot's first credit by which all of it must be done.
  std::int32_t credit_days = 7;
};

// One bank's.
struct BankReport {
  std::string bank;
  std::int32_t begin_day = 0;  // First of the window.
  std::int32_t end_day = 0;    // First behind it.
  std::vector<Check> checks;   // I1 to I8.
  std::vector<TypeTotal> totals;
  std::vector<Break> breaks;  // By invariant, day, then what it is about.
};

// Banks by name. A period's window is from the bank's first credit of it to
// the day before its first credit of the programme's next. BANK_UNKNOWN,
// PERIOD_UNKNOWN, REGION_MALFORMED.
Result<std::vector<BankReport>> Run(const fold::Reader& reader,
                                    const Query& query);

}  // namespace ledger::views::reconcile
