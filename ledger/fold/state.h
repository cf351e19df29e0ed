// What folds are changing: a write-back overlay over the views' database.
//
// Point tables are kept in hash tables, what was read of them, too; ordered
// tables in a sorted map of what is changed, merged with the database when
// scanned. A commit writes what is changed, and the cursor, in one batch.
//
// The cache has two generations. What is looked up moves to the younger; when
// that has grown to half of what the cache may hold, the elder is forgotten
// and the younger becomes the elder.
//
// Threads: the folder thread.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/fold/cells.h"
#include "ledger/fold/commit.h"
#include "ledger/fold/names.h"
#include "ledger/fold/ordered.h"
#include "ledger/fold/reader.h"
#include "ledger/store/database.h"

namespace ledger::fold {

class State final : public Writer {
 public:
  // `read_back[i]`: Fold::IsReadBack of fold i.
  State(store::Database& database, const FoldNames& names,
        std::vector<bool> read_back, std::size_t cache_bytes);

  // Which folds may be written until the next call.
  void Permit(const std::vector<std::size_t>& folds) { permitted_ = &folds; }
  void set_position(std::uint64_t position) { position_ = position; }

  std::optional<std::string_view> Get(std::string_view fold,
                                      std::string_view key) const override;
  void Scan(std::string_view fold, std::string_view begin, std::string_view end,
            const Visitor& visit) const override;
  void Put(std::string_view fold, std::string_view key,
           std::string_view value) override;
  void Delete(std::string_view fold, std::string_view key) override;
  std::uint64_t position() const override { return position_; }
  Status status() const override { return failure_; }

  // A commit in two halves, so that folding goes on while the disk works.
  //
  // Begins: all changes with the cursor at position() and `last_entry`, the
  // digest of the entry before it. They stay readable here. The failure of
  // status(), when there was one. Requires that none is begun.
  Result<std::unique_ptr<Commit>> BeginCommit(std::string_view last_entry);
  // Ends: the database has them.
  void EndCommit();

 private:
  struct Overlay {
    Cells cells;  // The younger generation; changes are here.
    Cells elder;  // Unchanged ones, committed or being so.
    std::vector<Cell*> changed;
    std::unique_ptr<Ordered> ordered = std::make_unique<Ordered>();
    // Of a commit that is begun: the disk may have them or not.
    Cells committing_cells;  // Of a fold that is not read back.
    std::unique_ptr<Ordered> committing_ordered = std::make_unique<Ordered>();
    // Good until the commit that is begun ends. Absent while in use.
    std::unique_ptr<store::Database::Iterator> stored;
  };

  static bool IsOrdered(std::string_view key) {
    return !key.empty() &&
           static_cast<unsigned char>(key.front()) >= kFirstOrderedTable;
  }
  std::optional<std::string> Load(std::size_t fold, std::string_view key) const;
  std::optional<std::string_view> GetOrdered(std::size_t fold,
                                             std::string_view key) const;
  void Set(std::string_view fold, std::string_view key,
           std::optional<std::string_view> value);
  void ForgetElder();

  store::Database& database_;
  const FoldNames& names_;
  const std::vector<bool> read_back_;
  const std::size_t cache_bytes_;
  const std::vector<std::size_t>* permitted_ = nullptr;
  std::uint64_t position_ = 0;
  mutable std::vector<Overlay> overlays_;
  mutable std::optional<std::string> loaded_;
  mutable Status failure_ = Ok{};
};

}  // namespace ledger::fold
