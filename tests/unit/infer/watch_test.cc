// Goal: rings are found soon, honest villages stay silent, evidence is what it
// says, and the same visits give the same bits.
// Method: invented villages, seeds printed; the promise P(E >= x) <= 1/x
// counted over honest ones.

#include "ledger/infer/watch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "ledger/infer/control.h"
#include "ledger/infer/discover.h"
#include "tests/unit/infer/hidden_village.h"

namespace ledger::infer {
namespace {

std::span<const NumberedPeriod> Window(const HiddenVillage& hidden,
                                       std::size_t last) {
  const std::size_t from = last > kMaxPeriods ? last - kMaxPeriods : 0;
  return std::span(hidden.made).subspan(from, last - from);
}

HiddenVillage RingOf(std::uint32_t cards, Hiding hiding, std::uint64_t seed) {
  HiddenVillage hidden;
  hidden.ring_cards = cards;
  hidden.hiding = hiding;
  hidden.seed = seed;
  Make(hidden);
  return hidden;
}

TEST(WatchTest, AShuffledStackOfFourteenIsFoundWithItsCards) {
  int found = 0;
  for (std::uint64_t seed = 101; seed <= 110; ++seed) {
    const HiddenVillage hidden = RingOf(14, Hiding::kShuffled, seed);
    std::vector<Candidate> candidates;
    for (std::size_t last = 1; last <= 4; ++last) {
      ClosePeriod(hidden.village, Window(hidden, last), {}, candidates);
    }
    ASSERT_FALSE(candidates.empty());
    if (candidates[0].log_e() < kEscalateLogE) continue;
    ++found;
    EXPECT_GT(Jaccard(candidates[0].core, hidden.ring), 0.7) << seed;
  }
  std::printf("seeds 101 to 110: %d of 10 by period 4\n", found);
  EXPECT_GE(found, 9);
}

TEST(WatchTest, WhatIsFoundInAPeriodIsNotTestedOnIt) {
  const HiddenVillage hidden = RingOf(14, Hiding::kShuffled, 111);
  std::vector<Candidate> candidates;
  for (std::size_t last = 1; last <= 5; ++last) {
    ClosePeriod(hidden.village, Window(hidden, last), {}, candidates);
    ASSERT_LE(candidates.size(), kMaxCandidates);
    for (const Candidate& candidate : candidates) {
      const auto now = static_cast<std::int64_t>(last);
      EXPECT_EQ(candidate.tested_periods, now - candidate.frozen_after);
      if (candidate.frozen_after == now) {
        EXPECT_EQ(candidate.log_e(), 0);
      }
      double total = 0;
      for (const double part : candidate.prior.story) total += part;
      EXPECT_NEAR(total, 1, 1e-12);
    }
  }
}

// Ville's bound, candidate by candidate: the share of frozen groups of honest
// villages whose evidence ever reaches x is at most 1/x.
TEST(WatchTest, HonestVillagesKeepTheBoundAndRaiseNoAlert) {
  std::printf("seeds 201 to 212, four ways to arrive\n");
  std::size_t frozen = 0;
  std::array<std::size_t, 3> reached{};
  for (const ArrivalMode mode : {ArrivalMode::kFree, ArrivalMode::kRollCall,
                                 ArrivalMode::kKelompok, ArrivalMode::kMixed}) {
    for (std::uint64_t seed = 201; seed <= 212; ++seed) {
      HiddenVillage hidden;
      hidden.mode = mode;
      hidden.seed = seed;
      Make(hidden);
      std::vector<Candidate> candidates;
      std::map<std::pair<std::int64_t, std::vector<std::uint32_t>>, double>
          highest;
      for (std::size_t last = 1; last <= hidden.made.size(); ++last) {
        ClosePeriod(hidden.village, Window(hidden, last), {}, candidates);
        for (const Candidate& one : candidates) {
          double& high = highest[{one.frozen_after, one.cards}];
          high = std::max(high, one.log_e());
          EXPECT_LT(one.log_e(), kAlertLogE);
        }
      }
      frozen += highest.size();
      for (const auto& [key, high] : highest) {
        for (std::size_t i = 0; i < reached.size(); ++i) {
          reached[i] += high >= static_cast<double>(i + 1) * 2.302585092994046;
        }
      }
    }
  }
  double bound = 1;
  for (const std::size_t count : reached) {
    bound /= 10;
    const double share =
        static_cast<double>(count) / static_cast<double>(frozen);
    std::printf("P(E >= %.0f) = %.5f of %zu\n", 1 / bound, share, frozen);
    EXPECT_LE(share, bound);
  }
}

TEST(WatchTest, TheSameVisitsGiveTheSameBits) {
  const HiddenVillage first = RingOf(14, Hiding::kBatches, 112);
  const HiddenVillage second = RingOf(14, Hiding::kBatches, 112);
  std::vector<Candidate> a;
  std::vector<Candidate> b;
  for (std::size_t last = 1; last <= 6; ++last) {
    ClosePeriod(first.village, Window(first, last), {}, a);
    ClosePeriod(second.village, Window(second, last), {}, b);
  }
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].cards, b[i].cards);
    EXPECT_EQ(a[i].log_order, b[i].log_order);
    EXPECT_EQ(a[i].log_pace, b[i].log_pace);
  }
}

TEST(WatchTest, EvidenceOutlivesTheWindow) {
  HiddenVillage hidden;
  hidden.ring_cards = 14;
  hidden.hiding = Hiding::kShuffled;
  hidden.seed = 113;
  hidden.periods = kMaxPeriods + 4;
  Make(hidden);
  std::vector<Candidate> candidates;
  std::int64_t oldest = 0;
  double before = 0;
  for (std::size_t last = 1; last <= hidden.made.size(); ++last) {
    ClosePeriod(hidden.village, Window(hidden, last), {}, candidates);
    ASSERT_FALSE(candidates.empty());
    if (last == kMaxPeriods) {
      oldest = candidates[0].frozen_after;
      before = candidates[0].log_e();
    }
  }
  const auto same =
      std::find_if(candidates.begin(), candidates.end(),
                   [&](const auto& one) { return one.frozen_after == oldest; });
  ASSERT_NE(same, candidates.end());
  EXPECT_GT(same->log_e(), before);
  EXPECT_EQ(same->tested_periods, hidden.made.size() - oldest);
}

TEST(WatchTest, AVillageOfNobodyIsQuiet) {
  Village village;
  const std::vector<NumberedPeriod> empty = {{1, {}}};
  std::vector<Candidate> candidates;
  ClosePeriod(village, empty, {}, candidates);
  EXPECT_TRUE(candidates.empty());
  const std::vector<NumberedPeriod> two = {{1, {}}, {2, {Session{}}}};
  village.card_count = 3;
  ClosePeriod(village, two, {}, candidates);
  EXPECT_TRUE(candidates.empty());
}

TEST(ControlTest, ARingIsFirstAmongItsControls) {
  const HiddenVillage hidden = RingOf(14, Hiding::kShuffled, 114);
  std::vector<Candidate> candidates;
  for (std::size_t last = 1; last <= 5; ++last) {
    ClosePeriod(hidden.village, Window(hidden, last), {}, candidates);
  }
  const Queues queues(hidden.village, Window(hidden, 5));
  const Matched matched = MatchedControls(queues, candidates[0], 49, 24);
  EXPECT_EQ(matched.controls, 49U);
  EXPECT_EQ(matched.place, 1U);
  EXPECT_LT(matched.highest_log_e, candidates[0].log_e() - 5);
}

}  // namespace
}  // namespace ledger::infer
