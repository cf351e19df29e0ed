// The year of Merbau Mataram as the views have it, for tests that only ask.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/fold/engine.h"
#include "tests/unit/fold/history.h"

namespace scenarios {

// Sources one after another, in the order given, numbered by their names.
ledger::fold::testing::History HistoryOf(
    const std::vector<std::string>& origins);
// All of them, by name.
const ledger::fold::testing::History& YearHistory();

// All views of it, folded once.
const ledger::fold::ReadView& YearView();

std::string FamilyToken(std::string_view kpm_id);

}  // namespace scenarios
