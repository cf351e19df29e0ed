#include "ledger/event/event.h"
#include "ledger/event/validate.h"

namespace ledger::event {
namespace {

using amanah::v1::Event;

void Check(const amanah::v1::SocialisationHeld& body, Checker& checker) {
  checker.Token(body.held_by(), "held_by");
  checker.TextIfAny(body.audience(), "audience", kShortCode);
  checker.TextIfAny(body.topic(), "topic", kShortCode);
}

void Check(const amanah::v1::TrainingAttended& body, Checker& checker) {
  checker.Token(body.party(), "party");
  checker.Text(body.topic(), "topic", kShortCode);
  checker.TextIfAny(body.organiser(), "organiser", kShortCode);
  checker.TextIfAny(body.mode(), "mode", kShortCode);
}

void Check(const amanah::v1::CommitmentSigned& body, Checker& checker) {
  checker.Token(body.party(), "party");
  checker.Text(body.pledge(), "pledge", kShortCode);
  checker.HashIfAny(body.document_hash(), "document_hash");
}

void Check(const amanah::v1::CoordinationMeetingHeld& body, Checker& checker) {
  checker.TextIfAny(body.level(), "level", kShortCode);
  checker.TextIfAny(body.mode(), "mode", kShortCode);
  checker.TokenIfAny(body.convened_by(), "convened_by");
  checker.TokenList(body.attendees(), "attendees", 64);
  checker.HashIfAny(body.minutes_hash(), "minutes_hash");
}

void Check(const amanah::v1::KpmIssueLogged& body, Checker& checker) {
  checker.Token(body.logged_by(), "logged_by");
  checker.Text(body.issue(), "issue", kShortCode);
}

void Check(const amanah::v1::KpmIssueClosed& body, Checker& checker) {
  checker.Token(body.issue_event_id(), "issue_event_id");
  checker.TokenIfAny(body.closed_by(), "closed_by");
  checker.TextIfAny(body.outcome(), "outcome", kShortCode);
}

void Check(const amanah::v1::PublicIssueRaised& body, Checker& checker) {
  checker.Text(body.topic(), "topic", kShortCode);
  checker.TextIfAny(body.medium(), "medium", kShortCode);
  checker.TokenIfAny(body.about_party(), "about_party");
}

void Check(const amanah::v1::IssueResponseFiled& body, Checker& checker) {
  checker.Token(body.issue_event_id(), "issue_event_id");
  checker.Token(body.responded_by(), "responded_by");
  checker.HashIfAny(body.text_hash(), "text_hash");
}

void Check(const amanah::v1::PublicIssueResolved& body, Checker& checker) {
  checker.Token(body.issue_event_id(), "issue_event_id");
  checker.Text(body.outcome(), "outcome", kShortCode);
}

void Check(const amanah::v1::AdvocacyCaseOpened& body, Checker& checker) {
  checker.Text(body.case_no(), "case_no", kShortCode);
  checker.Token(body.companion(), "companion");
  checker.Text(body.problem(), "problem", kShortCode);
}

void Check(const amanah::v1::AdvocacyCaseClosed& body, Checker& checker) {
  checker.Text(body.case_no(), "case_no", kShortCode);
  checker.TextIfAny(body.outcome(), "outcome", kShortCode);
}

void Check(const amanah::v1::PeerReviewDone& body, Checker& checker) {
  checker.Token(body.reviewer(), "reviewer");
  checker.Token(body.reviewed(), "reviewed");
  checker.TextIfAny(body.finding(), "finding", kWords);
}

// What of the envelope each kind cannot do without.
void CheckEnvelopeOf(const Event& event, Checker& checker) {
  switch (event.body_case()) {
    case Event::kKpmIssueLogged:
    case Event::kKpmIssueClosed:
    case Event::kAdvocacyCaseOpened:
    case Event::kAdvocacyCaseClosed:
      return RequireKpm(event, checker);
    default:
      return;
  }
}

}  // namespace

void CheckOutreachBody(const Event& event, Checker& checker) {
  CheckEnvelopeOf(event, checker);
  const Checker::Inside inside(checker, KindName(event.body_case()));
  switch (event.body_case()) {
    case Event::kSocialisationHeld:
      return Check(event.socialisation_held(), checker);
    case Event::kTrainingAttended:
      return Check(event.training_attended(), checker);
    case Event::kCommitmentSigned:
      return Check(event.commitment_signed(), checker);
    case Event::kCoordinationMeetingHeld:
      return Check(event.coordination_meeting_held(), checker);
    case Event::kKpmIssueLogged:
      return Check(event.kpm_issue_logged(), checker);
    case Event::kKpmIssueClosed:
      return Check(event.kpm_issue_closed(), checker);
    case Event::kPublicIssueRaised:
      return Check(event.public_issue_raised(), checker);
    case Event::kIssueResponseFiled:
      return Check(event.issue_response_filed(), checker);
    case Event::kPublicIssueResolved:
      return Check(event.public_issue_resolved(), checker);
    case Event::kAdvocacyCaseOpened:
      return Check(event.advocacy_case_opened(), checker);
    case Event::kAdvocacyCaseClosed:
      return Check(event.advocacy_case_closed(), checker);
    case Event::kPeerReviewDone:
      return Check(event.peer_review_done(), checker);
    default:
      AMANAH_CHECK(false);  // A kind of the family that has no rules.
  }
}

}  // namespace ledger::event
