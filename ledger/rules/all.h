// All rules, and the alerts that they write.

#pragma once

#include <memory>
#include <vector>

#include "ledger/fold/fold.h"

namespace ledger::rules {

// To be given to the engine after views::MakeAll().
std::vector<std::unique_ptr<fold::Fold>> MakeAll();

}  // namespace ledger::rules
