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
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "amanah/v1/event.pb.h"
#include "ledger/fold/fold.h"
#include "ledger/views/common/moment.h"

namespace ledger::views::money {

inline constexpr std::string_view kName = "view.money";

// One thing that happened to an account; declines and failed credits too,
// with amount 0.
struct Line {
  Moment at;  // Terminal's clock.
  std::uint64_t index = 0;
  amanah::v1::Event::BodyCase kind = amanah::v1::Event::BODY_NOT_SET;
  std::int64_t posted_micros = 0;  // Host's clock.
  std::int64_t amount_rupiah = 0;  // Signed, fee apart.
  std::int64_t fee_rupiah = 0;
  std::optional<std::int64_t> balance_after_rupiah;
  std::string kks;
  std::string place;  // Terminal; empty without one.
  std::string agent_id;
  amanah::v1::TransactionChannel channel =
      amanah::v1::TRANSACTION_CHANNEL_UNSPECIFIED;
  std::string reference;  // RRN or credit reference.
  std::string period_id;
  std::string reason;        // Of a decline, failure or return.
  bool is_in_chain = false;  // The balance after it follows from it.
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(at)(index)(kind)(posted_micros)(amount_rupiah)(fee_rupiah);
    archive(balance_after_rupiah)(kks)(place)(agent_id)(channel)(reference);
    archive(period_id)(reason)(is_in_chain);
  }

  // What it does to the balance.
  std::int64_t DeltaRupiah() const { return amount_rupiah - fee_rupiah; }
  // A person took money out: withdrawal, purchase or transfer.
  bool IsDebitByPerson() const;
  bool IsCredit() const { return kind == amanah::v1::Event::kCreditPosted; }
  // Money left the account, but for a mere fee: the account is not silent.
  bool EndsSilence() const;
};

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
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(credited_rupiah)(debited_rupiah)(movements_rupiah)(movements);
    archive(chain_breaks)(last_chain_key)(last_balance_rupiah);
    archive(opening_rupiah)(opening_chain_key);
    archive(submitter)(silent_credits)(silent_rupiah)(silent_since_micros);
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
