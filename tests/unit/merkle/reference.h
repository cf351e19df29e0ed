// RFC 6962, section 2.1, written down as it reads: recursive, over all leaves,
// by libsodium's SHA-256. Nothing of it is shared with ledger/merkle but the
// Hash type. Roots of ranges are remembered, so that all pairs can be tried.

#pragma once

#include <sodium.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ledger/crypto/hash.h"

namespace ledger::merkle {

using Hashes = std::vector<crypto::Hash>;

inline crypto::Hash ReferenceHash(const std::string& bytes) {
  crypto::Hash hash;
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.bytes.data()),
                     reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  return hash;
}

inline crypto::Hash ReferenceNode(const crypto::Hash& left,
                                  const crypto::Hash& right) {
  return ReferenceHash(std::string(1, '\x01') + std::string(left.view()) +
                       std::string(right.view()));
}

// Entry `index` of the tests' log, and its leaf hash.
inline std::string TestEntry(std::uint64_t index) {
  return "entry " + std::to_string(index);
}
inline crypto::Hash TestLeaf(std::uint64_t index) {
  return ReferenceHash(std::string(1, '\0') + TestEntry(index));
}

// The largest power of two smaller than n.
inline std::uint64_t ReferenceSplit(std::uint64_t n) {
  std::uint64_t k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

// The tree over TestLeaf 0, 1, 2, ...; D[begin:end] is its leaves of a range.
class ReferenceTree {
 public:
  // MTH(D[begin:end])
  crypto::Hash Root(std::uint64_t begin, std::uint64_t end) {
    if (begin == end) return ReferenceHash("");
    const auto known = roots_.find({begin, end});
    if (known != roots_.end()) return known->second;
    crypto::Hash root = TestLeaf(begin);
    if (end - begin > 1) {
      const std::uint64_t middle = begin + ReferenceSplit(end - begin);
      root = ReferenceNode(Root(begin, middle), Root(middle, end));
    }
    return roots_[{begin, end}] = root;
  }
  crypto::Hash Root(std::uint64_t size) { return Root(0, size); }

  // PATH(m, D[begin:end])
  Hashes Path(std::uint64_t m, std::uint64_t begin, std::uint64_t end) {
    if (end - begin == 1) return {};
    const std::uint64_t k = ReferenceSplit(end - begin);
    const std::uint64_t middle = begin + k;
    Hashes path = m < k ? Path(m, begin, middle) : Path(m - k, middle, end);
    path.push_back(m < k ? Root(middle, end) : Root(begin, middle));
    return path;
  }

  // SUBPROOF(m, D[begin:end], b)
  Hashes Subproof(std::uint64_t m, std::uint64_t begin, std::uint64_t end,
                  bool b) {
    const std::uint64_t n = end - begin;
    if (m == n) return b ? Hashes{} : Hashes{Root(begin, end)};
    const std::uint64_t k = ReferenceSplit(n);
    const std::uint64_t middle = begin + k;
    Hashes proof = m <= k ? Subproof(m, begin, middle, b)
                          : Subproof(m - k, middle, end, false);
    proof.push_back(m <= k ? Root(middle, end) : Root(begin, middle));
    return proof;
  }

 private:
  std::map<std::pair<std::uint64_t, std::uint64_t>, crypto::Hash> roots_;
};

// The root that `path` leads to from leaf m of n, PATH read backwards; nullopt
// when it has too few or too many hashes.
inline std::optional<crypto::Hash> ReferenceRootFromPath(
    std::uint64_t m, std::uint64_t n, const crypto::Hash& leaf, Hashes path) {
  if (m >= n) return std::nullopt;
  if (n == 1) return path.empty() ? std::optional(leaf) : std::nullopt;
  if (path.empty()) return std::nullopt;
  const crypto::Hash last = path.back();
  path.pop_back();
  const std::uint64_t k = ReferenceSplit(n);
  const auto below = m < k ? ReferenceRootFromPath(m, k, leaf, path)
                           : ReferenceRootFromPath(m - k, n - k, leaf, path);
  if (!below) return std::nullopt;
  return m < k ? ReferenceNode(*below, last) : ReferenceNode(last, *below);
}

// The old and the new root that SUBPROOF's `proof` leads to, likewise.
using TwoRoots = std::pair<crypto::Hash, crypto::Hash>;
inline std::optional<TwoRoots> ReferenceRootsFromSubproof(
    std::uint64_t m, std::uint64_t n, bool b, const crypto::Hash& old_root,
    Hashes proof) {
  if (m == n && b) {
    if (!proof.empty()) return std::nullopt;
    return TwoRoots{old_root, old_root};
  }
  if (proof.empty()) return std::nullopt;
  const crypto::Hash last = proof.back();
  proof.pop_back();
  if (m == n) {
    if (!proof.empty()) return std::nullopt;
    return TwoRoots{last, last};
  }
  const std::uint64_t k = ReferenceSplit(n);
  const auto below =
      m <= k ? ReferenceRootsFromSubproof(m, k, b, old_root, proof)
             : ReferenceRootsFromSubproof(m - k, n - k, false, old_root, proof);
  if (!below) return std::nullopt;
  if (m <= k) return TwoRoots{below->first, ReferenceNode(below->second, last)};
  return TwoRoots{ReferenceNode(last, below->first),
                  ReferenceNode(last, below->second)};
}

}  // namespace ledger::merkle
