// What each fold costs: nanoseconds, reads and writes an entry.

#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <vector>

#include "ledger/fold/engine.h"
#include "ledger/fold/fold.h"
#include "tests/unit/fold/counted.h"

namespace bench {

using Folds = std::vector<std::unique_ptr<ledger::fold::Fold>>;

// The same folds, watched; `watched` must outlive them.
Folds Watch(Folds folds, std::deque<ledger::fold::testing::Watched>& watched);

// A row a fold, per entry of `entries`, with its digest.
void Print(const std::deque<ledger::fold::testing::Watched>& watched,
           std::size_t entries, const ledger::fold::Engine& engine);

}  // namespace bench
