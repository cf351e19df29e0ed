#include "ledger/event/event.h"
#include "ledger/event/validate.h"

namespace ledger::event {
namespace {

using amanah::v1::Event;

// A sealed box is 48 bytes longer than what is in it.
constexpr std::size_t kLeastSealed = 49;
constexpr std::size_t kMostSealed = 1024;

// A whistle-blower is known to whoever can open the seal, and to nobody else.
void CheckReporter(const amanah::v1::GrievanceFiled& body, Checker& checker) {
  checker.TokenIfAny(body.reporter(), "reporter");
  checker.Require(body.reporter().empty() ||
                      body.channel() != amanah::v1::GRIEVANCE_CHANNEL_WBS,
                  "reporter", "must be sealed when it is a whistle-blower");
  const std::size_t sealed = body.sealed_reporter().size();
  checker.Require(!body.has_sealed_reporter() ||
                      (sealed >= kLeastSealed && sealed <= kMostSealed),
                  "sealed_reporter", "must be 49 to 1,024 bytes");
}

void Check(const amanah::v1::GrievanceFiled& body, Checker& checker) {
  checker.Text(body.ticket(), "ticket", kShortCode);
  checker.Specified(amanah::v1::GrievanceKind_IsValid(body.kind()), body.kind(),
                    "kind");
  checker.Specified(amanah::v1::GrievanceChannel_IsValid(body.channel()),
                    body.channel(), "channel");
  checker.Known(amanah::v1::PartyRole_IsValid(body.reporter_role()),
                "reporter_role");
  CheckReporter(body, checker);
  checker.TokenIfAny(body.about_party(), "about_party");
  checker.TextIfAny(body.about_agent_id(), "about_agent_id", kShortCode);
}

void Check(const amanah::v1::GrievanceLinked& body, Checker& checker) {
  checker.Text(body.ticket(), "ticket", kShortCode);
  checker.Text(body.case_no(), "case_no", kShortCode);
}

void Check(const amanah::v1::GrievanceAnswered& body, Checker& checker) {
  checker.Text(body.ticket(), "ticket", kShortCode);
  checker.Known(amanah::v1::GrievanceOutcome_IsValid(body.outcome()),
                "outcome");
  checker.TokenIfAny(body.answered_by(), "answered_by");
  checker.Known(amanah::v1::PartyRole_IsValid(body.answered_by_role()),
                "answered_by_role");
}

void Check(const amanah::v1::GrievanceClosed& body, Checker& checker) {
  checker.Text(body.ticket(), "ticket", kShortCode);
  checker.Specified(amanah::v1::GrievanceOutcome_IsValid(body.outcome()),
                    body.outcome(), "outcome");
}

void Check(const amanah::v1::AmountAcknowledged& body, Checker& checker) {
  checker.Known(amanah::v1::AcknowledgementChannel_IsValid(body.channel()),
                "channel");
  checker.NotNegative(body.cash_received_rupiah(), "cash_received_rupiah");
  checker.NotNegative(body.goods_value_rupiah(), "goods_value_rupiah");
  checker.NotNegative(body.fee_paid_rupiah(), "fee_paid_rupiah");
  checker.TextIfAny(body.rrn(), "rrn", kRrn);
  if (body.has_session_on()) checker.Time(body.session_on(), "session_on");
  checker.TextIfAny(body.tid(), "tid", kTid);
  checker.TokenIfAny(body.collected_by(), "collected_by");
  checker.Known(amanah::v1::AcknowledgementRemark_IsValid(body.remark()),
                "remark");
  checker.TextList(body.uses(), "uses", 8, kShortCode);
}

void Check(const amanah::v1::SelfTransactionAttested& body, Checker& checker) {
  checker.TokenIfAny(body.attested_by(), "attested_by");
  checker.TextIfAny(body.tid(), "tid", kTid);
  checker.TextIfAny(body.rrn(), "rrn", kRrn);
}

// What of the envelope each kind cannot do without.
void CheckEnvelopeOf(const Event& event, Checker& checker) {
  switch (event.body_case()) {
    case Event::kAmountAcknowledged:
    case Event::kSelfTransactionAttested:
      return RequireKpm(event, checker);
    default:
      return;
  }
}

}  // namespace

void CheckGrievanceBody(const Event& event, Checker& checker) {
  CheckEnvelopeOf(event, checker);
  const Checker::Inside inside(checker, KindName(event.body_case()));
  switch (event.body_case()) {
    case Event::kGrievanceFiled:
      return Check(event.grievance_filed(), checker);
    case Event::kGrievanceLinked:
      return Check(event.grievance_linked(), checker);
    case Event::kGrievanceAnswered:
      return Check(event.grievance_answered(), checker);
    case Event::kGrievanceClosed:
      return Check(event.grievance_closed(), checker);
    case Event::kAmountAcknowledged:
      return Check(event.amount_acknowledged(), checker);
    case Event::kSelfTransactionAttested:
      return Check(event.self_transaction_attested(), checker);
    default:
      AMANAH_CHECK(false);  // A kind of the family that has no rules.
  }
}

}  // namespace ledger::event
