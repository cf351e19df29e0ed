#include "ledger/views/money/movement.h"

namespace ledger::views::money {
namespace {

using amanah::v1::Event;
using amanah::v1::Transaction;

void TakeTransaction(const Transaction& transaction, int sign, Movement& out) {
  Line& line = out.line;
  line.amount_rupiah = sign * transaction.amount_rupiah();
  line.fee_rupiah = transaction.fee_rupiah();
  if (transaction.has_balance_after_rupiah()) {
    line.balance_after_rupiah = transaction.balance_after_rupiah();
  }
  line.place = transaction.tid();
  line.agent_id = transaction.agent_id();
  line.channel = transaction.channel();
  line.reference = transaction.rrn();
  if (transaction.has_posted_at()) {
    line.posted_micros = transaction.posted_at().unix_micros();
  }
  line.is_in_chain = true;
  out.is_approved = true;
}

void TakeRefusal(const amanah::v1::DebitDeclined& declined, Movement& out) {
  TakeTransaction(declined.transaction(), 0, out);
  out.line.fee_rupiah = 0;
  out.line.balance_after_rupiah.reset();
  out.line.reason = declined.transaction().response_code();
  out.line.is_in_chain = false;
  out.is_approved = false;
}

// The register's row of a return says nothing to the account: the posting
// does.
void TakeReturn(const amanah::v1::FundsDebitedToRpl& debit, Movement& out) {
  if (debit.has_transaction()) {
    TakeTransaction(debit.transaction(), -1, out);
  } else {
    out.line.reference = debit.return_ref();
  }
  out.line.reason = debit.reason();
}

bool TakeBody(const Event& event, Movement& out) {
  Line& line = out.line;
  switch (event.body_case()) {
    case Event::kCreditPosted:
      line.amount_rupiah = event.credit_posted().amount_rupiah();
      if (event.credit_posted().has_balance_after_rupiah()) {
        line.balance_after_rupiah =
            event.credit_posted().balance_after_rupiah();
      }
      line.reference = event.credit_posted().credit_ref();
      line.sp2d_no = event.credit_posted().sp2d_no();
      line.subject = IsToken(event.subjects().kpm())
                         ? event.subjects().kpm()
                         : event.subjects().account();
      line.is_in_chain = true;
      out.is_approved = true;
      return true;
    case Event::kCreditFailed:
      line.reference = event.credit_failed().credit_ref();
      line.reason = event.credit_failed().reason();
      return true;
    case Event::kWithdrawalPosted:
      TakeTransaction(event.withdrawal_posted().transaction(), -1, out);
      return true;
    case Event::kPurchasePosted:
      TakeTransaction(event.purchase_posted().transaction(), -1, out);
      return true;
    case Event::kTransferPosted:
      TakeTransaction(event.transfer_posted().transaction(), -1, out);
      return true;
    case Event::kBalanceInquired:
      TakeTransaction(event.balance_inquired().transaction(), 0, out);
      line.fee_rupiah = 0;
      return true;
    case Event::kDebitDeclined:
      TakeRefusal(event.debit_declined(), out);
      return true;
    case Event::kFeeCharged:
      TakeTransaction(event.fee_charged().transaction(), -1, out);
      return true;
    case Event::kTransactionReversed:
      TakeTransaction(event.transaction_reversed().transaction(), 1, out);
      line.fee_rupiah = 0;
      line.reason = event.transaction_reversed().original_rrn();
      return true;
    case Event::kDepositPosted:
      TakeTransaction(event.deposit_posted().transaction(), 1, out);
      line.fee_rupiah = 0;
      return true;
    case Event::kFundsDebitedToRpl:
      TakeReturn(event.funds_debited_to_rpl(), out);
      return true;
    case Event::kFundsRemittedToTreasury:
      line.reference = event.funds_remitted_to_treasury().return_ref();
      line.reason = event.funds_remitted_to_treasury().reason();
      return true;
    case Event::kAccountFrozen:
      line.reason = event.account_frozen().reason();
      return true;
    default:
      return false;
  }
}

}  // namespace

std::optional<Movement> MovementOf(const fold::FoldedEvent& folded) {
  const Event& event = folded.event;
  Movement movement;
  Line& line = movement.line;
  line.at = MomentOf(event.occurred_at());
  line.posted_micros = line.at.unix_micros;
  if (!TakeBody(event, movement)) return std::nullopt;
  line.kind = event.body_case();
  line.index = folded.index;
  line.submitter = folded.submitter;
  line.kks = event.subjects().kks();
  line.period_id = event.period_id();
  return movement;
}

std::optional<TerminalUse> UseOf(const Movement& movement,
                                 const std::string& account) {
  const Line& line = movement.line;
  if (line.place.empty() || !movement.is_approved) return std::nullopt;
  const bool is_by_person = line.kind != Event::kFeeCharged &&
                            line.kind != Event::kTransactionReversed &&
                            line.kind != Event::kFundsDebitedToRpl;
  return TerminalUse{line.at,
                     line.index,
                     line.place,
                     line.agent_id,
                     line.posted_micros,
                     line.amount_rupiah,
                     line.kks,
                     account,
                     line.period_id,
                     is_by_person};
}

}  // namespace ledger::views::money
