#include "ledger/event/event.h"
#include "ledger/event/validate.h"

namespace ledger::event {
namespace {

using amanah::v1::Event;

void CheckRole(amanah::v1::PartyRole role, std::string_view field,
               Checker& checker) {
  checker.Known(amanah::v1::PartyRole_IsValid(role), field);
}

bool IsLast4(std::string_view digits) {
  return digits.size() == 4 &&
         digits.find_first_not_of("0123456789") == std::string_view::npos;
}

void Check(const amanah::v1::KksPrinted& body, Checker& checker) {
  checker.TextIfAny(body.batch_no(), "batch_no", kShortCode);
  checker.Require(body.last4().empty() || IsLast4(body.last4()), "last4",
                  "must be four digits");
  checker.TokenIfAny(body.replaces_kks(), "replaces_kks");
  checker.TextIfAny(body.bank(), "bank", kShortCode);
}

void Check(const amanah::v1::KksDispatched& body, Checker& checker) {
  checker.TextIfAny(body.branch_code(), "branch_code", kShortCode);
}

void Check(const amanah::v1::KksReceivedAtBranch& body, Checker& checker) {
  checker.TextIfAny(body.branch_code(), "branch_code", kShortCode);
}

void Check(const amanah::v1::KksHandedOver& body, Checker& checker) {
  checker.Token(body.receiver(), "receiver");
  CheckRole(body.receiver_role(), "receiver_role", checker);
  checker.Known(amanah::v1::IdentityCheck_IsValid(body.identity_check()),
                "identity_check");
  checker.TextIfAny(body.officer_id(), "officer_id", kShortCode);
  checker.TextIfAny(body.place(), "place", kWords);
  checker.TokenIfAny(body.handover_record(), "handover_record");
}

void Check(const amanah::v1::KksActivated& body, Checker& checker) {
  checker.TextIfAny(body.place(), "place", kWords);
}

void Check(const amanah::v1::PinChanged& body, Checker& checker) {
  checker.TextIfAny(body.tid(), "tid", kTid);
}

void Check(const amanah::v1::KksBlocked& body, Checker& checker) {
  checker.TextIfAny(body.reason(), "reason", kWords);
}

void Check(const amanah::v1::KksReplaced& body, Checker& checker) {
  checker.Token(body.replaced_by_kks(), "replaced_by_kks");
  checker.TextIfAny(body.reason(), "reason", kWords);
}

void Check(const amanah::v1::KksClosed& body, Checker& checker) {
  checker.TextIfAny(body.reason(), "reason", kWords);
}

void Check(const amanah::v1::KksReturnedUndelivered& body, Checker& checker) {
  checker.Text(body.reason(), "reason", kWords);
  checker.TextIfAny(body.branch_code(), "branch_code", kShortCode);
}

void Check(const amanah::v1::TestSwipeDone& body, Checker& checker) {
  checker.TextIfAny(body.tid(), "tid", kTid);
  checker.TextIfAny(body.rrn(), "rrn", kRrn);
}

void Check(const amanah::v1::KksDestroyed& body, Checker& checker) {
  checker.TextIfAny(body.reason(), "reason", kWords);
  checker.TextIfAny(body.branch_code(), "branch_code", kShortCode);
  checker.TextIfAny(body.record_no(), "record_no", kShortCode);
}

// Of a body with a statement, required.
template <typename Body>
void CheckStatement(const Body& body, Checker& checker) {
  if (!body.has_statement()) {
    return checker.Fail("statement", Checker::kRequired);
  }
  const amanah::v1::CustodyStatement& statement = body.statement();
  const Checker::Inside inside(checker, "statement");
  checker.Token(statement.holder(), "holder");
  CheckRole(statement.holder_role(), "holder_role", checker);
  checker.TokenIfAny(statement.stated_by(), "stated_by");
  CheckRole(statement.stated_by_role(), "stated_by_role", checker);
  if (statement.has_held_since()) {
    checker.Time(statement.held_since(), "held_since");
  }
  checker.TextIfAny(statement.evidence_kind(), "evidence_kind", kShortCode);
  checker.TextIfAny(statement.case_ref(), "case_ref", kShortCode);
}

void CheckChange(const amanah::v1::KksCustodyChanged& body, Checker& checker) {
  checker.Token(body.from_holder(), "from_holder");
  CheckRole(body.from_role(), "from_role", checker);
  CheckStatement(body, checker);
}

}  // namespace

void CheckCardBody(const Event& event, Checker& checker) {
  RequireKks(event, checker);
  const Checker::Inside inside(checker, KindName(event.body_case()));
  switch (event.body_case()) {
    case Event::kKksPrinted:
      return Check(event.kks_printed(), checker);
    case Event::kKksDispatched:
      return Check(event.kks_dispatched(), checker);
    case Event::kKksReceivedAtBranch:
      return Check(event.kks_received_at_branch(), checker);
    case Event::kKksHandedOver:
      return Check(event.kks_handed_over(), checker);
    case Event::kKksActivated:
      return Check(event.kks_activated(), checker);
    case Event::kPinChanged:
      return Check(event.pin_changed(), checker);
    case Event::kKksBlocked:
      return Check(event.kks_blocked(), checker);
    case Event::kKksReplaced:
      return Check(event.kks_replaced(), checker);
    case Event::kKksClosed:
      return Check(event.kks_closed(), checker);
    case Event::kKksReturnedUndelivered:
      return Check(event.kks_returned_undelivered(), checker);
    case Event::kTestSwipeDone:
      return Check(event.test_swipe_done(), checker);
    case Event::kKksDestroyed:
      return Check(event.kks_destroyed(), checker);
    case Event::kKksCustodyAttested:
      return CheckStatement(event.kks_custody_attested(), checker);
    case Event::kKksCustodyObserved:
      return CheckStatement(event.kks_custody_observed(), checker);
    case Event::kKksCustodyReported:
      return CheckStatement(event.kks_custody_reported(), checker);
    case Event::kKksCustodyChanged:
      return CheckChange(event.kks_custody_changed(), checker);
    default:
      AMANAH_CHECK(false);  // A kind of the family that has no rules.
  }
}

}  // namespace ledger::event
