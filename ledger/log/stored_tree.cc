#include "ledger/log/stored_tree.h"

#include <fmt/format.h>

#include "ledger/log/ledger.h"
#include "ledger/merkle/tile.h"

namespace ledger::log {

Status StoredTree::Take(const LogStore& store, const crypto::Hash& leaf,
                        const std::vector<merkle::Tree::Completed>& completed) {
  if (first_level_ == 0) {
    LEDGER_RETURN_IF_ERROR(CompareLeaf(store, leaf));
    LEDGER_RETURN_IF_ERROR(Push(store, 0, leaf));
  }
  for (const merkle::Tree::Completed& subtree : completed) {
    LEDGER_RETURN_IF_ERROR(Push(store, subtree.level, subtree.hash));
  }
  return Ok{};
}

Status StoredTree::CompareLeaf(const LogStore& store,
                               const crypto::Hash& leaf) {
  const Filling& filling = filling_[0];
  if (filling.hashes.empty()) {
    LEDGER_ASSIGN_OR_RETURN(
        std::optional<std::string> stored,
        store.database().Get(kTiles, TileKey(tree_, {0, filling.index})));
    stored_leaves_ = stored ? *std::move(stored) : std::string();
  }
  const std::size_t at = filling.hashes.size();
  if (at + crypto::Hash::kSize <= stored_leaves_.size() &&
      stored_leaves_.compare(at, crypto::Hash::kSize, leaf.view()) == 0) {
    return Ok{};
  }
  return DamagedRow(
      "entries",
      fmt::format(
          "entry {} is not what was hashed when it was logged",
          filling.index * merkle::kTileWidth + at / crypto::Hash::kSize));
}

Status StoredTree::Push(const LogStore& store, int level,
                        const crypto::Hash& hash) {
  Filling& filling = filling_[level];
  filling.hashes += hash.view();
  if (filling.hashes.size() < merkle::kTileWidth * crypto::Hash::kSize) {
    return Ok{};
  }
  LEDGER_RETURN_IF_ERROR(Compare(store, level));
  ++filling.index;
  filling.hashes.clear();
  return Ok{};
}

Status StoredTree::Compare(const LogStore& store, int level) {
  const Filling& filling = filling_[level];
  const merkle::TileId id{level, filling.index};
  LEDGER_ASSIGN_OR_RETURN(const std::optional<std::string> stored,
                          store.database().Get(kTiles, TileKey(tree_, id)));
  ++tiles_checked_;
  if (stored && *stored == filling.hashes) return Ok{};
  const std::string where =
      fmt::format("tree {}, tile {} of level {}", tree_, id.index, id.level);
  if (!stored) return DamagedRow("tiles", where + " is not stored");
  for (std::size_t at = 0; at < filling.hashes.size();
       at += crypto::Hash::kSize) {
    if (stored->compare(at, crypto::Hash::kSize, filling.hashes, at,
                        crypto::Hash::kSize) != 0) {
      return DamagedRow(
          "tiles",
          fmt::format(
              "{}: hash {} is not the one of what is stored", where,
              id.index * merkle::kTileWidth + at / crypto::Hash::kSize));
    }
  }
  return DamagedRow("tiles", where + " is longer than its tree");
}

Status StoredTree::Finish(const LogStore& store) {
  for (const auto& [level, filling] : filling_) {
    if (!filling.hashes.empty()) {
      LEDGER_RETURN_IF_ERROR(Compare(store, level));
    }
  }
  return Ok{};
}

}  // namespace ledger::log
