// Takes back what was wrong: finds the event that a correction strikes, reads
// it from the log, and has every fold retract it.
//
// Threads: the folder thread.

#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/fold/entry_source.h"
#include "ledger/fold/fold.h"
#include "ledger/fold/state.h"

namespace ledger::fold {

class Retractor {
 public:
  // `permits[i]`: which folds fold i may write.
  Retractor(const std::vector<std::unique_ptr<Fold>>& folds,
            const std::vector<std::vector<std::size_t>>& permits,
            const EntrySource& source)
      : folds_(folds), permits_(permits), source_(source) {}

  // Has the folds retract the event that `correction`, an event_corrected,
  // takes back; nothing when there is none. FOLD_ENTRY_UNREADABLE, or the
  // source's reasons; the state is then half of the way.
  Status Retract(const FoldedEvent& correction, State& state) const;

 private:
  const std::vector<std::unique_ptr<Fold>>& folds_;
  const std::vector<std::vector<std::size_t>>& permits_;
  const EntrySource& source_;
};

}  // namespace ledger::fold
