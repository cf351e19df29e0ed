// The right border of a growing tree, in memory: append leaves, take the root,
// prove the leaves just appended, and hand out the tiles that changed.
//
// A Frontier holds, for each tile level, the hashes from the start of the tile
// that was partial at the last Settle. Between two Settles it grows with what
// is appended; after one it takes at most 8 × 511 hashes.
//
// Thread safety: const methods from any thread; a non-const method needs the
// caller to hold off all others.

#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/crypto/hash.h"
#include "ledger/merkle/proof.h"
#include "ledger/merkle/tile.h"

namespace ledger::merkle {

class Frontier {
 public:
  // The tree of no leaves.
  Frontier() = default;

  // The border of the tree of `size` leaves, from its partial tiles. Fails as
  // `tiles` does.
  static Result<Frontier> Load(const TileReader& tiles, std::uint64_t size);

  // Appends the next leaf. One node hash on average.
  void Append(const crypto::Hash& leaf);

  std::uint64_t size() const { return size_; }
  crypto::Hash Root() const;

  // A tile as it is, 32 bytes a hash.
  struct ChangedTile {
    TileId id;
    std::string hashes;
  };
  // Every tile that is wider than at the last Settle.
  std::vector<ChangedTile> ChangedTiles() const;

  // Paths from leaves appended since the last Settle to the root.
  // Requires each index in [size at the last Settle, size()).
  std::vector<Proof> ProveInclusion(
      const std::vector<std::uint64_t>& indices) const;

  // Lets go of full tiles.
  void Settle();

 private:
  // Row r holds the full subtrees of 2^r tile hashes, from number
  // first >> r on. Row 8 would be row 0 of the next level.
  struct Level {
    std::uint64_t first = 0;          // Multiple of 256.
    std::uint64_t settled_width = 0;  // Hashes in row 0 at the last Settle.
    std::array<std::vector<crypto::Hash>, kTileHeight> rows;
  };

  void Push(std::size_t level, const crypto::Hash& hash);
  // Root of the full subtree `index` of 2^height leaves. Requires it held.
  const crypto::Hash& Node(int height, std::uint64_t index) const;
  // borders[h]: root over the leaves right of the last full subtree of height
  // h; meaningless where there are none.
  std::vector<crypto::Hash> Borders() const;

  std::uint64_t size_ = 0;
  std::vector<Level> levels_;
};

}  // namespace ledger::merkle
