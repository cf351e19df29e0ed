// Valid events of grievances, conduct and the record itself; sample_events.h
// has the rest.

#pragma once

#include <string>

#include "amanah/v1/event.pb.h"
#include "tests/unit/event/sample_parts.h"

namespace ledger::event {

inline void SetSampleGrievanceBody(amanah::v1::Event& event,
                                   amanah::v1::Event::BodyCase kind) {
  using amanah::v1::Event;
  if (kind == Event::kGrievanceFiled) {
    auto* body = event.mutable_grievance_filed();
    body->set_ticket("TKT-202501-000001");
    body->set_kind(amanah::v1::GRIEVANCE_KIND_CUT);
    body->set_channel(amanah::v1::GRIEVANCE_CHANNEL_WHATSAPP);
    body->set_reporter_role(amanah::v1::PARTY_ROLE_KPM);
    body->set_reporter(SampleToken('p'));
    body->set_about_party(SampleToken('l'));
    body->set_about_agent_id("LA02232200");
  } else if (kind == Event::kGrievanceLinked) {
    auto* body = event.mutable_grievance_linked();
    body->set_ticket("TKT-202501-000001");
    body->set_case_no("KASUS/2025/1");
  } else if (kind == Event::kGrievanceAnswered) {
    auto* body = event.mutable_grievance_answered();
    body->set_ticket("TKT-202501-000001");
    body->set_outcome(amanah::v1::GRIEVANCE_OUTCOME_EXPLAINED);
    body->set_answered_by(SampleToken('i'));
    body->set_answered_by_role(amanah::v1::PARTY_ROLE_COORDINATOR);
  } else if (kind == Event::kGrievanceClosed) {
    auto* body = event.mutable_grievance_closed();
    body->set_ticket("TKT-202501-000001");
    body->set_outcome(amanah::v1::GRIEVANCE_OUTCOME_MADE_GOOD);
  } else if (kind == Event::kAmountAcknowledged) {
    auto* body = event.mutable_amount_acknowledged();
    body->set_channel(amanah::v1::ACKNOWLEDGEMENT_CHANNEL_SMS);
    body->set_cash_received_rupiah(350'000);
    body->set_goods_value_rupiah(10'000);
    body->set_fee_paid_rupiah(5000);
    body->set_rrn("503510000771");
    SetSampleTime(body->mutable_session_on());
    body->set_tid("12231310");
    body->set_collected_by(SampleToken('v'));
    body->set_remark(amanah::v1::ACKNOWLEDGEMENT_REMARK_FROM_ANOTHER_HAND);
    body->add_uses("PANGAN");
  } else if (kind == Event::kSelfTransactionAttested) {
    auto* body = event.mutable_self_transaction_attested();
    body->set_attested_by(SampleToken('t'));
    body->set_tid("12231310");
    body->set_rrn("503510000771");
  }
}

inline void SetSampleConductBody(amanah::v1::Event& event,
                                 amanah::v1::Event::BodyCase kind) {
  using amanah::v1::Event;
  if (kind == Event::kGraduationTargetSet) {
    auto* body = event.mutable_graduation_target_set();
    body->set_party(SampleToken('t'));
    body->set_year(2025);
    body->set_percent(10);
  } else if (kind == Event::kTargetAdjusted) {
    auto* body = event.mutable_target_adjusted();
    body->set_party(SampleToken('t'));
    body->set_year(2025);
    body->set_percent(5);
    body->set_reason("BANJIR");
  } else if (kind == Event::kAwardGiven) {
    auto* body = event.mutable_award_given();
    body->set_party(SampleToken('t'));
    body->set_metric("GRADUASI");
    body->set_metric_count(120);
    SetSampleTime(body->mutable_from_at());
    SetSampleTime(body->mutable_until_at());
    body->set_given_by("KEMENSOS");
  } else if (kind == Event::kSanctionProposed) {
    auto* body = event.mutable_sanction_proposed();
    body->set_party(SampleToken('t'));
    body->set_kind(amanah::v1::SANCTION_KIND_WARNING_1);
    body->set_basis("TIDAK_MEMUTAKHIRKAN_DATA");
    body->set_proposed_by(SampleToken('i'));
  } else if (kind == Event::kSanctionImposed) {
    auto* body = event.mutable_sanction_imposed();
    body->set_party(SampleToken('t'));
    body->set_kind(amanah::v1::SANCTION_KIND_WARNING_2);
    body->set_basis("TIDAK_MEMUTAKHIRKAN_DATA");
    SetSampleTime(body->mutable_effective_from());
    SetSampleTime(body->mutable_effective_until());
    body->set_decree_no("SP2/18.01/2025/3");
    body->set_proposal_event_id(SampleToken('o'));
  } else if (kind == Event::kConductFindingRecorded) {
    auto* body = event.mutable_conduct_finding_recorded();
    body->set_party(SampleToken('t'));
    body->set_finding("TIDAK_MENEMUI_KPM");
    body->set_found_by_means("MONEV");
    body->set_recorded_by(SampleToken('v'));
  } else if (kind == Event::kHonorariumWithheld) {
    auto* body = event.mutable_honorarium_withheld();
    body->set_party(SampleToken('t'));
    body->set_month(202507);
    body->set_amount_rupiah(1'500'000);
    body->set_basis("TIDAK SESUAI SOP");
  } else if (kind == Event::kHonorariumReturnedToKasda) {
    auto* body = event.mutable_honorarium_returned_to_kasda();
    body->set_party(SampleToken('t'));
    body->set_month(202507);
    body->set_amount_rupiah(1'500'000);
    body->set_receipt_no("STS/2025/00071");
    body->set_ntpn("7FE944E46319CC7F");
  } else if (kind == Event::kOperationalSupportPaid) {
    auto* body = event.mutable_operational_support_paid();
    body->set_party(SampleToken('t'));
    body->set_amount_rupiah(300'000);
    body->set_fund("APBD");
    body->set_budget_ref("APBD/64.02/2023");
    body->set_month(202507);
  } else if (kind == Event::kLawEnforcementAction) {
    auto* body = event.mutable_law_enforcement_action();
    body->set_party(SampleToken('t'));
    body->set_agency("POLRES");
    body->set_stage(amanah::v1::LAW_ENFORCEMENT_STAGE_ARRESTED);
    body->set_case_no("LP/B/1/2025");
  }
}

inline void SetSampleRecordBody(amanah::v1::Event& event,
                                amanah::v1::Event::BodyCase kind) {
  using amanah::v1::Event;
  if (kind == Event::kEventCorrected) {
    auto* body = event.mutable_event_corrected();
    body->set_of_event_id(SampleToken('o'));
    body->set_kind(amanah::v1::CORRECTION_KIND_REPLACED);
    body->set_replacement_event_id(SampleToken('n'));
    body->set_reason("SALAH BACA");
    body->set_corrected_by(SampleToken('i'));
  } else if (kind == Event::kLegalHoldPlaced) {
    auto* body = event.mutable_legal_hold_placed();
    body->set_hold_no("LH/2025/1");
    body->set_party(SampleToken('t'));
    body->set_basis("SURAT KEJARI");
    body->set_ordered_by("KEJARI");
    SetSampleTime(body->mutable_covers_from());
  } else if (kind == Event::kLegalHoldReleased) {
    auto* body = event.mutable_legal_hold_released();
    body->set_hold_no("LH/2025/1");
    body->set_basis("PUTUSAN INKRAH");
  }
}

}  // namespace ledger::event
