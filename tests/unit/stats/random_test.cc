// Goal: the generator is the published one, and permutations are fair.
// Method: published vectors; counts against their law; blocks stay whole.

#include "ledger/stats/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <vector>

#include "ledger/stats/permutation.h"

namespace ledger::stats {
namespace {

// splitmix64 from 1234567, as Rosetta Code's "Pseudo-random numbers/
// Splitmix64" gives it; xoshiro256** from 1, 2, 3, 4, as the crate
// rand_xoshiro's reference test does.
TEST(RandomTest, GivesThePublishedNumbers) {
  std::uint64_t state = 1234567;
  for (const std::uint64_t expected :
       {6457827717110365317U, 3203168211198807973U, 9817491932198370423U,
        4593380528125082431U, 16408922859458223821U}) {
    EXPECT_EQ(SplitMix64(state), expected);
  }
  Generator generator(std::array<std::uint64_t, 4>{1, 2, 3, 4});
  for (const std::uint64_t expected : {11520U, 0U, 1509978240U}) {
    EXPECT_EQ(generator.Next(), expected);
  }
  EXPECT_EQ(generator.Next(), 1215971899390074240U);
}

TEST(RandomTest, StreamsOfEntitiesAndPeriodsDiffer) {
  EXPECT_NE(Generator(1, 2, 3).Next(), Generator(1, 3, 2).Next());
  EXPECT_NE(Generator(1, 2, 3).Next(), Generator(2, 1, 3).Next());
  EXPECT_EQ(Generator(1, 2, 3).Next(), Generator(1, 2, 3).Next());
}

TEST(RandomTest, ShufflesAreUniform) {
  Generator generator(4);
  std::map<std::vector<int>, int> seen;
  for (int i = 0; i < 24'000; ++i) {
    std::vector<int> values = {0, 1, 2, 3};
    generator.Shuffle(std::span(values));
    ++seen[values];
  }
  ASSERT_EQ(seen.size(), 24U);
  double chi_square = 0;
  for (const auto& [order, count] : seen) {
    chi_square += (count - 1000.0) * (count - 1000.0) / 1000;
  }
  EXPECT_LT(chi_square, 49.7);  // 23 degrees of freedom, p = 0.001.
}

TEST(RandomTest, NormalHasItsMoments) {
  Generator generator(5);
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < 100'000; ++i) {
    const double z = generator.Normal();
    sum += z;
    squares += z * z;
  }
  EXPECT_NEAR(sum / 100'000, 0, 0.012);
  EXPECT_NEAR(squares / 100'000, 1, 0.018);
}

TEST(PermutationTest, BlocksStayWholeAndEveryArrangementIsEquallyLikely) {
  const std::vector<std::uint32_t> block_of = {7, 2, 7, 2, 9};
  Generator generator(6);
  std::map<std::vector<std::uint32_t>, int> seen;
  for (int i = 0; i < 24'000; ++i) {
    ++seen[BlockPermutation(block_of, generator)];
  }
  EXPECT_EQ(seen.size(), 3U * 2 * 1 * 2 * 2);
  for (const auto& [items, count] : seen) {
    EXPECT_NEAR(count, 1000, 130);
    int changes = 0;
    for (std::size_t i = 1; i < items.size(); ++i) {
      changes += block_of[items[i]] != block_of[items[i - 1]];
    }
    EXPECT_EQ(changes, 2);
  }
}

TEST(PermutationTest, CountsWhatReachesTheObservedAndStopsWhenEnough) {
  const std::vector<std::uint32_t> free = {0, 1, 2, 3, 4};
  const auto first_is_zero = [](std::span<const std::uint32_t> items) {
    return items[0] == 0 ? 1.0 : 0.0;
  };
  const auto all =
      BlockPermutationTest(free, 1, 10'000, 20'000, 7, first_is_zero);
  EXPECT_EQ(all.rounds, 10'000U);
  EXPECT_NEAR(all.p(), 0.2, 0.016);
  const auto stopped =
      BlockPermutationTest(free, 1, 10'000, 20, 7, first_is_zero);
  EXPECT_EQ(stopped.as_extreme, 20U);
  EXPECT_LT(stopped.rounds, 400U);
}

}  // namespace
}  // namespace ledger::stats
