#include "services/simulate/village.h"

#include <utility>

#include "ledger/base/check.h"
#include "services/simulate/month.h"

namespace services::simulate {

Village::Village(const Plan& plan, const ledger::crypto::TokenKey& key)
    : plan_(plan),
      people_(MakePeople(plan_, key)),
      tape_(plan.seed, plan.village),
      crimes_(plan_, people_, key),
      paper_(plan_, people_, key, tape_),
      book_(plan_, people_, tape_) {}

Sources Village::Begin() {
  paper_.RegisterAll();
  paper_.IssueCards();
  return tape_.Take();
}

Sources Village::Period(std::uint32_t period) {
  AMANAH_CHECK(period == next_period_);
  ++next_period_;
  MonthPlan month = BeginMonth(plan_, people_, period);
  crimes_.Bend(paper_, month);
  PayMonth(plan_, people_, paper_, month);
  ServeMonth(plan_, people_, paper_, month);
  book_.CarryOut(std::exchange(month.acts, {}), month.month,
                 [this](const Act& act, std::int64_t rupiah) {
                   crimes_.Count(act, rupiah);
                 });
  crimes_.Close(paper_, month);
  CloseMonth(plan_, people_, paper_, month, crimes_.Received(month));
  return tape_.Take();
}

}  // namespace services::simulate
