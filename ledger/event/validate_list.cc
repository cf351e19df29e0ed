#include "ledger/event/event.h"
#include "ledger/event/validate.h"

namespace ledger::event {
namespace {

using amanah::v1::Event;

// A candidate may have no KPM id yet.
void RequireCandidate(const Event& event, Checker& checker) {
  const amanah::v1::Subjects& subjects = event.subjects();
  checker.Require(!subjects.kpm().empty() || !subjects.pengurus().empty() ||
                      !subjects.household().empty(),
                  "subjects.kpm", "or pengurus or household is required");
}

void Check(const amanah::v1::CandidateProposed& body, Checker& checker) {
  checker.TokenIfAny(body.proposed_by(), "proposed_by");
  checker.Known(amanah::v1::PartyRole_IsValid(body.proposed_by_role()),
                "proposed_by_role");
  checker.TextIfAny(body.forum(), "forum", kShortCode);
  checker.TextIfAny(body.record_no(), "record_no", kShortCode);
}

void Check(const amanah::v1::CandidateVerified& body, Checker& checker) {
  checker.Specified(amanah::v1::CheckResult_IsValid(body.result()),
                    body.result(), "result");
  checker.TextIfAny(body.reason(), "reason", kWords);
  checker.TokenIfAny(body.verified_by(), "verified_by");
}

void Check(const amanah::v1::CandidateValidated& body, Checker& checker) {
  checker.Specified(amanah::v1::CheckResult_IsValid(body.result()),
                    body.result(), "result");
  checker.TextIfAny(body.reason(), "reason", kWords);
  checker.Token(body.validated_by(), "validated_by");
}

void Check(const amanah::v1::InitialMeetingHeld& body, Checker& checker) {
  checker.Token(body.companion(), "companion");
  checker.TextIfAny(body.meeting_no(), "meeting_no", kShortCode);
  checker.TextIfAny(body.place(), "place", kWords);
}

void Check(const amanah::v1::EligibilityChecked& body, Checker& checker) {
  checker.Specified(amanah::v1::CheckResult_IsValid(body.result()),
                    body.result(), "result");
  checker.TextIfAny(body.status(), "status", kWords);
  checker.TextIfAny(body.reason(), "reason", kWords);
  checker.Require(body.decile() <= 10, "decile", "must be in [0, 10]");
}

void Check(const amanah::v1::ListApproved& body, Checker& checker) {
  checker.Text(body.approving_office(), "approving_office", kShortCode);
  checker.TextIfAny(body.record_no(), "record_no", kShortCode);
  checker.HashIfAny(body.list_hash(), "list_hash");
}

void Check(const amanah::v1::PeriodListFinalised& body, Checker& checker) {
  checker.Hash(body.list_root(), "list_root");
  checker.NotNegative(body.total_rupiah(), "total_rupiah");
  checker.Known(amanah::v1::PaymentChannel_IsValid(body.channel()), "channel");
  checker.TextIfAny(body.bank(), "bank", kShortCode);
  checker.TextIfAny(body.decree_no(), "decree_no", kShortCode);
}

void Check(const amanah::v1::SpmIssued& body, Checker& checker) {
  checker.Text(body.spm_no(), "spm_no", kShortCode);
  checker.TextIfAny(body.decree_no(), "decree_no", kShortCode);
  checker.TextIfAny(body.bank(), "bank", kShortCode);
  checker.NotNegative(body.total_rupiah(), "total_rupiah");
}

void Check(const amanah::v1::StandingInstructionSent& body, Checker& checker) {
  checker.Text(body.si_no(), "si_no", kShortCode);
  checker.TextIfAny(body.sp2d_no(), "sp2d_no", kSp2d);
  checker.TextIfAny(body.bank(), "bank", kShortCode);
  checker.NotNegative(body.total_rupiah(), "total_rupiah");
}

void Check(const amanah::v1::SiksStatusChecked& body, Checker& checker) {
  checker.Token(body.checked_by(), "checked_by");
  checker.Text(body.status(), "status", kWords);
  checker.TextIfAny(body.purpose(), "purpose", kShortCode);
}

void Check(const amanah::v1::GapListPublished& body, Checker& checker) {
  checker.Hash(body.list_hash(), "list_hash");
}

void Check(const amanah::v1::QuotaMoved& body, Checker& checker) {
  checker.Region(body.from_region_code(), "from_region_code");
  checker.TextIfAny(body.basis(), "basis", kWords);
}

void Check(const amanah::v1::RecipientBannerPublished& body, Checker& checker) {
  checker.Hash(body.list_hash(), "list_hash");
  checker.TextIfAny(body.place(), "place", kWords);
}

void Check(const amanah::v1::BannerRemoved& body, Checker& checker) {
  checker.HashIfAny(body.list_hash(), "list_hash");
  checker.TextIfAny(body.reason(), "reason", kWords);
}

void Check(const amanah::v1::CampaignInstructionIssued& body,
           Checker& checker) {
  checker.Token(body.issuer(), "issuer");
  checker.Known(amanah::v1::PartyRole_IsValid(body.issuer_role()),
                "issuer_role");
  checker.Text(body.topic(), "topic", kShortCode);
  checker.Hash(body.text_hash(), "text_hash");
  if (body.has_valid_from()) checker.Time(body.valid_from(), "valid_from");
  if (body.has_valid_until()) checker.Time(body.valid_until(), "valid_until");
}

void Check(const amanah::v1::RulePublished& body, Checker& checker) {
  checker.Text(body.rule_id(), "rule_id", kShortCode);
  checker.TextIfAny(body.title(), "title", kWords);
  checker.Hash(body.text_hash(), "text_hash");
  if (body.has_valid_from()) {
    checker.Time(body.valid_from(), "valid_from");
  } else {
    checker.Fail("valid_from", Checker::kRequired);
  }
  if (body.has_valid_until()) checker.Time(body.valid_until(), "valid_until");
  checker.TextIfAny(body.supersedes_rule_id(), "supersedes_rule_id",
                    kShortCode);
}

void Check(const amanah::v1::LocalAidGranted& body, Checker& checker) {
  checker.Text(body.scheme(), "scheme", kShortCode);
  checker.Positive(body.amount_rupiah(), "amount_rupiah");
  checker.TextIfAny(body.budget_ref(), "budget_ref", kShortCode);
}

// What of the envelope each kind cannot do without.
void CheckEnvelopeOf(const Event& event, Checker& checker) {
  switch (event.body_case()) {
    case Event::kCandidateProposed:
    case Event::kCandidateVerified:
    case Event::kCandidateValidated:
    case Event::kEligibilityChecked:
      return RequireCandidate(event, checker);
    case Event::kInitialMeetingHeld:
    case Event::kSiksStatusChecked:
    case Event::kLocalAidGranted:
      return RequireKpm(event, checker);
    case Event::kListApproved:
    case Event::kQuotaMoved:
    case Event::kBannerRemoved:
    case Event::kCampaignInstructionIssued:
      return RequireRegion(event, checker);
    case Event::kPeriodListFinalised:
      RequireProgramme(event, checker);
      return RequirePeriod(event, checker);
    case Event::kGapListPublished:
    case Event::kRecipientBannerPublished:
      RequireRegion(event, checker);
      return RequirePeriod(event, checker);
    default:
      return;
  }
}

}  // namespace

void CheckListBody(const Event& event, Checker& checker) {
  CheckEnvelopeOf(event, checker);
  const Checker::Inside inside(checker, KindName(event.body_case()));
  switch (event.body_case()) {
    case Event::kCandidateProposed:
      return Check(event.candidate_proposed(), checker);
    case Event::kCandidateVerified:
      return Check(event.candidate_verified(), checker);
    case Event::kCandidateValidated:
      return Check(event.candidate_validated(), checker);
    case Event::kInitialMeetingHeld:
      return Check(event.initial_meeting_held(), checker);
    case Event::kEligibilityChecked:
      return Check(event.eligibility_checked(), checker);
    case Event::kListApproved:
      return Check(event.list_approved(), checker);
    case Event::kPeriodListFinalised:
      return Check(event.period_list_finalised(), checker);
    case Event::kSpmIssued:
      return Check(event.spm_issued(), checker);
    case Event::kStandingInstructionSent:
      return Check(event.standing_instruction_sent(), checker);
    case Event::kSiksStatusChecked:
      return Check(event.siks_status_checked(), checker);
    case Event::kGapListPublished:
      return Check(event.gap_list_published(), checker);
    case Event::kQuotaMoved:
      return Check(event.quota_moved(), checker);
    case Event::kRecipientBannerPublished:
      return Check(event.recipient_banner_published(), checker);
    case Event::kBannerRemoved:
      return Check(event.banner_removed(), checker);
    case Event::kCampaignInstructionIssued:
      return Check(event.campaign_instruction_issued(), checker);
    case Event::kRulePublished:
      return Check(event.rule_published(), checker);
    case Event::kLocalAidGranted:
      return Check(event.local_aid_granted(), checker);
    default:
      AMANAH_CHECK(false);  // A kind of the family that has no rules.
  }
}

}  // namespace ledger::event
