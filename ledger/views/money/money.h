// Money: what went into and out of each account, whether the balances that
// the bank reports follow from one another, and what each terminal did.
//
// The chain: movements of an account in the order of posting time and bank
// reference. Credits, deposits and reversals add their amount, inquiries add
// nothing, every other approved transaction takes amount and fee. A movement
// whose reported balance differs from the one before it by anything else is a
// break (invariant I2: a debit was left out, or a balance is wrong).
//
// Whole rupiah throughout; positive is into the account.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "amanah/v1/event.pb.h"
#include "ledger/base/time.h"
#include "ledger/fold/fold.h"
#include "ledger/views/common/moment.h"
#include "ledger/views/money/line.h"
#include "ledger/views/money/use.h"

namespace ledger::views::money {

inline constexpr std::string_view kName = "view.money";

struct Account {
  std::int64_t credited_rupiah = 0;   // Aid credited, in all.
  std::int64_t debited_rupiah = 0;    // Taken out by persons, in all.
  std::int64_t movements_rupiah = 0;  // Sum of all movements, fees included.
  std::uint64_t movements = 0;
  std::uint64_t chain_breaks = 0;
  // The movement that comes last in the chain.
  std::string last_chain_key;
  std::optional<std::int64_t> last_balance_rupiah;
  // Balance before the first movement, as the first reported balance tells.
  std::optional<std::int64_t> opening_rupiah;
  std::string opening_chain_key;
  std::uint32_t submitter = 0;  // Who told of the account first: its bank.
  // Credits since anything was last taken out, by the family or back to the
  // government.
  std::uint64_t silent_credits = 0;
  std::int64_t silent_rupiah = 0;
  std::int64_t silent_since_micros = 0;  // Posting of the first; 0: none.
  std::string owner;        // Whom the first credit names; empty without any.
  std::vector<Part> parts;  // What lies there, oldest first.
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(credited_rupiah)(debited_rupiah)(movements_rupiah)(movements);
    archive(chain_breaks)(last_chain_key)(last_balance_rupiah);
    archive(opening_rupiah)(opening_chain_key);
    archive(submitter)(silent_credits)(silent_rupiah)(silent_since_micros);
    archive(owner)(parts);
  }

  // By the ledger's own reckoning: opening and all movements.
  std::int64_t BalanceRupiah() const {
    return opening_rupiah.value_or(0) + movements_rupiah;
  }
};

std::optional<Account> Find(const fold::Reader& reader,
                            std::string_view account);

// Lines of the account that happened in [begin, end) microseconds, in order
// of happening, then index, until `visit` returns false.
void VisitLines(const fold::Reader& reader, std::string_view account,
                std::int64_t begin_micros, std::int64_t end_micros,
                const std::function<bool(const Line&)>& visit);

// As VisitLines, all of them in the order of the chain.
void VisitChain(const fold::Reader& reader, std::string_view account,
                const std::function<bool(const Line&)>& visit);

// Two movements that follow each other while their balances do not.
struct ChainBreak {
  Line before;  // The latest that reports a balance.
  Line after;
  // What the later balance falls short of what was to be expected: positive
  // when a debit is missing or more was taken than is told.
  std::int64_t missing_rupiah = 0;
};
std::vector<ChainBreak> ChainBreaks(const fold::Reader& reader,
                                    std::string_view account);

// Accounts with chain breaks that `submitter` tells of, ascending by token.
// Not while folding, nor VisitSilent.
void VisitBroken(const fold::Reader& reader, std::uint32_t submitter,
                 const std::function<bool(std::string_view account)>& visit);

// An account with credits and nothing taken out since.
struct Silence {
  std::int64_t since_micros = 0;  // Posting of the first such credit.
  std::string account;
};
// Silent accounts that `submitter` tells of, longest silent first, while
// since_micros <= until_micros and `visit` returns true.
void VisitSilent(const fold::Reader& reader, std::uint32_t submitter,
                 std::int64_t until_micros,
                 const std::function<bool(const Silence&)>& visit);

// Silences that ended are kept when they lasted so long.
inline constexpr std::int64_t kLongSilenceMicros = 30 * kMicrosPerDay;
// Of accounts that were silent at `at_micros` and are not any more: those that
// had been it since `until_micros` or earlier, kLongSilenceMicros and more in
// all; soonest ended first.
void VisitEndedSilences(const fold::Reader& reader, std::uint32_t submitter,
                        std::int64_t at_micros, std::int64_t until_micros,
                        const std::function<bool(const Silence&)>& visit);

// What the balances of a bank's accounts come to before all movements, as the
// first reported balance of each tells.
struct Openings {
  std::uint64_t accounts = 0;
  std::int64_t rupiah = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(accounts)(rupiah);
  }
};
Openings OpeningsOf(const fold::Reader& reader, std::uint32_t submitter);

// What became of the money that was ever on the account.
struct AccountUses {
  std::uint32_t submitter = 0;  // Of the account.
  std::map<Share, Used> uses;
};
AccountUses UsesOf(const fold::Reader& reader, std::string_view account);

// What the event at hand has changed of whose money was used for what, for the
// folds behind this one; only what has changed.
struct Uses {
  struct Change {
    std::uint32_t submitter = 0;  // Of the account.
    Share share;
    Used used;
    template <typename Archive>
    void Fields(Archive& archive) {
      archive(submitter)(share)(used);
    }
  };
  std::vector<Change> changes;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(changes);
  }
};
// Takes them out of the state, once for an event. Requires the right to write
// kName's state (Fold::Shares).
std::optional<Uses> TakeUses(fold::Writer& state);

// Aid credited to the account in [begin, end) microseconds.
std::int64_t CreditedBetween(const fold::Reader& reader,
                             std::string_view account,
                             std::int64_t begin_micros,
                             std::int64_t end_micros);

// An approved transaction at a terminal.
struct TerminalUse {
  Moment at;
  std::uint64_t index = 0;
  std::string tid;
  std::string agent_id;
  std::int64_t posted_micros = 0;
  std::int64_t amount_rupiah = 0;  // Signed.
  std::string kks;
  std::string account;
  std::string period_id;
  // Somebody was at the terminal; else the bank's doing: fee, reversal, return.
  bool is_by_person = false;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(at)(index)(tid)(agent_id)(posted_micros)(amount_rupiah)(kks);
    archive(account)(period_id)(is_by_person);
  }
};

// Uses of the terminal that happened at `begin_micros` or later, in order.
void VisitTerminal(const fold::Reader& reader, std::string_view tid,
                   std::int64_t begin_micros,
                   const std::function<bool(const TerminalUse&)>& visit);

// Terminals at which transactions named the agent, ascending.
std::vector<std::string> TerminalsUsedBy(const fold::Reader& reader,
                                         std::string_view agent_id);

std::unique_ptr<fold::Fold> MakeFold();

}  // namespace ledger::views::money
