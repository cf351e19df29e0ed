// Goal: the bet on pace is fair whatever the law of gaps, and a fast hand is
// seen; one hand's PIN times are seen.
// Method: permutations of heavy-tailed gaps; planted fast runs.

#include "ledger/infer/pace.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <span>
#include <vector>

#include "ledger/infer/order.h"
#include "ledger/stats/elementary.h"
#include "ledger/stats/evalue.h"
#include "ledger/stats/random.h"

namespace ledger::infer {
namespace {

TEST(PaceTest, EveryBetIsFairForAnyGaps) {
  std::printf("seed 13\n");
  stats::Generator generator(13);
  for (const std::size_t n : {12U, 40U}) {
    std::vector<std::uint32_t> gaps;
    for (std::size_t i = 0; i < n; ++i) {
      // Many ties, and a tail without a mean.
      gaps.push_back(static_cast<std::uint32_t>(
          10 / (0.01 + generator.Unit()) + (generator.Below(2) == 0 ? 0 : 30)));
    }
    std::vector<std::uint32_t> unit_of(n, kNotInGroup);
    for (std::size_t i = 0; i < 6; ++i) unit_of[i] = 0;
    std::array<double, kPaces> mean{};
    const int rounds = 60'000;
    for (int round = 0; round < rounds; ++round) {
      generator.Shuffle(std::span(gaps));
      Session session;
      for (std::uint32_t i = 0; i < n; ++i) {
        session.arrivals.push_back({i, gaps[i], 0});
      }
      // The first gap is no gap: left out of the shuffle's law by exchange.
      const PaceEvidence evidence = PaceOf(session, unit_of);
      EXPECT_EQ(evidence.steps, 5U);
      for (std::size_t i = 0; i < kPaces; ++i) {
        mean[i] += stats::Exp(evidence.log_stake[i]) / rounds;
      }
    }
    for (const double one : mean) EXPECT_LE(one, 1.03);
    EXPECT_NEAR(mean.back(), 1, 1e-9);
  }
}

TEST(PaceTest, AFastRunWinsAndIsTold) {
  stats::Generator generator(14);
  Session session;
  std::vector<std::uint32_t> unit_of(100, kNotInGroup);
  for (std::uint32_t i = 0; i < 100; ++i) {
    const bool is_held = i >= 30 && i < 50;
    if (is_held) unit_of[i] = i;
    const double gap =
        (is_held ? 38 : 80) * stats::Exp(0.4 * generator.Normal());
    session.arrivals.push_back({i, static_cast<std::uint32_t>(gap), 0});
  }
  const PaceEvidence evidence = PaceOf(session, unit_of);
  EXPECT_EQ(evidence.steps, 19U);
  EXPECT_GT(stats::LogMeanE(evidence.log_stake), 6);
  EXPECT_LT(evidence.median_gap_seconds, 50U);
  EXPECT_GT(evidence.session_median_seconds, 55U);
}

TEST(PaceTest, OneHandTypesAlike) {
  stats::Generator generator(15);
  Session session;
  std::vector<std::uint32_t> unit_of(60, kNotInGroup);
  std::vector<std::uint32_t> others(60, kNotInGroup);
  for (std::uint32_t i = 0; i < 60; ++i) {
    const bool is_held = i >= 10 && i < 22;
    if (is_held) unit_of[i] = i;
    if (i >= 40 && i < 52) others[i] = i;
    const double pin =
        1500 * stats::Exp((is_held ? 0.12 : 0.45) * generator.Normal());
    session.arrivals.push_back({i, 60, static_cast<std::uint32_t>(pin)});
  }
  const HandEvidence hand = HandOf(session, unit_of, 2000, 16);
  EXPECT_EQ(hand.cards, 11U);
  EXPECT_LT(hand.p, 0.002);
  EXPECT_GT(HandOf(session, others, 2000, 16).p, 0.05);
  for (Arrival& arrival : session.arrivals) arrival.pin_ms = 0;
  EXPECT_EQ(HandOf(session, unit_of, 2000, 16).p, 1);
}

}  // namespace
}  // namespace ledger::infer
