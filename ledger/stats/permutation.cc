#include "ledger/stats/permutation.h"

#include <algorithm>
#include <numeric>

#include "ledger/base/check.h"

namespace ledger::stats {

std::vector<std::uint32_t> BlockPermutation(
    std::span<const std::uint32_t> block_of, Generator& generator) {
  std::vector<std::uint32_t> items(block_of.size());
  std::iota(items.begin(), items.end(), 0U);
  generator.Shuffle(std::span(items));
  // Blocks in the order in which a second shuffle meets them: a block's place
  // must not depend on its size.
  std::vector<std::uint32_t> blocks(block_of.begin(), block_of.end());
  std::sort(blocks.begin(), blocks.end());
  blocks.erase(std::unique(blocks.begin(), blocks.end()), blocks.end());
  std::vector<std::uint32_t> place(blocks.size());
  std::iota(place.begin(), place.end(), 0U);
  generator.Shuffle(std::span(place));
  const auto place_of = [&](std::uint32_t item) {
    const auto found =
        std::lower_bound(blocks.begin(), blocks.end(), block_of[item]);
    return place[static_cast<std::size_t>(found - blocks.begin())];
  };
  std::stable_sort(items.begin(), items.end(),
                   [&](std::uint32_t a, std::uint32_t b) {
                     return place_of(a) < place_of(b);
                   });
  return items;
}

PermutationResult BlockPermutationTest(
    std::span<const std::uint32_t> block_of, double observed,
    std::uint32_t rounds, std::uint32_t enough, std::uint64_t seed,
    const std::function<double(std::span<const std::uint32_t>)>& statistic) {
  AMANAH_CHECK(rounds <= kMaxRounds);
  Generator generator(seed);
  PermutationResult result;
  while (result.rounds < rounds && result.as_extreme < enough) {
    const auto items = BlockPermutation(block_of, generator);
    ++result.rounds;
    if (statistic(items) >= observed) ++result.as_extreme;
  }
  return result;
}

}  // namespace ledger::stats
