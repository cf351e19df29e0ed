// Goal: e-values keep their promise; BH, e-BH and Wilson are the published.
// Method: the calibrator's mean by its integral, Ville's bound by simulation,
// published examples.

#include "ledger/stats/evalue.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <vector>

#include "ledger/stats/elementary.h"
#include "ledger/stats/random.h"

namespace ledger::stats {
namespace {

TEST(EvalueTest, TheCalibratorHasMeanOneAtMostAndAFloor) {
  double mean = 0;
  const int steps = 1'000'000;
  for (int i = 0; i < steps; ++i) {
    mean += std::exp(LogEFromLogP(std::log((i + 0.5) / steps))) / steps;
  }
  EXPECT_NEAR(mean, 1, 1e-3);
  EXPECT_LE(mean, 1);
  EXPECT_DOUBLE_EQ(LogEFromLogP(-1000), std::log(0.5e6));
}

TEST(EvalueTest, AProductSeldomEverPassesItsBound) {
  const std::uint64_t seed = 8;
  std::printf("seed %d\n", 8);
  Generator generator(seed);
  int passed[3] = {};
  const int trials = 100'000;
  for (int trial = 0; trial < trials; ++trial) {
    double log_e = 0;
    double highest = 0;
    for (int period = 0; period < 12; ++period) {
      log_e += LogEFromLogP(Log(generator.Unit() + 1e-18));
      highest = std::max(highest, log_e);
    }
    for (int i = 0; i < 3; ++i) {
      if (highest >= (i + 1) * kLn10) ++passed[i];
    }
  }
  double bound = 0.1;
  for (const int count : passed) {
    EXPECT_LE(static_cast<double>(count) / trials, bound * 1.05);
    bound /= 10;
  }
}

TEST(EvalueTest, MeanOfEvaluesIsTheirMean) {
  const std::vector<double> log_e = {Log(1), Log(5), Log(0)};
  EXPECT_NEAR(LogMeanE(log_e), Log(2), 1e-15);
}

// Benjamini and Hochberg (1995), section 3: of 15 p-values the first four are
// rejected at 0.05.
TEST(EvalueTest, BenjaminiHochbergGivesThePublishedExample) {
  std::vector<double> log_p;
  for (const double p :
       {0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459,
        0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0}) {
    log_p.push_back(Log(p));
  }
  EXPECT_EQ(BenjaminiHochberg(log_p, 0.05),
            (std::vector<std::uint32_t>{0, 1, 2, 3}));
}

TEST(EvalueTest, EBenjaminiHochbergNeedsMoreForFewer) {
  // Of 4 at 0.05: one needs 80, two need 40 each.
  const auto reject = [](std::vector<double> e) {
    for (double& one : e) one = Log(one);
    return EBenjaminiHochberg(e, 0.05);
  };
  EXPECT_TRUE(reject({1, 79, 2, 0}).empty());
  EXPECT_EQ(reject({1, 81, 2, 0}), (std::vector<std::uint32_t>{1}));
  EXPECT_EQ(reject({41, 0, 2, 41}), (std::vector<std::uint32_t>{0, 3}));
  EXPECT_EQ(reject({21, 21, 21, 21}).size(), 4U);
  EXPECT_TRUE(EBenjaminiHochberg({}, 0.05).empty());
}

// Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
TEST(EvalueTest, WilsonGivesThePublishedIntervals) {
  const auto expect = [](std::uint64_t hits, std::uint64_t trials, double low,
                         double high) {
    const Interval interval = WilsonInterval(hits, trials);
    EXPECT_NEAR(interval.low, low, 5e-5);
    EXPECT_NEAR(interval.high, high, 5e-5);
  };
  expect(81, 263, 0.2553, 0.3662);
  expect(15, 148, 0.0624, 0.1605);
  expect(0, 20, 0, 0.1611);
  expect(1, 29, 0.0061, 0.1718);
  expect(0, 0, 0, 1);
}

}  // namespace
}  // namespace ledger::stats
