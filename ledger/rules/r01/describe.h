// What R01's alert says.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <string>
#include <string_view>

#include "amanah/v1/alert.pb.h"
#include "ledger/rules/common/rule.h"
#include "ledger/rules/r01/case.h"
#include "ledger/rules/r01/held.h"
#include "ledger/rules/r01/r01.h"

namespace ledger::rules::r01 {

// The numbers of a case with known cards.
Summary SummaryOf(const Case& found, const Credited& credited);

amanah::v1::Alert Describe(const std::string& holder, const Case& found,
                           const Credited& credited,
                           const Parameters& parameters,
                           const Context& context);

// Takes a further credit into an alert that stands; `summary` counts it.
void SayCredited(const Summary& summary, std::string_view period_id,
                 amanah::v1::Alert& alert);

}  // namespace ledger::rules::r01
