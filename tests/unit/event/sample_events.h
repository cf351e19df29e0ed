// One valid event of every kind, each with every field set that its kind has,
// the same on every call. For the tests of all rooms.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "amanah/v1/event.pb.h"
#include "tests/unit/event/sample_conduct_events.h"
#include "tests/unit/event/sample_duty_events.h"
#include "tests/unit/event/sample_list_events.h"
#include "tests/unit/event/sample_parts.h"

namespace ledger::event {

// The form of a verifier key; its key id is not that of its key.
inline std::string SampleVkey() {
  return "bank-a.example/amanah+01234567+"
         "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB";
}

inline void SetSampleTransaction(amanah::v1::Transaction* transaction) {
  transaction->set_rrn("503510000771");
  transaction->set_stan(232871);
  transaction->set_tid("12231310");
  transaction->set_mid("999900002231310");
  transaction->set_agent_id("LA02231300");
  transaction->set_channel(amanah::v1::TRANSACTION_CHANNEL_AGENT);
  transaction->set_entry_mode(amanah::v1::ENTRY_MODE_CHIP);
  transaction->set_response_code("00");
  transaction->set_amount_rupiah(400'000);
  transaction->set_fee_rupiah(5'000);
  transaction->set_balance_after_rupiah(5'000);
  transaction->set_pin_attempts(1);
  transaction->set_pin_duration_ms(3120);
  SetSampleTime(transaction->mutable_posted_at());
}

inline void SetSampleStatement(amanah::v1::CustodyStatement* statement) {
  statement->set_holder(SampleToken('h'));
  statement->set_holder_role(amanah::v1::PARTY_ROLE_GROUP_LEADER);
  statement->set_stated_by(SampleToken('s'));
  statement->set_stated_by_role(amanah::v1::PARTY_ROLE_COMPANION);
  SetSampleTime(statement->mutable_held_since());
  statement->set_evidence_kind("FOTO");
  statement->set_case_ref("ADV-2025-001");
}

inline void SetSampleAuthority(amanah::v1::Authority* authority) {
  authority->add_event_kinds("money.*");
  authority->add_event_kinds("kks_handed_over");
  authority->add_region_prefixes("18.01");
  authority->set_bank("BANK A");
  authority->add_programmes("PKH");
}

// Everything but a body.
inline amanah::v1::Event SampleEnvelope() {
  amanah::v1::Event event;
  event.set_event_id(SampleToken('e'));
  SetSampleTime(event.mutable_occurred_at());
  event.set_programme(amanah::v1::PROGRAMME_PKH);
  event.set_period_id("PKH-2025-T1");
  for (const std::uint32_t month : {202501u, 202502u, 202503u}) {
    event.add_allocation_months(month);
  }
  event.set_region_code("18.01.18.2001");
  event.set_region_code_version("300.2.2-2138/2025");
  event.mutable_subjects()->set_kpm(SampleToken('f'));
  event.mutable_subjects()->set_pengurus(SampleToken('p'));
  event.mutable_subjects()->set_kks(SampleToken('k'));
  event.mutable_subjects()->set_account(SampleToken('a'));
  event.mutable_subjects()->set_household(SampleToken('o'));
  event.add_evidence_hashes(std::string(32, 'x'));
  event.add_quality_flags(amanah::v1::QUALITY_FLAG_OFFLINE);
  SetSampleTime(event.mutable_recorded_at());
  event.set_source_ref("503510000771");
  return event;
}

inline void SetSampleRegistryBody(amanah::v1::Event& event,
                                  amanah::v1::Event::BodyCase kind) {
  using amanah::v1::Event;
  const std::string origin = "bank-a.example/amanah";
  if (kind == Event::kSubmitterRegistered) {
    auto* body = event.mutable_submitter_registered();
    body->set_origin(origin);
    body->add_vkeys(SampleVkey());
    body->set_threshold(1);
    SetSampleAuthority(body->mutable_authority());
    body->set_display_name("Bank A");
  } else if (kind == Event::kSubmitterKeysChanged) {
    auto* body = event.mutable_submitter_keys_changed();
    body->set_origin(origin);
    body->add_vkeys_added(SampleVkey());
    body->add_vkeys_retired(SampleVkey());
    body->set_threshold(1);
  } else if (kind == Event::kSubmitterAuthorityChanged) {
    auto* body = event.mutable_submitter_authority_changed();
    body->set_origin(origin);
    SetSampleAuthority(body->mutable_authority());
  } else if (kind == Event::kSubmitterRetired) {
    event.mutable_submitter_retired()->set_origin(origin);
  } else if (kind == Event::kKeyCompromised) {
    auto* body = event.mutable_key_compromised();
    body->set_origin(origin);
    body->set_vkey(SampleVkey());
    body->set_from_index(7);
  }
}

inline void SetSampleProgrammeBody(amanah::v1::Event& event,
                                   amanah::v1::Event::BodyCase kind) {
  using amanah::v1::Event;
  if (kind == Event::kFamilyListed) {
    auto* body = event.mutable_family_listed();
    body->set_amount_rupiah(1'100'000);
    body->add_components("SD");
    body->add_components("SMP");
    body->set_channel(amanah::v1::PAYMENT_CHANNEL_BANK);
    body->set_bank("BANK A");
    body->set_account_check("BERHASIL");
    body->set_list_status("TETAP");
  } else if (kind == Event::kSp2DIssued) {
    auto* body = event.mutable_sp2d_issued();
    body->set_sp2d_no("251801300000001");
    body->set_spm_no("00001A/LJS/2025");
    body->set_si_no("SI/2025/00001");
    body->set_bank("BANK A");
    body->set_lot("UTAMA");
    body->set_family_count(459);
    body->set_total_rupiah(344'750'000);
  }
}

inline void SetSampleCardBody(amanah::v1::Event& event,
                              amanah::v1::Event::BodyCase kind) {
  using amanah::v1::Event;
  if (kind == Event::kKksPrinted) {
    auto* body = event.mutable_kks_printed();
    body->set_batch_no("A180118-18718");
    body->set_last4("5022");
    body->set_replaces_kks(SampleToken('r'));
    body->set_bank("BANK A");
  } else if (kind == Event::kKksDispatched) {
    event.mutable_kks_dispatched()->set_branch_code("01801");
  } else if (kind == Event::kKksReceivedAtBranch) {
    event.mutable_kks_received_at_branch()->set_branch_code("01801");
  } else if (kind == Event::kKksHandedOver) {
    auto* body = event.mutable_kks_handed_over();
    body->set_receiver(SampleToken('p'));
    body->set_receiver_role(amanah::v1::PARTY_ROLE_PENGURUS);
    body->set_identity_check(amanah::v1::IDENTITY_CHECK_KTP);
    body->set_officer_id("A1801001");
    body->set_place("BALAI DESA MERBAU MATARAM");
    body->set_handover_record(SampleToken('b'));
  } else if (kind == Event::kKksActivated) {
    event.mutable_kks_activated()->set_place("KANTOR UNIT");
  } else if (kind == Event::kPinChanged) {
    event.mutable_pin_changed()->set_tid("12231310");
    event.mutable_pin_changed()->set_reset(true);
  } else if (kind == Event::kKksBlocked) {
    event.mutable_kks_blocked()->set_reason("HILANG");
  } else if (kind == Event::kKksReplaced) {
    event.mutable_kks_replaced()->set_replaced_by_kks(SampleToken('n'));
    event.mutable_kks_replaced()->set_reason("RUSAK");
  } else if (kind == Event::kKksClosed) {
    event.mutable_kks_closed()->set_reason("GRADUASI");
  } else if (kind == Event::kKksReturnedUndelivered) {
    event.mutable_kks_returned_undelivered()->set_reason("PINDAH");
    event.mutable_kks_returned_undelivered()->set_branch_code("01801");
  } else if (kind == Event::kTestSwipeDone) {
    auto* body = event.mutable_test_swipe_done();
    body->set_tid("12231310");
    body->set_rrn("503510000771");
    body->set_by_family(true);
  } else if (kind == Event::kKksDestroyed) {
    auto* body = event.mutable_kks_destroyed();
    body->set_reason("RETUR");
    body->set_branch_code("01801");
    body->set_record_no("BA/MUSNAH/2025/2");
  } else if (kind == Event::kKksCustodyAttested) {
    SetSampleStatement(
        event.mutable_kks_custody_attested()->mutable_statement());
  } else if (kind == Event::kKksCustodyObserved) {
    SetSampleStatement(
        event.mutable_kks_custody_observed()->mutable_statement());
  } else if (kind == Event::kKksCustodyReported) {
    SetSampleStatement(
        event.mutable_kks_custody_reported()->mutable_statement());
  } else if (kind == Event::kKksCustodyChanged) {
    auto* body = event.mutable_kks_custody_changed();
    body->set_from_holder(SampleToken('p'));
    body->set_from_role(amanah::v1::PARTY_ROLE_PENGURUS);
    SetSampleStatement(body->mutable_statement());
  }
}

inline void SetSampleMoneyBody(amanah::v1::Event& event,
                               amanah::v1::Event::BodyCase kind) {
  using amanah::v1::Event;
  if (kind == Event::kCreditPosted) {
    auto* body = event.mutable_credit_posted();
    body->set_credit_ref("CR503401000037");
    body->set_amount_rupiah(400'000);
    body->set_balance_after_rupiah(412'000);
    body->set_sp2d_no("251801300000001");
    body->set_si_no("SI/2025/00001");
  } else if (kind == Event::kCreditFailed) {
    auto* body = event.mutable_credit_failed();
    body->set_credit_ref("CR503401000038");
    body->set_amount_rupiah(400'000);
    body->set_reason("REKENING PASIF");
    body->set_sp2d_no("251801300000001");
    body->set_si_no("SI/2025/00001");
  } else if (kind == Event::kWithdrawalPosted) {
    SetSampleTransaction(
        event.mutable_withdrawal_posted()->mutable_transaction());
  } else if (kind == Event::kPurchasePosted) {
    SetSampleTransaction(
        event.mutable_purchase_posted()->mutable_transaction());
  } else if (kind == Event::kTransferPosted) {
    auto* body = event.mutable_transfer_posted();
    SetSampleTransaction(body->mutable_transaction());
    body->set_counter_account(SampleToken('c'));
  } else if (kind == Event::kBalanceInquired) {
    auto* transaction = event.mutable_balance_inquired()->mutable_transaction();
    SetSampleTransaction(transaction);
    transaction->set_amount_rupiah(0);
  } else if (kind == Event::kDebitDeclined) {
    auto* body = event.mutable_debit_declined();
    SetSampleTransaction(body->mutable_transaction());
    body->mutable_transaction()->set_response_code("55");
    body->set_declined_kind(amanah::v1::DECLINED_KIND_WITHDRAWAL);
  } else if (kind == Event::kFeeCharged) {
    SetSampleTransaction(event.mutable_fee_charged()->mutable_transaction());
  } else if (kind == Event::kTransactionReversed) {
    auto* body = event.mutable_transaction_reversed();
    SetSampleTransaction(body->mutable_transaction());
    body->set_original_rrn("503510000770");
  } else if (kind == Event::kFundsDebitedToRpl) {
    auto* body = event.mutable_funds_debited_to_rpl();
    SetSampleTransaction(body->mutable_transaction());
    body->set_return_ref("RTA000001");
    body->set_amount_rupiah(400'000);
    body->set_reason("KKS_TIDAK_TERDISTRIBUSI");
  } else if (kind == Event::kFundsRemittedToTreasury) {
    auto* body = event.mutable_funds_remitted_to_treasury();
    body->set_return_ref("RTA000001");
    body->set_ntpn("7FE944E46319CC7F");
    body->set_amount_rupiah(400'000);
    body->set_reason("REKENING PASIF");
  } else if (kind == Event::kControlTotalReported) {
    auto* body = event.mutable_control_total_reported();
    body->set_transaction_type("WITHDRAWAL");
    body->set_transaction_count(8);
    body->set_total_rupiah(3'200'000);
    body->set_bank("BANK A");
  } else if (kind == Event::kDepositPosted) {
    auto* body = event.mutable_deposit_posted();
    SetSampleTransaction(body->mutable_transaction());
    body->set_counter_account(SampleToken('c'));
  } else if (kind == Event::kAccountFrozen) {
    auto* body = event.mutable_account_frozen();
    body->set_reason("KKS_TIDAK_TERDISTRIBUSI");
    SetSampleTime(body->mutable_contacted_at());
  }
}

inline void SetSampleContextBody(amanah::v1::Event& event,
                                 amanah::v1::Event::BodyCase kind) {
  using amanah::v1::Event;
  if (kind == Event::kRoleAssigned) {
    auto* body = event.mutable_role_assigned();
    body->set_party(SampleToken('t'));
    body->set_role(amanah::v1::PARTY_ROLE_COMPANION);
    SetSampleTime(body->mutable_until());
    body->set_decree_no("SK/18.01.18/PKH/001/2022");
  } else if (kind == Event::kAgentRegistered) {
    auto* body = event.mutable_agent_registered();
    body->set_agent_id("LA02231600");
    body->set_owner(SampleToken('w'));
    body->add_tids("12231610");
    body->add_tids("12231611");
    body->set_settlement_account(SampleToken('z'));
    body->set_published_tariff_rupiah(5'000);
    body->set_status("AKTIF");
    body->set_bank("BANK A");
  } else if (kind == Event::kTerminalRegistered) {
    auto* body = event.mutable_terminal_registered();
    body->set_tid("22231380");
    body->set_mid("999800002231380");
    body->set_agent_id("LA02231600");
    body->set_terminal_kind("ATM");
    body->set_latitude_microdegrees(-4'628'900);
    body->set_longitude_microdegrees(104'649'500);
    body->set_bank("BANK A");
  } else if (kind == Event::kProxyAuthorised) {
    auto* body = event.mutable_proxy_authorised();
    body->set_proxy(SampleToken('y'));
    body->set_relation("CUCU");
    body->set_proxy_household(SampleToken('o'));
    SetSampleTime(body->mutable_valid_until());
    body->set_document_no("SKUASA/18.01.18.2003/9693/74");
    body->set_approved_by(SampleToken('v'));
  } else if (kind == Event::kScheduleFiled) {
    auto* body = event.mutable_schedule_filed();
    body->set_kind(amanah::v1::SCHEDULE_KIND_DISTRIBUTION);
    SetSampleTime(body->mutable_from_at());
    SetSampleTime(body->mutable_until_at());
    body->add_tids("12231810");
    body->set_list_rule("NO_URUT");
    body->set_place("Balai Desa Talang Jawa");
    body->set_filed_by(SampleToken('i'));
    body->set_filed_by_organisation("AGN2231300");
    body->add_further_region_codes("18.01.18.2002");
    body->set_channel(amanah::v1::PAYMENT_CHANNEL_BANK);
    body->set_responsible(SampleToken('i'));
    body->set_legal_basis("433/3.4/KP.02/3/2020");
    body->set_cash_limit_rupiah(300'000);
  } else if (kind == Event::kSuspensionOrdered) {
    auto* body = event.mutable_suspension_ordered();
    body->set_party_kind(amanah::v1::ORDERED_PARTY_KIND_AGENT);
    body->set_agent_id("AGN2231300");
    SetSampleTime(body->mutable_effective_from());
    SetSampleTime(body->mutable_effective_until());
    SetSampleTime(body->mutable_received_by_bank_at());
    body->set_basis("dugaan potongan");
  } else if (kind == Event::kGroupFormed) {
    auto* body = event.mutable_group_formed();
    body->set_group_id("KLP180118200101");
    body->set_leader(SampleToken('l'));
    body->set_leader_kpm(SampleToken('m'));
    body->set_member_count(30);
  } else if (kind == Event::kFamilyAssigned) {
    auto* body = event.mutable_family_assigned();
    body->set_companion(SampleToken('t'));
    body->set_group_id("KLP180118200101");
    body->set_group_leader(SampleToken('l'));
    body->set_list_number(1);
    body->set_neighbourhood(1);
    body->set_group_sequence(3);
    SetSampleTime(body->mutable_until());
  } else if (kind == Event::kClarificationRequested) {
    auto* body = event.mutable_clarification_requested();
    body->set_party_kind(amanah::v1::ORDERED_PARTY_KIND_PERSON);
    body->set_person(SampleToken('u'));
    body->set_basis("laporan KPM");
  }
}

// A valid event of `kind`, which must not be BODY_NOT_SET.
inline amanah::v1::Event SampleEvent(amanah::v1::Event::BodyCase kind) {
  amanah::v1::Event event = SampleEnvelope();
  SetSampleRegistryBody(event, kind);
  SetSampleProgrammeBody(event, kind);
  SetSampleCardBody(event, kind);
  SetSampleMoneyBody(event, kind);
  SetSampleContextBody(event, kind);
  SetSampleListBody(event, kind);
  SetSampleFamilyBody(event, kind);
  SetSampleAccountBody(event, kind);
  SetSamplePeopleBody(event, kind);
  SetSampleDutyBody(event, kind);
  SetSampleOutreachBody(event, kind);
  SetSampleGrievanceBody(event, kind);
  SetSampleConductBody(event, kind);
  SetSampleRecordBody(event, kind);
  return event;
}

// Every kind, by field number.
inline std::vector<amanah::v1::Event::BodyCase> AllSampleKinds() {
  std::vector<amanah::v1::Event::BodyCase> kinds;
  const auto* body = amanah::v1::Event::descriptor()->FindOneofByName("body");
  kinds.reserve(static_cast<std::size_t>(body->field_count()));
  for (int i = 0; i < body->field_count(); ++i) {
    kinds.push_back(
        static_cast<amanah::v1::Event::BodyCase>(body->field(i)->number()));
  }
  return kinds;
}

}  // namespace ledger::event
