#include "services/query/village_messages.h"

#include "services/wire/moment.h"

namespace services::query {
namespace {

namespace holding = ledger::views::holding;
namespace party = ledger::views::party;
namespace village = ledger::views::village;

template <typename Indices>
void FillIndices(const Indices& indices,
                 google::protobuf::RepeatedField<std::uint64_t>* message) {
  message->Assign(indices.begin(), indices.end());
}

void FillRow(const village::PublicRow& row, amanah::v1::PublicRow* message) {
  message->set_region_code(row.region_code);
  for (std::size_t m = 0; m < village::kMeasures; ++m) {
    auto* cell = message->add_cells();
    // Numbered alike (views/village/publish.h).
    cell->set_measure(static_cast<amanah::v1::PublicMeasure>(m + 1));
    if (row.cells[m].families) cell->set_family_count(*row.cells[m].families);
    if (row.cells[m].rupiah) cell->set_rupiah(*row.cells[m].rupiah);
  }
}

void FillUse(const village::Use& use, amanah::v1::OutletUse* message) {
  message->set_family_count(use.families);
  message->set_transaction_count(use.transactions);
  message->set_rupiah(use.rupiah);
  message->set_posted_later_count(use.posted_later);
  message->set_above_limit_count(use.above_limit);
  message->set_other_village_count(use.other_villages);
  if (use.first) wire::FillMoment(*use.first, message->mutable_first_at());
  if (use.last) wire::FillMoment(*use.last, message->mutable_last_at());
}

void FillSchedule(const party::Schedule& schedule,
                  amanah::v1::FiledSchedule* message) {
  message->set_kind(schedule.kind);
  wire::FillMoment(schedule.from, message->mutable_from_at());
  wire::FillMoment(schedule.until, message->mutable_until_at());
  wire::FillMoment(schedule.filed_at, message->mutable_filed_at());
  message->set_place(schedule.place);
  for (const std::string& tid : schedule.tids) message->add_tids(tid);
  message->set_list_rule(schedule.list_rule);
  message->set_source_ref(schedule.source_ref);
  message->set_filed_by(schedule.filed_by);
  message->set_filed_by_organisation(schedule.filed_by_organisation);
  message->set_legal_basis(schedule.legal_basis);
  message->set_cash_limit_rupiah(schedule.cash_limit_rupiah);
  message->set_index(schedule.index);
}

void FillReport(const party::Distribution& report,
                amanah::v1::ReportedDistribution* message) {
  wire::FillMoment(report.at, message->mutable_at());
  if (report.until) {
    wire::FillMoment(*report.until, message->mutable_until_at());
  }
  message->set_served_count(report.served_count);
  message->set_expected_count(report.expected_count);
  message->set_index(report.index);
}

void FillPlace(const village::CampaignPlace& place,
               amanah::v1::CampaignPlace* message) {
  message->set_region_code(place.region_code);
  if (const auto percent = place.before.Percent()) {
    message->set_percent_before(*percent);
  }
  if (const auto percent = place.after.Percent()) {
    message->set_percent_after(*percent);
  }
  message->set_card_count_before(place.cards_before);
  message->set_card_count_after(place.cards_after);
  for (const holding::Rate& rate : place.rates) {
    auto* line = message->add_rates();
    line->set_month(rate.month.ToString());
    line->set_with_family(rate.with_family);
    line->set_with_others(rate.with_others);
  }
}

}  // namespace

void FillBanner(const village::BannerRow& row,
                amanah::v1::VillageBanner* message) {
  message->set_region_code(row.region_code);
  message->set_period_id(row.period_id);
  message->set_programme(row.programme);
  message->set_listed_count(row.listed_families);
  if (row.closed_at) {
    wire::FillMoment(*row.closed_at, message->mutable_closed_at());
  }
  message->set_list_hash(row.list_hash);
  if (row.banner) {
    wire::FillMoment(row.banner->at, message->mutable_published_at());
    message->set_banner_count(row.banner->family_count);
    message->set_banner_hash(row.banner->list_hash);
    message->set_place(row.banner->place);
  }
  if (row.removal) {
    wire::FillMoment(row.removal->at, message->mutable_removed_at());
    message->set_removed_reason(row.removal->reason);
  }
  for (const village::BannerFinding finding : row.findings) {
    message->add_findings(static_cast<amanah::v1::BannerFinding>(finding));
  }
  FillIndices(row.indices, message->mutable_indices());
}

void FillTable(const village::PublicTable& table,
               amanah::v1::PublicTable* message) {
  message->set_region_code(table.region_code);
  message->set_period_id(table.period_id);
  message->set_programme(table.programme);
  for (const village::PublicRow& row : table.villages) {
    FillRow(row, message->add_villages());
  }
  FillRow(table.total, message->mutable_total());
  message->set_withheld_count(table.withheld_cells);
}

void FillServed(const village::ServedDay& row, amanah::v1::ServedDay* message) {
  message->set_region_code(row.region_code);
  message->set_agent_id(row.agent_id);
  message->set_bank(row.bank);
  for (const std::string& tid : row.tids) message->add_tids(tid);
  message->set_day(village::DayText(row.day));
  FillUse(row.use, message->mutable_use());
  for (const auto& schedule : row.schedules) {
    FillSchedule(schedule, message->add_schedules());
  }
  message->set_cash_limit_rupiah(row.cash_limit_rupiah);
  FillIndices(row.use.indices, message->mutable_indices());
}

void FillCompared(const village::ScheduleRow& row,
                  amanah::v1::ComparedSchedule* message) {
  message->set_region_code(row.region_code);
  if (row.planned) FillSchedule(*row.planned, message->mutable_planned());
  for (const auto& report : row.reports) {
    FillReport(report, message->add_reports());
  }
  message->set_filed_after_begin(row.filed_after_begin);
  FillUse(row.in_window, message->mutable_in_window());
  FillUse(row.beside, message->mutable_beside());
  message->set_handover_count(row.handovers);
  message->set_duty_count(row.duties_done);
  message->set_outcome(static_cast<amanah::v1::ScheduleOutcome>(row.outcome));
  FillIndices(row.indices, message->mutable_indices());
}

void FillEffect(const village::CampaignEffect& effect,
                amanah::v1::GetCampaignEffectResponse* message) {
  message->set_index(effect.instruction.index);
  message->set_topic(effect.instruction.topic);
  message->set_region_code(effect.instruction.region_code);
  message->set_issuer(effect.instruction.issuer);
  message->set_issuer_role(effect.instruction.issuer_role);
  wire::FillMoment(effect.instruction.valid_from,
                   message->mutable_valid_from());
  message->set_month(effect.month.ToString());
  message->set_months_before(effect.months_before);
  message->set_months_after(effect.months_after);
  FillPlace(effect.told, message->mutable_told());
  for (const village::CampaignPlace& other : effect.others) {
    FillPlace(other, message->add_others());
  }
  message->set_comparable_count(static_cast<std::uint32_t>(effect.comparable));
  message->set_did_as_well_count(
      static_cast<std::uint32_t>(effect.did_as_well));
  if (effect.others_change) message->set_others_change(*effect.others_change);
  message->set_reading(
      static_cast<amanah::v1::CampaignReading>(effect.reading));
}

}  // namespace services::query
