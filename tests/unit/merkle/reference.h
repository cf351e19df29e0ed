// RFC 6962, section 2.1, written down as it reads: recursive, over all leaves,
// by libsodium's SHA-256. Slow, and nothing of it shared with ledger/merkle
// but the Hash type.

#pragma once

#include <sodium.h>

#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "ledger/crypto/hash.h"

namespace ledger::merkle {

inline crypto::Hash ReferenceHash(const std::string& bytes) {
  crypto::Hash hash;
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.bytes.data()),
                     reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  return hash;
}

// Entry `index` of the tests' log, and its leaf hash.
inline std::string TestEntry(std::uint64_t index) {
  return "entry " + std::to_string(index);
}
inline crypto::Hash TestLeaf(std::uint64_t index) {
  return ReferenceHash(std::string(1, '\0') + TestEntry(index));
}

using Leaves = std::span<const crypto::Hash>;

// The largest power of two smaller than n.
inline std::size_t ReferenceSplit(std::size_t n) {
  std::size_t k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

// MTH(D[n])
inline crypto::Hash ReferenceRoot(Leaves leaves) {
  if (leaves.empty()) return ReferenceHash("");
  if (leaves.size() == 1) return leaves[0];
  const std::size_t k = ReferenceSplit(leaves.size());
  std::string node(1, '\x01');
  node += ReferenceRoot(leaves.first(k)).view();
  node += ReferenceRoot(leaves.subspan(k)).view();
  return ReferenceHash(node);
}

// PATH(m, D[n])
inline std::vector<crypto::Hash> ReferencePath(std::size_t m, Leaves leaves) {
  if (leaves.size() == 1) return {};
  const std::size_t k = ReferenceSplit(leaves.size());
  std::vector<crypto::Hash> path =
      m < k ? ReferencePath(m, leaves.first(k))
            : ReferencePath(m - k, leaves.subspan(k));
  path.push_back(m < k ? ReferenceRoot(leaves.subspan(k))
                       : ReferenceRoot(leaves.first(k)));
  return path;
}

// SUBPROOF(m, D[n], b)
inline std::vector<crypto::Hash> ReferenceSubproof(std::size_t m, Leaves leaves,
                                                   bool b) {
  const std::size_t n = leaves.size();
  if (m == n) {
    if (b) return {};
    return {ReferenceRoot(leaves)};
  }
  const std::size_t k = ReferenceSplit(n);
  std::vector<crypto::Hash> proof =
      m <= k ? ReferenceSubproof(m, leaves.first(k), b)
             : ReferenceSubproof(m - k, leaves.subspan(k), false);
  proof.push_back(m <= k ? ReferenceRoot(leaves.subspan(k))
                         : ReferenceRoot(leaves.first(k)));
  return proof;
}

}  // namespace ledger::merkle
