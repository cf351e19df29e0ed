// Goal: every rule of form is kept, and names the field that breaks it.
// Method: one valid event of every kind with every field set; each field of
// each is broken by itself in every way that its type can be, by walking the
// descriptors, so that a field without a rule is found.

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>
#include <string>

#include "ledger/event/event.h"
#include "tests/unit/event/field_walk.h"
#include "tests/unit/event/sample_events.h"

namespace ledger::event {
namespace {

using amanah::v1::Event;
using google::protobuf::FieldDescriptor;

// Runs `test` for every set field of every sample.
void ForEachField(
    const std::function<void(const Event& sample, const SetField&)>& test) {
  for (const Event::BodyCase kind : AllSampleKinds()) {
    const Event sample = SampleEvent(kind);
    for (const SetField& field : AllFields(sample)) {
      SCOPED_TRACE(std::string(KindName(kind)) + ": " + field.path);
      test(sample, field);
    }
  }
}

// Name of a repeated field's element without the index.
std::string WithoutIndex(const std::string& path) {
  return path.substr(0, path.find('['));
}

TEST(ValidateTest, EverySampleIsValid) {
  for (const Event::BodyCase kind : AllSampleKinds()) {
    EXPECT_EQ(FieldsOf(SampleEvent(kind)), "") << KindName(kind);
  }
}

TEST(ValidateTest, EverySampleSetsEveryFieldThatItsKindHas) {
  for (const Event::BodyCase kind : AllSampleKinds()) {
    const Event sample = SampleEvent(kind);
    const auto* body = sample.GetDescriptor()->FindFieldByNumber(kind);
    const auto& message = sample.GetReflection()->GetMessage(sample, body);
    std::vector<const FieldDescriptor*> set;
    message.GetReflection()->ListFields(message, &set);
    for (int i = 0; i < body->message_type()->field_count(); ++i) {
      const FieldDescriptor* field = body->message_type()->field(i);
      // Of these a party is one, and a reporter.
      if (field->name() == "person" || field->name() == "agent_id") continue;
      if (field->real_containing_oneof() != nullptr) continue;
      EXPECT_NE(std::find(set.begin(), set.end(), field), set.end())
          << KindName(kind) << "." << field->name();
    }
  }
}

// What each kind cannot do without, besides event_id, occurred_at and
// region_code_version (with a region code).
const std::map<std::string_view, std::set<std::string>>& RequiredFields() {
  static const std::set<std::string> kPosted = {
      "subjects.account", "subjects", "transaction", "transaction.rrn",
      "transaction.response_code"};
  static const auto with = [](std::set<std::string> base,
                              std::set<std::string> more) {
    base.merge(more);
    return base;
  };
  static const std::set<std::string> kCard = {"subjects", "subjects.kks"};
  static const std::set<std::string> kKpm = {"subjects", "subjects.kpm"};
  static const std::set<std::string> kStated =
      with(kCard, {"statement", "statement.holder"});
  static const std::map<std::string_view, std::set<std::string>> kRequired = {
      {"submitter_registered",
       {"origin", "vkeys", "threshold", "authority", "authority.event_kinds"}},
      {"submitter_keys_changed", {"origin"}},
      {"submitter_authority_changed",
       {"origin", "authority", "authority.event_kinds"}},
      {"submitter_retired", {"origin"}},
      {"key_compromised", {"origin", "vkey"}},
      {"family_listed", with(kKpm, {"programme", "period_id"})},
      {"sp2d_issued", {"sp2d_no"}},
      {"pengurus_replaced",
       with(kKpm, {"subjects.pengurus", "previous_pengurus"})},
      {"family_status_changed", with(kKpm, {"status"})},
      {"candidate_proposed", {"subjects"}},
      {"candidate_verified", {"subjects", "result"}},
      {"candidate_validated", {"subjects", "result", "validated_by"}},
      {"initial_meeting_held", with(kKpm, {"companion"})},
      {"eligibility_checked", {"subjects", "result"}},
      {"list_approved", {"region_code", "approving_office"}},
      {"period_list_finalised", {"programme", "period_id", "list_root"}},
      {"spm_issued", {"spm_no"}},
      {"standing_instruction_sent", {"si_no"}},
      {"siks_status_checked", with(kKpm, {"checked_by", "status"})},
      {"gap_list_published", {"region_code", "period_id", "list_hash"}},
      {"quota_moved", {"region_code", "from_region_code"}},
      {"recipient_banner_published", {"region_code", "period_id", "list_hash"}},
      {"banner_removed", {"region_code"}},
      {"campaign_instruction_issued",
       {"region_code", "issuer", "topic", "text_hash"}},
      {"rule_published", {"rule_id", "text_hash", "valid_from"}},
      {"local_aid_granted", with(kKpm, {"scheme", "amount_rupiah"})},
      {"kpm_enrolled", with(kKpm, {"programme"})},
      {"graduation_proposed", with(kKpm, {"kind", "proposed_by"})},
      {"resignation_letter_signed", kKpm},
      {"test_swipe_done", kCard},
      {"kks_destroyed", kCard},
      {"account_opened", {"subjects", "subjects.account", "bank"}},
      {"account_open_failed", with(kKpm, {"bank", "reason"})},
      {"account_verified", {"subjects", "subjects.account"}},
      {"account_verify_failed", {"subjects", "reason"}},
      {"account_closed", {"subjects", "subjects.account"}},
      {"receipt_issued", {"receipt_kind"}},
      {"pos_paid",
       with(kKpm, {"programme", "period_id", "amount_rupiah", "receiver"})},
      {"non_transacting_reported", {"period_id", "bank", "category"}},
      {"reconciliation_signed", {"period_id", "bank", "from_at", "until_at"}},
      {"restitution_made", {"party", "amount_rupiah"}},
      {"role_ended", {"party", "role"}},
      {"party_registered", {"party", "kind"}},
      {"conflict_of_interest_recorded", {"party", "relation"}},
      {"kpm_reassigned", with(kKpm, {"from_companion", "to_companion"})},
      {"distribution_held", {"region_code"}},
      {"order_received", {"received_by"}},
      {"home_visit_done", with(kKpm, {"work", "work.done_by"})},
      {"p2k2_session_held", {"work", "work.done_by", "group_id"}},
      {"commitment_verified", with(kKpm, {"verified_by", "component"})},
      {"kpm_data_updated", with(kKpm, {"work", "work.done_by"})},
      {"custody_check_done", with(kKpm, {"work", "work.done_by"})},
      {"house_labelled", with(kKpm, {"work", "work.done_by"})},
      {"label_refused_or_removed", with(kKpm, {"work", "work.done_by"})},
      {"kpm_education_given", {"given_by", "topic"}},
      {"entitlement_disclosed", with(kKpm, {"disclosed_by"})},
      {"joint_visit_done",
       with(kKpm, {"work", "work.done_by", "second_party"})},
      {"monitoring_visit_done", with(kKpm, {"work", "work.done_by"})},
      {"empowerment_given", with(kKpm, {"kind"})},
      {"socialisation_held", {"held_by"}},
      {"training_attended", {"party", "topic"}},
      {"commitment_signed", {"party", "pledge"}},
      {"coordination_meeting_held", {}},
      {"kpm_issue_logged", with(kKpm, {"logged_by", "issue"})},
      {"kpm_issue_closed", with(kKpm, {"issue_event_id"})},
      {"public_issue_raised", {"topic"}},
      {"issue_response_filed", {"issue_event_id", "responded_by"}},
      {"public_issue_resolved", {"issue_event_id", "outcome"}},
      {"advocacy_case_opened", with(kKpm, {"case_no", "companion", "problem"})},
      {"advocacy_case_closed", with(kKpm, {"case_no"})},
      {"peer_review_done", {"reviewer", "reviewed"}},
      {"grievance_filed", {"ticket", "kind", "channel"}},
      {"grievance_linked", {"ticket", "case_no"}},
      {"grievance_answered", {"ticket"}},
      {"grievance_closed", {"ticket", "outcome"}},
      {"amount_acknowledged", kKpm},
      {"self_transaction_attested", kKpm},
      {"graduation_target_set", {"year", "percent"}},
      {"target_adjusted", {"year", "reason"}},
      {"award_given", {"party", "metric"}},
      {"sanction_proposed", {"party", "kind"}},
      {"sanction_imposed", {"party", "kind"}},
      {"conduct_finding_recorded", {"party", "finding"}},
      {"honorarium_withheld", {"party", "month", "amount_rupiah"}},
      {"honorarium_returned_to_kasda", {"party", "month", "amount_rupiah"}},
      {"operational_support_paid", {"party", "amount_rupiah"}},
      {"law_enforcement_action", {"party", "agency", "stage"}},
      {"event_corrected",
       {"of_event_id", "kind", "replacement_event_id", "reason"}},
      {"legal_hold_placed", {"hold_no", "basis"}},
      {"legal_hold_released", {"hold_no", "basis"}},
      {"kks_printed", kCard},
      {"kks_dispatched", kCard},
      {"kks_received_at_branch", kCard},
      {"kks_handed_over", with(kCard, {"receiver"})},
      {"kks_activated", kCard},
      {"pin_changed", kCard},
      {"kks_blocked", kCard},
      {"kks_replaced", with(kCard, {"replaced_by_kks"})},
      {"kks_closed", kCard},
      {"kks_returned_undelivered", with(kCard, {"reason"})},
      {"kks_custody_attested", kStated},
      {"kks_custody_observed", kStated},
      {"kks_custody_reported", kStated},
      {"kks_custody_changed", with(kStated, {"from_holder"})},
      {"credit_posted",
       {"subjects", "subjects.account", "programme", "period_id",
        "allocation_months", "credit_ref", "amount_rupiah"}},
      {"credit_failed", {"subjects", "credit_ref", "amount_rupiah"}},
      {"withdrawal_posted", kPosted},
      {"purchase_posted", kPosted},
      {"transfer_posted", with(kPosted, {"counter_account"})},
      {"balance_inquired", kPosted},
      {"debit_declined", kPosted},
      {"fee_charged", kPosted},
      {"transaction_reversed", with(kPosted, {"original_rrn"})},
      {"funds_debited_to_rpl",
       {"subjects", "subjects.account", "transaction.rrn",
        "transaction.response_code", "amount_rupiah"}},
      {"funds_remitted_to_treasury", {"amount_rupiah"}},
      {"control_total_reported", {"transaction_type", "bank"}},
      {"deposit_posted", kPosted},
      {"account_frozen", {"subjects", "subjects.account"}},
      {"role_assigned", {"party", "role"}},
      {"agent_registered", {"agent_id", "owner", "settlement_account"}},
      {"terminal_registered", {"tid"}},
      {"proxy_authorised", with(kKpm, {"proxy"})},
      {"schedule_filed", {"kind"}},
      {"suspension_ordered", {"party_kind", "agent_id", "effective_from"}},
      {"group_formed", {"group_id", "leader"}},
      {"family_assigned", with(kKpm, {"companion"})},
      {"clarification_requested", {"party_kind", "person"}},
  };
  return kRequired;
}

TEST(ValidateTest, ExactlyTheRequiredFieldsCannotBeAbsent) {
  ForEachField([](const Event& sample, const SetField& field) {
    const std::string kind(KindName(sample.body_case()));
    const std::string path = WithoutIndex(field.path);
    if (path == kind) return;  // The body itself: another test's.
    const std::string within =
        path.starts_with(kind + ".") ? path.substr(kind.size() + 1) : path;
    const bool required =
        RequiredFields().at(kind).contains(within) || path == "event_id" ||
        path == "occurred_at" || path == "region_code_version" ||
        // A moment of 1970 is out of range: absent is malformed.
        path.ends_with(".unix_micros");
    Event event = sample;
    Clear(event, field);
    EXPECT_EQ(!FieldsOf(event).empty(), required) << FieldsOf(event);
    if (required && path != "subjects") {
      EXPECT_NE(FieldsOf(event).find(path), std::string::npos)
          << FieldsOf(event);
    }
  });
}

TEST(ValidateTest, AnEventWithoutABodyIsMalformed) {
  EXPECT_EQ(FieldsOf(SampleEnvelope()), "body");
  EXPECT_EQ(FieldsOf(Event()), "event_id occurred_at body");
}

TEST(ValidateTest, TokensAndHashesHaveTheirLength) {
  ForEachField([](const Event& sample, const SetField& field) {
    if (field.field->type() != FieldDescriptor::TYPE_BYTES) return;
    const std::string& name = field.field->name();
    if (name == "attendance_bitmap") return;  // Of any length up to its own.
    const bool hash = name == "evidence_hashes" || name.ends_with("_hash") ||
                      name.ends_with("_root");
    const std::size_t length = hash ? 32 : 16;
    for (const std::size_t wrong : {std::size_t{1}, length - 1, length + 1}) {
      Event event = sample;
      SetText(event, field, std::string(wrong, 'x'));
      EXPECT_EQ(FieldsOf(event), field.path);
    }
  });
}

TEST(ValidateTest, EveryTextIsGuarded) {
  ForEachField([](const Event& sample, const SetField& field) {
    if (field.field->type() != FieldDescriptor::TYPE_STRING) return;
    const auto refused = [&](const std::string& text) {
      Event event = sample;
      SetText(event, field, text);
      // Some break two rules of the same field, such as form and guard.
      EXPECT_TRUE(FieldsOf(event).starts_with(field.path))
          << text.substr(0, 40) << ": " << FieldsOf(event);
      for (const Error::Violation& violation : ValidateEvent(event)) {
        EXPECT_EQ(violation.field, field.path);
        EXPECT_EQ(violation.description.find(text), std::string::npos);
      }
    };
    refused("NIK 1801182654975011 x");
    refused("9999-1447-1178-5022");
    refused("a\nb");
    refused(std::string("a\0b", 3));
    refused(
        "a\xe2\x80\xae"
        "b");
    refused(
        "a\xff"
        "b");
    refused(std::string(300, 'a'));
    if (field.field->name() != "ntpn") refused("1801182654975011");
  });
}

TEST(ValidateTest, EnumsMustBeKnown) {
  ForEachField([](const Event& sample, const SetField& field) {
    if (field.field->type() != FieldDescriptor::TYPE_ENUM) return;
    for (const int value : {99, -1}) {
      Event event = sample;
      SetEnum(event, field, value);
      EXPECT_EQ(FieldsOf(event), field.path);
    }
  });
}

TEST(ValidateTest, MoneyIsNeverNegativeButABalance) {
  ForEachField([](const Event& sample, const SetField& field) {
    if (!field.field->name().ends_with("_rupiah")) return;
    Event event = sample;
    google::protobuf::Message& holder = HolderOf(event, field);
    holder.GetReflection()->SetInt64(&holder, field.field, -1);
    const bool balance = field.field->name() == "balance_after_rupiah";
    EXPECT_TRUE(balance ? FieldsOf(event).empty()
                        : FieldsOf(event).starts_with(field.path))
        << FieldsOf(event);
  });
}

TEST(ValidateTest, MomentsAreInRange) {
  constexpr std::int64_t kFirst = 631'152'000'000'000;   // 1990-01-01
  constexpr std::int64_t kLast = 7'258'118'400'000'000;  // 2200-01-01
  ForEachField([](const Event& sample, const SetField& field) {
    if (field.field->message_type() == nullptr ||
        field.field->message_type()->name() != "ZonedTime") {
      return;
    }
    const auto fields = [&](std::int64_t micros, int zone) {
      Event event = sample;
      google::protobuf::Message& holder = HolderOf(event, field);
      auto* time = static_cast<amanah::v1::ZonedTime*>(
          holder.GetReflection()->MutableMessage(&holder, field.field));
      time->set_unix_micros(micros);
      time->set_zone_offset_minutes(zone);
      return FieldsOf(event);
    };
    EXPECT_EQ(fields(kFirst, -840), "");
    EXPECT_EQ(fields(kLast - 1, 840), "");
    EXPECT_EQ(fields(kFirst - 1, 0), field.path + ".unix_micros");
    EXPECT_EQ(fields(kLast, 0), field.path + ".unix_micros");
    EXPECT_EQ(fields(kFirst, -841), field.path + ".zone_offset_minutes");
    EXPECT_EQ(fields(kFirst, 841), field.path + ".zone_offset_minutes");
  });
}

TEST(ValidateTest, AtMostAHundredViolationsAreTold) {
  Event event = SampleEvent(Event::kSubmitterRegistered);
  auto* authority = event.mutable_submitter_registered()->mutable_authority();
  while (authority->region_prefixes_size() < 200) {
    authority->add_region_prefixes("no region");
  }
  EXPECT_EQ(ValidateEvent(event).size(), 100u);
}

}  // namespace
}  // namespace ledger::event
