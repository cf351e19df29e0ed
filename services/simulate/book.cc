#include "services/simulate/book.h"

#include <algorithm>
#include <cstdio>
#include <string_view>
#include <tuple>

namespace services::simulate {
namespace {

using amanah::v1::Event;
using amanah::v1::Transaction;

constexpr std::int64_t kNote = 50'000;  // Of a cash machine.
constexpr std::uint32_t kStans = 999'999;

amanah::v1::TransactionChannel ChannelOf(const Terminal& terminal) {
  const std::string_view kind = terminal.kind;
  if (kind == "ATM") return amanah::v1::TRANSACTION_CHANNEL_ATM;
  if (kind == "EDC") return amanah::v1::TRANSACTION_CHANNEL_EDC;
  return amanah::v1::TRANSACTION_CHANNEL_AGENT;
}

std::string_view WordOf(Deed deed) {
  switch (deed) {
    case Deed::kCredit:
      return "CREDIT";
    case Deed::kInquiry:
      return "INQUIRY";
    case Deed::kWithdraw:
      return "WITHDRAWAL";
    case Deed::kTransfer:
      return "TRANSFER";
    case Deed::kPurchase:
      return "PURCHASE";
    case Deed::kDeposit:
      return "DEPOSIT";
    case Deed::kTreasury:
      return "RPL_DEBIT";
    case Deed::kDecline:
      break;
  }
  return "";
}

Transaction& BodyOf(const Act& act, std::int64_t rupiah, Event& event) {
  switch (act.deed) {
    case Deed::kInquiry:
      return *event.mutable_balance_inquired()->mutable_transaction();
    case Deed::kDecline:
      event.mutable_debit_declined()->set_declined_kind(
          amanah::v1::DECLINED_KIND_WITHDRAWAL);
      return *event.mutable_debit_declined()->mutable_transaction();
    case Deed::kTransfer:
      return *event.mutable_transfer_posted()->mutable_transaction();
    case Deed::kPurchase:
      return *event.mutable_purchase_posted()->mutable_transaction();
    case Deed::kDeposit:
      return *event.mutable_deposit_posted()->mutable_transaction();
    case Deed::kTreasury:
      event.mutable_funds_debited_to_rpl()->set_amount_rupiah(rupiah);
      event.mutable_funds_debited_to_rpl()->set_reason("TIDAK_BERTRANSAKSI");
      return *event.mutable_funds_debited_to_rpl()->mutable_transaction();
    default:
      return *event.mutable_withdrawal_posted()->mutable_transaction();
  }
}

}  // namespace

std::string PeriodOf(bool is_pkh, const Month& month) {
  if (!is_pkh) return "SEMBAKO-" + month.Text();
  return "PKH-" + std::to_string(month.year) + "-T" +
         std::to_string(1 + (month.month - 1) / 3);
}

std::string OrderOf(bool is_pkh, const Month& month, std::uint32_t village) {
  char text[24];
  std::snprintf(text, sizeof text, "%u%d%05u", month.Code() % 10'000,
                is_pkh ? 1 : 2, village);
  return text;
}

std::string Book::Reference(std::int64_t posted_micros) {
  const std::int64_t hour =
      (posted_micros + ledger::kWibMinutes * ledger::kMicrosPerMinute) /
      ledger::kMicrosPerHour;
  if (hour != hour_) in_hour_ = 0;
  hour_ = hour;
  const ledger::Civil civil = ledger::CivilFromDays(hour / 24);
  const std::int64_t day_of_year =
      hour / 24 - ledger::DaysFromCivil(civil.year, 1, 1) + 1;
  char text[40];
  std::snprintf(text, sizeof text, "%d%03d%02d%03u%03u", civil.year % 10,
                static_cast<int>(day_of_year), static_cast<int>(hour % 24),
                plan_.village / 2 % 1000, in_hour_++ % 1000);
  return text;
}

void Book::Credit(const Act& act, const Month& month) {
  Family& family = people_.families[act.family];
  Event& event = tape_.Begin();
  SetTime(act.posted_micros, ledger::kWibMinutes, *event.mutable_occurred_at());
  event.set_programme(act.is_pkh ? amanah::v1::PROGRAMME_PKH
                                 : amanah::v1::PROGRAMME_SEMBAKO);
  event.set_period_id(PeriodOf(act.is_pkh, month));
  for (std::uint32_t back = act.months; back > 0; --back) {
    // PKH pays the quarter that begins; Sembako its month and those before.
    const std::uint32_t code = month.Code();
    event.add_allocation_months(act.is_pkh ? code + act.months - back
                                           : code + 1 - back);
  }
  auto& subjects = *event.mutable_subjects();
  subjects.set_kpm(family.kpm);
  subjects.set_kks(family.kks);
  subjects.set_account(family.account);
  family.balance_rupiah += act.rupiah;
  auto& credit = *event.mutable_credit_posted();
  credit.set_credit_ref("CR" + Reference(act.posted_micros));
  credit.set_amount_rupiah(act.rupiah);
  credit.set_balance_after_rupiah(family.balance_rupiah);
  credit.set_sp2d_no(OrderOf(act.is_pkh, month, plan_.village));
  tape_.Write(people_.source, act.posted_micros);
  tape_.Count(people_.source, act.posted_micros, "CREDIT", act.rupiah);
}

bool Book::RupiahOf(const Act& act, std::int64_t& rupiah) const {
  const Family& family = people_.families[act.family];
  rupiah = 0;
  if (act.deed == Deed::kInquiry || act.deed == Deed::kDecline) return true;
  if (act.deed == Deed::kDeposit) {
    rupiah = act.rupiah;
    return rupiah > 0;
  }
  const std::int64_t most = family.balance_rupiah - act.fee_rupiah;
  rupiah =
      act.rupiah == kAll ? most - act.kept_rupiah : std::min(act.rupiah, most);
  const Terminal& terminal = people_.terminals[act.terminal];
  if (act.deed == Deed::kWithdraw &&
      ChannelOf(terminal) == amanah::v1::TRANSACTION_CHANNEL_ATM) {
    rupiah -= rupiah % kNote;
  }
  return rupiah > 0;
}

void Book::Transact(const Act& act, std::int64_t rupiah) {
  Family& family = people_.families[act.family];
  Terminal& terminal = people_.terminals[act.terminal];
  const bool is_bank_itself = act.deed == Deed::kTreasury;
  if (act.deed == Deed::kDeposit) {
    family.balance_rupiah += rupiah;
  } else if (rupiah > 0) {
    family.balance_rupiah -= rupiah + act.fee_rupiah;
    if (!is_bank_itself) family.drawn_rupiah += rupiah;
  }
  Event& event = tape_.Begin();
  SetTime(act.at_micros, people_.zone_offset_minutes,
          *event.mutable_occurred_at());
  event.mutable_subjects()->set_kks(family.kks);
  event.mutable_subjects()->set_account(family.account);
  if (act.is_offline) event.add_quality_flags(amanah::v1::QUALITY_FLAG_OFFLINE);
  Transaction& transaction = BodyOf(act, rupiah, event);
  if (act.deed == Deed::kTransfer) {
    const Agent& agent = people_.agents[std::min<std::size_t>(
        act.terminal, people_.agents.size() - 1)];
    event.mutable_transfer_posted()->set_counter_account(
        agent.settlement_account);
  }
  transaction.set_rrn(Reference(act.posted_micros));
  if (is_bank_itself) {
    transaction.set_channel(amanah::v1::TRANSACTION_CHANNEL_SYSTEM);
  } else {
    terminal.stan = (terminal.stan + act.others) % kStans + 1;
    transaction.set_stan(terminal.stan);
    transaction.set_tid(terminal.tid);
    transaction.set_agent_id(terminal.agent_id);
    transaction.set_channel(ChannelOf(terminal));
    transaction.set_entry_mode(amanah::v1::ENTRY_MODE_CHIP);
    transaction.set_pin_attempts(act.pin_attempts);
    transaction.set_pin_duration_ms(act.pin_ms);
  }
  transaction.set_response_code(act.deed == Deed::kDecline ? act.code : "00");
  transaction.set_amount_rupiah(rupiah);
  if (rupiah > 0) transaction.set_fee_rupiah(act.fee_rupiah);
  if (act.deed != Deed::kDecline) {
    transaction.set_balance_after_rupiah(family.balance_rupiah);
  }
  SetTime(act.posted_micros, ledger::kWibMinutes,
          *transaction.mutable_posted_at());
  tape_.Write(people_.source, act.posted_micros);
  if (act.deed != Deed::kDecline) {
    tape_.Count(people_.source, act.posted_micros, WordOf(act.deed), rupiah);
  }
}

void Book::CarryOut(std::vector<Act> acts, const Month& month,
                    const Done& done) {
  std::stable_sort(acts.begin(), acts.end(), [](const Act& a, const Act& b) {
    return std::tie(a.posted_micros, a.at_micros) <
           std::tie(b.posted_micros, b.at_micros);
  });
  for (const Act& act : acts) {
    if (act.deed == Deed::kCredit) {
      Credit(act, month);
      continue;
    }
    std::int64_t rupiah = 0;
    if (!RupiahOf(act, rupiah)) continue;
    Transact(act, rupiah);
    done(act, rupiah);
  }
}

}  // namespace services::simulate
