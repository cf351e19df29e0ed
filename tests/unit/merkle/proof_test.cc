// Goal: proofs are RFC 6962's, and the verifiers accept exactly what proves.
// Method: provers against the RFC's recursion for all pairs up to 300 leaves
// and for sampled pairs of larger trees; verifiers against PATH and SUBPROOF
// read backwards, over mutated proofs, sizes and roots.

#include "ledger/merkle/proof.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "ledger/merkle/memory_tiles.h"
#include "ledger/merkle/tree.h"
#include "tests/unit/merkle/reference.h"

namespace ledger::merkle {
namespace {

using crypto::Hash;

constexpr std::uint64_t kAllPairs = 300;
constexpr std::uint64_t kSampled = 600;

Hash Flipped(Hash hash, std::size_t bit) {
  hash.bytes.at(bit / 8) ^= std::byte{1} << (bit % 8);
  return hash;
}

class ProofTest : public testing::Test {
 protected:
  ProofTest() {
    while (tiles_.size() < kSampled) tiles_.Append(TestLeaf(tiles_.size()));
  }

  void CheckInclusion(std::uint64_t index, std::uint64_t size) {
    const Result<Proof> proof = ProveInclusion(tiles_, index, size);
    ASSERT_TRUE(proof.ok());
    ASSERT_EQ(*proof, reference_.Path(index, 0, size))
        << index << " of " << size;
    ASSERT_TRUE(VerifyInclusion(index, size, TestLeaf(index), *proof,
                                reference_.Root(size))
                    .ok())
        << index << " of " << size;
  }

  void CheckConsistency(std::uint64_t old_size, std::uint64_t new_size) {
    const Result<Proof> proof = ProveConsistency(tiles_, old_size, new_size);
    ASSERT_TRUE(proof.ok());
    if (old_size == 0) {
      ASSERT_TRUE(proof->empty());
    } else {
      ASSERT_EQ(*proof, reference_.Subproof(old_size, 0, new_size, true))
          << old_size << " to " << new_size;
    }
    ASSERT_TRUE(VerifyConsistency(old_size, new_size, reference_.Root(old_size),
                                  reference_.Root(new_size), *proof)
                    .ok())
        << old_size << " to " << new_size;
  }

  MemoryTiles tiles_;
  ReferenceTree reference_;
};

TEST_F(ProofTest, InclusionIsTheRfcsPathForAllPairs) {
  for (std::uint64_t size = 1; size <= kAllPairs; ++size) {
    for (std::uint64_t index = 0; index < size; ++index) {
      CheckInclusion(index, size);
    }
  }
}

TEST_F(ProofTest, ConsistencyIsTheRfcsProofForAllPairs) {
  for (std::uint64_t new_size = 0; new_size <= kAllPairs; ++new_size) {
    for (std::uint64_t old_size = 0; old_size <= new_size; ++old_size) {
      CheckConsistency(old_size, new_size);
    }
  }
}

TEST_F(ProofTest, LargerTreesAgreeAtTheirEdgesAndAtRandom) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (std::uint64_t size = kAllPairs + 1; size <= kSampled; ++size) {
    for (const std::uint64_t index :
         {std::uint64_t{0}, std::uint64_t{255}, std::uint64_t{256}, size - 2,
          size - 1, random() % size, random() % size}) {
      if (index >= size) continue;
      CheckInclusion(index, size);
      CheckConsistency(index, size);
      CheckConsistency(index + 1, size);
    }
  }
}

TEST_F(ProofTest, EveryFlippedBitOfAProofIsRefused) {
  for (const std::uint64_t size : {2U, 7U, 8U, 257U}) {
    const std::uint64_t index = size * 2 / 3;
    const Hash root = reference_.Root(size);
    const Hash old_root = reference_.Root(index);
    const Proof path = *ProveInclusion(tiles_, index, size);
    const Proof growth = *ProveConsistency(tiles_, index, size);
    for (std::size_t bit = 0; bit < 256; ++bit) {
      const Hash leaf = TestLeaf(index);
      const auto included = [&](const Hash& of, const Proof& by,
                                const Hash& in) {
        return VerifyInclusion(index, size, of, by, in).ok();
      };
      const auto grown = [&](const Hash& from, const Hash& to,
                             const Proof& by) {
        return VerifyConsistency(index, size, from, to, by).ok();
      };
      ASSERT_FALSE(included(Flipped(leaf, bit), path, root));
      ASSERT_FALSE(included(leaf, path, Flipped(root, bit)));
      ASSERT_FALSE(grown(Flipped(old_root, bit), root, growth));
      ASSERT_FALSE(grown(old_root, Flipped(root, bit), growth));
      for (std::size_t i = 0; i < path.size(); ++i) {
        Proof other = path;
        other[i] = Flipped(other[i], bit);
        ASSERT_FALSE(included(leaf, other, root));
      }
      for (std::size_t i = 0; i < growth.size(); ++i) {
        Proof other = growth;
        other[i] = Flipped(other[i], bit);
        ASSERT_FALSE(grown(old_root, root, other));
      }
    }
  }
}

// Shortens, lengthens or reorders `proof`, or leaves it.
Proof Mutated(Proof proof, std::mt19937& random) {
  switch (random() % 6) {
    case 0:
      if (!proof.empty()) proof.pop_back();
      break;
    case 1:
      if (!proof.empty()) proof.erase(proof.begin());
      break;
    case 2:
      proof.push_back(TestLeaf(random() % 8));
      break;
    case 3:
      proof.insert(proof.begin(), TestLeaf(random() % 8));
      break;
    case 4:
      std::shuffle(proof.begin(), proof.end(), random);
      break;
    default:
      break;
  }
  return proof;
}

// `number`, or one near it.
std::uint64_t Near(std::uint64_t number, std::mt19937& random) {
  const std::uint64_t moved = number + random() % 4;
  return random() % 2 == 0 || moved < 2 ? number : moved - 2;
}

TEST_F(ProofTest, InclusionVerifiesExactlyWhenThePathReadBackwardsDoes) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  std::size_t accepted = 0;
  for (int i = 0; i < 40'000; ++i) {
    const std::uint64_t true_size = 1 + random() % 70;
    const std::uint64_t true_index = random() % true_size;
    const std::uint64_t size = Near(true_size, random);
    const std::uint64_t index = Near(true_index, random);
    const Hash leaf = TestLeaf(true_index);
    const Proof proof =
        Mutated(*ProveInclusion(tiles_, true_index, true_size), random);
    const Hash root = reference_.Root(Near(true_size, random));
    const bool expected =
        ReferenceRootFromPath(index, size, leaf, proof) == root;
    const Status verified = VerifyInclusion(index, size, leaf, proof, root);
    ASSERT_EQ(verified.ok(), expected) << index << " of " << size;
    if (!verified.ok()) {
      ASSERT_EQ(verified.error().code, Code::kInvalidArgument);
      ASSERT_EQ(verified.error().reason, kProofInvalid);
    }
    accepted += verified.ok() ? 1 : 0;
  }
  EXPECT_GT(accepted, 1000U);
}

