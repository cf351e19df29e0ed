#include "ledger/views/bank_report/posting.h"

#include <algorithm>
#include <charconv>

#include "ledger/base/time.h"

namespace ledger::views::bank_report {
namespace {

using amanah::v1::Event;
using amanah::v1::Transaction;

struct Word {
  std::string_view word;
  Type type;
};

// Names as ISO 8583 hosts have them, and the codes of Indonesian core systems
// that came in so far.
constexpr Word kWords[] = {
    {"CREDIT", Type::kCredit},
    {"100", Type::kCredit},
    {"INQUIRY", Type::kInquiry},
    {"201", Type::kInquiry},
    {"WITHDRAWAL", Type::kWithdrawal},
    {"301", Type::kWithdrawal},
    {"PURCHASE", Type::kPurchase},
    {"302", Type::kPurchase},
    {"TRANSFER", Type::kTransfer},
    {"303", Type::kTransfer},
    {"DEPOSIT", Type::kDeposit},
    {"311", Type::kDeposit},
    {"FEE", Type::kFee},
    {"401", Type::kFee},
    {"RPL_DEBIT", Type::kReturn},
    {"501", Type::kReturn},
    {"REVERSAL", Type::kReversal},
    {"901", Type::kReversal},
};

struct Told {
  const Transaction* transaction = nullptr;
  Type type = Type::kOther;
  bool is_approved = true;
};

Told TransactionOf(const Event& event) {
  switch (event.body_case()) {
    case Event::kWithdrawalPosted:
      return {&event.withdrawal_posted().transaction(), Type::kWithdrawal};
    case Event::kPurchasePosted:
      return {&event.purchase_posted().transaction(), Type::kPurchase};
    case Event::kTransferPosted:
      return {&event.transfer_posted().transaction(), Type::kTransfer};
    case Event::kDepositPosted:
      return {&event.deposit_posted().transaction(), Type::kDeposit};
    case Event::kBalanceInquired:
      return {&event.balance_inquired().transaction(), Type::kInquiry};
    case Event::kFeeCharged:
      return {&event.fee_charged().transaction(), Type::kFee};
    case Event::kTransactionReversed:
      return {&event.transaction_reversed().transaction(), Type::kReversal};
    case Event::kDebitDeclined:
      return {&event.debit_declined().transaction(), Type::kOther, false};
    case Event::kFundsDebitedToRpl:
      if (!event.funds_debited_to_rpl().has_transaction()) return {};
      return {&event.funds_debited_to_rpl().transaction(), Type::kReturn};
    default:
      return {};
  }
}

bool TakeCredit(const Event& event, Posting& posting) {
  if (event.body_case() == Event::kCreditPosted) {
    posting.amount_rupiah = event.credit_posted().amount_rupiah();
    posting.reference = event.credit_posted().credit_ref();
    posting.is_approved = true;
  } else if (event.body_case() == Event::kCreditFailed) {
    posting.amount_rupiah = event.credit_failed().amount_rupiah();
    posting.reference = event.credit_failed().credit_ref();
  } else {
    return false;
  }
  posting.type = Type::kCredit;
  return true;
}

}  // namespace

std::string_view NameOf(Type type) {
  // The first word of each type is its name.
  for (const Word& word : kWords) {
    if (word.type == type) return word.word;
  }
  return "OTHER";
}

Type TypeOfWord(std::string_view word) {
  for (const Word& known : kWords) {
    if (known.word == word) return known.type;
  }
  return Type::kOther;
}

std::int32_t DayOf(const Moment& moment) {
  const std::int64_t local =
      moment.unix_micros + moment.zone_offset_minutes * kMicrosPerMinute;
  const std::int64_t day = local / kMicrosPerDay;
  return static_cast<std::int32_t>(local % kMicrosPerDay < 0 ? day - 1 : day);
}

std::string SequenceOf(std::string_view reference) {
  std::string digits;
  std::copy_if(reference.begin(), reference.end(), std::back_inserter(digits),
               [](char letter) { return letter >= '0' && letter <= '9'; });
  return digits;
}

std::uint64_t NumberOfDay(std::string_view reference) {
  constexpr std::size_t kDigits = 6;
  const std::string digits = SequenceOf(reference);
  const std::size_t begin = digits.size() - std::min(digits.size(), kDigits);
  std::uint64_t number = 0;
  std::from_chars(digits.data() + begin, digits.data() + digits.size(), number);
  return number;
}

std::optional<DatedPosting> PostingOf(const fold::FoldedEvent& folded) {
  const Event& event = folded.event;
  DatedPosting dated;
  Posting& posting = dated.posting;
  Moment posted = MomentOf(event.occurred_at());
  posting.occurred_micros = posted.unix_micros;
  if (!TakeCredit(event, posting)) {
    const Told told = TransactionOf(event);
    if (told.transaction == nullptr) return std::nullopt;
    const Transaction& transaction = *told.transaction;
    if (transaction.has_posted_at()) {
      posted = MomentOf(transaction.posted_at());
    }
    posting.type = told.type;
    posting.is_approved = told.is_approved;
    posting.reference = transaction.rrn();
    posting.tid = transaction.tid();
    posting.stan = transaction.stan();
    posting.amount_rupiah = transaction.amount_rupiah();
    posting.fee_rupiah = transaction.fee_rupiah();
  }
  posting.index = folded.index;
  posting.account = event.subjects().account();
  posting.posted_micros = posted.unix_micros;
  posting.received_micros = folded.received.unix_micros;
  posting.is_offline =
      std::find(event.quality_flags().begin(), event.quality_flags().end(),
                amanah::v1::QUALITY_FLAG_OFFLINE) !=
      event.quality_flags().end();
  dated.day = DayOf(posted);
  return dated;
}

}  // namespace ledger::views::bank_report
