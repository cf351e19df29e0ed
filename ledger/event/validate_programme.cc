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

}  // namespace

void CheckProgrammeBody(const Event& event, Checker& checker) {
  if (event.body_case() == Event::kFamilyListed) {
    RequireProgramme(event, checker);
    RequirePeriod(event, checker);
    RequireKpm(event, checker);
  }
  const Checker::Inside inside(checker, KindName(event.body_case()));
  switch (event.body_case()) {
    case Event::kFamilyListed:
      return Check(event.family_listed(), checker);
    case Event::kSp2DIssued:
      return Check(event.sp2d_issued(), checker);
    default:
      AMANAH_CHECK(false);  // A kind of the family that has no rules.
  }
}

}  // namespace ledger::event
