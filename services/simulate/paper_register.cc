// Who and what is there before the first card.

#include <string>

#include "services/simulate/paper.h"

namespace services::simulate {

using amanah::v1::Event;
using ledger::kMicrosPerHour;

namespace {

std::string GroupOf(const Plan& plan, std::uint32_t kelompok) {
  return "K" + std::to_string(plan.village) + "-" + std::to_string(kelompok);
}

}  // namespace

void Paper::GiveOffice(const std::string& party, amanah::v1::PartyRole role,
                       std::int64_t at_micros) {
  Event& event = Begin(at_micros);
  SetRegion(people_.region_code, event);
  event.mutable_role_assigned()->set_party(party);
  event.mutable_role_assigned()->set_role(role);
  tape_.Write(kSocialOffice, at_micros);
}

void Paper::Assign(std::uint32_t family, std::int64_t at_micros) {
  const Family& about = people_.families[family];
  Event& event = OfFamily(family, at_micros);
  auto& body = *event.mutable_family_assigned();
  body.set_companion(people_.companion);
  body.set_group_id(GroupOf(plan_, about.kelompok));
  body.set_group_leader(
      people_.families[people_.leaders[about.kelompok]].pengurus);
  body.set_list_number(family + 1);
  body.set_neighbourhood(about.neighbourhood);
  body.set_group_sequence(family % kKelompokFamilies);
  tape_.Write(kSocialOffice, at_micros);
}

void Paper::ReplaceCompanion(const std::string& companion,
                             std::int64_t at_micros) {
  const std::string before = people_.companion;
  Event& ended = Begin(at_micros);
  SetRegion(people_.region_code, ended);
  ended.mutable_role_ended()->set_party(before);
  ended.mutable_role_ended()->set_role(amanah::v1::PARTY_ROLE_COMPANION);
  ended.mutable_role_ended()->set_reason("MUTASI");
  tape_.Write(kSocialOffice, at_micros);
  people_.companion = companion;
  GiveOffice(companion, amanah::v1::PARTY_ROLE_COMPANION, at_micros);
  for (std::uint32_t i = 0; i < people_.families.size(); ++i) {
    Event& event = OfFamily(i, at_micros + kMicrosPerHour);
    event.mutable_kpm_reassigned()->set_from_companion(before);
    event.mutable_kpm_reassigned()->set_to_companion(companion);
    tape_.Write(kSocialOffice, at_micros + kMicrosPerHour);
    Assign(i, at_micros + kMicrosPerHour);
  }
}

void Paper::RegisterAll() {
  const std::int64_t at = Month{2024, 9, people_.zone_offset_minutes}.At(2);
  GiveOffice(people_.companion, amanah::v1::PARTY_ROLE_COMPANION, at);
  GiveOffice(people_.village_officer, amanah::v1::PARTY_ROLE_VILLAGE_OFFICIAL,
             at);
  GiveOffice(people_.monitor, amanah::v1::PARTY_ROLE_MONITORING_OFFICER, at);
  for (const Agent& agent : people_.agents) {
    Event& event = Begin(at);
    SetRegion(people_.region_code, event);
    auto& body = *event.mutable_agent_registered();
    body.set_agent_id(agent.agent_id);
    body.set_owner(agent.owner);
    body.set_settlement_account(agent.settlement_account);
    body.set_status("AKTIF");
    body.set_bank(people_.bank);
    for (const Terminal& terminal : people_.terminals) {
      if (terminal.agent_id == agent.agent_id) body.add_tids(terminal.tid);
    }
    tape_.Write(people_.source, at);
  }
  for (const Terminal& terminal : people_.terminals) {
    Event& event = Begin(at);
    SetRegion(terminal.region_code, event);
    auto& body = *event.mutable_terminal_registered();
    body.set_tid(terminal.tid);
    body.set_agent_id(terminal.agent_id);
    body.set_terminal_kind(terminal.kind);
    body.set_latitude_microdegrees(terminal.latitude_microdegrees);
    body.set_longitude_microdegrees(terminal.longitude_microdegrees);
    body.set_bank(people_.bank);
    tape_.Write(people_.source, at);
  }
  for (std::uint32_t i = 0; i < people_.leaders.size(); ++i) {
    const Family& leader = people_.families[people_.leaders[i]];
    Event& event = Begin(at);
    SetRegion(people_.region_code, event);
    auto& body = *event.mutable_group_formed();
    body.set_group_id(GroupOf(plan_, i));
    body.set_leader(leader.pengurus);
    body.set_leader_kpm(leader.kpm);
    tape_.Write(kSocialOffice, at);
  }
  for (std::uint32_t i = 0; i < people_.families.size(); ++i) {
    const Family& family = people_.families[i];
    Assign(i, at + kMicrosPerHour);
    if (family.proxy == kNoProxy) continue;
    Event& proxied = OfFamily(i, at + 2 * kMicrosPerHour);
    auto& proxy = *proxied.mutable_proxy_authorised();
    proxy.set_proxy(people_.proxies[family.proxy]);
    proxy.set_relation(plan_.honest == Honest::kVolunteer && family.proxy == 0
                           ? "RELAWAN"
                           : "ANAK");
    proxy.set_document_no("SK-" + std::to_string(i));
    tape_.Write(kSocialOffice, at + 2 * kMicrosPerHour);
  }
}

}  // namespace services::simulate
