#include "ledger/merkle/proof.h"

#include <algorithm>
#include <bit>
#include <map>
#include <string>
#include <utility>

#include "ledger/base/check.h"
#include "ledger/merkle/tree.h"

namespace ledger::merkle {
namespace {

using crypto::Hash;

// Reads each tile once for a proof: the siblings at eight heights share one.
class TileCache final : public TileReader {
 public:
  explicit TileCache(const TileReader& source) : source_(source) {}

  Result<std::string> ReadTile(TileId id, std::uint64_t width) const override {
    const auto found = tiles_.find(id);
    if (found != tiles_.end() && found->second.size() == width * Hash::kSize) {
      return found->second;
    }
    LEDGER_ASSIGN_OR_RETURN(std::string tile, source_.ReadTile(id, width));
    tiles_[id] = tile;
    return tile;
  }

 private:
  const TileReader& source_;
  // A cache changes nothing that a caller can see; one thread has it.
  mutable std::map<TileId, std::string> tiles_;
};

// Leaves [begin, end).
struct Range {
  std::uint64_t begin;
  std::uint64_t end;
  std::uint64_t size() const { return end - begin; }
};

// Where RFC 6962 splits a tree: the largest power of two below its size.
std::uint64_t SplitOf(Range range) {
  AMANAH_CHECK(range.size() > 1);
  return range.begin + std::bit_floor(range.size() - 1);
}

// MTH(D[begin:end]). Requires a range that splitting [0, size) arrives at, so
// that each full subtree in it is one of the tree's own.
Result<Hash> RangeRoot(const TileReader& tiles, std::uint64_t size,
                       Range range) {
  std::vector<Hash> subtrees;
  while (range.size() > 0) {
    const int height = static_cast<int>(std::bit_width(range.size())) - 1;
    AMANAH_CHECK(range.begin % (std::uint64_t{1} << height) == 0);
    LEDGER_ASSIGN_OR_RETURN(
        const Hash hash,
        ReadSubtree(tiles, size, height, range.begin >> height));
    subtrees.push_back(hash);
    range.begin += std::uint64_t{1} << height;
  }
  Hash root = subtrees.back();
  for (std::size_t i = subtrees.size() - 1; i-- > 0;) {
    root = NodeHash(subtrees[i], root);
  }
  return root;
}

// The hashes of `ranges`, last first: found from the root down, wanted from
// the leaf up.
Result<Proof> RootsUpwards(const TileReader& tiles, std::uint64_t size,
                           const std::vector<Range>& ranges) {
  const TileCache cache(tiles);
  Proof proof;
  for (auto range = ranges.rbegin(); range != ranges.rend(); ++range) {
    LEDGER_ASSIGN_OR_RETURN(const Hash hash, RangeRoot(cache, size, *range));
    proof.push_back(hash);
  }
  return proof;
}

Error OutOfRange(std::string message) {
  return Error{Code::kOutOfRange, kProofOutOfRange, std::move(message)};
}

Error Invalid(std::string message) {
  return Error{Code::kInvalidArgument, kProofInvalid, std::move(message)};
}

}  // namespace

Result<Proof> ProveInclusion(const TileReader& tiles, std::uint64_t index,
                             std::uint64_t size) {
  if (index >= size) {
    return OutOfRange("leaf " + std::to_string(index) + " of a tree of " +
                      std::to_string(size));
  }
  std::vector<Range> siblings;
  for (Range range{0, size}; range.size() > 1;) {
    const std::uint64_t split = SplitOf(range);
    if (index < split) {
      siblings.push_back({split, range.end});
      range.end = split;
    } else {
      siblings.push_back({range.begin, split});
      range.begin = split;
    }
  }
  return RootsUpwards(tiles, size, siblings);
}

Result<Proof> ProveConsistency(const TileReader& tiles, std::uint64_t old_size,
                               std::uint64_t new_size) {
  if (old_size > new_size) {
    return OutOfRange("from " + std::to_string(old_size) + " leaves down to " +
                      std::to_string(new_size));
  }
  if (old_size == 0 || old_size == new_size) return Proof{};
  std::vector<Range> parts;
  // SUBPROOF of RFC 6962, section 2.1.2, without the recursion.
  Range range{0, new_size};
  while (range.end != old_size) {
    const std::uint64_t split = SplitOf(range);
    if (old_size <= split) {
      parts.push_back({split, range.end});
      range.end = split;
    } else {
      parts.push_back({range.begin, split});
      range.begin = split;
    }
  }
  // Whoever verifies has the old root already.
  if (range.begin != 0) parts.push_back(range);
  return RootsUpwards(tiles, new_size, parts);
}

Status VerifyInclusion(std::uint64_t index, std::uint64_t size,
                       const Hash& leaf, const Proof& proof, const Hash& root) {
  if (index >= size) {
    return Invalid("leaf " + std::to_string(index) + " is not in a tree of " +
                   std::to_string(size));
  }
  if (proof.size() > kMaxProofHashes) return Invalid("the proof is too long");
  std::uint64_t fn = index;
  std::uint64_t sn = size - 1;
  Hash hash = leaf;
  for (const Hash& sibling : proof) {
    if (sn == 0) return Invalid("the proof is too long");
    if ((fn & 1) != 0 || fn == sn) {
      hash = NodeHash(sibling, hash);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      hash = NodeHash(hash, sibling);
    }
    fn >>= 1;
    sn >>= 1;
  }
  if (sn != 0) return Invalid("the proof is too short");
  if (hash != root) return Invalid("the proof leads to another root");
  return Ok{};
}

namespace {

// The loop of RFC 9162, section 2.1.4.2; 0 < old_size < new_size.
Status VerifyGrowth(std::uint64_t old_size, std::uint64_t new_size,
                    const Hash& old_root, const Hash& new_root,
                    const Proof& proof) {
  // A full old tree is itself the first part; the proof leaves it out.
  const bool whole = std::has_single_bit(old_size);
  if (proof.empty()) return Invalid("the proof is too short");
  std::uint64_t fn = old_size - 1;
  std::uint64_t sn = new_size - 1;
  while ((fn & 1) != 0) {
    fn >>= 1;
    sn >>= 1;
  }
  Hash old_hash = whole ? old_root : proof.front();
  Hash new_hash = old_hash;
  for (std::size_t i = whole ? 0 : 1; i < proof.size(); ++i) {
    if (sn == 0) return Invalid("the proof is too long");
    if ((fn & 1) != 0 || fn == sn) {
      old_hash = NodeHash(proof[i], old_hash);
      new_hash = NodeHash(proof[i], new_hash);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      new_hash = NodeHash(new_hash, proof[i]);
    }
    fn >>= 1;
    sn >>= 1;
  }
  if (sn != 0) return Invalid("the proof is too short");
  if (old_hash != old_root) return Invalid("the proof is of another old tree");
  if (new_hash != new_root) return Invalid("the proof is of another new tree");
  return Ok{};
}

}  // namespace

Status VerifyConsistency(std::uint64_t old_size, std::uint64_t new_size,
                         const Hash& old_root, const Hash& new_root,
                         const Proof& proof) {
  if (old_size > new_size) return Invalid("the new tree is the smaller one");
  if (proof.size() > kMaxProofHashes) return Invalid("the proof is too long");
  if (old_size != 0 && old_size != new_size) {
    return VerifyGrowth(old_size, new_size, old_root, new_root, proof);
  }
  if (!proof.empty()) return Invalid("the proof must be empty");
  if (old_size == 0 && old_root != Tree().Root()) {
    return Invalid("a tree of no leaves has another root");
  }
  if (old_size == new_size && old_root != new_root) {
    return Invalid("one size, two roots");
  }
  return Ok{};
}

}  // namespace ledger::merkle
