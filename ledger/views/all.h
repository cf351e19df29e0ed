// All views, in the order in which they must see an event.

#pragma once

#include <memory>
#include <vector>

#include "ledger/fold/fold.h"

namespace ledger::views {

// event_index first: it hides what is told twice.
std::vector<std::unique_ptr<fold::Fold>> MakeAll();

}  // namespace ledger::views
