// Goal: the bets on an order are fair under every honest way, and win on a
// stack.
// Method: every placement of small sessions weighed by its chance; simulated
// calls by list and by kelompok; planted stacks.

#include "ledger/infer/order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <span>
#include <vector>

#include "ledger/infer/convoy.h"
#include "ledger/stats/elementary.h"
#include "ledger/stats/random.h"

namespace ledger::infer {
namespace {

Session SessionOf(const std::vector<std::uint32_t>& cards) {
  Session session;
  for (const std::uint32_t card : cards) {
    session.arrivals.push_back({card, 60, 0});
  }
  return session;
}

Village VillageOf(std::uint32_t cards) {
  Village village;
  village.card_count = cards;
  return village;
}

TEST(OrderTest, EveryStoryIsAFairBetOverAllPlacements) {
  for (std::uint32_t n = 3; n <= 13; ++n) {
    for (std::uint32_t k = 2; k < n; ++k) {
      std::array<double, kStories> mean{};
      double placements = 0;
      for (std::uint32_t mask = 0; mask < (1U << n); ++mask) {
        if (static_cast<std::uint32_t>(std::popcount(mask)) != k) continue;
        std::vector<std::uint32_t> cards(n);
        std::iota(cards.begin(), cards.end(), 0U);
        std::vector<std::uint32_t> unit_of(n, kNotInGroup);
        for (std::uint32_t i = 0; i < n; ++i) {
          if ((mask >> i & 1) != 0) unit_of[i] = i;
        }
        const Village village = VillageOf(n);
        const Session session = SessionOf(cards);
        const OrderEvidence evidence =
            OrderOf(SessionNull(village, session, {}), unit_of);
        EXPECT_EQ(evidence.members, k);
        placements += 1;
        for (std::size_t i = 0; i < kStories; ++i) {
          mean[i] += stats::Exp(evidence.log_stake[i]);
        }
      }
      for (const double total : mean) EXPECT_NEAR(total / placements, 1, 1e-9);
    }
  }
}

TEST(OrderTest, WhoWalksTogetherIsOneUnit) {
  // Two convoys of four, side by side among many: two units.
  std::vector<std::uint32_t> cards(60);
  std::iota(cards.begin(), cards.end(), 0U);
  std::vector<std::uint32_t> one_by_one(60, kNotInGroup);
  std::vector<std::uint32_t> by_four(60, kNotInGroup);
  for (std::uint32_t i = 0; i < 8; ++i) {
    one_by_one[30 + i] = i;
    by_four[30 + i] = i / 4;
  }
  const Village village = VillageOf(60);
  const Session session = SessionOf(cards);
  const SessionNull null(village, session, {});
  const OrderEvidence convoys = OrderOf(null, by_four);
  EXPECT_EQ(convoys.members, 8U);
  EXPECT_EQ(convoys.with_convoy, 6U);
  EXPECT_LT(convoys.log_stake[0], 3.5);
  EXPECT_GT(OrderOf(null, one_by_one).log_stake[0], 15);
}

TEST(OrderTest, DilutedStacksWinBySomeStory) {
  for (const std::uint32_t between : {0U, 1U, 3U}) {
    std::vector<std::uint32_t> cards(200);
    std::iota(cards.begin(), cards.end(), 0U);
    std::vector<std::uint32_t> unit_of(200, kNotInGroup);
    for (std::uint32_t i = 0; i < 14; ++i) unit_of[20 + i * (between + 1)] = i;
    const Village village = VillageOf(200);
    const Session session = SessionOf(cards);
    const OrderEvidence evidence =
        OrderOf(SessionNull(village, session, {}), unit_of);
    const double best =
        *std::max_element(evidence.log_stake.begin(), evidence.log_stake.end());
    EXPECT_GT(best, between == 0 ? 30 : between == 1 ? 15 : 7) << between;
  }
}

// A call by list or by kelompok puts list neighbours together, honestly.
TEST(OrderTest, ACallByListOrKelompokIsNoEvidence) {
  const std::uint64_t seed = 11;
  std::printf("seed 11\n");
  stats::Generator generator(seed);
  const std::uint32_t n = 120;
  Village village = VillageOf(n);
  village.list_rank.resize(n);
  village.kelompok.resize(n);
  for (std::uint32_t i = 0; i < n; ++i) {
    village.list_rank[i] = i;
    village.kelompok[i] = i / 20;
  }
  double mean_by_list = 0;
  double mean_by_kelompok = 0;
  const int rounds = 400;
  for (int round = 0; round < rounds; ++round) {
    std::vector<double> place(n);
    std::vector<double> slot(6);
    for (double& one : slot) one = generator.Unit();
    std::vector<std::uint32_t> by_list(n);
    std::iota(by_list.begin(), by_list.end(), 0U);
    std::vector<std::uint32_t> by_kelompok = by_list;
    for (std::uint32_t i = 0; i < n; ++i) place[i] = i + 6 * generator.Normal();
    std::sort(by_list.begin(), by_list.end(),
              [&](auto a, auto b) { return place[a] < place[b]; });
    for (std::uint32_t i = 0; i < n; ++i) {
      place[i] = slot[i / 20] + 1e-6 * generator.Unit();
    }
    std::sort(by_kelompok.begin(), by_kelompok.end(),
              [&](auto a, auto b) { return place[a] < place[b]; });
    std::vector<std::uint32_t> unit_of(n, kNotInGroup);
    for (std::uint32_t i = 0; i < 10; ++i) unit_of[40 + i] = i;
    const auto mean_stake = [&](const std::vector<std::uint32_t>& cards) {
      const Session session = SessionOf(cards);
      const OrderEvidence evidence =
          OrderOf(SessionNull(village, session, {}), unit_of);
      double mean = 0;
      for (const double log : evidence.log_stake) {
        mean += stats::Exp(log) / kStories;
      }
      return mean;
    };
    mean_by_list += mean_stake(by_list) / rounds;
    mean_by_kelompok += mean_stake(by_kelompok) / rounds;
  }
  std::printf("mean e-value: by list %.3f, by kelompok %.3f\n", mean_by_list,
              mean_by_kelompok);
  EXPECT_LE(mean_by_list, 1);
  EXPECT_LE(mean_by_kelompok, 1);
}

TEST(ConvoyTest, PartsAreOfFourAtMostAndFindTheConvoys) {
  // Convoys 0-3, 4-7 and 8-10 in three periods; 11 alone.
  std::vector<Period> periods;
  stats::Generator generator(12);
  for (int i = 0; i < 3; ++i) {
    std::vector<std::vector<std::uint32_t>> parts = {
        {0, 1, 2, 3}, {4, 5, 6, 7}, {8, 9, 10}, {11}};
    for (std::uint32_t other = 12; other < 60; ++other) {
      parts.push_back({other});
    }
    generator.Shuffle(std::span(parts));
    std::vector<std::uint32_t> cards;
    for (const auto& part : parts) {
      cards.insert(cards.end(), part.begin(), part.end());
    }
    periods.push_back({SessionOf(cards)});
  }
  const std::vector<const Period*> all = {&periods[0], &periods[1],
                                          &periods[2]};
  std::vector<std::uint32_t> group(12);
  std::iota(group.begin(), group.end(), 0U);
  const auto unit_of = ConvoysOf(60, group, all);
  EXPECT_EQ(unit_of[0], unit_of[3]);
  EXPECT_EQ(unit_of[4], unit_of[7]);
  EXPECT_EQ(unit_of[8], unit_of[10]);
  EXPECT_NE(unit_of[0], unit_of[4]);
  EXPECT_NE(unit_of[8], unit_of[0]);
  EXPECT_EQ(unit_of[12], kNotInGroup);
  std::vector<std::uint32_t> whole(60);
  std::iota(whole.begin(), whole.end(), 0U);
  const auto all_units = ConvoysOf(60, whole, all);
  for (std::uint32_t unit = 0; unit < 60; ++unit) {
    EXPECT_LE(std::count(all_units.begin(), all_units.end(), unit), 4);
  }
}

}  // namespace
}  // namespace ledger::infer
