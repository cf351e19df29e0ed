#include "ledger/event/event.h"
#include "ledger/event/validate.h"

namespace ledger::event {
namespace {

using amanah::v1::Event;

void Check(const amanah::v1::PengurusReplaced& body, Checker& checker) {
  checker.Token(body.previous_pengurus(), "previous_pengurus");
  checker.TextIfAny(body.reported_by(), "reported_by", kShortCode);
}

void Check(const amanah::v1::FamilyStatusChanged& body, Checker& checker) {
  checker.Specified(amanah::v1::FamilyStatus_IsValid(body.status()),
                    body.status(), "status");
  checker.TextIfAny(body.reported_by(), "reported_by", kShortCode);
  checker.TextIfAny(body.reason(), "reason", kWords);
  if (!body.moved_to_region_code().empty())
    checker.Region(body.moved_to_region_code(), "moved_to_region_code");
}

void Check(const amanah::v1::KpmEnrolled& body, Checker& checker) {
  checker.TokenIfAny(body.replaces_kpm(), "replaces_kpm");
  checker.TokenIfAny(body.proposed_by(), "proposed_by");
  checker.TextIfAny(body.route(), "route", kShortCode);
  checker.TextIfAny(body.decree_no(), "decree_no", kShortCode);
}

void Check(const amanah::v1::GraduationProposed& body, Checker& checker) {
  checker.Specified(amanah::v1::GraduationKind_IsValid(body.kind()),
                    body.kind(), "kind");
  checker.TextIfAny(body.reason(), "reason", kWords);
  checker.Token(body.proposed_by(), "proposed_by");
}

void Check(const amanah::v1::ResignationLetterSigned& body, Checker& checker) {
  checker.TokenIfAny(body.signed_by(), "signed_by");
  checker.TokenIfAny(body.witness(), "witness");
  checker.TextIfAny(body.letter_no(), "letter_no", kShortCode);
}

// What of the envelope each kind cannot do without.
void CheckEnvelopeOf(const Event& event, Checker& checker) {
  switch (event.body_case()) {
    case Event::kPengurusReplaced:
      RequireKpm(event, checker);
      return checker.Require(!event.subjects().pengurus().empty(),
                             "subjects.pengurus", Checker::kRequired);
    case Event::kFamilyStatusChanged:
    case Event::kGraduationProposed:
    case Event::kResignationLetterSigned:
      return RequireKpm(event, checker);
    case Event::kKpmEnrolled:
      RequireKpm(event, checker);
      return RequireProgramme(event, checker);
    default:
      return;
  }
}

}  // namespace

void CheckFamilyBody(const Event& event, Checker& checker) {
  CheckEnvelopeOf(event, checker);
  const Checker::Inside inside(checker, KindName(event.body_case()));
  switch (event.body_case()) {
    case Event::kPengurusReplaced:
      return Check(event.pengurus_replaced(), checker);
    case Event::kFamilyStatusChanged:
      return Check(event.family_status_changed(), checker);
    case Event::kKpmEnrolled:
      return Check(event.kpm_enrolled(), checker);
    case Event::kGraduationProposed:
      return Check(event.graduation_proposed(), checker);
    case Event::kResignationLetterSigned:
      return Check(event.resignation_letter_signed(), checker);
    default:
      AMANAH_CHECK(false);  // A kind of the family that has no rules.
  }
}

}  // namespace ledger::event
