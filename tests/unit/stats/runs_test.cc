// Goal: the laws of runs and spans are exact.
// Method: enumeration of every placement up to 14, published values.

#include "ledger/stats/runs.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <vector>

#include "ledger/stats/elementary.h"
#include "tests/unit/stats/enumerate.h"

namespace ledger::stats {
namespace {

void ExpectLog(double log_p, double count, double all) {
  if (count == 0) {
    EXPECT_EQ(log_p, Log(0));
  } else {
    EXPECT_NEAR(log_p, std::log(count / all), 1e-12);
  }
}

TEST(RunsTest, RunsAndSpansAreEveryPlacementCounted) {
  for (std::uint32_t all = 0; all <= 14; ++all) {
    for (std::uint32_t marked = 0; marked <= all; ++marked) {
      std::vector<double> runs(all + 2);
      std::vector<double> span(all + 2);
      double total = 0;
      ForEachPlacement(all, marked, [&](std::uint32_t mask) {
        runs[RunsOf(mask)] += 1;
        span[mask == 0 ? 0 : std::bit_width(mask) - std::countr_zero(mask)] +=
            1;
        total += 1;
      });
      const Row row{all, marked};
      double few = 0;
      double narrow = 0;
      for (std::uint32_t x = 0; x <= all; ++x) {
        few += runs[x];
        narrow += span[x];
        ExpectLog(LogRunsMass(row, x), runs[x], total);
        ExpectLog(LogRunsLowerTail(row, x), few, total);
        ExpectLog(LogSpanLowerTail(row, x), narrow, total);
      }
    }
  }
}

// Figures of the project's study of hidden holding: of 200 cards, 14 in one
// run 10^-18.8, in at most 3 10^-13.1, in at most 7 10^-5.7; 8 in one run
// 10^-11.5, in at most 4 10^-4.4; 5 in one run 10^-7.1.
TEST(RunsTest, ASessionOfTwoHundredHasItsKnownOdds) {
  const auto log10 = [](std::uint64_t marked, std::uint64_t runs) {
    return LogRunsLowerTail({200, marked}, runs) / kLn10;
  };
  EXPECT_NEAR(log10(14, 1), -18.8, 0.05);
  EXPECT_NEAR(log10(14, 3), -13.1, 0.05);
  EXPECT_NEAR(log10(14, 7), -5.7, 0.05);
  EXPECT_NEAR(log10(8, 1), -11.5, 0.05);
  EXPECT_NEAR(log10(8, 4), -4.4, 0.05);
  EXPECT_NEAR(log10(5, 1), -7.1, 0.05);
}

TEST(RunsTest, WaldWolfowitzIsEverySignSequenceCounted) {
  for (std::uint32_t m = 1; m <= 7; ++m) {
    for (std::uint32_t n = 1; n <= 7; ++n) {
      std::vector<double> runs(m + n + 1);
      double total = 0;
      ForEachPlacement(m + n, m, [&](std::uint32_t mask) {
        const std::uint32_t other = ~mask & ((1U << (m + n)) - 1);
        runs[RunsOf(mask) + RunsOf(other)] += 1;
        total += 1;
      });
      double few = 0;
      for (std::uint32_t x = 0; x <= m + n; ++x) {
        few += runs[x];
        ExpectLog(LogWaldWolfowitzLowerTail(m, n, x), few, total);
      }
    }
  }
}

// Swed and Eisenhart, Ann. Math. Stat. 14 (1943), table I: P(u <= 6) for
// m = n = 10 is .019, P(u <= 7) is .051.
TEST(RunsTest, WaldWolfowitzHasItsPublishedTable) {
  EXPECT_NEAR(Exp(LogWaldWolfowitzLowerTail(10, 10, 6)), 0.019, 5e-4);
  EXPECT_NEAR(Exp(LogWaldWolfowitzLowerTail(10, 10, 7)), 0.051, 5e-4);
  // The normal law comes near for larger ones.
  const double exact = Exp(LogWaldWolfowitzLowerTail(40, 50, 36));
  const double z = WaldWolfowitzZ(40, 50, 36);
  EXPECT_NEAR(std::erfc(-z / std::sqrt(2.0)) / 2, exact, 0.003);
}

TEST(RunsTest, LongestRunIsEverySequenceWeighed) {
  for (const double p : {0.2, 0.5, 0.9}) {
    for (std::uint32_t trials = 1; trials <= 12; ++trials) {
      for (std::uint32_t length = 1; length <= trials + 1; ++length) {
        double weight = 0;
        for (std::uint32_t mask = 0; mask < (1U << trials); ++mask) {
          std::uint32_t run = mask;
          for (std::uint32_t i = 1; i < length; ++i) run &= run << 1;
          run &= (1U << trials) - 1;
          if (run == 0) continue;
          const int hits = std::popcount(mask);
          weight += std::pow(p, hits) *
                    std::pow(1 - p, static_cast<int>(trials) - hits);
        }
        EXPECT_NEAR(LongestRunTail(trials, p, length), weight, 1e-12);
      }
    }
  }
  // Near the known approximation 1 - exp(-n(1-q)q^L).
  EXPECT_NEAR(LongestRunTail(200, 0.2, 5),
              1 - std::exp(-200 * 0.8 * std::pow(0.2, 5)), 0.003);
}

}  // namespace
}  // namespace ledger::stats
