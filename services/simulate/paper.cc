#include "services/simulate/paper.h"

#include <string>
#include <utility>

#include "services/simulate/book.h"

namespace services::simulate {
namespace {

using amanah::v1::Event;
using ledger::kMicrosPerDay;
using ledger::kMicrosPerHour;
using ledger::kMicrosPerMinute;
using ledger::kMicrosPerSecond;

constexpr std::string_view kCodeList = "SIMULASI/2025";
constexpr std::int64_t kSembakoRupiah = 200'000;

}  // namespace

Event& Paper::Begin(std::int64_t at_micros) {
  Event& event = tape_.Begin();
  SetTime(at_micros, people_.zone_offset_minutes, *event.mutable_occurred_at());
  return event;
}

Event& Paper::OfCard(std::uint32_t family, std::int64_t at_micros) {
  Event& event = Begin(at_micros);
  const Family& about = people_.families[family];
  event.mutable_subjects()->set_kks(about.kks);
  event.mutable_subjects()->set_account(about.account);
  event.mutable_subjects()->set_kpm(about.kpm);
  return event;
}

Event& Paper::OfFamily(std::uint32_t family, std::int64_t at_micros) {
  Event& event = Begin(at_micros);
  event.mutable_subjects()->set_kpm(people_.families[family].kpm);
  SetRegion(people_.region_code, event);
  return event;
}

void Paper::SetRegion(std::string_view code, Event& event) {
  event.set_region_code(std::string(code));
  event.set_region_code_version(std::string(kCodeList));
}

void Paper::PrintCard(std::uint32_t family, std::string_view replaces,
                      std::int64_t at_micros) {
  Event& event = OfCard(family, at_micros);
  event.mutable_subjects()->set_pengurus(people_.families[family].pengurus);
  auto& body = *event.mutable_kks_printed();
  body.set_batch_no("B" + std::to_string(plan_.village));
  body.set_bank(people_.bank);
  if (!replaces.empty()) body.set_replaces_kks(std::string(replaces));
  tape_.Write(people_.source, at_micros);
}

void Paper::HandOver(std::uint32_t family, const std::string& receiver,
                     amanah::v1::PartyRole role, std::uint32_t officer,
                     std::int64_t at_micros, std::int64_t recorded_micros) {
  Event& event = OfCard(family, at_micros);
  SetTime(recorded_micros, people_.zone_offset_minutes,
          *event.mutable_recorded_at());
  auto& body = *event.mutable_kks_handed_over();
  body.set_receiver(receiver);
  body.set_receiver_role(role);
  body.set_identity_check(amanah::v1::IDENTITY_CHECK_KTP);
  body.set_officer_id("P" + std::to_string(plan_.village) + "-" +
                      std::to_string(officer));
  body.set_place(plan_.honest == Honest::kCeremony ? "BALAI DESA"
                                                   : "KANTOR UNIT");
  // A signature of its own.
  std::string signature = people_.families[family].kks;
  signature += receiver;
  event.add_evidence_hashes(signature);
  tape_.Write(people_.source, recorded_micros);
  Event& active = OfCard(family, at_micros + kMicrosPerMinute);
  active.mutable_kks_activated()->set_place("KANTOR UNIT");
  tape_.Write(people_.source, recorded_micros + kMicrosPerMinute);
  Event& tried = OfCard(family, at_micros + 2 * kMicrosPerMinute);
  tried.mutable_test_swipe_done()->set_tid(
      people_.terminals[people_.mobile_edc].tid);
  tried.mutable_test_swipe_done()->set_by_family(true);
  tape_.Write(people_.source, recorded_micros + 2 * kMicrosPerMinute);
}

void Paper::IssueCards() {
  const Month october{2024, 10, people_.zone_offset_minutes};
  const Month november{2024, 11, people_.zone_offset_minutes};
  constexpr std::uint32_t kOfficers = 3;
  const bool is_ceremony = plan_.honest == Honest::kCeremony;
  const std::int64_t ceremony = november.At(12, 8.5 * 3600);
  if (is_ceremony) {
    File({.kind = amanah::v1::SCHEDULE_KIND_HANDOVER_CEREMONY,
          .filed_micros = november.At(5),
          .from_micros = ceremony,
          .until_micros = ceremony + 8 * kMicrosPerHour,
          .list_rule = "NO_URUT"});
  }
  for (std::uint32_t i = 0; i < people_.families.size(); ++i) {
    const Family& family = people_.families[i];
    PrintCard(i, "", october.At(3, i));
    OfCard(i, october.At(10, i))
        .mutable_kks_dispatched()
        ->set_branch_code("C1");
    tape_.Write(people_.source, october.At(10, i));
    OfCard(i, october.At(14, i))
        .mutable_kks_received_at_branch()
        ->set_branch_code("C1");
    tape_.Write(people_.source, october.At(14, i));
    if (!family.is_handed_over) continue;
    // At the counter some a day; at a ceremony each officer in some 80 s.
    std::int64_t at = october.At(18, 9 * 3600.0 + i % 12 * 1500.0) +
                      i / 12 % 20 * kMicrosPerDay;
    std::int64_t recorded = at + 5 * kMicrosPerMinute;
    if (is_ceremony) {
      at = ceremony + (i / kOfficers * 80 + i * 7 % 30) * kMicrosPerSecond;
      recorded = november.At(12, 17 * 3600.0 + 20.0 * i);
    }
    const bool is_own = family.first_receiver.empty();
    HandOver(i, is_own ? family.pengurus : family.first_receiver,
             is_own ? amanah::v1::PARTY_ROLE_PENGURUS
                    : amanah::v1::PARTY_ROLE_COMPANION,
             i % kOfficers, at, recorded);
  }
}

void Paper::ReplaceCard(std::uint32_t family, std::int64_t at_micros) {
  Family& about = people_.families[family];
  OfCard(family, at_micros).mutable_kks_blocked()->set_reason("HILANG");
  tape_.Write(people_.source, at_micros);
  const std::string old = about.kks;
  about.kks = NextCard(plan_, family, about.cards++, key_);
  const std::int64_t printed = at_micros + kMicrosPerHour;
  PrintCard(family, old, printed);
  Event& event = OfCard(family, printed);
  event.mutable_subjects()->set_kks(old);
  event.mutable_kks_replaced()->set_replaced_by_kks(about.kks);
  event.mutable_kks_replaced()->set_reason("HILANG");
  tape_.Write(people_.source, printed);
  const std::int64_t given = at_micros + 2 * kMicrosPerDay;
  HandOver(family, about.pengurus, amanah::v1::PARTY_ROLE_PENGURUS, 0, given,
           given + 5 * kMicrosPerMinute);
}

void Paper::ResetPin(std::uint32_t family, std::string_view tid,
                     std::int64_t at_micros) {
  Event& event = OfCard(family, at_micros);
  event.mutable_pin_changed()->set_tid(std::string(tid));
  event.mutable_pin_changed()->set_reset(true);
  tape_.Write(people_.source, at_micros);
}

void Paper::List(bool is_pkh, std::uint32_t months, const Month& month) {
  const auto programme =
      is_pkh ? amanah::v1::PROGRAMME_PKH : amanah::v1::PROGRAMME_SEMBAKO;
  const std::string period = PeriodOf(is_pkh, month);
  std::int64_t total = 0;
  std::uint32_t count = 0;
  for (std::uint32_t i = 0; i < people_.families.size(); ++i) {
    const Family& family = people_.families[i];
    if (!family.is_listed || (is_pkh && family.pkh_rupiah == 0)) continue;
    const std::int64_t rupiah =
        is_pkh ? family.pkh_rupiah : kSembakoRupiah * months;
    total += rupiah;
    ++count;
    Event& event = OfFamily(i, month.At(kListDay));
    event.set_programme(programme);
    event.set_period_id(period);
    auto& subjects = *event.mutable_subjects();
    subjects.set_pengurus(family.pengurus);
    subjects.set_household(family.household);
    subjects.set_account(family.account);
    auto& body = *event.mutable_family_listed();
    body.set_amount_rupiah(rupiah);
    body.add_components(is_pkh ? family.pkh_component : "SEMBAKO");
    body.set_channel(amanah::v1::PAYMENT_CHANNEL_BANK);
    body.set_bank(people_.bank);
    body.set_account_check("BERHASIL");
    body.set_list_status("TETAP");
    tape_.Write(kMinistry, month.At(kListDay));
  }
  if (count == 0) return;
  Event& event = Begin(month.At(kOrderDay));
  event.set_programme(programme);
  event.set_period_id(period);
  auto& order = *event.mutable_sp2d_issued();
  order.set_sp2d_no(OrderOf(is_pkh, month, plan_.village));
  order.set_bank(people_.bank);
  order.set_lot("UTAMA");
  order.set_family_count(count);
  order.set_total_rupiah(total);
  tape_.Write(kMinistry, month.At(kOrderDay));
}

void Paper::File(const Schedule& schedule) {
  Event& event = Begin(schedule.filed_micros);
  SetRegion(people_.region_code, event);
  auto& body = *event.mutable_schedule_filed();
  body.set_kind(schedule.kind);
  SetTime(schedule.from_micros, people_.zone_offset_minutes,
          *body.mutable_from_at());
  SetTime(schedule.until_micros, people_.zone_offset_minutes,
          *body.mutable_until_at());
  body.set_list_rule(schedule.list_rule);
  body.set_place("BALAI DESA");
  body.set_filed_by(people_.village_officer);
  body.set_channel(amanah::v1::PAYMENT_CHANNEL_BANK);
  body.set_cash_limit_rupiah(schedule.cash_limit_rupiah);
  if (schedule.kind == amanah::v1::SCHEDULE_KIND_HOME_DELIVERY) {
    body.add_tids(people_.terminals[people_.mobile_edc].tid);
  } else if (schedule.has_terminals) {
    for (std::uint32_t i = 0; i < plan_.terminals; ++i) {
      body.add_tids(people_.terminals[i].tid);
    }
  }
  tape_.Write(kSocialOffice, schedule.filed_micros);
}

void Paper::Suspend(std::uint32_t agent, std::int64_t from_micros,
                    std::int64_t until_micros) {
  Event& event = Begin(from_micros - kMicrosPerDay);
  SetRegion(people_.region_code, event);
  auto& body = *event.mutable_suspension_ordered();
  body.set_party_kind(amanah::v1::ORDERED_PARTY_KIND_AGENT);
  body.set_agent_id(people_.agents[agent].agent_id);
  SetTime(from_micros, people_.zone_offset_minutes,
          *body.mutable_effective_from());
  SetTime(until_micros, people_.zone_offset_minutes,
          *body.mutable_effective_until());
  SetTime(from_micros, people_.zone_offset_minutes,
          *body.mutable_received_by_bank_at());
  body.set_basis("PEMERIKSAAN");
  tape_.Write(kSocialOffice, from_micros);
}

void Paper::StateHolder(Saw saw, std::uint32_t family,
                        const std::string& holder, amanah::v1::PartyRole role,
                        std::int64_t at_micros, std::string_view case_no) {
  Event& event = Begin(at_micros);
  event.mutable_subjects()->set_kks(people_.families[family].kks);
  event.mutable_subjects()->set_kpm(people_.families[family].kpm);
  const bool is_seen = saw == Saw::kObserved;
  auto& statement =
      is_seen ? *event.mutable_kks_custody_observed()->mutable_statement()
              : *event.mutable_kks_custody_attested()->mutable_statement();
  statement.set_holder(holder);
  statement.set_holder_role(role);
  statement.set_stated_by(is_seen ? people_.monitor
                                  : people_.families[family].pengurus);
  statement.set_stated_by_role(is_seen
                                   ? amanah::v1::PARTY_ROLE_MONITORING_OFFICER
                                   : amanah::v1::PARTY_ROLE_PENGURUS);
  statement.set_case_ref(std::string(case_no));
  tape_.Write(kSocialOffice, at_micros);
}

void Paper::Acknowledge(std::uint32_t family, std::int64_t rupiah,
                        const Month& month, std::int64_t at_micros) {
  Event& event = OfFamily(family, at_micros);
  event.set_period_id(PeriodOf(false, month));
  auto& body = *event.mutable_amount_acknowledged();
  body.set_channel(amanah::v1::ACKNOWLEDGEMENT_CHANNEL_SMS);
  body.set_cash_received_rupiah(rupiah);
  tape_.Write(kSocialOffice, at_micros);
}

void Paper::Complain(std::uint32_t family, amanah::v1::GrievanceKind kind,
                     std::int64_t at_micros) {
  Event& event = OfFamily(family, at_micros);
  auto& body = *event.mutable_grievance_filed();
  body.set_ticket("A" + std::to_string(plan_.village) + "-" +
                  std::to_string(tickets_++));
  body.set_kind(kind);
  body.set_channel(amanah::v1::GRIEVANCE_CHANNEL_OFFICE_DESK);
  body.set_reporter_role(amanah::v1::PARTY_ROLE_PENGURUS);
  tape_.Write(kSocialOffice, at_micros);
}

void Paper::ChangeStatus(std::uint32_t family, amanah::v1::FamilyStatus status,
                         std::int64_t at_micros) {
  Event& event = OfFamily(family, at_micros);
  event.mutable_family_status_changed()->set_status(status);
  event.mutable_family_status_changed()->set_reported_by("DESA");
  tape_.Write(kSocialOffice, at_micros + 10 * kMicrosPerDay);
}

void Paper::ReplacePengurus(std::uint32_t family, std::int64_t at_micros) {
  NamePengurus(family,
               PersonToken(plan_, "heir/" + std::to_string(family), key_),
               at_micros);
  ReplaceCard(family, at_micros + kMicrosPerDay);
}

void Paper::Freeze(std::uint32_t family, std::int64_t at_micros) {
  Event& event = OfCard(family, at_micros);
  event.mutable_account_frozen()->set_reason("TIDAK_BERTRANSAKSI");
  tape_.Write(people_.source, at_micros);
}

void Paper::Return(std::uint32_t family, bool is_pkh, std::int64_t rupiah,
                   const Month& credited, std::int64_t at_micros) {
  const std::string number =
      "R" + std::to_string(plan_.village) + "-" + std::to_string(family) + "-" +
      std::to_string(credited.Code()) + (is_pkh ? "P" : "S");
  Event& taken = OfCard(family, at_micros);
  taken.set_period_id(PeriodOf(is_pkh, credited));
  auto& row = *taken.mutable_funds_debited_to_rpl();
  row.set_return_ref(number);
  row.set_amount_rupiah(rupiah);
  row.set_reason("TIDAK_BERTRANSAKSI");
  tape_.Write(people_.source, at_micros);
  const std::int64_t later = at_micros + kMicrosPerDay;
  Event& passed = OfCard(family, later);
  passed.set_period_id(PeriodOf(is_pkh, credited));
  auto& body = *passed.mutable_funds_remitted_to_treasury();
  body.set_return_ref(number);
  body.set_ntpn("SIMULASI00000001");
  body.set_amount_rupiah(rupiah);
  tape_.Write(people_.source, later);
}

void Paper::VisitHome(std::uint32_t family, std::uint64_t photo,
                      std::int64_t at_micros) {
  Event& event = OfFamily(family, at_micros);
  auto& work = *event.mutable_home_visit_done()->mutable_work();
  work.set_done_by(people_.companion);
  work.set_done_by_role(amanah::v1::PARTY_ROLE_COMPANION);
  const Terminal& near = people_.terminals[0];
  const auto off = static_cast<std::int32_t>(photo % 97) * 40;
  work.set_latitude_microdegrees(near.latitude_microdegrees + off);
  work.set_longitude_microdegrees(near.longitude_microdegrees - off);
  std::string fingerprint = people_.region_code + ".photo" +
                            std::to_string(100'000 + photo % 900'000);
  fingerprint.resize(28, '.');
  work.set_photo_fingerprint(fingerprint.substr(12));
  event.mutable_home_visit_done()->set_finding("BAIK");
  tape_.Write(kSocialOffice, at_micros);
}

void Paper::NamePengurus(std::uint32_t family, const std::string& pengurus,
                         std::int64_t at_micros) {
  Family& about = people_.families[family];
  const std::string before = std::exchange(about.pengurus, pengurus);
  Event& event = OfFamily(family, at_micros);
  event.mutable_subjects()->set_pengurus(about.pengurus);
  event.mutable_pengurus_replaced()->set_previous_pengurus(before);
  event.mutable_pengurus_replaced()->set_reported_by("DESA");
  tape_.Write(kSocialOffice, at_micros);
}

void Paper::OpenAdvocacy(std::uint32_t family, std::string_view case_no,
                         std::int64_t at_micros) {
  Event& event = OfFamily(family, at_micros);
  auto& body = *event.mutable_advocacy_case_opened();
  body.set_case_no(std::string(case_no));
  body.set_companion(people_.companion);
  body.set_problem("PIN_TERBLOKIR");
  tape_.Write(kSocialOffice, at_micros);
}

}  // namespace services::simulate
