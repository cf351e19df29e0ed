// A whole tree's tiles in memory: for trees small enough to hold (32 bytes a
// leaf and a little more), and for tests.
//
// Thread safety: const methods from any thread; Append needs the caller to
// hold off all others.

#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/crypto/hash.h"
#include "ledger/merkle/tile.h"
#include "ledger/merkle/tree.h"

namespace ledger::merkle {

class MemoryTiles final : public TileReader {
 public:
  // Appends the next leaf.
  void Append(const crypto::Hash& leaf);

  // The tree of all leaves.
  const Tree& tree() const { return tree_; }
  std::uint64_t size() const { return tree_.size(); }
  // The leaf hash at `index`. Requires index < size().
  const crypto::Hash& leaf(std::uint64_t index) const;

  // MERKLE_TILE_MISSING when the tree has fewer hashes there.
  Result<std::string> ReadTile(TileId id, std::uint64_t width) const override;

 private:
  Tree tree_;
  // What the tiles of each level hold, tile after tile.
  std::array<std::vector<crypto::Hash>, kMaxTileLevel + 1> levels_;
};

}  // namespace ledger::merkle
