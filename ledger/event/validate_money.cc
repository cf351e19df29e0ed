#include "ledger/event/event.h"
#include "ledger/event/validate.h"

namespace ledger::event {
namespace {

using amanah::v1::Event;
using amanah::v1::Transaction;

constexpr std::uint32_t kMaxStan = 999'999;
constexpr std::uint32_t kMaxPinAttempts = 99;
constexpr std::string_view kDoneCode = "00";

enum class Outcome { kDone, kRefused };

bool IsResponseCode(std::string_view code) {
  const auto good = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
  };
  return code.size() == 2 && good(code[0]) && good(code[1]);
}

void CheckResponseCode(std::string_view code, Outcome outcome,
                       Checker& checker) {
  if (!IsResponseCode(code)) {
    checker.Fail("response_code", "must be two digits or capitals");
  } else if (outcome == Outcome::kDone && code != kDoneCode) {
    checker.Fail("response_code", "must be 00 for what was done");
  } else if (outcome == Outcome::kRefused && code == kDoneCode) {
    checker.Fail("response_code", "must not be 00 for what was refused");
  }
}

void CheckTransaction(const Transaction& transaction, Outcome outcome,
                      Checker& checker) {
  const Checker::Inside inside(checker, "transaction");
  checker.Text(transaction.rrn(), "rrn", kRrn);
  checker.Require(transaction.stan() <= kMaxStan, "stan",
                  "must be in [0, 999999]");
  checker.TextIfAny(transaction.tid(), "tid", kTid);
  checker.TextIfAny(transaction.mid(), "mid", kMid);
  checker.TextIfAny(transaction.agent_id(), "agent_id", kShortCode);
  checker.Known(amanah::v1::TransactionChannel_IsValid(transaction.channel()),
                "channel");
  checker.Known(amanah::v1::EntryMode_IsValid(transaction.entry_mode()),
                "entry_mode");
  CheckResponseCode(transaction.response_code(), outcome, checker);
  checker.NotNegative(transaction.amount_rupiah(), "amount_rupiah");
  checker.NotNegative(transaction.fee_rupiah(), "fee_rupiah");
  checker.Require(transaction.pin_attempts() <= kMaxPinAttempts, "pin_attempts",
                  "must be at most 99");
  if (transaction.has_posted_at()) {
    checker.Time(transaction.posted_at(), "posted_at");
  }
}

// Of a body with a transaction, required.
template <typename Body>
void CheckRequiredTransaction(const Body& body, Outcome outcome,
                              Checker& checker) {
  if (body.has_transaction()) {
    CheckTransaction(body.transaction(), outcome, checker);
  } else {
    checker.Fail("transaction", Checker::kRequired);
  }
}

template <typename Body>
void CheckCredit(const Body& body, Checker& checker) {
  checker.Text(body.credit_ref(), "credit_ref", kCreditRef);
  checker.Positive(body.amount_rupiah(), "amount_rupiah");
  checker.TextIfAny(body.sp2d_no(), "sp2d_no", kSp2d);
  checker.TextIfAny(body.si_no(), "si_no", kShortCode);
}

void CheckFailed(const amanah::v1::CreditFailed& body, Checker& checker) {
  CheckCredit(body, checker);
  checker.TextIfAny(body.reason(), "reason", kWords);
}

void CheckTransfer(const amanah::v1::TransferPosted& body, Checker& checker) {
  CheckRequiredTransaction(body, Outcome::kDone, checker);
  checker.Token(body.counter_account(), "counter_account");
}

void CheckInquiry(const amanah::v1::BalanceInquired& body, Checker& checker) {
  CheckRequiredTransaction(body, Outcome::kDone, checker);
  checker.Require(body.transaction().amount_rupiah() == 0,
                  "transaction.amount_rupiah", "must be 0 for an inquiry");
}

void CheckDeclined(const amanah::v1::DebitDeclined& body, Checker& checker) {
  CheckRequiredTransaction(body, Outcome::kRefused, checker);
  checker.Known(amanah::v1::DeclinedKind_IsValid(body.declined_kind()),
                "declined_kind");
}

void CheckReversal(const amanah::v1::TransactionReversed& body,
                   Checker& checker) {
  CheckRequiredTransaction(body, Outcome::kDone, checker);
  checker.Text(body.original_rrn(), "original_rrn", kRrn);
}

void CheckRpl(const amanah::v1::FundsDebitedToRpl& body, Checker& checker) {
  if (body.has_transaction()) {
    CheckTransaction(body.transaction(), Outcome::kDone, checker);
  }
  checker.Require(body.has_transaction() || !body.return_ref().empty(),
                  "return_ref", "is required without a transaction");
  checker.TextIfAny(body.return_ref(), "return_ref", kShortCode);
  checker.Positive(body.amount_rupiah(), "amount_rupiah");
  checker.TextIfAny(body.reason(), "reason", kWords);
}

void CheckRemitted(const amanah::v1::FundsRemittedToTreasury& body,
                   Checker& checker) {
  checker.TextIfAny(body.return_ref(), "return_ref", kShortCode);
  checker.TextIfAny(body.ntpn(), "ntpn", kNtpn);
  checker.Positive(body.amount_rupiah(), "amount_rupiah");
  checker.TextIfAny(body.reason(), "reason", kWords);
}

void CheckTotals(const amanah::v1::ControlTotalReported& body,
                 Checker& checker) {
  checker.Text(body.transaction_type(), "transaction_type", kShortCode);
  checker.NotNegative(body.total_rupiah(), "total_rupiah");
  checker.Text(body.bank(), "bank", kShortCode);
}

void CheckDeposit(const amanah::v1::DepositPosted& body, Checker& checker) {
  CheckRequiredTransaction(body, Outcome::kDone, checker);
  checker.TokenIfAny(body.counter_account(), "counter_account");
}

void CheckFrozen(const amanah::v1::AccountFrozen& body, Checker& checker) {
  checker.TextIfAny(body.reason(), "reason", kWords);
  if (body.has_contacted_at()) {
    checker.Time(body.contacted_at(), "contacted_at");
  }
}

// What the kind needs of the envelope.
void CheckMoneyEnvelope(const Event& event, Checker& checker) {
  switch (event.body_case()) {
    case Event::kControlTotalReported:
    case Event::kFundsRemittedToTreasury:
      return;  // Of a day, or of many accounts at once.
    case Event::kCreditFailed:
      // It may have failed for want of the account.
      checker.Require(!event.subjects().account().empty() ||
                          !event.subjects().kpm().empty(),
                      "subjects.account", "or subjects.kpm is required");
      return;
    case Event::kCreditPosted:
      checker.Require(event.programme() != 0, "programme", Checker::kRequired);
      checker.Require(!event.period_id().empty(), "period_id",
                      Checker::kRequired);
      checker.Require(event.allocation_months_size() > 0, "allocation_months",
                      Checker::kRequired);
      return RequireAccount(event, checker);
    default:
      return RequireAccount(event, checker);
  }
}

}  // namespace

