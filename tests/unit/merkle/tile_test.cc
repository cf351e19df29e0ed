// Goal: tiles hold what tlog-tiles says, under its names, at every width.
// Method: names from the specification and a second spelling; widths against
// counting; subtrees, edges and roots against the RFC's recursion, around the
// sizes at which a tile or a level fills up.

#include "ledger/merkle/tile.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <random>
#include <set>

#include "ledger/merkle/memory_tiles.h"
#include "ledger/merkle/tree.h"
#include "tests/unit/merkle/reference.h"

namespace ledger::merkle {
namespace {

using crypto::Hash;

TEST(TilePathTest, IsSpelledAsInTheSpecification) {
  EXPECT_EQ(TilePath({0, 1'234'067}, 256), "tile/0/x001/x234/067");
  EXPECT_EQ(TilePath({0, 0}, 256), "tile/0/000");
  EXPECT_EQ(TilePath({0, 273}, 112), "tile/0/273.p/112");
  EXPECT_EQ(TilePath({1, 1}, 17), "tile/1/001.p/17");
  EXPECT_EQ(TilePath({2, 0}, 1), "tile/2/000.p/1");
  EXPECT_EQ(TilePath({7, 1000}, 255), "tile/7/x001/000.p/255");
  EXPECT_EQ(EntriesPath(999'999, 256), "tile/entries/x999/999");
  EXPECT_EQ(EntriesPath(1'000'000, 8), "tile/entries/x001/x000/000.p/8");
}

// The groups of three by printf over the whole number, cut from the right.
std::string ReferenceIndexPath(std::uint64_t index) {
  char digits[32];
  (void)std::snprintf(digits, sizeof digits, "%021llu",
                      static_cast<unsigned long long>(index));
  const std::string all = digits;
  std::string path = all.substr(18);
  bool below = false;
  std::string above;
  for (std::size_t at = 0; at < 18; at += 3) {
    below = below || all.substr(at, 3) != "000";
    if (below) above += "x" + all.substr(at, 3) + "/";
  }
  return above + path;
}

TEST(TilePathTest, WhatIsWrittenIsReadBack) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t index = random() >> (random() % 64);
    const std::uint64_t width = 1 + random() % 256;
    const int level = static_cast<int>(random() % 9) - 1;
    const std::string suffix =
        width == 256 ? "" : ".p/" + std::to_string(width);
    const std::string path = level == kEntriesLevel
                                 ? EntriesPath(index, width)
                                 : TilePath({level, index}, width);
    const std::string folder =
        level == kEntriesLevel ? "entries" : std::to_string(level);
    ASSERT_EQ(path,
              "tile/" + folder + "/" + ReferenceIndexPath(index) + suffix);
    const auto parsed = ParseTilePath(path);
    ASSERT_TRUE(parsed.ok()) << path;
    ASSERT_EQ(parsed->level, level);
    ASSERT_EQ(parsed->index, index);
    ASSERT_EQ(parsed->width, width);
  }
}

TEST(TilePathTest, AnyOtherSpellingIsRefused) {
  for (const std::string_view path :
       {"",
        "tile",
        "tile/",
        "tile/0",
        "tile/0/",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/00/000",
        "tile/8/000",
        "tile/-1/000",
        "tile/63/000",
        "tile/x/000",
        "tile/0/x000/000",
        "tile/0/x000/067",
        "tile/0/001/067",
        "tile/0/x01/067",
        "tile/0/x001067",
        "tile/0/x001",
        "tile/0/000/",
        "tile/0//000",
        "tile/0/000.p",
        "tile/0/000.p/",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/-1",
        "tile/0/000.p/1.p/1",
        "tile/0/000.p/1/",
        "tile/0/abc",
        "tile/0/ 00",
        "/tile/0/000",
        "tile/0/000 ",
        "Tile/0/000",
        "tile/entries",
        "tile/entries/",
        "tile/entries/0",
        "tile/entries/000.p/256",
        "tile/entry/000",
        "tile/0/X001/067",
        "tile/0/x018/x446/x744/x073/x709/x551/616",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999"}) {
    const auto parsed = ParseTilePath(path);
    ASSERT_FALSE(parsed.ok()) << path;
    EXPECT_EQ(parsed.error().code, Code::kInvalidArgument);
    EXPECT_EQ(parsed.error().reason, kTilePathMalformed);
  }
}

TEST(TileTest, WidthsAreThoseOfTheSpecificationsExample) {
  EXPECT_EQ(TileWidthAt({0, 272}, 70'000), 256U);
  EXPECT_EQ(TileWidthAt({0, 273}, 70'000), 112U);
  EXPECT_EQ(TileWidthAt({0, 274}, 70'000), 0U);
  EXPECT_EQ(TileWidthAt({1, 0}, 70'000), 256U);
  EXPECT_EQ(TileWidthAt({1, 1}, 70'000), 17U);
  EXPECT_EQ(TileWidthAt({2, 0}, 70'000), 1U);
  EXPECT_EQ(TileWidthAt({3, 0}, 70'000), 0U);
}

TEST(TileTest, WidthsCountTheFullSubtrees) {
  for (std::uint64_t size = 0; size < 1100; ++size) {
    for (int level = 0; level <= 2; ++level) {
      std::uint64_t leaves_each = 1;
      for (int i = 0; i < level; ++i) leaves_each *= 256;
      for (std::uint64_t index = 0; index < 6; ++index) {
        std::uint64_t count = 0;
        for (std::uint64_t i = 0; i < 256; ++i) {
          count += (index * 256 + i + 1) * leaves_each <= size ? 1 : 0;
        }
        ASSERT_EQ(TileWidthAt({level, index}, size), count);
      }
    }
  }
}

TEST(TileTest, WidthsOfTheLargestTreesDoNotOverflow) {
  const std::uint64_t largest = (std::uint64_t{1} << 63) - 1;
  EXPECT_EQ(TileWidthAt({7, 0}, largest), 127U);
  EXPECT_EQ(TileWidthAt({7, 1}, largest), 0U);
  EXPECT_EQ(TileWidthAt({0, largest / 256}, largest), 255U);
  EXPECT_EQ(TileWidthAt({0, ~std::uint64_t{0}}, largest), 0U);
}

TEST(TileTest, EdgeAndRootAreThoseOfTheTreeAroundEveryFilledTile) {
  const std::set<std::uint64_t> sizes = {
      0,   1,   2,   3,      254,    255,    256,    257,    511,
      512, 513, 767, 65'279, 65'280, 65'281, 65'535, 65'536, 65'537};
  MemoryTiles tiles;
  Tree tree;
  ReferenceTree reference;
  std::vector<std::pair<std::uint64_t, Tree>> trees;
  for (std::uint64_t i = 0; i <= 65'537; ++i) {
    if (sizes.contains(i)) trees.emplace_back(i, tree);
    tree.Append(TestLeaf(i));
    tiles.Append(TestLeaf(i));
  }
  // Also at sizes that the tiles have outgrown.
  for (const auto& [size, expected] : trees) {
    const auto edge = ReadEdge(tiles, size);
    ASSERT_TRUE(edge.ok());
    EXPECT_EQ(*edge, expected.edge()) << size;
    const auto root = ReadRoot(tiles, size);
    ASSERT_TRUE(root.ok());
    EXPECT_EQ(*root, expected.Root()) << size;
    EXPECT_EQ(*root, reference.Root(size)) << size;
  }
  for (int height = 0; height <= 16; ++height) {
    for (std::uint64_t index = 0; index < (65'537U >> height);
         index += height < 8 ? 97 : 1) {
      const auto hash = ReadSubtree(tiles, 65'537, height, index);
      ASSERT_TRUE(hash.ok());
      ASSERT_EQ(*hash, reference.Root(index << height, (index + 1) << height))
          << height << " " << index;
    }
  }
}

// Answers with one byte too few, or too many.
class LyingTiles final : public TileReader {
 public:
  explicit LyingTiles(int off) : off_(off) {}
  Result<std::string> ReadTile(TileId, std::uint64_t width) const override {
    return std::string(
        static_cast<std::size_t>(static_cast<std::int64_t>(width) * 32 + off_),
        'x');
  }

 private:
  int off_;
};

TEST(TileTest, AReaderThatGivesAnotherLengthIsRefused) {
  for (const int off : {-32, -1, 1, 32}) {
    const auto edge = ReadEdge(LyingTiles(off), 3);
    ASSERT_FALSE(edge.ok());
    EXPECT_EQ(edge.error().code, Code::kDataLoss);
    EXPECT_EQ(edge.error().reason, kTileMalformed);
    EXPECT_FALSE(ReadSubtree(LyingTiles(off), 3, 1, 0).ok());
  }
}

TEST(BundleTest, WhatIsAppendedIsParsed) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 300; ++i) {
    std::vector<std::string> entries(random() % 20);
    std::string bundle;
    for (std::string& entry : entries) {
      entry.assign(random() % 3 == 0 ? random() % 65'536 : random() % 40,
                   static_cast<char>(random()));
      AppendToBundle(bundle, entry);
    }
    const auto parsed = ParseBundle(bundle);
    ASSERT_TRUE(parsed.ok());
    ASSERT_EQ(std::vector<std::string>(parsed->begin(), parsed->end()),
              entries);
  }
}

TEST(BundleTest, ALengthThatRunsPastTheEndIsRefused) {
  std::string bundle;
  AppendToBundle(bundle, "abc");
  AppendToBundle(bundle, "");
  AppendToBundle(bundle, std::string(65'535, 'x'));
  for (std::size_t cut = 0; cut < bundle.size(); ++cut) {
    const auto parsed = ParseBundle(std::string_view(bundle).substr(0, cut));
    // Whole entries end at 0, 5 and 7.
    ASSERT_EQ(parsed.ok(), cut == 0 || cut == 5 || cut == 7) << cut;
    if (!parsed.ok()) {
      ASSERT_EQ(parsed.error().code, Code::kDataLoss);
      ASSERT_EQ(parsed.error().reason, kTileMalformed);
    }
  }
}

TEST(BundleDeathTest, AnEntryThatDoesNotFitIsABrokenPromise) {
  std::string bundle;
  EXPECT_DEATH(AppendToBundle(bundle, std::string(65'536, 'x')),
               "broken promise");
}

}  // namespace
}  // namespace ledger::merkle
