// R04 HANDOVER_OVERDUE: cards lie at a branch while aid on them lies
// untouched. README.md.

#pragma once

#include <cstdint>
#include <memory>

#include "ledger/fold/fold.h"

namespace ledger::rules::r04 {

struct Parameters {
  // Days at the branch after which a card should have been handed over.
  std::int64_t max_days_at_branch = 30;
  // Days that credited money must have lain untouched.
  std::int64_t min_credit_age_days = 30;
};

std::unique_ptr<fold::Fold> MakeRule(const Parameters& parameters = {});

}  // namespace ledger::rules::r04
