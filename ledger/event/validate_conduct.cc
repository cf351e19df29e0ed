#include "ledger/event/event.h"
#include "ledger/event/validate.h"

namespace ledger::event {
namespace {

using amanah::v1::Event;

// Whose target: a companion's or a region's.
void RequirePartyOrRegion(const Event& event, std::string_view party,
                          Checker& checker) {
  checker.Require(!party.empty() || !event.region_code().empty(), "region_code",
                  "or party is required");
}

void Check(const amanah::v1::GraduationTargetSet& body, Checker& checker) {
  checker.TokenIfAny(body.party(), "party");
  checker.Require(body.year() >= 1990 && body.year() < 2200, "year",
                  "must be in [1990, 2200)");
  checker.Require(body.percent() >= 1 && body.percent() <= 100, "percent",
                  "must be in [1, 100]");
}

void Check(const amanah::v1::TargetAdjusted& body, Checker& checker) {
  checker.TokenIfAny(body.party(), "party");
  checker.Require(body.year() >= 1990 && body.year() < 2200, "year",
                  "must be in [1990, 2200)");
  checker.Require(body.percent() <= 100, "percent", "must be at most 100");
  checker.Text(body.reason(), "reason", kWords);
}

void Check(const amanah::v1::AwardGiven& body, Checker& checker) {
  checker.Token(body.party(), "party");
  checker.Text(body.metric(), "metric", kShortCode);
  if (body.has_from_at()) checker.Time(body.from_at(), "from_at");
  if (body.has_until_at()) checker.Time(body.until_at(), "until_at");
  checker.TextIfAny(body.given_by(), "given_by", kShortCode);
}

void Check(const amanah::v1::SanctionProposed& body, Checker& checker) {
  CheckOneParty(body, checker);
  checker.Specified(amanah::v1::SanctionKind_IsValid(body.kind()), body.kind(),
                    "kind");
  checker.TextIfAny(body.basis(), "basis", kWords);
  checker.TokenIfAny(body.proposed_by(), "proposed_by");
}

void Check(const amanah::v1::SanctionImposed& body, Checker& checker) {
  CheckOneParty(body, checker);
  checker.Specified(amanah::v1::SanctionKind_IsValid(body.kind()), body.kind(),
                    "kind");
  checker.TextIfAny(body.basis(), "basis", kWords);
  if (body.has_effective_from())
    checker.Time(body.effective_from(), "effective_from");
  if (body.has_effective_until())
    checker.Time(body.effective_until(), "effective_until");
  checker.TextIfAny(body.decree_no(), "decree_no", kShortCode);
  checker.TokenIfAny(body.proposal_event_id(), "proposal_event_id");
}

void Check(const amanah::v1::ConductFindingRecorded& body, Checker& checker) {
  checker.Token(body.party(), "party");
  checker.Text(body.finding(), "finding", kShortCode);
  checker.TextIfAny(body.found_by_means(), "found_by_means", kShortCode);
  checker.TokenIfAny(body.recorded_by(), "recorded_by");
}

void Check(const amanah::v1::HonorariumWithheld& body, Checker& checker) {
  checker.Token(body.party(), "party");
  checker.Month(body.month(), "month");
  checker.Positive(body.amount_rupiah(), "amount_rupiah");
  checker.TextIfAny(body.basis(), "basis", kWords);
}

void Check(const amanah::v1::HonorariumReturnedToKasda& body,
           Checker& checker) {
  checker.Token(body.party(), "party");
  checker.Month(body.month(), "month");
  checker.Positive(body.amount_rupiah(), "amount_rupiah");
  checker.TextIfAny(body.receipt_no(), "receipt_no", kShortCode);
  checker.TextIfAny(body.ntpn(), "ntpn", kNtpn);
  checker.Require(!body.receipt_no().empty() || !body.ntpn().empty(),
                  "receipt_no", "or ntpn is required");
}

void Check(const amanah::v1::OperationalSupportPaid& body, Checker& checker) {
  checker.Token(body.party(), "party");
  checker.Positive(body.amount_rupiah(), "amount_rupiah");
  checker.TextIfAny(body.fund(), "fund", kShortCode);
  checker.TextIfAny(body.budget_ref(), "budget_ref", kShortCode);
  if (body.month() != 0) checker.Month(body.month(), "month");
}

void Check(const amanah::v1::LawEnforcementAction& body, Checker& checker) {
  checker.Token(body.party(), "party");
  checker.Text(body.agency(), "agency", kShortCode);
  checker.Specified(amanah::v1::LawEnforcementStage_IsValid(body.stage()),
                    body.stage(), "stage");
  checker.TextIfAny(body.case_no(), "case_no", kShortCode);
}

void CheckEnvelopeOf(const Event& event, Checker& checker) {
  if (event.body_case() == Event::kGraduationTargetSet) {
    RequirePartyOrRegion(event, event.graduation_target_set().party(), checker);
  } else if (event.body_case() == Event::kTargetAdjusted) {
    RequirePartyOrRegion(event, event.target_adjusted().party(), checker);
  }
}

}  // namespace

void CheckConductBody(const Event& event, Checker& checker) {
  CheckEnvelopeOf(event, checker);
  const Checker::Inside inside(checker, KindName(event.body_case()));
  switch (event.body_case()) {
    case Event::kGraduationTargetSet:
      return Check(event.graduation_target_set(), checker);
    case Event::kTargetAdjusted:
      return Check(event.target_adjusted(), checker);
    case Event::kAwardGiven:
      return Check(event.award_given(), checker);
    case Event::kSanctionProposed:
      return Check(event.sanction_proposed(), checker);
    case Event::kSanctionImposed:
      return Check(event.sanction_imposed(), checker);
    case Event::kConductFindingRecorded:
      return Check(event.conduct_finding_recorded(), checker);
    case Event::kHonorariumWithheld:
      return Check(event.honorarium_withheld(), checker);
    case Event::kHonorariumReturnedToKasda:
      return Check(event.honorarium_returned_to_kasda(), checker);
    case Event::kOperationalSupportPaid:
      return Check(event.operational_support_paid(), checker);
    case Event::kLawEnforcementAction:
      return Check(event.law_enforcement_action(), checker);
    default:
      AMANAH_CHECK(false);  // A kind of the family that has no rules.
  }
}

}  // namespace ledger::event
