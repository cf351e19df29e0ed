// Goal: τ, its ties and its null are right.
// Method: pairs counted one by one, every order of up to eight cards,
// published tables.

#include "ledger/stats/kendall.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "ledger/stats/elementary.h"
#include "ledger/stats/random.h"

namespace ledger::stats {
namespace {

using Ranks = std::vector<std::int64_t>;

std::int64_t NaiveScore(const Ranks& x, const Ranks& y) {
  std::int64_t score = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const int a = (x[i] > x[j]) - (x[i] < x[j]);
      const int b = (y[i] > y[j]) - (y[i] < y[j]);
      score += a * b;
    }
  }
  return score;
}

TEST(KendallTest, EveryOrderOfUpToEightHasItsExactTail) {
  for (std::size_t n = 2; n <= 8; ++n) {
    Ranks x(n);
    std::iota(x.begin(), x.end(), 0);
    Ranks y = x;
    std::vector<std::int64_t> scores;
    do {
      const Kendall kendall = KendallOf(x, y);
      ASSERT_EQ(kendall.score, NaiveScore(x, y));
      scores.push_back(kendall.score);
    } while (std::next_permutation(y.begin(), y.end()));
    double squares = 0;
    for (const std::int64_t score : scores) {
      squares += static_cast<double>(score * score);
    }
    Kendall asked = KendallOf(x, x);
    const double all = static_cast<double>(scores.size());
    EXPECT_NEAR(asked.score_variance, squares / all, 1e-9);
    const auto most = static_cast<std::int64_t>(n * (n - 1) / 2);
    for (asked.score = -most; asked.score <= most; asked.score += 2) {
      const auto upper =
          std::count_if(scores.begin(), scores.end(),
                        [&](auto s) { return s >= asked.score; });
      const auto both = std::count_if(
          scores.begin(), scores.end(),
          [&](auto s) { return std::abs(s) >= std::abs(asked.score); });
      EXPECT_NEAR(LogKendallUpperTail(asked),
                  std::log(static_cast<double>(upper) / all), 1e-12);
      EXPECT_NEAR(LogKendallTwoSided(asked),
                  std::log(static_cast<double>(both) / all), 1e-12);
    }
  }
}

TEST(KendallTest, TiesAreCountedPairByPairAndTheirVarianceIsExact) {
  Generator generator(3);
  for (int round = 0; round < 300; ++round) {
    const std::size_t n = 2 + generator.Below(40);
    const std::uint64_t values = 1 + generator.Below(12);
    Ranks x(n);
    Ranks y(n);
    for (auto& one : x)
      one = static_cast<std::int64_t>(generator.Below(values));
    for (auto& one : y)
      one = static_cast<std::int64_t>(generator.Below(values));
    const Kendall kendall = KendallOf(x, y);
    EXPECT_EQ(kendall.score, NaiveScore(x, y));
    EXPECT_LE(std::fabs(kendall.tau()), 1 + 1e-12);
  }
  // Over every pairing of two tied sides the variance is the formula's.
  const Ranks x = {0, 0, 1, 1, 1, 2, 3};
  Ranks y = {0, 1, 1, 1, 2, 2, 3};
  const double formula = KendallOf(x, y).score_variance;
  double squares = 0;
  double orders = 0;
  std::vector<std::size_t> order(y.size());
  std::iota(order.begin(), order.end(), 0U);
  do {
    Ranks permuted;
    for (const std::size_t i : order) permuted.push_back(y[i]);
    const double score = static_cast<double>(NaiveScore(x, permuted));
    squares += score * score;
    orders += 1;
  } while (std::next_permutation(order.begin(), order.end()));
  EXPECT_NEAR(formula, squares / orders, 1e-9);
}

// Kendall, Rank Correlation Methods, appendix table 1, n = 10.
TEST(KendallTest, TheNullHasItsPublishedTable) {
  Kendall kendall;
  kendall.size = 10;
  kendall.score_variance = 125;
  const auto tail = [&](std::int64_t score) {
    kendall.score = score;
    return Exp(LogKendallUpperTail(kendall));
  };
  EXPECT_NEAR(tail(19), 0.054, 5e-4);
  EXPECT_NEAR(tail(21), 0.036, 5e-4);
  EXPECT_NEAR(tail(23), 0.023, 5e-4);
  EXPECT_NEAR(tail(25), 0.014, 5e-4);
  EXPECT_NEAR(tail(29), 0.0046, 5e-5);
}

TEST(KendallTest, TheNormalLawMeetsTheExactOneAtItsEdge) {
  Kendall exact;
  exact.size = kMaxExactKendall;
  const double n = static_cast<double>(exact.size);
  exact.score_variance = n * (n - 1) * (2 * n + 5) / 18;
  exact.score = 300;
  Kendall normal = exact;
  normal.has_ties = true;
  EXPECT_NEAR(LogKendallUpperTail(exact), LogKendallUpperTail(normal), 0.03);
}

TEST(KendallTest, WIsOneForOneOrderAndSmallForAll) {
  const std::vector<std::uint32_t> up = {0, 1, 2, 3, 4};
  const std::vector<std::uint32_t> down = {4, 3, 2, 1, 0};
  const std::vector<std::span<const std::uint32_t>> same = {up, up, up};
  const std::vector<std::span<const std::uint32_t>> turned = {up, down};
  EXPECT_DOUBLE_EQ(KendallW(same), 1);
  EXPECT_DOUBLE_EQ(KendallW(turned), 0);
}

}  // namespace
}  // namespace ledger::stats
