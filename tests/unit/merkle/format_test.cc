// Goal: tiles and bundles are byte for byte what merkle/FORMAT.md shows.

#include <gtest/gtest.h>

#include "ledger/merkle/memory_tiles.h"
#include "tests/support/vectors.h"

namespace ledger::merkle {
namespace {

constexpr char kFormat[] = "ledger/merkle/FORMAT.md";

TEST(FormatTest, TileBundleAndRootAreThoseOfTheDocument) {
  MemoryTiles tiles;
  std::string bundle;
  for (const std::string_view entry : {"", "first", "second entry"}) {
    tiles.Append(LeafHash(AsBytes(entry)));
    AppendToBundle(bundle, entry);
  }
  const Result<std::string> tile = tiles.ReadTile({0, 0}, 3);
  ASSERT_TRUE(tile.ok());
  EXPECT_EQ(*tile, tests::HexVector(kFormat, "tile"));
  EXPECT_EQ(bundle, tests::HexVector(kFormat, "bundle"));
  EXPECT_EQ(tiles.tree().Root().view(), tests::HexVector(kFormat, "root"));
}

}  // namespace
}  // namespace ledger::merkle
