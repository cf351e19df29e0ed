#include "ledger/event/event.h"
#include "ledger/event/validate.h"

namespace ledger::event {
namespace {

using amanah::v1::Event;

void Check(const amanah::v1::RoleEnded& body, Checker& checker) {
  checker.Token(body.party(), "party");
  checker.Specified(amanah::v1::PartyRole_IsValid(body.role()), body.role(),
                    "role");
  checker.TextIfAny(body.reason(), "reason", kWords);
  checker.TextIfAny(body.decree_no(), "decree_no", kShortCode);
}

void Check(const amanah::v1::PartyRegistered& body, Checker& checker) {
  checker.Token(body.party(), "party");
  checker.Specified(amanah::v1::PartyKind_IsValid(body.kind()), body.kind(),
                    "kind");
  checker.TextIfAny(body.organisation(), "organisation", kShortCode);
}

void Check(const amanah::v1::ConflictOfInterestRecorded& body,
           Checker& checker) {
  checker.Token(body.party(), "party");
  checker.Text(body.relation(), "relation", kShortCode);
  checker.TokenIfAny(body.related_party(), "related_party");
  checker.TokenIfAny(body.related_kpm(), "related_kpm");
  checker.TextIfAny(body.agent_id(), "agent_id", kShortCode);
}

void Check(const amanah::v1::KpmReassigned& body, Checker& checker) {
  checker.Token(body.from_companion(), "from_companion");
  checker.Token(body.to_companion(), "to_companion");
  checker.TextIfAny(body.reason(), "reason", kWords);
}

void Check(const amanah::v1::DistributionHeld& body, Checker& checker) {
  checker.TextIfAny(body.schedule_ref(), "schedule_ref", kShortCode);
  if (body.has_until_at()) checker.Time(body.until_at(), "until_at");
  checker.TextList(body.tids(), "tids", 64, kTid);
  checker.TextIfAny(body.place(), "place", kWords);
  checker.Known(amanah::v1::PaymentChannel_IsValid(body.channel()), "channel");
  checker.TokenIfAny(body.responsible(), "responsible");
}

void Check(const amanah::v1::OrderReceived& body, Checker& checker) {
  checker.TokenIfAny(body.order_event_id(), "order_event_id");
  checker.TextIfAny(body.order_ref(), "order_ref", kShortCode);
  checker.Require(!body.order_event_id().empty() || !body.order_ref().empty(),
                  "order_event_id", "or order_ref is required");
  checker.Text(body.received_by(), "received_by", kShortCode);
}

// What of the envelope each kind cannot do without.
void CheckEnvelopeOf(const Event& event, Checker& checker) {
  switch (event.body_case()) {
    case Event::kKpmReassigned:
      return RequireKpm(event, checker);
    case Event::kDistributionHeld:
      return RequireRegion(event, checker);
    default:
      return;
  }
}

}  // namespace

void CheckPeopleBody(const Event& event, Checker& checker) {
  CheckEnvelopeOf(event, checker);
  const Checker::Inside inside(checker, KindName(event.body_case()));
  switch (event.body_case()) {
    case Event::kRoleEnded:
      return Check(event.role_ended(), checker);
    case Event::kPartyRegistered:
      return Check(event.party_registered(), checker);
    case Event::kConflictOfInterestRecorded:
      return Check(event.conflict_of_interest_recorded(), checker);
    case Event::kKpmReassigned:
      return Check(event.kpm_reassigned(), checker);
    case Event::kDistributionHeld:
      return Check(event.distribution_held(), checker);
    case Event::kOrderReceived:
      return Check(event.order_received(), checker);
    default:
      AMANAH_CHECK(false);  // A kind of the family that has no rules.
  }
}

}  // namespace ledger::event
