// A second Merkle tree, from the words of RFC 6962, section 2.1, and OpenSSL
// alone: tests compare ledger/merkle with it. Recursive and slow on purpose.

#pragma once

#include <openssl/sha.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rfc6962 {

using Digest = std::string;  // 32 bytes.

inline Digest Sha256(std::string_view bytes) {
  Digest digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

inline Digest Leaf(std::string_view entry) {
  return Sha256(std::string(1, '\0').append(entry));
}

inline Digest Node(const Digest& left, const Digest& right) {
  return Sha256(std::string(1, '\1').append(left).append(right));
}

// The largest power of two smaller than n. Requires n > 1.
inline std::uint64_t Split(std::uint64_t n) {
  std::uint64_t k = 1;
  while (k < n - k) k *= 2;
  return k;
}

// MTH of leaf hashes [begin, end).
inline Digest Root(const std::vector<Digest>& leaves, std::size_t begin,
                   std::size_t end) {
  if (begin == end) return Sha256("");
  if (end - begin == 1) return leaves[begin];
  const std::size_t k = Split(end - begin);
  return Node(Root(leaves, begin, begin + k), Root(leaves, begin + k, end));
}

inline Digest Root(const std::vector<Digest>& leaves) {
  return Root(leaves, 0, leaves.size());
}

// The right edge: roots of the full subtrees, widest first. For trees that
// grow by one leaf at a time and whose root is wanted at every size.
class Appender {
 public:
  void Append(std::string_view entry) {
    Digest hash = Leaf(entry);
    for (std::uint64_t n = size_; n % 2 == 1; n /= 2) {
      hash = Node(edge_.back(), hash);
      edge_.pop_back();
    }
    edge_.push_back(std::move(hash));
    ++size_;
  }

  std::uint64_t size() const { return size_; }

  Digest Root() const {
    if (edge_.empty()) return Sha256("");
    Digest root = edge_.back();
    for (std::size_t i = edge_.size() - 1; i-- > 0;)
      root = Node(edge_[i], root);
    return root;
  }

 private:
  std::uint64_t size_ = 0;
  std::vector<Digest> edge_;
};

// PATH(m, D[begin:end]), leaf side first.
inline std::vector<Digest> Path(const std::vector<Digest>& leaves,
                                std::size_t m, std::size_t begin,
                                std::size_t end) {
  if (end - begin == 1) return {};
  const std::size_t k = Split(end - begin);
  const bool left = m < k;
  auto path = left ? Path(leaves, m, begin, begin + k)
                   : Path(leaves, m - k, begin + k, end);
  path.push_back(left ? Root(leaves, begin + k, end)
                      : Root(leaves, begin, begin + k));
  return path;
}

// SUBPROOF(m, D[begin:end], whole).
inline std::vector<Digest> SubProof(const std::vector<Digest>& leaves,
                                    std::size_t m, std::size_t begin,
                                    std::size_t end, bool whole) {
  if (m == end - begin) {
    if (whole) return {};
    return {Root(leaves, begin, end)};
  }
  const std::size_t k = Split(end - begin);
  const bool left = m <= k;
  auto proof = left ? SubProof(leaves, m, begin, begin + k, whole)
                    : SubProof(leaves, m - k, begin + k, end, false);
  proof.push_back(left ? Root(leaves, begin + k, end)
                       : Root(leaves, begin, begin + k));
  return proof;
}

// The root that `path` leads to from `leaf` at `m` of `n`; nullopt when the
// path has the wrong length.
inline std::optional<Digest> RootOfPath(std::uint64_t m, std::uint64_t n,
                                        const Digest& leaf,
                                        std::vector<Digest> path) {
  if (m >= n) return std::nullopt;
  if (n == 1) {
    if (!path.empty()) return std::nullopt;
    return leaf;
  }
  if (path.empty()) return std::nullopt;
  const Digest sibling = path.back();
  path.pop_back();
  const std::uint64_t k = Split(n);
  const bool left = m < k;
  auto inner = left ? RootOfPath(m, k, leaf, std::move(path))
                    : RootOfPath(m - k, n - k, leaf, std::move(path));
  if (!inner) return std::nullopt;
  return left ? Node(*inner, sibling) : Node(sibling, *inner);
}

// Both roots that `proof` leads to, taking hashes from its end; nullopt when
// it is too short. Requires 0 < m <= n.
inline std::optional<std::pair<Digest, Digest>> RootsOfProof(
    std::uint64_t m, std::uint64_t n, const Digest& old_root,
    std::vector<Digest>& proof, bool whole) {
  if (m == n && whole) return std::pair(old_root, old_root);
  if (proof.empty()) return std::nullopt;
  const Digest last = proof.back();
  proof.pop_back();
  if (m == n) return std::pair(last, last);
  const std::uint64_t k = Split(n);
  if (m <= k) {
    auto roots = RootsOfProof(m, k, old_root, proof, whole);
    if (!roots) return std::nullopt;
    return std::pair(roots->first, Node(roots->second, last));
  }
  auto roots = RootsOfProof(m - k, n - k, old_root, proof, false);
  if (!roots) return std::nullopt;
  return std::pair(Node(last, roots->first), Node(last, roots->second));
}

// Whether `proof` shows the tree of `m` a prefix of that of `n`.
inline bool IsConsistent(std::uint64_t m, std::uint64_t n,
                         const Digest& old_root, const Digest& new_root,
                         std::vector<Digest> proof) {
  if (m > n) return false;
  if (m == 0) return proof.empty() && old_root == Sha256("");
  if (m == n) return proof.empty() && old_root == new_root;
  auto roots = RootsOfProof(m, n, old_root, proof, true);
  return roots && proof.empty() && roots->first == old_root &&
         roots->second == new_root;
}

}  // namespace rfc6962
