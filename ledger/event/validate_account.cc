#include "ledger/event/event.h"
#include "ledger/event/validate.h"

namespace ledger::event {
namespace {

using amanah::v1::Event;

void RequireAccountOrKpm(const Event& event, Checker& checker) {
  checker.Require(
      !event.subjects().account().empty() || !event.subjects().kpm().empty(),
      "subjects.account", "or kpm is required");
}

void Check(const amanah::v1::AccountOpened& body, Checker& checker) {
  checker.Text(body.bank(), "bank", kShortCode);
  checker.TextIfAny(body.branch_code(), "branch_code", kShortCode);
}

void Check(const amanah::v1::AccountOpenFailed& body, Checker& checker) {
  checker.Text(body.bank(), "bank", kShortCode);
  checker.Text(body.reason(), "reason", kWords);
}

void Check(const amanah::v1::AccountVerified& body, Checker& checker) {
  checker.TextIfAny(body.bank(), "bank", kShortCode);
  checker.TextIfAny(body.method(), "method", kShortCode);
}

void Check(const amanah::v1::AccountVerifyFailed& body, Checker& checker) {
  checker.TextIfAny(body.bank(), "bank", kShortCode);
  checker.TextIfAny(body.method(), "method", kShortCode);
  checker.Text(body.reason(), "reason", kWords);
}

void Check(const amanah::v1::AccountClosed& body, Checker& checker) {
  checker.TextIfAny(body.bank(), "bank", kShortCode);
  checker.TextIfAny(body.reason(), "reason", kWords);
}

void Check(const amanah::v1::ReceiptIssued& body, Checker& checker) {
  checker.TextIfAny(body.rrn(), "rrn", kRrn);
  checker.TextIfAny(body.tid(), "tid", kTid);
  checker.Text(body.receipt_kind(), "receipt_kind", kShortCode);
}

void Check(const amanah::v1::PosPaid& body, Checker& checker) {
  checker.Positive(body.amount_rupiah(), "amount_rupiah");
  checker.Token(body.receiver(), "receiver");
  checker.Known(amanah::v1::PartyRole_IsValid(body.receiver_role()),
                "receiver_role");
  checker.Known(amanah::v1::IdentityCheck_IsValid(body.identity_check()),
                "identity_check");
  checker.TextIfAny(body.office_code(), "office_code", kShortCode);
  checker.TokenIfAny(body.payer(), "payer");
  checker.TextIfAny(body.payment_ref(), "payment_ref", kCreditRef);
}

void Check(const amanah::v1::NonTransactingReported& body, Checker& checker) {
  checker.Text(body.bank(), "bank", kShortCode);
  checker.Text(body.category(), "category", kShortCode);
  checker.NotNegative(body.total_rupiah(), "total_rupiah");
  checker.HashIfAny(body.list_hash(), "list_hash");
}

void Check(const amanah::v1::ReconciliationSigned& body, Checker& checker) {
  checker.Text(body.bank(), "bank", kShortCode);
  checker.TokenIfAny(body.signed_by(), "signed_by");
  if (body.has_from_at()) {
    checker.Time(body.from_at(), "from_at");
  } else {
    checker.Fail("from_at", Checker::kRequired);
  }
  if (body.has_until_at()) {
    checker.Time(body.until_at(), "until_at");
  } else {
    checker.Fail("until_at", Checker::kRequired);
  }
  checker.NotNegative(body.credited_rupiah(), "credited_rupiah");
  checker.NotNegative(body.debited_rupiah(), "debited_rupiah");
  checker.NotNegative(body.returned_rupiah(), "returned_rupiah");
  checker.NotNegative(body.remaining_rupiah(), "remaining_rupiah");
}

void Check(const amanah::v1::RestitutionMade& body, Checker& checker) {
  CheckOneParty(body, checker);
  checker.Positive(body.amount_rupiah(), "amount_rupiah");
  checker.TextIfAny(body.method(), "method", kShortCode);
  checker.TextIfAny(body.original_rrn(), "original_rrn", kRrn);
  checker.TextIfAny(body.ntpn(), "ntpn", kNtpn);
  checker.TextIfAny(body.case_no(), "case_no", kShortCode);
}

// What of the envelope each kind cannot do without.
void CheckEnvelopeOf(const Event& event, Checker& checker) {
  switch (event.body_case()) {
    case Event::kAccountOpened:
    case Event::kAccountVerified:
    case Event::kAccountClosed:
      return RequireAccount(event, checker);
    case Event::kAccountOpenFailed:
      return RequireKpm(event, checker);
    case Event::kAccountVerifyFailed:
      return RequireAccountOrKpm(event, checker);
    case Event::kPosPaid:
      RequireKpm(event, checker);
      RequireProgramme(event, checker);
      return RequirePeriod(event, checker);
    case Event::kNonTransactingReported:
    case Event::kReconciliationSigned:
      return RequirePeriod(event, checker);
    default:
      return;
  }
}

}  // namespace

void CheckAccountBody(const Event& event, Checker& checker) {
  CheckEnvelopeOf(event, checker);
  const Checker::Inside inside(checker, KindName(event.body_case()));
  switch (event.body_case()) {
    case Event::kAccountOpened:
      return Check(event.account_opened(), checker);
    case Event::kAccountOpenFailed:
      return Check(event.account_open_failed(), checker);
    case Event::kAccountVerified:
      return Check(event.account_verified(), checker);
    case Event::kAccountVerifyFailed:
      return Check(event.account_verify_failed(), checker);
    case Event::kAccountClosed:
      return Check(event.account_closed(), checker);
    case Event::kReceiptIssued:
      return Check(event.receipt_issued(), checker);
    case Event::kPosPaid:
      return Check(event.pos_paid(), checker);
    case Event::kNonTransactingReported:
      return Check(event.non_transacting_reported(), checker);
    case Event::kReconciliationSigned:
      return Check(event.reconciliation_signed(), checker);
    case Event::kRestitutionMade:
      return Check(event.restitution_made(), checker);
    default:
      AMANAH_CHECK(false);  // A kind of the family that has no rules.
  }
}

}  // namespace ledger::event
