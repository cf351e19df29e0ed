// Goal: Tree gives the root that RFC 6962 defines, at every size.
// Method: a second implementation, written straight from the RFC's recursive
// definition, is compared at every size up to 600 (two tiles' worth of
// carries); the eight reference leaves of RFC 6962's test log are pinned.

#include "ledger/merkle/tree.h"

#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/unit/merkle/reference.h"

namespace ledger::merkle {
namespace {

using crypto::Hash;

TEST(TreeTest, RootMatchesTheReferenceAtEverySize) {
  Tree tree;
  ReferenceTree reference;
  for (std::uint64_t size = 0; size <= 600; ++size) {
    ASSERT_EQ(tree.size(), size);
    ASSERT_EQ(tree.edge().size(),
              static_cast<std::size_t>(std::popcount(size)));
    ASSERT_EQ(tree.Root(), reference.Root(size)) << "size " << size;
    tree.Append(TestLeaf(size));
  }
}

TEST(TreeTest, TheEightReferenceLeavesHaveTheirPublishedRoots) {
  const std::vector<std::string> leaves = {"",
                                           "00",
                                           "10",
                                           "2021",
                                           "3031",
                                           "40414243",
                                           "5051525354555657",
                                           "606162636465666768696a6b6c6d6e6f"};
  const std::vector<std::string> roots = {
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  Tree tree;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    EXPECT_EQ(HexEncode(tree.Root().bytes), roots[i]);
    tree.Append(LeafHash(AsBytes(*HexDecode(leaves[i]))));
  }
  EXPECT_EQ(HexEncode(tree.Root().bytes), roots.back());
}

TEST(TreeTest, ResumedTreeContinuesWhereItStopped) {
  Tree whole;
  for (std::uint64_t size = 0; size <= 300; ++size) {
    Result<Tree> resumed = Tree::Resume(whole.size(), whole.edge());
    ASSERT_TRUE(resumed.ok());
    ASSERT_EQ(resumed->Root(), whole.Root());
    whole.Append(TestLeaf(size));
    resumed->Append(TestLeaf(size));
    ASSERT_EQ(resumed->Root(), whole.Root());
    ASSERT_EQ(resumed->edge(), whole.edge());
  }
}

TEST(TreeTest, ResumeRefusesAnEdgeOfTheWrongLength) {
  for (const std::uint64_t size : {0U, 1U, 2U, 3U, 255U, 256U}) {
    for (const int off : {-1, 1}) {
      const int length = std::popcount(size) + off;
      if (length < 0) continue;
      const Result<Tree> resumed = Tree::Resume(
          size,
          std::vector<Hash>(static_cast<std::size_t>(length), TestLeaf(0)));
      ASSERT_FALSE(resumed.ok());
      EXPECT_EQ(resumed.error().code, Code::kDataLoss);
      EXPECT_EQ(resumed.error().reason, kEdgeMismatch);
    }
  }
}

TEST(TreeTest, CompletedNamesEachFullSubtreeOfATileHeightOnce) {
  Tree tree;
  ReferenceTree reference;
  std::vector<Tree::Completed> completed;
  const std::uint64_t size = 65'536 + 256;
  for (std::uint64_t i = 0; i < size; ++i) tree.Append(TestLeaf(i), &completed);
  ASSERT_EQ(completed.size(), 256U + 1U + 1U);
  std::uint64_t next = 0;
  for (const Tree::Completed& subtree : completed) {
    if (subtree.level == 2) {
      EXPECT_EQ(next, 256U) << "lowest first";
      EXPECT_EQ(subtree.index, 0U);
      EXPECT_EQ(subtree.hash, reference.Root(65'536));
      continue;
    }
    ASSERT_EQ(subtree.level, 1);
    ASSERT_EQ(subtree.index, next);
    ASSERT_EQ(subtree.hash, reference.Root(next * 256, next * 256 + 256));
    ++next;
  }
}

}  // namespace
}  // namespace ledger::merkle
