#include "ledger/event/event.h"
#include "ledger/event/validate.h"

namespace ledger::event {
namespace {

using amanah::v1::Event;

constexpr int kMaxComponents = 16;

void Check(const amanah::v1::FamilyListed& body, Checker& checker) {
  checker.NotNegative(body.amount_rupiah(), "amount_rupiah");
  checker.TextList(body.components(), "components", kMaxComponents, kShortCode);
  checker.Known(amanah::v1::PaymentChannel_IsValid(body.channel()), "channel");
  checker.TextIfAny(body.bank(), "bank", kShortCode);
  checker.TextIfAny(body.account_check(), "account_check", kWords);
  checker.TextIfAny(body.list_status(), "list_status", kShortCode);
}

void Check(const amanah::v1::Sp2dIssued& body, Checker& checker) {
  checker.Text(body.sp2d_no(), "sp2d_no", kSp2d);
  checker.TextIfAny(body.spm_no(), "spm_no", kShortCode);
  checker.TextIfAny(body.si_no(), "si_no", kShortCode);
  checker.TextIfAny(body.bank(), "bank", kShortCode);
  checker.TextIfAny(body.lot(), "lot", kShortCode);
  checker.NotNegative(body.total_rupiah(), "total_rupiah");
}

void Check(const amanah::v1::PengurusReplaced& body, Checker& checker) {
  checker.Token(body.previous_pengurus(), "previous_pengurus");
  checker.TextIfAny(body.reported_by(), "reported_by", kShortCode);
}

void Check(const amanah::v1::FamilyStatusChanged& body, Checker& checker) {
  checker.Specified(amanah::v1::FamilyStatus_IsValid(body.status()),
                    body.status(), "status");
  checker.TextIfAny(body.reported_by(), "reported_by", kShortCode);
}

}  // namespace

void CheckProgrammeBody(const Event& event, Checker& checker) {
  if (event.body_case() == Event::kFamilyListed) {
    checker.Require(event.programme() != 0, "programme", Checker::kRequired);
    checker.Require(!event.period_id().empty(), "period_id",
                    Checker::kRequired);
  }
  if (event.body_case() != Event::kSp2DIssued) RequireKpm(event, checker);
  if (event.body_case() == Event::kPengurusReplaced) {
    checker.Require(!event.subjects().pengurus().empty(), "subjects.pengurus",
                    Checker::kRequired);
  }
  const Checker::Inside inside(checker, KindName(event.body_case()));
  switch (event.body_case()) {
    case Event::kFamilyListed:
      return Check(event.family_listed(), checker);
    case Event::kSp2DIssued:
      return Check(event.sp2d_issued(), checker);
    case Event::kPengurusReplaced:
      return Check(event.pengurus_replaced(), checker);
    case Event::kFamilyStatusChanged:
      return Check(event.family_status_changed(), checker);
    default:
      AMANAH_CHECK(false);  // A kind of the family that has no rules.
  }
}

}  // namespace ledger::event
