#include "ledger/base/region.h"
#include "ledger/event/event.h"
#include "ledger/event/validate.h"

namespace ledger::event {
namespace {

using amanah::v1::Event;

constexpr int kMaxTids = 64;
constexpr int kMaxRegions = 64;

void Check(const amanah::v1::RoleAssigned& body, Checker& checker) {
  checker.Token(body.party(), "party");
  checker.Specified(amanah::v1::PartyRole_IsValid(body.role()), body.role(),
                    "role");
  if (body.has_until()) checker.Time(body.until(), "until");
  checker.TextIfAny(body.decree_no(), "decree_no", kShortCode);
}

void Check(const amanah::v1::AgentRegistered& body, Checker& checker) {
  checker.Text(body.agent_id(), "agent_id", kShortCode);
  checker.Token(body.owner(), "owner");
  checker.TextList(body.tids(), "tids", kMaxTids, kTid);
  checker.Token(body.settlement_account(), "settlement_account");
  checker.NotNegative(body.published_tariff_rupiah(),
                      "published_tariff_rupiah");
  checker.TextIfAny(body.status(), "status", kShortCode);
  checker.TextIfAny(body.bank(), "bank", kShortCode);
}

void Check(const amanah::v1::TerminalRegistered& body, Checker& checker) {
  checker.Text(body.tid(), "tid", kTid);
  checker.TextIfAny(body.mid(), "mid", kMid);
  checker.TextIfAny(body.agent_id(), "agent_id", kShortCode);
  checker.TextIfAny(body.terminal_kind(), "terminal_kind", kShortCode);
  CheckCoordinates(body, checker);
  checker.TextIfAny(body.bank(), "bank", kShortCode);
}

void Check(const amanah::v1::ProxyAuthorised& body, Checker& checker) {
  checker.Token(body.proxy(), "proxy");
  checker.TextIfAny(body.relation(), "relation", kShortCode);
  checker.TokenIfAny(body.proxy_household(), "proxy_household");
  if (body.has_valid_until()) checker.Time(body.valid_until(), "valid_until");
  checker.TextIfAny(body.document_no(), "document_no", kShortCode);
  checker.TokenIfAny(body.approved_by(), "approved_by");
}

void CheckRegions(const amanah::v1::ScheduleFiled& body, Checker& checker) {
  const auto& codes = body.further_region_codes();
  checker.Require(codes.size() <= kMaxRegions, "further_region_codes",
                  Checker::kTooMany);
  for (int i = 0; i < codes.size() && i < kMaxRegions; ++i) {
    if (!IsRegionCode(codes[i])) {
      checker.FailAt("further_region_codes", i, "is no region code");
    }
  }
}

void Check(const amanah::v1::ScheduleFiled& body, Checker& checker) {
  checker.Specified(amanah::v1::ScheduleKind_IsValid(body.kind()), body.kind(),
                    "kind");
  if (body.has_from_at()) checker.Time(body.from_at(), "from_at");
  if (body.has_until_at()) checker.Time(body.until_at(), "until_at");
  checker.TextList(body.tids(), "tids", kMaxTids, kTid);
  checker.TextIfAny(body.list_rule(), "list_rule", kShortCode);
  checker.TextIfAny(body.place(), "place", kWords);
  checker.TokenIfAny(body.filed_by(), "filed_by");
  checker.TextIfAny(body.filed_by_organisation(), "filed_by_organisation",
                    kShortCode);
  CheckRegions(body, checker);
  checker.Known(amanah::v1::PaymentChannel_IsValid(body.channel()), "channel");
  checker.TokenIfAny(body.responsible(), "responsible");
  checker.TextIfAny(body.legal_basis(), "legal_basis", kWords);
  checker.NotNegative(body.cash_limit_rupiah(), "cash_limit_rupiah");
}

// Of an order: an agent by its code, or a person by token, and not both.
template <typename Body>
void CheckParty(const Body& body, Checker& checker) {
  checker.Specified(amanah::v1::OrderedPartyKind_IsValid(body.party_kind()),
                    body.party_kind(), "party_kind");
  const bool agent = body.party_kind() == amanah::v1::ORDERED_PARTY_KIND_AGENT;
  const bool person =
      body.party_kind() == amanah::v1::ORDERED_PARTY_KIND_PERSON;
  if (agent) {
    checker.Text(body.agent_id(), "agent_id", kShortCode);
    checker.Require(body.person().empty(), "person",
                    "must be empty for an agent");
  }
  if (person) {
    checker.Token(body.person(), "person");
    checker.Require(body.agent_id().empty(), "agent_id",
                    "must be empty for a person");
  }
  checker.TextIfAny(body.basis(), "basis", kWords);
}

void Check(const amanah::v1::SuspensionOrdered& body, Checker& checker) {
  CheckParty(body, checker);
  if (body.has_effective_from()) {
    checker.Time(body.effective_from(), "effective_from");
  } else {
    checker.Fail("effective_from", Checker::kRequired);
  }
  if (body.has_effective_until()) {
    checker.Time(body.effective_until(), "effective_until");
  }
  if (body.has_received_by_bank_at()) {
    checker.Time(body.received_by_bank_at(), "received_by_bank_at");
  }
}

void Check(const amanah::v1::GroupFormed& body, Checker& checker) {
  checker.Text(body.group_id(), "group_id", kGroup);
  checker.Token(body.leader(), "leader");
  checker.TokenIfAny(body.leader_kpm(), "leader_kpm");
}

void Check(const amanah::v1::FamilyAssigned& body, Checker& checker) {
  checker.Token(body.companion(), "companion");
  checker.TextIfAny(body.group_id(), "group_id", kGroup);
  checker.TokenIfAny(body.group_leader(), "group_leader");
  if (body.has_until()) checker.Time(body.until(), "until");
}

}  // namespace

void CheckContextBody(const Event& event, Checker& checker) {
  if (event.body_case() == Event::kProxyAuthorised ||
      event.body_case() == Event::kFamilyAssigned) {
    RequireKpm(event, checker);
  }
  const Checker::Inside inside(checker, KindName(event.body_case()));
  switch (event.body_case()) {
    case Event::kRoleAssigned:
      return Check(event.role_assigned(), checker);
    case Event::kAgentRegistered:
      return Check(event.agent_registered(), checker);
    case Event::kTerminalRegistered:
      return Check(event.terminal_registered(), checker);
    case Event::kProxyAuthorised:
      return Check(event.proxy_authorised(), checker);
    case Event::kScheduleFiled:
      return Check(event.schedule_filed(), checker);
    case Event::kSuspensionOrdered:
      return Check(event.suspension_ordered(), checker);
    case Event::kGroupFormed:
      return Check(event.group_formed(), checker);
    case Event::kFamilyAssigned:
      return Check(event.family_assigned(), checker);
    case Event::kClarificationRequested:
      return CheckParty(event.clarification_requested(), checker);
    default:
      AMANAH_CHECK(false);  // A kind of the family that has no rules.
  }
}

}  // namespace ledger::event
