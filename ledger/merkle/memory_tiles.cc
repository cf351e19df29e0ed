#include "ledger/merkle/memory_tiles.h"

#include "ledger/base/check.h"

namespace ledger::merkle {

using crypto::Hash;

void MemoryTiles::Append(const Hash& leaf) {
  std::vector<Tree::Completed> completed;
  tree_.Append(leaf, &completed);
  levels_[0].push_back(leaf);
  for (const Tree::Completed& subtree : completed) {
    std::vector<Hash>& level =
        levels_.at(static_cast<std::size_t>(subtree.level));
    AMANAH_CHECK(level.size() == subtree.index);
    level.push_back(subtree.hash);
  }
}

const Hash& MemoryTiles::leaf(std::uint64_t index) const {
  AMANAH_CHECK(index < size());
  return levels_[0][index];
}

Result<std::string> MemoryTiles::ReadTile(TileId id,
                                          std::uint64_t width) const {
  if (width > TileWidthAt(id, size())) {
    return Error{Code::kDataLoss, kTileMissing,
                 TilePath(id, width) + " is not in a tree of " +
                     std::to_string(size()) + " leaves"};
  }
  const std::vector<Hash>& level =
      levels_.at(static_cast<std::size_t>(id.level));
  std::string tile;
  tile.reserve(width * Hash::kSize);
  for (std::uint64_t i = 0; i < width; ++i) {
    tile += level[id.index * kTileWidth + i].view();
  }
  return tile;
}

}  // namespace ledger::merkle
