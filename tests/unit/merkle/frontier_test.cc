// Goal: a Frontier is the same tree as the tiles make, whatever batches it
// grew in and wherever it was loaded.
// Method: random batch sizes with a printed seed beside MemoryTiles; every
// root, every changed tile, every proof of an appended leaf compared; sizes
// about the tile borders exactly.

#include "ledger/merkle/frontier.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "ledger/merkle/memory_tiles.h"
#include "ledger/merkle/tree.h"

namespace ledger::merkle {
namespace {

using crypto::Hash;

Hash Leaf(std::uint64_t index) {
  return LeafHash(std::as_bytes(std::span(&index, 1)));
}

// Grows both by `count` leaves and compares what there is to compare.
void GrowAndCompare(Frontier& frontier, MemoryTiles& tiles,
                    std::uint64_t count) {
  const std::uint64_t begin = frontier.size();
  std::vector<std::uint64_t> indices;
  for (std::uint64_t i = begin; i < begin + count; ++i) {
    frontier.Append(Leaf(i));
    tiles.Append(Leaf(i));
    indices.push_back(i);
  }
  const std::uint64_t size = frontier.size();
  ASSERT_EQ(size, tiles.size());
  const Hash root = *ReadRoot(tiles, size);
  ASSERT_EQ(frontier.Root(), root) << "size " << size;
  std::uint64_t changed_hashes = 0;
  for (const Frontier::ChangedTile& tile : frontier.ChangedTiles()) {
    const std::uint64_t width = TileWidthAt(tile.id, size);
    ASSERT_EQ(tile.hashes, *tiles.ReadTile(tile.id, width))
        << "level " << tile.id.level << ", tile " << tile.id.index;
    if (tile.id.level == 0) changed_hashes += width;
  }
  ASSERT_GE(changed_hashes, count);
  const std::vector<Proof> proofs = frontier.ProveInclusion(indices);
  for (std::size_t i = 0; i < indices.size(); ++i) {
    ASSERT_EQ(proofs[i], *ProveInclusion(tiles, indices[i], size))
        << "index " << indices[i] << ", size " << size;
  }
}

TEST(FrontierTest, IsTheTreeOfItsTilesInBatchesOfAnySize) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  MemoryTiles tiles;
  Frontier frontier;
  while (tiles.size() < 4000) {
    const std::uint64_t count = 1 + random() % (random() % 5 == 0 ? 700 : 9);
    ASSERT_NO_FATAL_FAILURE(GrowAndCompare(frontier, tiles, count));
    if (random() % 3 != 0) frontier.Settle();
    if (random() % 7 == 0) frontier = *Frontier::Load(tiles, tiles.size());
  }
}

TEST(FrontierTest, LoadsAtEverySizeAboutATileBorder) {
  MemoryTiles tiles;
  for (std::uint64_t size = 0; size <= 70'000; ++size) {
    const bool border = size % 256 <= 1 || size % 256 == 255;
    const bool near = size < 520 || (size > 65'000 && size < 66'100);
    if (border && near) {
      const Result<Frontier> loaded = Frontier::Load(tiles, size);
      ASSERT_TRUE(loaded.ok()) << loaded.error().message;
      ASSERT_EQ(loaded->Root(), *ReadRoot(tiles, size)) << size;
      ASSERT_TRUE(loaded->ChangedTiles().empty()) << size;
    }
    tiles.Append(Leaf(size));
  }
}

TEST(FrontierTest, GrowsAcrossTwoTileLevelsInOneBatch) {
  MemoryTiles tiles;
  for (std::uint64_t i = 0; i < 65'400; ++i) tiles.Append(Leaf(i));
  Frontier frontier = *Frontier::Load(tiles, tiles.size());
  ASSERT_NO_FATAL_FAILURE(GrowAndCompare(frontier, tiles, 400));
  frontier.Settle();
  ASSERT_NO_FATAL_FAILURE(GrowAndCompare(frontier, tiles, 1));
}

}  // namespace
}  // namespace ledger::merkle
