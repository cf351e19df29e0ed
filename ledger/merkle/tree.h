// An append-only Merkle tree over the ledger's entries, as RFC 6962, section
// 2.1, defines it.
//
// Leaves are numbered from 0. A tree of size n holds leaves [0, n).
//
// This room is pure: no clock, no disk, no logging, no locks.

#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/crypto/hash.h"

namespace ledger::merkle {

inline constexpr std::string_view kEdgeMismatch = "MERKLE_EDGE_MISMATCH";

// SHA-256(0x00 || entry): what a leaf contributes to the tree.
crypto::Hash LeafHash(Bytes entry);

// SHA-256(0x01 || left || right): what a pair of subtrees contributes.
crypto::Hash NodeHash(const crypto::Hash& left, const crypto::Hash& right);

// The right edge of the tree: one hash for each full subtree, widest first.
//
// A tree of size n has as many of them as n has bits set, so a Tree takes at
// most 64 * 32 bytes whatever its size, and can be rebuilt from the edge that
// the store keeps beside the log's head.
//
// Thread safety: const methods from any thread; a non-const method needs the
// caller to hold off all others.
class Tree {
 public:
  // The tree of no leaves.
  Tree() = default;

  // Resumes the tree of `size` leaves from its stored edge.
  // Fails with kDataLoss, MERKLE_EDGE_MISMATCH, when `edge` has not one hash
  // for each bit set in `size`.
  static Result<Tree> Resume(std::uint64_t size,
                             std::vector<crypto::Hash> edge);

  // Appends the next leaf. O(log n) hashes at worst, one on average.
  void Append(const crypto::Hash& leaf) { Append(leaf, nullptr); }

  // As above; each full subtree of a tile height (8, 16, ... 56 levels) that
  // the leaf completes is also appended to `completed`, lowest first.
  struct Completed {
    int level = 0;  // Tile level of the hash: 1 for 256 leaves, 2 for 256².
    std::uint64_t index = 0;  // Number of the subtree at that level, from 0.
    crypto::Hash hash;
  };
  void Append(const crypto::Hash& leaf, std::vector<Completed>* completed);

  // Leaves in the tree.
  std::uint64_t size() const { return size_; }

  const std::vector<crypto::Hash>& edge() const { return edge_; }

  // The root over all leaves; for an empty tree, the hash of the empty string.
  crypto::Hash Root() const;

 private:
  std::uint64_t size_ = 0;
  std::vector<crypto::Hash> edge_;
};

}  // namespace ledger::merkle
