// A commit that is begun: what it changes, held still so that another thread
// can make a batch of it while folding goes on.
//
// Threads: the folder thread puts it together; then one other makes the batch.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/fold/arena.h"
#include "ledger/fold/cells.h"
#include "ledger/fold/ordered.h"
#include "ledger/store/database.h"

namespace ledger::fold {

class Commit {
 public:
  explicit Commit(std::size_t folds) : folds_(folds) {}

  // Copies a change of a point table.
  void AddCopy(std::size_t fold, const Cell& cell);
  // Takes all changed cells of a point table, or all rows of ordered ones,
  // where they lie: they stay as they are until the commit has ended.
  void Add(std::size_t fold, const Cells& cells) {
    folds_[fold].cells = &cells;
  }
  void Add(std::size_t fold, const Ordered& ordered) {
    folds_[fold].ordered = &ordered;
  }
  void SetCursor(std::uint64_t position, std::string_view last_entry);

  // Keys ascending, family by family: each finds its place in memory from the
  // one before.
  std::unique_ptr<store::Database::Batch> MakeBatch(
      const store::Database& database) const;

 private:
  struct Change {
    std::uint64_t order = 0;  // The key's first bytes, as a number.
    std::string_view key;
    std::optional<std::string_view> value;
  };
  struct OfFold {
    std::vector<Change> copied;
    const Cells* cells = nullptr;
    const Ordered* ordered = nullptr;
  };

  static Change ChangeOf(std::string_view key,
                         std::optional<std::string_view> value);
  static std::vector<Change> SortedPoints(const OfFold& of);

  Arena arena_;
  std::vector<OfFold> folds_;
  std::string position_;
  std::string last_entry_;
};

}  // namespace ledger::fold
