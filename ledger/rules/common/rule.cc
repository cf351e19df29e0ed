#include "ledger/rules/common/rule.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/base/time.h"
#include "ledger/crypto/hash.h"
#include "ledger/fold/codec.h"
#include "ledger/fold/key.h"
#include "ledger/rules/alerts/alerts.h"
#include "ledger/rules/alerts/sink.h"

namespace ledger::rules {
namespace {

using amanah::v1::Event;

constexpr std::string_view kCorrected =
    "the source corrected a fact that it rested on";

// On disk, in each rule's own family; tables below 0x10 and from 0x80 to 0x8f
// are for all rules:
//   0x01 ‖ kpm                          -> vector of subjects
//   0x02 ‖ clock                        -> how far it has come
//   0x03 ‖ clock                        -> next due; absent when none
//   0x80 ‖ clock ‖ 0x00 ‖ due ‖ subject -> nothing
constexpr char kConcerns = 0x01;
constexpr char kClocks = 0x02;
constexpr char kNextDue = 0x03;
constexpr char kDue = static_cast<char>(0x80);

fold::Key KeyOf(char table, std::string_view rest) {
  return fold::Key(table, rest);
}

std::string Ordered(std::int64_t value) {
  std::string bytes;
  fold::AppendOrdered(bytes, value);
  return bytes;
}

std::string DuePrefix(std::string_view clock) {
  return std::string(KeyOf(kDue, clock).Push('\0').view());
}

}  // namespace

void Context::Concern(std::string_view kpm, std::string_view subject) {
  std::vector<std::string> subjects = ConcernsOf(kpm);
  const auto at = std::lower_bound(subjects.begin(), subjects.end(), subject);
  if (at != subjects.end() && *at == subject) return;
  subjects.emplace(at, subject);
  Put(KeyOf(kConcerns, kpm), fold::Encode(subjects));
}

std::vector<std::string> Context::ConcernsOf(std::string_view kpm) const {
  const auto stored = Get(KeyOf(kConcerns, kpm));
  if (!stored) return {};
  return fold::Decode<std::vector<std::string>>(*stored);
}

std::int64_t Context::ClockOf(std::string_view clock) const {
  const auto stored = Get(KeyOf(kClocks, clock));
  return stored ? fold::GetOrdered(*stored)
                : std::numeric_limits<std::int64_t>::min();
}

void Context::WakeAt(std::string_view clock, std::int64_t due_micros,
                     std::string_view subject) {
  AMANAH_CHECK(ClockOf(clock) < due_micros);
  std::string key = DuePrefix(clock);
  fold::AppendOrdered(key, due_micros);
  key.append(subject);
  Put(key, "");
  const fold::Key next_key = KeyOf(kNextDue, clock);
  const auto next = Get(next_key);
  if (!next || fold::GetOrdered(*next) > due_micros) {
    Put(next_key, Ordered(due_micros));
  }
}

std::vector<std::string> Context::Advance(std::string_view clock,
                                          std::int64_t at_micros) {
  if (folded_.received.unix_micros > 0) {
    at_micros = std::min(at_micros, folded_.received.unix_micros);
  }
  // Whole hours are enough for what is due after days, and seldom new.
  at_micros -= ((at_micros % kMicrosPerHour) + kMicrosPerHour) % kMicrosPerHour;
  if (at_micros <= ClockOf(clock)) return {};
  Put(KeyOf(kClocks, clock), Ordered(at_micros));
  const fold::Key next_key = KeyOf(kNextDue, clock);
  const auto next = Get(next_key);
  if (!next || fold::GetOrdered(*next) > at_micros) return {};

  const std::string prefix = DuePrefix(clock);
  std::vector<std::string> keys;
  std::optional<std::int64_t> later;
  Scan(prefix, fold::AfterPrefix(prefix),
       [&](std::string_view key, std::string_view) {
         const std::int64_t due = fold::GetOrdered(key.substr(prefix.size()));
         if (due > at_micros) {
           later = due;
           return false;
         }
         keys.emplace_back(key);
         return true;
       });
  std::vector<std::string> subjects;
  for (const std::string& key : keys) {
    Delete(key);
    subjects.push_back(key.substr(prefix.size() + sizeof(std::int64_t)));
  }
  if (later) {
    Put(next_key, Ordered(*later));
  } else {
    Delete(next_key);
  }
  std::sort(subjects.begin(), subjects.end());
  subjects.erase(std::unique(subjects.begin(), subjects.end()), subjects.end());
  return subjects;
}

std::string Context::AlertId(std::string_view subject) const {
  std::string version;
  AppendU32(version, definition_.version);
  const crypto::Hash digest = crypto::Sha256(
      {AsBytes(definition_.rule_id), AsBytes(version), AsBytes(subject)});
  constexpr std::size_t kIdBytes = 16;
  return std::string(digest.view().substr(0, kIdBytes));
}

amanah::v1::Alert Context::DraftAlert(std::string_view subject) const {
  amanah::v1::Alert alert;
  alert.set_alert_id(AlertId(subject));
  alert.set_rule_id(std::string(definition_.rule_id));
  alert.set_rule_version(definition_.version);
  alert.set_rule_name(std::string(definition_.rule_name));
  return alert;
}

std::optional<amanah::v1::Alert> Context::Standing(
    std::string_view subject) const {
  auto alert = alerts::Load(state_, AlertId(subject));
  if (alert && alert->state() != amanah::v1::ALERT_STATE_STANDING) {
    alert.reset();
  }
  return alert;
}

void Context::Stand(amanah::v1::Alert alert) {
  alerts::Stand(std::move(alert), folded_.index, state_);
}

void Context::Withdraw(std::string_view subject, std::string_view reason) {
  alerts::Withdraw(AlertId(subject), is_retraction_ ? kCorrected : reason,
                   folded_.index, state_);
}

std::vector<std::string_view> Rule::Shares() const { return {alerts::kName}; }

std::string MoneyClock(std::uint32_t submitter) {
  std::string clock = "m";
  AppendU32(clock, submitter);
  return clock;
}

std::string CustodyClock(std::uint32_t submitter) {
  std::string clock = "c";
  AppendU32(clock, submitter);
  return clock;
}

std::optional<std::int64_t> PostedMicros(const Event& event) {
  const auto posted = [&](const amanah::v1::Transaction& transaction) {
    return transaction.has_posted_at() ? transaction.posted_at().unix_micros()
                                       : event.occurred_at().unix_micros();
  };
  switch (event.body_case()) {
    case Event::kWithdrawalPosted:
      return posted(event.withdrawal_posted().transaction());
    case Event::kPurchasePosted:
      return posted(event.purchase_posted().transaction());
    case Event::kTransferPosted:
      return posted(event.transfer_posted().transaction());
    case Event::kBalanceInquired:
      return posted(event.balance_inquired().transaction());
    case Event::kDebitDeclined:
      return posted(event.debit_declined().transaction());
    case Event::kFeeCharged:
      return posted(event.fee_charged().transaction());
    case Event::kTransactionReversed:
      return posted(event.transaction_reversed().transaction());
    case Event::kDepositPosted:
      return posted(event.deposit_posted().transaction());
    case Event::kFundsDebitedToRpl:
      return posted(event.funds_debited_to_rpl().transaction());
    case Event::kCreditPosted:
    case Event::kCreditFailed:
      return event.occurred_at().unix_micros();
    default:
      return std::nullopt;
  }
}

}  // namespace ledger::rules
