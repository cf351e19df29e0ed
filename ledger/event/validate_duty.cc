#include "ledger/event/event.h"
#include "ledger/event/validate.h"

namespace ledger::event {
namespace {

using amanah::v1::Event;

// Of a body with work in the field, required.
template <typename Body>
void CheckWork(const Body& body, Checker& checker) {
  if (!body.has_work()) return checker.Fail("work", Checker::kRequired);
  const amanah::v1::FieldWork& work = body.work();
  const Checker::Inside inside(checker, "work");
  checker.Token(work.done_by(), "done_by");
  checker.Known(amanah::v1::PartyRole_IsValid(work.done_by_role()),
                "done_by_role");
  CheckCoordinates(work, checker);
  checker.TokenIfAny(work.photo_fingerprint(), "photo_fingerprint");
}

void Check(const amanah::v1::HomeVisitDone& body, Checker& checker) {
  CheckWork(body, checker);
  checker.TextIfAny(body.finding(), "finding", kWords);
}

void Check(const amanah::v1::P2k2SessionHeld& body, Checker& checker) {
  CheckWork(body, checker);
  checker.Text(body.group_id(), "group_id", kGroup);
  checker.TextIfAny(body.module(), "module", kShortCode);
  checker.Require(body.attendance_bitmap().size() <= 64, "attendance_bitmap",
                  "must be at most 64 bytes");
}

void Check(const amanah::v1::CommitmentVerified& body, Checker& checker) {
  checker.Token(body.verified_by(), "verified_by");
  checker.TokenIfAny(body.member(), "member");
  checker.Text(body.component(), "component", kShortCode);
  checker.TextIfAny(body.facility(), "facility", kShortCode);
  checker.Require(body.attendance_percent() <= 100, "attendance_percent",
                  "must be at most 100");
}

void Check(const amanah::v1::KpmDataUpdated& body, Checker& checker) {
  CheckWork(body, checker);
  checker.TextIfAny(body.result(), "result", kShortCode);
  checker.TextList(body.changed_fields(), "changed_fields", 32, kShortCode);
  checker.TextIfAny(body.data_source(), "data_source", kShortCode);
}

void Check(const amanah::v1::CustodyCheckDone& body, Checker& checker) {
  CheckWork(body, checker);
}

void Check(const amanah::v1::HouseLabelled& body, Checker& checker) {
  CheckWork(body, checker);
}

void Check(const amanah::v1::LabelRefusedOrRemoved& body, Checker& checker) {
  CheckWork(body, checker);
  checker.TextIfAny(body.reason(), "reason", kWords);
}

void Check(const amanah::v1::KpmEducationGiven& body, Checker& checker) {
  checker.Token(body.given_by(), "given_by");
  checker.Text(body.topic(), "topic", kShortCode);
  checker.TextIfAny(body.group_id(), "group_id", kGroup);
}

void Check(const amanah::v1::EntitlementDisclosed& body, Checker& checker) {
  checker.Token(body.disclosed_by(), "disclosed_by");
  checker.NotNegative(body.amount_rupiah(), "amount_rupiah");
  checker.TextList(body.items(), "items", 16, kShortCode);
}

void Check(const amanah::v1::JointVisitDone& body, Checker& checker) {
  CheckWork(body, checker);
  checker.Token(body.second_party(), "second_party");
  checker.Known(amanah::v1::PartyRole_IsValid(body.second_role()),
                "second_role");
  checker.TextIfAny(body.finding(), "finding", kWords);
}

void Check(const amanah::v1::MonitoringVisitDone& body, Checker& checker) {
  CheckWork(body, checker);
  checker.HashIfAny(body.answers_hash(), "answers_hash");
  checker.TextIfAny(body.finding(), "finding", kWords);
}

void Check(const amanah::v1::EmpowermentGiven& body, Checker& checker) {
  checker.Text(body.kind(), "kind", kShortCode);
  checker.TokenIfAny(body.given_by(), "given_by");
  checker.NotNegative(body.amount_rupiah(), "amount_rupiah");
}

// What of the envelope each kind cannot do without.
void CheckEnvelopeOf(const Event& event, Checker& checker) {
  switch (event.body_case()) {
    case Event::kHomeVisitDone:
    case Event::kCommitmentVerified:
    case Event::kKpmDataUpdated:
    case Event::kCustodyCheckDone:
    case Event::kHouseLabelled:
    case Event::kLabelRefusedOrRemoved:
    case Event::kEntitlementDisclosed:
    case Event::kJointVisitDone:
    case Event::kMonitoringVisitDone:
    case Event::kEmpowermentGiven:
      return RequireKpm(event, checker);
    case Event::kKpmEducationGiven:
      return checker.Require(
          !event.subjects().kpm().empty() ||
              !event.kpm_education_given().group_id().empty(),
          "subjects.kpm", "or group_id is required");
    default:
      return;
  }
}

}  // namespace

void CheckDutyBody(const Event& event, Checker& checker) {
  CheckEnvelopeOf(event, checker);
  const Checker::Inside inside(checker, KindName(event.body_case()));
  switch (event.body_case()) {
    case Event::kHomeVisitDone:
      return Check(event.home_visit_done(), checker);
    case Event::kP2K2SessionHeld:
      return Check(event.p2k2_session_held(), checker);
    case Event::kCommitmentVerified:
      return Check(event.commitment_verified(), checker);
    case Event::kKpmDataUpdated:
      return Check(event.kpm_data_updated(), checker);
    case Event::kCustodyCheckDone:
      return Check(event.custody_check_done(), checker);
    case Event::kHouseLabelled:
      return Check(event.house_labelled(), checker);
    case Event::kLabelRefusedOrRemoved:
      return Check(event.label_refused_or_removed(), checker);
    case Event::kKpmEducationGiven:
      return Check(event.kpm_education_given(), checker);
    case Event::kEntitlementDisclosed:
      return Check(event.entitlement_disclosed(), checker);
    case Event::kJointVisitDone:
      return Check(event.joint_visit_done(), checker);
    case Event::kMonitoringVisitDone:
      return Check(event.monitoring_visit_done(), checker);
    case Event::kEmpowermentGiven:
      return Check(event.empowerment_given(), checker);
    default:
      AMANAH_CHECK(false);  // A kind of the family that has no rules.
  }
}

}  // namespace ledger::event
