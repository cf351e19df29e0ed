#include "tests/bench/regency.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <thread>

#include "ledger/base/check.h"
#include "ledger/base/time.h"

namespace bench {
namespace {

using amanah::v1::Event;

constexpr std::uint64_t kFamiliesOfCompanion = 250;
constexpr std::uint64_t kFamiliesOfGroup = 25;
constexpr std::uint64_t kFamiliesOfVillage = 2'500;
constexpr std::uint64_t kCardsOfAgent = 500;
constexpr std::uint64_t kWaves = 14;
constexpr std::uint64_t kFamiliesOfBranch = 10'000;
constexpr std::uint64_t kPeriods = 2;
constexpr std::int64_t kAmount = 600'000;
// 2025-01-01 in UTC.
constexpr std::int64_t kNewYear = 1'735'689'600ll * 1'000'000;

constexpr std::uint32_t kMinistry = 1;
constexpr std::uint32_t kOffice = 2;
constexpr std::uint32_t kFirstBank = 3;
constexpr const char* kBanks[] = {"BRI", "BNI", "MANDIRI", "BSI"};
constexpr std::uint64_t kBankCount = std::size(kBanks);

std::uint64_t Mix(std::uint64_t value) {  // splitmix64
  value += 0x9e3779b97f4a7c15ull;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ull;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebull;
  return value ^ (value >> 31);
}

amanah::v1::ZonedTime At(std::int64_t unix_micros) {
  amanah::v1::ZonedTime time;
  time.set_unix_micros(unix_micros);
  time.set_zone_offset_minutes(ledger::kWibMinutes);
  return time;
}

std::uint64_t BankOf(std::uint64_t card) {
  return card / kFamiliesOfVillage % kBankCount;
}
std::uint32_t SubmitterOfBank(std::uint64_t bank) {
  return kFirstBank + static_cast<std::uint32_t>(bank);
}
std::string BranchOf(std::uint64_t card) {
  return fmt::format("{:04}", 100 + card / kFamiliesOfBranch);
}
std::string PeriodOf(std::uint64_t period) {
  return fmt::format("PKH-2025-{}", period + 1);
}
std::string OrderOf(std::uint64_t bank, std::uint64_t period) {
  return fmt::format("SP2D-{}-{}", kBanks[bank], period + 1);
}
std::string AgentOf(std::uint64_t card) {
  return fmt::format("AG{:06}", card / kCardsOfAgent);
}
std::string TidOf(std::uint64_t card) {
  return fmt::format("T{:07}", card / kCardsOfAgent);
}

void TellMonths(std::uint64_t period, Event& event) {
  event.set_programme(amanah::v1::PROGRAMME_PKH);
  event.set_period_id(PeriodOf(period));
  for (std::uint32_t month = 1; month <= 3; ++month) {
    event.add_allocation_months(202'500 +
                                static_cast<std::uint32_t>(period) * 3 + month);
  }
}

}  // namespace

Regency::Regency(std::uint64_t cards, std::uint64_t seed)
    : cards_(std::max(cards, kFamiliesOfVillage)), seed_(seed) {}

std::uint64_t Regency::Random(std::uint64_t kind, std::uint64_t number) const {
  return Mix(Mix(seed_ ^ (kind << 48)) + number);
}

std::string Regency::Token(std::uint64_t kind, std::uint64_t number) const {
  const std::uint64_t halves[] = {Random(kind, number),
                                  Random(kind + 1'000, number)};
  std::string token(sizeof(halves), '\0');
  std::memcpy(token.data(), halves, sizeof(halves));
  return token;
}

std::uint64_t Regency::companions() const {
  return (cards_ + kFamiliesOfCompanion - 1) / kFamiliesOfCompanion;
}

std::uint64_t Regency::Prologue() const {
  const std::uint64_t agents = (cards_ + kCardsOfAgent - 1) / kCardsOfAgent;
  return companions() + agents * 2 + kBankCount * kPeriods;
}

std::uint64_t Regency::entries() const {
  return 1 + Prologue() + kWaves * cards_;
}

std::string Regency::Village(std::uint64_t card) const {
  constexpr std::uint64_t kVillagesOfDistrict = 20;
  const std::uint64_t village = card / kFamiliesOfVillage;
  return fmt::format("18.01.{:02}.{:04}", 1 + village / kVillagesOfDistrict,
                     2'001 + village % kVillagesOfDistrict);
}

bool Regency::LiesAtBranch(std::uint64_t card) const {
  return Random(20, card) % 100 < 3;
}

std::string Regency::Ticket(std::uint64_t card) const {
  return fmt::format("L-{:08}", card);
}

std::pair<std::uint32_t, Event> Regency::EventAt(std::uint64_t index) const {
  AMANAH_CHECK(index > 0 && index < entries());
  Event event;
  event.set_event_id(Token(9, index));
  std::uint64_t number = index - 1;
  std::uint32_t submitter = 0;
  if (number < Prologue()) {
    *event.mutable_occurred_at() = At(kNewYear);
    submitter = TellPrologue(number, event);
  } else {
    number -= Prologue();
    const std::uint64_t wave = number / cards_;
    // An order of its own for each wave: a walk by primes, which share no
    // factor with the number of cards unless it is their multiple.
    constexpr std::uint64_t kSteps[] = {611'953, 1'299'709, 7'368'787,
                                        9'999'991};
    const std::uint64_t card =
        number % cards_ * kSteps[wave % std::size(kSteps)] % cards_;
    *event.mutable_occurred_at() = At(MomentOf(wave, card));
    event.mutable_subjects()->set_kpm(Kpm(card));
    submitter = TellCard(wave, card, event);
  }
  if (!event.region_code().empty()) event.set_region_code_version("2025");
  return {submitter, std::move(event)};
}

// A list closes for all at once, cards are printed by the village, a bank's
// credits come within an hour; everything else has a day of its own.
std::int64_t Regency::MomentOf(std::uint64_t wave, std::uint64_t card) const {
  constexpr std::int64_t kWaveDays = 24;
  const auto draw = static_cast<std::int64_t>(Random(30 + wave, card) >> 1);
  const auto village = static_cast<std::int64_t>(card / kFamiliesOfVillage);
  std::int64_t day = static_cast<std::int64_t>(wave) * kWaveDays;
  std::int64_t second = draw / kWaveDays % 36'000;
  if (wave == 0) {
    second = 0;
  } else if (wave == 2) {
    day += village % kWaveDays;
    second = 0;
  } else if (wave == 7 || wave == 9) {
    day += village % static_cast<std::int64_t>(kBankCount);
    second %= 3'600;
  } else {
    day += draw % kWaveDays;
  }
  return kNewYear + day * ledger::kMicrosPerDay + second * 1'000'000;
}

std::uint32_t Regency::TellPrologue(std::uint64_t number, Event& event) const {
  if (number < companions()) {
    event.set_region_code(Village(number * kFamiliesOfCompanion).substr(0, 8));
    auto& role = *event.mutable_role_assigned();
    role.set_party(Companion(number));
    role.set_role(amanah::v1::PARTY_ROLE_COMPANION);
    role.set_decree_no("SK-1");
    return kMinistry;
  }
  number -= companions();
  const std::uint64_t agents = (cards_ + kCardsOfAgent - 1) / kCardsOfAgent;
  const std::uint64_t card = number / 2 * kCardsOfAgent;
  const char* const bank = kBanks[BankOf(card)];
  if (number < agents * 2) {
    event.set_region_code(Village(card));
    if (number % 2 == 0) {
      auto& agent = *event.mutable_agent_registered();
      agent.set_agent_id(AgentOf(card));
      agent.set_owner(Token(5, card));
      agent.add_tids(TidOf(card));
      agent.set_settlement_account(Token(7, cards_ + card));
      agent.set_published_tariff_rupiah(5'000);
      agent.set_status("ACTIVE");
      agent.set_bank(bank);
    } else {
      auto& terminal = *event.mutable_terminal_registered();
      terminal.set_tid(TidOf(card));
      terminal.set_agent_id(AgentOf(card));
      terminal.set_terminal_kind("EDC");
      terminal.set_bank(bank);
    }
    return SubmitterOfBank(BankOf(card));
  }
  number -= agents * 2;
  const std::uint64_t of = number % kBankCount;
  TellMonths(number / kBankCount, event);
  auto& order = *event.mutable_sp2d_issued();
  order.set_sp2d_no(OrderOf(of, number / kBankCount));
  order.set_bank(kBanks[of]);
  order.set_family_count(static_cast<std::uint32_t>(cards_ / kBankCount));
  order.set_total_rupiah(static_cast<std::int64_t>(cards_ / kBankCount) *
                         kAmount);
  return kMinistry;
}

std::uint32_t Regency::TellCard(std::uint64_t wave, std::uint64_t card,
                                Event& event) const {
  auto& subjects = *event.mutable_subjects();
  const std::uint64_t bank = BankOf(card);
  if (wave >= 2 && wave <= 6) subjects.set_kks(Kks(card));
  switch (wave) {
    case 0: {
      TellMonths(0, event);
      event.set_region_code(Village(card));
      subjects.set_pengurus(Token(4, card));
      subjects.set_household(Token(6, card));
      subjects.set_account(Token(7, card));
      auto& listed = *event.mutable_family_listed();
      listed.set_amount_rupiah(kAmount);
      listed.add_components("SD");
      listed.set_channel(amanah::v1::PAYMENT_CHANNEL_BANK);
      listed.set_bank(kBanks[bank]);
      listed.set_account_check("OK");
      return kMinistry;
    }
    case 1: {
      auto& assigned = *event.mutable_family_assigned();
      assigned.set_companion(Companion(card / kFamiliesOfCompanion));
      assigned.set_group_id(fmt::format("G{:07}", card / kFamiliesOfGroup));
      assigned.set_group_leader(
          Token(4, card / kFamiliesOfGroup * kFamiliesOfGroup));
      assigned.set_group_sequence(
          static_cast<std::uint32_t>(card % kFamiliesOfGroup + 1));
      return kMinistry;
    }
    case 2:
      subjects.set_pengurus(Token(4, card));
      subjects.set_account(Token(7, card));
      event.mutable_kks_printed()->set_batch_no("B-1");
      event.mutable_kks_printed()->set_last4(
          fmt::format("{:04}", card % 10'000));
      event.mutable_kks_printed()->set_bank(kBanks[bank]);
      return SubmitterOfBank(bank);
    case 3:
      event.mutable_kks_dispatched()->set_branch_code(BranchOf(card));
      return SubmitterOfBank(bank);
    case 4:
      event.mutable_kks_received_at_branch()->set_branch_code(BranchOf(card));
      return SubmitterOfBank(bank);
    case 5: {
      if (LiesAtBranch(card)) {
        subjects.clear_kks();
        return TellDuty(card, event);
      }
      auto& handed = *event.mutable_kks_handed_over();
      handed.set_receiver(Token(4, card));
      handed.set_receiver_role(amanah::v1::PARTY_ROLE_PENGURUS);
      handed.set_identity_check(amanah::v1::IDENTITY_CHECK_KTP);
      handed.set_officer_id(fmt::format("O-{}", card / kFamiliesOfVillage));
      handed.set_place("Kantor desa");
      handed.set_handover_record(Token(8, card));
      return SubmitterOfBank(bank);
    }
    case 6:
      if (LiesAtBranch(card)) {
        subjects.clear_kks();
        return TellDuty(card, event);
      }
      return TellCustody(card, event);
    case 7:
    case 9:
      return TellCredit((wave - 7) / 2, card, event);
    case 8:
    case 10:
      return LiesAtBranch(card) ? TellDuty(card, event)
                                : TellDrawn((wave - 8) / 2, card, event);
    case 11:
      return TellDuty(card, event);
    case 12:
      return TellWord(card, event);
    default:
      return TellReply(card, event);
  }
}

std::uint32_t Regency::TellCustody(std::uint64_t card, Event& event) const {
  const std::uint64_t companion = card / kFamiliesOfCompanion;
  auto& said = *event.mutable_kks_custody_attested()->mutable_statement();
  said.set_stated_by(Companion(companion));
  said.set_stated_by_role(amanah::v1::PARTY_ROLE_COMPANION);
  said.set_evidence_kind("PHOTO");
  if (companion % kCollectorEvery == kFirstCollector &&
      Random(21, card) % 5 < 2) {
    said.set_holder(Companion(companion));
    said.set_holder_role(amanah::v1::PARTY_ROLE_COMPANION);
  } else if (Random(22, card) % 200 == 0) {
    // The first of a village's villagers have most.
    const std::uint64_t draw = Random(23, card) % 64;
    said.set_holder(
        Token(5, card / kFamiliesOfVillage * 16 + (draw < 32 ? 0 : draw % 16)));
    said.set_holder_role(amanah::v1::PARTY_ROLE_AGENT);
  } else {
    said.set_holder(Token(4, card));
    said.set_holder_role(amanah::v1::PARTY_ROLE_PENGURUS);
  }
  return kOffice;
}

std::uint32_t Regency::TellCredit(std::uint64_t period, std::uint64_t card,
                                  Event& event) const {
  const std::uint64_t bank = BankOf(card);
  TellMonths(period, event);
  event.mutable_subjects()->set_kks(Kks(card));
  event.mutable_subjects()->set_account(Token(7, card));
  auto& credit = *event.mutable_credit_posted();
  credit.set_credit_ref(fmt::format("CR{}-{:08}", period, card));
  credit.set_amount_rupiah(kAmount);
  credit.set_balance_after_rupiah(
      LiesAtBranch(card) ? static_cast<std::int64_t>(period + 1) * kAmount
                         : kAmount);
  credit.set_sp2d_no(OrderOf(bank, period));
  return SubmitterOfBank(bank);
}

std::uint32_t Regency::TellDrawn(std::uint64_t period, std::uint64_t card,
                                 Event& event) const {
  event.mutable_subjects()->set_kks(Kks(card));
  event.mutable_subjects()->set_account(Token(7, card));
  auto& drawn = *event.mutable_withdrawal_posted()->mutable_transaction();
  drawn.set_rrn(fmt::format("{:012}", period * cards_ + card));
  drawn.set_stan(static_cast<std::uint32_t>(period * kCardsOfAgent +
                                            card % kCardsOfAgent + 1));
  drawn.set_tid(TidOf(card));
  drawn.set_agent_id(AgentOf(card));
  drawn.set_channel(amanah::v1::TRANSACTION_CHANNEL_AGENT);
  drawn.set_entry_mode(amanah::v1::ENTRY_MODE_CHIP);
  drawn.set_response_code("00");
  drawn.set_amount_rupiah(kAmount);
  drawn.set_fee_rupiah(0);
  drawn.set_balance_after_rupiah(0);
  *drawn.mutable_posted_at() = event.occurred_at();
  return SubmitterOfBank(BankOf(card));
}

std::uint32_t Regency::TellDuty(std::uint64_t card, Event& event) const {
  const auto work_of = [&](auto& body) {
    body.mutable_work()->set_done_by(Companion(card / kFamiliesOfCompanion));
    body.mutable_work()->set_done_by_role(amanah::v1::PARTY_ROLE_COMPANION);
  };
  event.set_region_code(Village(card));
  if (card % kFamiliesOfGroup == 0) {
    event.clear_subjects();
    auto& session = *event.mutable_p2k2_session_held();
    work_of(session);
    session.set_group_id(fmt::format("G{:07}", card / kFamiliesOfGroup));
    session.set_module("EKONOMI-1");
    session.set_attendance_bitmap(std::string("\xff\xff\xff\x01", 4));
    return kOffice;
  }
  switch (Random(24, card) % 3) {
    case 0:
      work_of(*event.mutable_home_visit_done());
      return kOffice;
    case 1:
      event.mutable_subjects()->set_kks(Kks(card));
      work_of(*event.mutable_custody_check_done());
      event.mutable_custody_check_done()->set_card_seen(true);
      return kOffice;
    default:
      work_of(*event.mutable_kpm_data_updated());
      event.mutable_kpm_data_updated()->set_result("UPDATED");
      return kOffice;
  }
}

std::uint32_t Regency::TellWord(std::uint64_t card, Event& event) const {
  const std::uint64_t draw = Random(25, card) % 100;
  event.set_region_code(Village(card));
  if (draw < 3) {
    auto& filed = *event.mutable_grievance_filed();
    filed.set_ticket(Ticket(card));
    filed.set_kind(
        static_cast<amanah::v1::GrievanceKind>(1 + Random(26, card) % 14));
    filed.set_channel(amanah::v1::GRIEVANCE_CHANNEL_WHATSAPP);
    filed.set_reporter_role(amanah::v1::PARTY_ROLE_KPM);
  } else if (draw < 5) {
    event.mutable_family_status_changed()->set_status(
        amanah::v1::FAMILY_STATUS_GRADUATED_INDEPENDENT);
  } else if (draw < 7) {
    event.add_allocation_months(202'501);
    auto& aid = *event.mutable_local_aid_granted();
    aid.set_scheme("APBD");
    aid.set_amount_rupiah(200'000);
    aid.set_budget_ref("DPA-1");
  } else {
    auto& said = *event.mutable_amount_acknowledged();
    event.set_period_id(PeriodOf(0));
    said.set_channel(amanah::v1::ACKNOWLEDGEMENT_CHANNEL_SMS);
    said.set_cash_received_rupiah(kAmount);
  }
  return kOffice;
}

std::uint32_t Regency::TellReply(std::uint64_t card, Event& event) const {
  if (Random(25, card) % 100 < 3 && Random(27, card) % 3 > 0) {
    auto& answered = *event.mutable_grievance_answered();
    answered.set_ticket(Ticket(card));
    answered.set_outcome(amanah::v1::GRIEVANCE_OUTCOME_EXPLAINED);
    return kOffice;
  }
  if (Random(28, card) % 50 == 0 && !LiesAtBranch(card)) {
    event.mutable_subjects()->set_kks(Kks(card));
    auto& seen = *event.mutable_kks_custody_observed()->mutable_statement();
    seen.set_holder(Token(4, card));
    seen.set_holder_role(amanah::v1::PARTY_ROLE_PENGURUS);
    seen.set_stated_by_role(amanah::v1::PARTY_ROLE_MONITORING_OFFICER);
    seen.set_evidence_kind("SEEN");
    return kOffice;
  }
  return TellDuty(card, event);
}

std::uint64_t RegencySource::Size() const {
  if (pace_ == 0) return regency_.entries();
  const std::chrono::duration<double> passed =
      std::chrono::steady_clock::now() - begin_;
  const auto more =
      static_cast<std::uint64_t>(passed.count() * static_cast<double>(pace_));
  return std::min(first_ + more, regency_.entries());
}

ledger::Status RegencySource::Scan(
    std::uint64_t begin, std::uint64_t end,
    const std::function<bool(const ledger::log::Entry&)>& visit) const {
  for (std::uint64_t index = begin; index < end; ++index) {
    ledger::log::Entry entry;
    entry.index = index;
    if (index == 0) {
      entry.kind = ledger::log::EntryKind::kGenesis;
      entry.bytes = "amanah/genesis/v1\n";
    } else {
      auto [submitter, event] = regency_.EventAt(index);
      entry.kind = ledger::log::EntryKind::kEvent;
      entry.bytes = event.SerializeAsString();
      entry.submitter_number = submitter;
    }
    if (!visit(entry)) break;
  }
  return ledger::Ok{};
}

std::uint64_t RegencySource::WaitForMore(
    std::uint64_t size, std::chrono::steady_clock::time_point deadline) const {
  constexpr std::chrono::milliseconds kStep{1};
  while (Size() <= size && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(kStep);
  }
  return Size();
}

std::chrono::steady_clock::time_point RegencySource::ArrivalOf(
    std::uint64_t index) const {
  if (pace_ == 0 || index < first_) return begin_;
  const std::chrono::duration<double> after(
      static_cast<double>(index - first_ + 1) / static_cast<double>(pace_));
  return begin_ +
         std::chrono::duration_cast<std::chrono::steady_clock::duration>(after);
}

}  // namespace bench
