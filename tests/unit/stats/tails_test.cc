// Goal: the tails are the sums they claim to be.
// Method: enumeration of every small urn, table and binomial; published
// examples.

#include "ledger/stats/tails.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
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

TEST(TailsTest, HypergeometricIsEveryDrawCounted) {
  for (std::uint32_t all = 0; all <= 12; ++all) {
    for (std::uint32_t marked = 0; marked <= all; ++marked) {
      for (std::uint32_t drawn = 0; drawn <= all; ++drawn) {
        std::vector<double> count(all + 2);
        double total = 0;
        ForEachPlacement(all, drawn, [&](std::uint32_t mask) {
          count[std::popcount(mask & ((1U << marked) - 1))] += 1;
          total += 1;
        });
        const Hypergeometric urn{all, marked, drawn};
        double above = 0;
        for (std::uint32_t x = all + 1; x-- > 0;) {
          above += count[x];
          ExpectLog(LogHypergeometricMass(urn, x), count[x], total);
          ExpectLog(LogHypergeometricUpperTail(urn, x), above, total);
          ExpectLog(LogHypergeometricLowerTail(urn, x),
                    total - above + count[x], total);
        }
      }
    }
  }
}

TEST(TailsTest, BinomialIsEverySequenceWeighed) {
  for (const double p : {0.0, 0.03, 0.5, 0.77, 1.0}) {
    for (std::uint32_t n = 0; n <= 12; ++n) {
      std::vector<double> weight(n + 2);
      for (std::uint32_t mask = 0; mask < (1U << n); ++mask) {
        const int hits = std::popcount(mask);
        weight[hits] += std::pow(p, hits) * std::pow(1 - p, n - hits);
      }
      double above = 0;
      for (std::uint32_t x = n + 1; x-- > 0;) {
        above += weight[x];
        ExpectLog(LogBinomialMass(n, p, x), weight[x], 1);
        ExpectLog(LogBinomialUpperTail(n, p, x), std::min(1.0, above), 1);
        double below = 0;
        for (std::uint32_t y = 0; y <= x; ++y) below += weight[y];
        ExpectLog(LogBinomialLowerTail(n, p, x), std::min(1.0, below), 1);
      }
      EXPECT_EQ(LogBinomialUpperTail(n, p, n + 1), Log(0));
    }
  }
}

TEST(TailsTest, PoissonIsTheLimitOfItsSum) {
  for (const double mean : {0.0, 0.1, 1.0, 7.5, 60.0}) {
    for (std::uint32_t x = 0; x <= 120; ++x) {
      double below = 0;
      for (std::uint32_t y = 0; y < x; ++y) {
        below += std::exp(LogPoissonMass(mean, y));
      }
      const double upper = std::exp(LogPoissonUpperTail(mean, x));
      EXPECT_NEAR(upper, 1 - below, 1e-12) << mean << " " << x;
    }
  }
  // Far out it keeps its digits.
  double sum = 0;
  for (std::uint32_t x = 150; x <= 170; ++x) {
    sum += std::exp(LogPoissonMass(1, x) - LogPoissonMass(1, 150));
  }
  EXPECT_NEAR(LogPoissonUpperTail(1, 150),
              LogPoissonMass(1, 150) + std::log(sum), 1e-11);
}

TEST(TailsTest, FisherIsEveryTableWithTheseMargins) {
  for (std::uint32_t all = 1; all <= 10; ++all) {
    for (std::uint32_t here = 0; here <= all; ++here) {
      for (std::uint32_t trait = 0; trait <= all; ++trait) {
        std::vector<double> count(all + 1);
        double total = 0;
        ForEachPlacement(all, trait, [&](std::uint32_t mask) {
          count[std::popcount(mask & ((1U << here) - 1))] += 1;
          total += 1;
        });
        for (std::uint32_t a = 0; a <= std::min(here, trait); ++a) {
          if (here + trait > all + a) continue;
          double greater = 0;
          double two_sided = 0;
          for (std::uint32_t x = 0; x <= all; ++x) {
            if (x >= a) greater += count[x];
            if (count[x] <= count[a]) two_sided += count[x];
          }
          const TwoByTwo table{a, here - a, trait - a, all + a - here - trait};
          ExpectLog(LogFisherGreater(table), greater, total);
          ExpectLog(LogFisherTwoSided(table), two_sided, total);
        }
      }
    }
  }
}

// The two examples of R's fisher.test page: the lady tasting tea (Agresti,
// 1990), and Fisher's convictions of like-sex twins.
TEST(TailsTest, FisherGivesThePublishedExamples) {
  EXPECT_NEAR(Exp(LogFisherGreater({3, 1, 1, 3})), 0.2429, 5e-5);
  EXPECT_NEAR(Exp(LogFisherTwoSided({3, 1, 1, 3})), 0.4857, 5e-5);
  EXPECT_NEAR(Exp(LogFisherGreater({15, 3, 2, 10})), 0.0004652, 5e-8);
  EXPECT_NEAR(Exp(LogFisherTwoSided({2, 10, 15, 3})), 0.0005367, 5e-8);
}

}  // namespace
}  // namespace ledger::stats
