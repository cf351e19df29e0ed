#include "ledger/event/event.h"
#include "ledger/event/validate.h"

namespace ledger::event {
namespace {

using amanah::v1::Event;

void CheckReplacement(const amanah::v1::EventCorrected& body,
                      Checker& checker) {
  const std::string& replacement = body.replacement_event_id();
  if (body.kind() == amanah::v1::CORRECTION_KIND_REPLACED) {
    checker.Token(replacement, "replacement_event_id");
    checker.Require(replacement != body.of_event_id(), "replacement_event_id",
                    "must be another event");
  }
  if (body.kind() == amanah::v1::CORRECTION_KIND_WITHDRAWN) {
    checker.Require(replacement.empty(), "replacement_event_id",
                    "must be empty when nothing replaces it");
  }
}

void Check(const amanah::v1::EventCorrected& body, Checker& checker) {
  checker.Token(body.of_event_id(), "of_event_id");
  checker.Specified(amanah::v1::CorrectionKind_IsValid(body.kind()),
                    body.kind(), "kind");
  CheckReplacement(body, checker);
  checker.Text(body.reason(), "reason", kWords);
  checker.TokenIfAny(body.corrected_by(), "corrected_by");
}

void Check(const amanah::v1::LegalHoldPlaced& body, Checker& checker) {
  checker.Text(body.hold_no(), "hold_no", kShortCode);
  checker.TokenIfAny(body.party(), "party");
  checker.Text(body.basis(), "basis", kWords);
  checker.TextIfAny(body.ordered_by(), "ordered_by", kShortCode);
  if (body.has_covers_from()) checker.Time(body.covers_from(), "covers_from");
}

void Check(const amanah::v1::LegalHoldReleased& body, Checker& checker) {
  checker.Text(body.hold_no(), "hold_no", kShortCode);
  checker.Text(body.basis(), "basis", kWords);
}

// A hold that says of nothing what it holds would hold nothing.
void CheckEnvelopeOf(const Event& event, Checker& checker) {
  if (event.body_case() != Event::kLegalHoldPlaced) return;
  const amanah::v1::Subjects& subjects = event.subjects();
  const bool any = !event.legal_hold_placed().party().empty() ||
                   !event.region_code().empty() || !subjects.kpm().empty() ||
                   !subjects.pengurus().empty() || !subjects.kks().empty() ||
                   !subjects.account().empty() || !subjects.household().empty();
  checker.Require(any, "legal_hold_placed.party",
                  "or a subject or region_code is required");
}

}  // namespace

void CheckRecordBody(const Event& event, Checker& checker) {
  CheckEnvelopeOf(event, checker);
  const Checker::Inside inside(checker, KindName(event.body_case()));
  switch (event.body_case()) {
    case Event::kEventCorrected:
      return Check(event.event_corrected(), checker);
    case Event::kLegalHoldPlaced:
      return Check(event.legal_hold_placed(), checker);
    case Event::kLegalHoldReleased:
      return Check(event.legal_hold_released(), checker);
    default:
      AMANAH_CHECK(false);  // A kind of the family that has no rules.
  }
}

}  // namespace ledger::event
