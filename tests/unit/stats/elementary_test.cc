// Goal: logarithm, exponential, gamma and normal are right to the last digits
// and have the same bits everywhere.
// Method: the C library over a wide grid, identities, published values, and
// pinned bits.

#include "ledger/stats/elementary.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "ledger/stats/gamma.h"
#include "ledger/stats/normal.h"
#include "ledger/stats/random.h"

namespace ledger::stats {
namespace {

double Relative(double a, double b) {
  if (a == b) return 0;
  return std::fabs(a - b) / std::max(std::fabs(b), 1e-300);
}

TEST(ElementaryTest, LogAndExpAgreeWithTheLibraryToThreeUlp) {
  Generator generator(1);
  const double ulp = std::numeric_limits<double>::epsilon();
  for (int i = 0; i < 200'000; ++i) {
    const double x = std::exp((generator.Unit() - 0.5) * 1400);
    EXPECT_LE(Relative(Log(x), std::log(x)), 3 * ulp) << x;
    const double near = 1 + (generator.Unit() - 0.5) * 0.9;
    EXPECT_LE(Relative(Log(near), std::log(near)), 3 * ulp) << near;
    const double y = (generator.Unit() - 0.5) * 1400;
    EXPECT_LE(Relative(Exp(y), std::exp(y)), 3 * ulp) << y;
    const double small = std::ldexp(generator.Unit() - 0.5, -(i % 60));
    EXPECT_LE(Relative(Log1p(small), std::log1p(small)), 3 * ulp) << small;
    const double below = -std::fabs(small) * 20;
    const double wanted = below < -0.7 ? std::log1p(-std::exp(below))
                                       : std::log(-std::expm1(below));
    EXPECT_LE(Relative(LogOneMinusExp(below), wanted), 1e-14) << below;
  }
  EXPECT_EQ(Log(1), 0);
  EXPECT_EQ(Exp(0), 1);
  EXPECT_EQ(Log(0), -std::numeric_limits<double>::infinity());
  EXPECT_EQ(Exp(-1000), 0);
  EXPECT_EQ(LogAdd(Log(0), 2.5), 2.5);
  EXPECT_DOUBLE_EQ(LogAdd(Log(3), Log(4)), Log(7));
}

TEST(ElementaryTest, ItsBitsArePinned) {
  const auto bits = [](double x) { return std::bit_cast<std::uint64_t>(x); };
  // What every machine must give; a change here changes alerts.
  EXPECT_EQ(bits(Log(10)), bits(0x1.26bb1bbb55516p+1));
  EXPECT_EQ(bits(Exp(1)), bits(0x1.5bf0a8b14576ap+1));
  std::uint64_t hash = 0;
  Generator generator(2);
  for (int i = 0; i < 10'000; ++i) {
    const double x = generator.Unit() * 50 + 1e-3;
    hash = (hash ^ bits(Log(x))) * 0x100000001b3;
    hash = (hash ^ bits(Exp(-x))) * 0x100000001b3;
    hash = (hash ^ bits(LogGamma(x))) * 0x100000001b3;
    hash = (hash ^ bits(LogNormalUpperTail(x - 25))) * 0x100000001b3;
    hash = (hash ^ bits(generator.Normal())) * 0x100000001b3;
  }
  EXPECT_EQ(hash, 0x3b78f5e9c7416268U);
}

TEST(GammaTest, FactorialsAndBinomialsAreExactWhereIntegersAre) {
  long double product = 1;
  for (unsigned n = 0; n <= 170; ++n) {
    if (n > 0) product *= n;
    EXPECT_NEAR(LogFactorial(n), static_cast<double>(std::log(product)),
                1e-13 * std::max(1.0, LogFactorial(n)))
        << n;
  }
  std::uint64_t row[61] = {1};
  for (unsigned n = 1; n <= 60; ++n) {
    for (unsigned k = n; k >= 1; --k) row[k] += row[k - 1];
    for (unsigned k = 0; k <= n; ++k) {
      EXPECT_NEAR(LogBinomial(n, k), Log(static_cast<double>(row[k])), 1e-13);
    }
    EXPECT_EQ(LogBinomial(n, n + 1), Log(0));
  }
}

TEST(GammaTest, AgreesWithTheLibraryAndTheErlangSum) {
  for (int i = 1; i < 3000; ++i) {
    const double x = i * 0.037;
    EXPECT_NEAR(LogGamma(x), std::lgamma(x),
                2e-14 * std::max(1.0, std::fabs(std::lgamma(x))))
        << x;
  }
  // P(Gamma(n, 1) >= x) = Σ_{i<n} e^-x x^i / i!.
  for (int n = 1; n <= 40; ++n) {
    for (const double x : {0.01, 0.5, 3.0, 12.0, 39.0, 41.0, 90.0, 300.0}) {
      double sum = 0;
      double term = std::exp(-x);
      for (int i = 0; i < n; ++i) {
        sum += term;
        term *= x / (i + 1);
      }
      EXPECT_NEAR(LogGammaUpperTail(n, x), std::log(std::min(1.0, sum)), 1e-11)
          << n << " " << x;
    }
  }
}

// Upper 5% and 1% points: Fisher and Yates, Statistical Tables, table IV.
TEST(GammaTest, ChiSquareHasItsPublishedPoints) {
  EXPECT_NEAR(std::exp(LogChiSquareUpperTail(1, 3.841)), 0.05, 5e-5);
  EXPECT_NEAR(std::exp(LogChiSquareUpperTail(5, 11.070)), 0.05, 5e-5);
  EXPECT_NEAR(std::exp(LogChiSquareUpperTail(10, 23.209)), 0.01, 5e-6);
  EXPECT_NEAR(std::exp(LogChiSquareUpperTail(30, 50.892)), 0.01, 5e-6);
}

TEST(NormalTest, AgreesWithErfcAndReachesFarTails) {
  for (int i = -3700; i <= 3700; ++i) {
    const double z = i * 0.01;
    EXPECT_LE(Relative(NormalCdf(z), std::erfc(-z / std::sqrt(2.0)) / 2), 1e-12)
        << z;
    EXPECT_NEAR(LogNormalUpperTail(z),
                std::log(std::erfc(z / std::sqrt(2.0)) / 2),
                1e-12 * std::max(1.0, z * z))
        << z;
  }
  // Mills: P(Z >= z) ~ φ(z)/z (1 - 1/z² + 3/z⁴).
  const double z = 100;
  EXPECT_NEAR(LogNormalUpperTail(z),
              -z * z / 2 - std::log(z * std::sqrt(2 * kPi)) - 1e-4, 1e-7);
  EXPECT_NEAR(NormalHazard(0), 2 / std::sqrt(2 * kPi), 1e-14);
  EXPECT_NEAR(NormalHazard(50), 50 + 1.0 / 50, 1e-4);
  EXPECT_NEAR(NormalQuantile(0.975), 1.959963984540054, 1e-9);
  EXPECT_NEAR(NormalQuantile(1e-9), -5.997807015007773, 1e-8);
}

}  // namespace
}  // namespace ledger::stats
