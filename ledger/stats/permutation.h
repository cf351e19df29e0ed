// Permutation tests: what would chance have done with the same cards?
//
// Thread safety: none needed; each call has its own generator.

#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "ledger/stats/random.h"

namespace ledger::stats {

// Rounds a test may take at most.
inline constexpr std::uint32_t kMaxRounds = 100'000;

struct PermutationResult {
  std::uint32_t rounds = 0;
  std::uint32_t as_extreme = 0;  // Rounds whose statistic was >= the observed.
  // (as_extreme + 1) / (rounds + 1): valid, never 0.
  double p() const { return (as_extreme + 1.0) / (rounds + 1.0); }
};

// Items in an order that chance could have brought, were neighbours to walk
// together: blocks in random order, each block's items in random order.
// `block_of[i]` is the block of item i; items of a block need not be
// neighbours. Gives the items, each once. All in one block, or each in its
// own, is a free permutation.
std::vector<std::uint32_t> BlockPermutation(
    std::span<const std::uint32_t> block_of, Generator& generator);

// Counts how often `statistic` of a block permutation reaches `observed`.
// Stops early when `enough` rounds have: then p is already known to be large.
// Requires rounds <= kMaxRounds.
PermutationResult BlockPermutationTest(
    std::span<const std::uint32_t> block_of, double observed,
    std::uint32_t rounds, std::uint32_t enough, std::uint64_t seed,
    const std::function<double(std::span<const std::uint32_t>)>& statistic);

}  // namespace ledger::stats
