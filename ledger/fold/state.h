// What folds are changing: a write-back overlay over the views' database.
//
// Point tables are kept in hash maps, read values with them; ordered tables in
// a sorted map of what is changed, merged with the database when scanned. A
// commit writes what is changed, and the cursor, in one batch.
//
// Threads: the folder thread.

#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ledger/fold/reader.h"
#include "ledger/store/database.h"

namespace ledger::fold {

// Names of folds and their families in the database. Few: searched in line.
class FoldNames {
 public:
  explicit FoldNames(std::vector<std::string_view> names)
      : names_(std::move(names)) {}
  std::size_t size() const { return names_.size(); }
  std::string_view name(std::size_t i) const { return names_[i]; }
  // Aborts on a name that is none of them: rooms name their own constants.
  std::size_t Find(std::string_view name) const {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (names_[i].data() == name.data()) return i;
    }
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (names_[i] == name) return i;
    }
    AMANAH_CHECK(false);
  }

 private:
  std::vector<std::string_view> names_;
};

// The meta family: its number is the count of folds.
inline constexpr std::string_view kPositionKey = "position";
inline constexpr std::string_view kLastEntryKey = "last_entry";

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
  // digest of the entry before it, as a batch. They stay readable here. The
  // failure of status(), when there was one. Requires that none is begun.
  Result<std::unique_ptr<store::Database::Batch>> BeginCommit(
      std::string_view last_entry);
  // Ends: the database has the batch.
  void EndCommit();

  // True when what is kept of clean state is more than it may be. Then, with
  // no commit begun and nothing changed since the last, Forget.
  bool IsOverCache() const { return cached_bytes_ > cache_bytes_; }
  void Forget();

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  struct Cell {
    std::optional<std::string> value;
    bool is_changed = false;
  };
  using Cells = std::unordered_map<std::string, Cell, Hash, std::equal_to<>>;
  using Changes =
      std::map<std::string, std::optional<std::string>, std::less<>>;
  struct Overlay {
    Cells cells;
    std::vector<Cells::value_type*> changed;
    Changes ordered;
    // Of a commit that is begun: the disk may have them or not.
    Cells committing_cells;
    Changes committing_ordered;
    // Good until the commit that is begun ends. Absent while in use.
    std::unique_ptr<store::Database::Iterator> stored;
  };

  static bool IsOrdered(std::string_view key) {
    return !key.empty() &&
           static_cast<unsigned char>(key.front()) >= kFirstOrderedTable;
  }
  std::optional<std::string> Load(std::size_t fold, std::string_view key) const;
  void Set(std::string_view fold, std::string_view key,
           std::optional<std::string_view> value);

  store::Database& database_;
  const FoldNames& names_;
  const std::vector<bool> read_back_;
  const std::size_t cache_bytes_;
  const std::vector<std::size_t>* permitted_ = nullptr;
  std::uint64_t position_ = 0;
  mutable std::vector<Overlay> overlays_;
  mutable std::size_t cached_bytes_ = 0;
  mutable std::optional<std::string> loaded_;
  mutable Status failure_ = Ok{};
};

}  // namespace ledger::fold
