// Inclusion and consistency proofs: RFC 6962, section 2.1; verified by the
// loops of RFC 9162, sections 2.1.3.2 and 2.1.4.2.
//
// A proof is sibling hashes, leaf side first. Verifying reads no tree and
// trusts nothing it is given.
//
// Thread safety: pure functions.

#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/crypto/hash.h"
#include "ledger/merkle/tile.h"

namespace ledger::merkle {

inline constexpr std::string_view kProofInvalid = "MERKLE_PROOF_INVALID";
inline constexpr std::string_view kProofOutOfRange =
    "MERKLE_PROOF_OUT_OF_RANGE";

// Longest proof of either kind that is ever accepted.
inline constexpr std::size_t kMaxProofHashes = 64;

using Proof = std::vector<crypto::Hash>;

// Path from leaf `index` to the root of the tree of `size` leaves.
// MERKLE_PROOF_OUT_OF_RANGE, kOutOfRange, unless index < size; else fails as
// `tiles` does.
Result<Proof> ProveInclusion(const TileReader& tiles, std::uint64_t index,
                             std::uint64_t size);

// Proof that the tree of `old_size` leaves is a prefix of that of `new_size`.
// Empty when old_size is 0 or equal. MERKLE_PROOF_OUT_OF_RANGE unless
// old_size <= new_size.
Result<Proof> ProveConsistency(const TileReader& tiles, std::uint64_t old_size,
                               std::uint64_t new_size);

// Ok when `proof` leads from `leaf` at `index` to `root` of `size` leaves;
// otherwise MERKLE_PROOF_INVALID, kInvalidArgument, with the reason in words.
Status VerifyInclusion(std::uint64_t index, std::uint64_t size,
                       const crypto::Hash& leaf, const Proof& proof,
                       const crypto::Hash& root);

// Ok when `proof` shows `old_root` a prefix of `new_root`. old_size 0: only
// the empty proof and the empty root. Otherwise as VerifyInclusion.
Status VerifyConsistency(std::uint64_t old_size, std::uint64_t new_size,
                         const crypto::Hash& old_root,
                         const crypto::Hash& new_root, const Proof& proof);

}  // namespace ledger::merkle
