// Valid events of people and duties; sample_events.h has the rest.

#pragma once

#include <string>

#include "amanah/v1/event.pb.h"
#include "tests/unit/event/sample_parts.h"

namespace ledger::event {

inline void SetSamplePeopleBody(amanah::v1::Event& event,
                                amanah::v1::Event::BodyCase kind) {
  using amanah::v1::Event;
  if (kind == Event::kRoleEnded) {
    auto* body = event.mutable_role_ended();
    body->set_party(SampleToken('t'));
    body->set_role(amanah::v1::PARTY_ROLE_COMPANION);
    body->set_reason("MUTASI");
    body->set_decree_no("SK/18.01.18/PKH/009/2025");
  } else if (kind == Event::kPartyRegistered) {
    auto* body = event.mutable_party_registered();
    body->set_party(SampleToken('t'));
    body->set_kind(amanah::v1::PARTY_KIND_PERSON);
    body->set_organisation("DINSOS 18.01");
  } else if (kind == Event::kConflictOfInterestRecorded) {
    auto* body = event.mutable_conflict_of_interest_recorded();
    body->set_party(SampleToken('t'));
    body->set_relation("PEMILIK_AGEN");
    body->set_related_party(SampleToken('u'));
    body->set_related_kpm(SampleToken('m'));
    body->set_agent_id("LA02232200");
    body->set_self_declared(true);
  } else if (kind == Event::kKpmReassigned) {
    auto* body = event.mutable_kpm_reassigned();
    body->set_from_companion(SampleToken('t'));
    body->set_to_companion(SampleToken('u'));
    body->set_reason("MUTASI");
  } else if (kind == Event::kDistributionHeld) {
    auto* body = event.mutable_distribution_held();
    body->set_schedule_ref("JDW-202502-000001");
    body->set_served_count(118);
    body->set_expected_count(121);
    SetSampleTime(body->mutable_until_at());
    body->add_tids("12231810");
    body->set_place("Balai Desa Talang Jawa");
    body->set_channel(amanah::v1::PAYMENT_CHANNEL_BANK);
    body->set_responsible(SampleToken('i'));
  } else if (kind == Event::kOrderReceived) {
    auto* body = event.mutable_order_received();
    body->set_order_event_id(SampleToken('o'));
    body->set_order_ref("SNK-202507-000001");
    body->set_received_by("BANK A");
  }
}

inline void SetSampleDutyBody(amanah::v1::Event& event,
                              amanah::v1::Event::BodyCase kind) {
  using amanah::v1::Event;
  if (kind == Event::kHomeVisitDone) {
    auto* body = event.mutable_home_visit_done();
    SetSampleWork(body->mutable_work());
    body->set_finding("BAIK");
  } else if (kind == Event::kP2K2SessionHeld) {
    auto* body = event.mutable_p2k2_session_held();
    SetSampleWork(body->mutable_work());
    body->set_group_id("KLP180118200101");
    body->set_module("MODUL_3");
    body->set_attendance_bitmap("\xef\x6d\xec\xff\x03");
  } else if (kind == Event::kCommitmentVerified) {
    auto* body = event.mutable_commitment_verified();
    body->set_verified_by(SampleToken('t'));
    body->set_member(SampleToken('m'));
    body->set_component("SD");
    body->set_facility("SDN 1");
    body->set_fulfilled(true);
    body->set_attendance_percent(95);
  } else if (kind == Event::kKpmDataUpdated) {
    auto* body = event.mutable_kpm_data_updated();
    SetSampleWork(body->mutable_work());
    body->set_result("DIUBAH");
    body->add_changed_fields("ALAMAT");
    body->set_data_source("KUNJUNGAN");
  } else if (kind == Event::kCustodyCheckDone) {
    auto* body = event.mutable_custody_check_done();
    SetSampleWork(body->mutable_work());
    body->set_card_seen(true);
  } else if (kind == Event::kHouseLabelled) {
    auto* body = event.mutable_house_labelled();
    SetSampleWork(body->mutable_work());
  } else if (kind == Event::kLabelRefusedOrRemoved) {
    auto* body = event.mutable_label_refused_or_removed();
    SetSampleWork(body->mutable_work());
    body->set_removed(true);
    body->set_reason("DICAT ULANG");
  } else if (kind == Event::kKpmEducationGiven) {
    auto* body = event.mutable_kpm_education_given();
    body->set_given_by(SampleToken('t'));
    body->set_topic("PIN");
    body->set_group_id("KLP180118200101");
  } else if (kind == Event::kEntitlementDisclosed) {
    auto* body = event.mutable_entitlement_disclosed();
    body->set_disclosed_by(SampleToken('t'));
    body->set_amount_rupiah(400'000);
    body->add_items("BERAS 10 KG");
    body->set_acknowledged(true);
  } else if (kind == Event::kJointVisitDone) {
    auto* body = event.mutable_joint_visit_done();
    SetSampleWork(body->mutable_work());
    body->set_second_party(SampleToken('k'));
    body->set_second_role(amanah::v1::PARTY_ROLE_TKSK);
    body->set_finding("BAIK");
  } else if (kind == Event::kMonitoringVisitDone) {
    auto* body = event.mutable_monitoring_visit_done();
    SetSampleWork(body->mutable_work());
    body->set_family_found(true);
    body->set_answers_hash(std::string(32, 'w'));
    body->set_finding("SESUAI");
  } else if (kind == Event::kEmpowermentGiven) {
    auto* body = event.mutable_empowerment_given();
    body->set_kind("MODAL_USAHA");
    body->set_given_by(SampleToken('g'));
    body->set_amount_rupiah(500'000);
  }
}

inline void SetSampleOutreachBody(amanah::v1::Event& event,
                                  amanah::v1::Event::BodyCase kind) {
  using amanah::v1::Event;
  if (kind == Event::kSocialisationHeld) {
    auto* body = event.mutable_socialisation_held();
    body->set_held_by(SampleToken('t'));
    body->set_audience("DESA");
    body->set_attendee_count(60);
    body->set_topic("HAK_KPM");
  } else if (kind == Event::kTrainingAttended) {
    auto* body = event.mutable_training_attended();
    body->set_party(SampleToken('t'));
    body->set_topic("P2K2");
    body->set_organiser("BBPPKS");
    body->set_mode("DARING");
  } else if (kind == Event::kCommitmentSigned) {
    auto* body = event.mutable_commitment_signed();
    body->set_party(SampleToken('t'));
    body->set_pledge("TIDAK_MEMEGANG_KKS");
    body->set_document_hash(std::string(32, 'd'));
  } else if (kind == Event::kCoordinationMeetingHeld) {
    auto* body = event.mutable_coordination_meeting_held();
    body->set_level("KECAMATAN");
    body->set_mode("DARING");
    body->set_convened_by(SampleToken('i'));
    body->add_attendees(SampleToken('t'));
    body->set_attendee_count(12);
    body->set_minutes_hash(std::string(32, 'n'));
  } else if (kind == Event::kKpmIssueLogged) {
    auto* body = event.mutable_kpm_issue_logged();
    body->set_logged_by(SampleToken('t'));
    body->set_issue("ANAK_PUTUS_SEKOLAH");
  } else if (kind == Event::kKpmIssueClosed) {
    auto* body = event.mutable_kpm_issue_closed();
    body->set_issue_event_id(SampleToken('i'));
    body->set_closed_by(SampleToken('t'));
    body->set_outcome("SELESAI");
  } else if (kind == Event::kPublicIssueRaised) {
    auto* body = event.mutable_public_issue_raised();
    body->set_topic("POTONGAN");
    body->set_medium("MEDIA");
    body->set_about_party(SampleToken('u'));
  } else if (kind == Event::kIssueResponseFiled) {
    auto* body = event.mutable_issue_response_filed();
    body->set_issue_event_id(SampleToken('i'));
    body->set_responded_by(SampleToken('t'));
    body->set_text_hash(std::string(32, 'x'));
  } else if (kind == Event::kPublicIssueResolved) {
    auto* body = event.mutable_public_issue_resolved();
    body->set_issue_event_id(SampleToken('i'));
    body->set_outcome("TIDAK_BENAR");
  } else if (kind == Event::kAdvocacyCaseOpened) {
    auto* body = event.mutable_advocacy_case_opened();
    body->set_case_no("ADV/18.01.18/409");
    body->set_companion(SampleToken('t'));
    body->set_problem("PIN_TERBLOKIR");
  } else if (kind == Event::kAdvocacyCaseClosed) {
    auto* body = event.mutable_advocacy_case_closed();
    body->set_case_no("ADV/18.01.18/409");
    body->set_outcome("SELESAI");
  } else if (kind == Event::kPeerReviewDone) {
    auto* body = event.mutable_peer_review_done();
    body->set_reviewer(SampleToken('t'));
    body->set_reviewed(SampleToken('u'));
    body->set_finding("BAIK");
  }
}

}  // namespace ledger::event
