// Valid events of lists, families and accounts; sample_events.h has the rest.

#pragma once

#include <string>

#include "amanah/v1/event.pb.h"
#include "tests/unit/event/sample_parts.h"

namespace ledger::event {

inline void SetSampleListBody(amanah::v1::Event& event,
                              amanah::v1::Event::BodyCase kind) {
  using amanah::v1::Event;
  if (kind == Event::kCandidateProposed) {
    auto* body = event.mutable_candidate_proposed();
    body->set_proposed_by(SampleToken('c'));
    body->set_proposed_by_role(amanah::v1::PARTY_ROLE_VILLAGE_OFFICIAL);
    body->set_forum("MUSDES");
    body->set_record_no("BA/18.01.18.2001/2025/01");
  } else if (kind == Event::kCandidateVerified) {
    auto* body = event.mutable_candidate_verified();
    body->set_result(amanah::v1::CHECK_RESULT_PASSED);
    body->set_reason("LAYAK");
    body->set_verified_by(SampleToken('v'));
  } else if (kind == Event::kCandidateValidated) {
    auto* body = event.mutable_candidate_validated();
    body->set_result(amanah::v1::CHECK_RESULT_FAILED);
    body->set_reason("PINDAH");
    body->set_validated_by(SampleToken('t'));
  } else if (kind == Event::kInitialMeetingHeld) {
    auto* body = event.mutable_initial_meeting_held();
    body->set_companion(SampleToken('t'));
    body->set_meeting_no("PA/18.01.18/2025/01");
    body->set_place("Balai Desa Talang Jawa");
  } else if (kind == Event::kEligibilityChecked) {
    auto* body = event.mutable_eligibility_checked();
    body->set_result(amanah::v1::CHECK_RESULT_FAILED);
    body->set_status("EXCLUDE PEKERJAAN");
    body->set_reason("UPAH DI ATAS UMK");
    body->set_decile(4);
    body->set_review(true);
  } else if (kind == Event::kListApproved) {
    auto* body = event.mutable_list_approved();
    body->set_approving_office("BUPATI");
    body->set_record_no("BA/18.01/2025/3");
    body->set_family_count(219);
    body->set_list_hash(std::string(32, 'l'));
  } else if (kind == Event::kPeriodListFinalised) {
    auto* body = event.mutable_period_list_finalised();
    body->set_list_root(std::string(32, 'r'));
    body->set_family_count(459);
    body->set_total_rupiah(344'750'000);
    body->set_channel(amanah::v1::PAYMENT_CHANNEL_BANK);
    body->set_bank("BANK A");
    body->set_decree_no("SK/12/2025");
  } else if (kind == Event::kSpmIssued) {
    auto* body = event.mutable_spm_issued();
    body->set_spm_no("00001A/LJS/2025");
    body->set_decree_no("SK/12/2025");
    body->set_bank("BANK A");
    body->set_family_count(459);
    body->set_total_rupiah(344'750'000);
  } else if (kind == Event::kStandingInstructionSent) {
    auto* body = event.mutable_standing_instruction_sent();
    body->set_si_no("SI/2025/00001");
    body->set_sp2d_no("251801300000001");
    body->set_bank("BANK A");
    body->set_family_count(459);
    body->set_total_rupiah(344'750'000);
  } else if (kind == Event::kSiksStatusChecked) {
    auto* body = event.mutable_siks_status_checked();
    body->set_checked_by(SampleToken('s'));
    body->set_status("SI");
    body->set_purpose("PENGADUAN");
  } else if (kind == Event::kGapListPublished) {
    auto* body = event.mutable_gap_list_published();
    body->set_list_hash(std::string(32, 'l'));
    body->set_family_count(39);
  } else if (kind == Event::kQuotaMoved) {
    auto* body = event.mutable_quota_moved();
    body->set_from_region_code("18.01.18.2002");
    body->set_family_count(3);
    body->set_basis("GRADUASI");
  } else if (kind == Event::kRecipientBannerPublished) {
    auto* body = event.mutable_recipient_banner_published();
    body->set_list_hash(std::string(32, 'l'));
    body->set_family_count(121);
    body->set_place("Balai Desa Talang Jawa");
  } else if (kind == Event::kBannerRemoved) {
    auto* body = event.mutable_banner_removed();
    body->set_list_hash(std::string(32, 'l'));
    body->set_reason("RUSAK");
  } else if (kind == Event::kCampaignInstructionIssued) {
    auto* body = event.mutable_campaign_instruction_issued();
    body->set_issuer(SampleToken('i'));
    body->set_issuer_role(amanah::v1::PARTY_ROLE_COORDINATOR);
    body->set_topic("KPM_PEGANG_KKS_SENDIRI");
    body->set_text_hash(std::string(32, 'x'));
    SetSampleTime(body->mutable_valid_from());
    SetSampleTime(body->mutable_valid_until());
  } else if (kind == Event::kRulePublished) {
    auto* body = event.mutable_rule_published();
    body->set_rule_id("RULE-KKS-01");
    body->set_title("KKS dipegang KPM");
    body->set_text_hash(std::string(32, 'x'));
    SetSampleTime(body->mutable_valid_from());
    SetSampleTime(body->mutable_valid_until());
    body->set_supersedes_rule_id("RULE-KKS-00");
  } else if (kind == Event::kLocalAidGranted) {
    auto* body = event.mutable_local_aid_granted();
    body->set_scheme("SEMBAKO_OTONOM");
    body->set_amount_rupiah(200'000);
    body->set_budget_ref("APBD/18.01/2025-01");
  }
}

inline void SetSampleFamilyBody(amanah::v1::Event& event,
                                amanah::v1::Event::BodyCase kind) {
  using amanah::v1::Event;
  if (kind == Event::kPengurusReplaced) {
    auto* body = event.mutable_pengurus_replaced();
    body->set_previous_pengurus(SampleToken('q'));
    body->set_reported_by("DESA");
  } else if (kind == Event::kFamilyStatusChanged) {
    auto* body = event.mutable_family_status_changed();
    body->set_status(amanah::v1::FAMILY_STATUS_MOVED);
    body->set_reported_by("PUSDATIN");
    body->set_reason("PINDAH KECAMATAN");
    body->set_moved_to_region_code("18.01.04");
  } else if (kind == Event::kKpmEnrolled) {
    auto* body = event.mutable_kpm_enrolled();
    body->set_replaces_kpm(SampleToken('r'));
    body->set_proposed_by(SampleToken('c'));
    body->set_route("PENGGANTI");
    body->set_decree_no("SK/12/2025");
  } else if (kind == Event::kGraduationProposed) {
    auto* body = event.mutable_graduation_proposed();
    body->set_kind(amanah::v1::GRADUATION_KIND_INDEPENDENT);
    body->set_reason("USAHA_BERJALAN");
    body->set_proposed_by(SampleToken('t'));
  } else if (kind == Event::kResignationLetterSigned) {
    auto* body = event.mutable_resignation_letter_signed();
    body->set_signed_by(SampleToken('p'));
    body->set_witness(SampleToken('w'));
    body->set_letter_no("SP/18.01.18.2001/7");
  }
}

inline void SetSampleAccountBody(amanah::v1::Event& event,
                                 amanah::v1::Event::BodyCase kind) {
  using amanah::v1::Event;
  if (kind == Event::kAccountOpened) {
    auto* body = event.mutable_account_opened();
    body->set_bank("BANK A");
    body->set_branch_code("01801");
    body->set_collective(true);
  } else if (kind == Event::kAccountOpenFailed) {
    auto* body = event.mutable_account_open_failed();
    body->set_bank("BANK A");
    body->set_reason("GAGAL BUREKOL");
  } else if (kind == Event::kAccountVerified) {
    auto* body = event.mutable_account_verified();
    body->set_bank("BANK A");
    body->set_method("OMSPAN");
  } else if (kind == Event::kAccountVerifyFailed) {
    auto* body = event.mutable_account_verify_failed();
    body->set_bank("BANK A");
    body->set_method("OMSPAN");
    body->set_reason("GAGAL NAMA");
  } else if (kind == Event::kAccountClosed) {
    auto* body = event.mutable_account_closed();
    body->set_bank("BANK A");
    body->set_reason("GRADUASI");
  } else if (kind == Event::kReceiptIssued) {
    auto* body = event.mutable_receipt_issued();
    body->set_rrn("503510000771");
    body->set_tid("12231310");
    body->set_receipt_kind("STRUK");
  } else if (kind == Event::kPosPaid) {
    auto* body = event.mutable_pos_paid();
    body->set_amount_rupiah(600'000);
    body->set_receiver(SampleToken('p'));
    body->set_receiver_role(amanah::v1::PARTY_ROLE_PENGURUS);
    body->set_identity_check(amanah::v1::IDENTITY_CHECK_KTP);
    body->set_office_code("35451");
    body->set_payer(SampleToken('j'));
    body->set_at_home(true);
    body->set_payment_ref("POS503510000771");
  } else if (kind == Event::kNonTransactingReported) {
    auto* body = event.mutable_non_transacting_reported();
    body->set_bank("BANK A");
    body->set_category("TIDAK_TERDISTRIBUSI");
    body->set_family_count(12);
    body->set_total_rupiah(4'800'000);
    body->set_list_hash(std::string(32, 'l'));
  } else if (kind == Event::kReconciliationSigned) {
    auto* body = event.mutable_reconciliation_signed();
    body->set_bank("BANK A");
    body->set_signed_by(SampleToken('s'));
    SetSampleTime(body->mutable_from_at());
    SetSampleTime(body->mutable_until_at());
    body->set_account_count(459);
    body->set_credited_rupiah(344'750'000);
    body->set_debited_rupiah(340'000'000);
    body->set_returned_rupiah(4'000'000);
    body->set_remaining_rupiah(750'000);
  } else if (kind == Event::kRestitutionMade) {
    auto* body = event.mutable_restitution_made();
    body->set_party(SampleToken('t'));
    body->set_amount_rupiah(150'000);
    body->set_method("TUNAI");
    body->set_original_rrn("503510000771");
    body->set_ntpn("7FE944E46319CC7F");
    body->set_case_no("KASUS/2025/1");
  }
}

}  // namespace ledger::event