void CheckMoneyBody(const Event& event, Checker& checker) {
  CheckMoneyEnvelope(event, checker);
  const Checker::Inside inside(checker, KindName(event.body_case()));
  switch (event.body_case()) {
    case Event::kCreditPosted:
      return CheckCredit(event.credit_posted(), checker);
    case Event::kCreditFailed:
      return CheckFailed(event.credit_failed(), checker);
    case Event::kWithdrawalPosted:
      return CheckRequiredTransaction(event.withdrawal_posted(), Outcome::kDone,
                                      checker);
    case Event::kPurchasePosted:
      return CheckRequiredTransaction(event.purchase_posted(), Outcome::kDone,
                                      checker);
    case Event::kTransferPosted:
      return CheckTransfer(event.transfer_posted(), checker);
    case Event::kBalanceInquired:
      return CheckInquiry(event.balance_inquired(), checker);
    case Event::kDebitDeclined:
      return CheckDeclined(event.debit_declined(), checker);
    case Event::kFeeCharged:
      return CheckRequiredTransaction(event.fee_charged(), Outcome::kDone,
                                      checker);
    case Event::kTransactionReversed:
      return CheckReversal(event.transaction_reversed(), checker);
    case Event::kFundsDebitedToRpl:
      return CheckRpl(event.funds_debited_to_rpl(), checker);
    case Event::kFundsRemittedToTreasury:
      return CheckRemitted(event.funds_remitted_to_treasury(), checker);
    case Event::kControlTotalReported:
      return CheckTotals(event.control_total_reported(), checker);
    case Event::kDepositPosted:
      return CheckDeposit(event.deposit_posted(), checker);
    case Event::kAccountFrozen:
      return CheckFrozen(event.account_frozen(), checker);
    default:
      AMANAH_CHECK(false);  // A kind of the family that has no rules.
  }
}

}  // namespace ledger::event