TEST_F(ProofTest, ConsistencyVerifiesExactlyWhenTheProofReadBackwardsDoes) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  std::size_t accepted = 0;
  for (int i = 0; i < 40'000; ++i) {
    const std::uint64_t true_new = 1 + random() % 70;
    const std::uint64_t true_old = 1 + random() % true_new;
    const std::uint64_t new_size = Near(true_new, random);
    const std::uint64_t old_size = Near(true_old, random);
    const Proof proof =
        Mutated(*ProveConsistency(tiles_, true_old, true_new), random);
    const Hash old_root = reference_.Root(Near(true_old, random));
    const Hash new_root = reference_.Root(Near(true_new, random));
    bool expected = false;
    if (old_size == 0) {
      expected = proof.empty() && old_root == reference_.Root(0) &&
                 (new_size != 0 || new_root == old_root);
    } else if (old_size <= new_size) {
      const auto roots =
          ReferenceRootsFromSubproof(old_size, new_size, true, old_root, proof);
      expected = roots == TwoRoots{old_root, new_root};
    }
    const Status verified =
        VerifyConsistency(old_size, new_size, old_root, new_root, proof);
    ASSERT_EQ(verified.ok(), expected) << old_size << " to " << new_size;
    if (!verified.ok()) {
      ASSERT_EQ(verified.error().code, Code::kInvalidArgument);
      ASSERT_EQ(verified.error().reason, kProofInvalid);
    }
    accepted += verified.ok() ? 1 : 0;
  }
  EXPECT_GT(accepted, 1000U);
}

TEST_F(ProofTest, WhatIsOutsideTheTreeIsOutOfRange) {
  for (const auto& refused :
       {ProveInclusion(tiles_, 0, 0), ProveInclusion(tiles_, 8, 8),
        ProveConsistency(tiles_, 9, 8)}) {
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, Code::kOutOfRange);
    EXPECT_EQ(refused.error().reason, kProofOutOfRange);
  }
  EXPECT_FALSE(VerifyInclusion(0, 0, TestLeaf(0), {}, TestLeaf(0)).ok());
  EXPECT_FALSE(
      VerifyConsistency(2, 1, reference_.Root(2), reference_.Root(1), {}).ok());
}

TEST_F(ProofTest, ATreeThatIsNotThereIsMissingTiles) {
  const Result<Proof> proof = ProveInclusion(tiles_, 0, kSampled + 1);
  ASSERT_FALSE(proof.ok());
  EXPECT_EQ(proof.error().code, Code::kDataLoss);
  EXPECT_EQ(proof.error().reason, kTileMissing);
}

TEST_F(ProofTest, NoProofOfMoreThan64HashesIsLookedAt) {
  const Proof endless(kMaxProofHashes + 1, TestLeaf(0));
  const std::uint64_t huge = ~std::uint64_t{0};
  EXPECT_FALSE(
      VerifyInclusion(0, huge, TestLeaf(0), endless, TestLeaf(0)).ok());
  EXPECT_FALSE(
      VerifyConsistency(1, huge, TestLeaf(0), TestLeaf(1), endless).ok());
}

TEST_F(ProofTest, TheLargestTreesAreVerifiedWithoutOverflow) {
  // A path of 64 hashes through a tree of 2^64 - 1 leaves, made by hand: leaf
  // 0 is a left child all the way up.
  const std::uint64_t huge = ~std::uint64_t{0};
  Hash root = TestLeaf(0);
  Proof path;
  for (std::uint64_t i = 0; i < 64; ++i) {
    path.push_back(TestLeaf(i + 1));
    root = NodeHash(root, path.back());
  }
  EXPECT_TRUE(VerifyInclusion(0, huge, TestLeaf(0), path, root).ok());
  EXPECT_FALSE(VerifyInclusion(1, huge, TestLeaf(0), path, root).ok());
  EXPECT_FALSE(VerifyInclusion(huge, huge, TestLeaf(0), path, root).ok());
}

}  // namespace
}  // namespace ledger::merkle
