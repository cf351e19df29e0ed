// The database that folds keep their state in: opened where it can be gone on
// with, else built anew.
//
// Threads: Open by the owner, before all else; the rest any, but for the State,
// which is the folder thread's.

#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/crypto/hash.h"
#include "ledger/fold/entry_source.h"
#include "ledger/fold/fold.h"
#include "ledger/fold/names.h"
#include "ledger/fold/snapshot.h"
#include "ledger/fold/state.h"
#include "ledger/store/database.h"

namespace ledger::fold {

class ViewsDatabase {
 public:
  // Under `directory` (engine.h); ends before the other two do.
  ViewsDatabase(std::string directory,
                const std::vector<std::unique_ptr<Fold>>& folds,
                const EntrySource& source);

  // Opens or makes the database of this set of folds; drops one that cannot
  // be continued, and those of other sets. Reasons of store/database.h.
  Status Open();

  // What follows requires that it is open.
  store::Database& database() { return *database_; }
  // At the position that is committed.
  std::unique_ptr<State> MakeState(std::size_t cache_bytes);
  // Look at its status.
  std::unique_ptr<SnapshotView> MakeView() const;
  // As Engine::DigestOf.
  Result<crypto::Hash> DigestOf(const Fold& fold) const;

  // Which folds each may write.
  const std::vector<std::vector<std::size_t>>& permits() const {
    return permits_;
  }

 private:
  Status TryOpen(const std::string& path);
  bool IsContinuable() const;

  const std::string directory_;
  const std::vector<std::unique_ptr<Fold>>& folds_;
  const EntrySource& source_;
  const FoldNames names_;
  std::vector<std::vector<std::size_t>> permits_;
  std::unique_ptr<store::Database> database_;
};

}  // namespace ledger::fold
