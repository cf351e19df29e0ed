// Goal: honest queues and stacks are what detection.md and domain.md say.
// Method: statistics of many payment days against the stated laws.

#include "services/simulate/queue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace services::simulate {
namespace {

using ledger::stats::Generator;

constexpr std::uint32_t kFamilies = 200;

std::vector<Comer> Everybody() {
  std::vector<Comer> comers;
  for (std::uint32_t i = 0; i < kFamilies; ++i) {
    comers.push_back({i, i, i / 25, i / 3, 0, false});
  }
  return comers;
}

std::vector<Customer> Line(std::uint32_t customers, bool is_hasty) {
  std::vector<Customer> line;
  for (std::uint32_t i = 0; i < customers; ++i) {
    line.push_back({i, is_hasty, is_hasty});
  }
  return line;
}

struct Spread {
  double median = 0;
  double variation = 0;
};

Spread GapsOf(bool is_hasty) {
  std::vector<double> gaps;
  const std::vector<Hand> hands(kFamilies);
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Generator random(seed);
    for (const Served& one :
         Serve(Line(kFamilies, is_hasty), {}, {}, hands, random)) {
      gaps.push_back(one.gap_seconds);
    }
  }
  const double n = static_cast<double>(gaps.size());
  const double mean = std::accumulate(gaps.begin(), gaps.end(), 0.0) / n;
  double squares = 0;
  for (const double gap : gaps) squares += (gap - mean) * (gap - mean);
  std::nth_element(gaps.begin(), gaps.begin() + gaps.size() / 2, gaps.end());
  return {gaps[gaps.size() / 2], std::sqrt(squares / n) / mean};
}

TEST(QueueTest, GapsVaryAsPeopleAndAsOneHandDo) {
  const Spread honest = GapsOf(false);
  EXPECT_NEAR(honest.median, 75, 2);
  EXPECT_GT(honest.variation, 0.45);  // domain.md: 0.58, 5% below 0.41.
  EXPECT_LT(honest.variation, 0.65);
  const Spread holder = GapsOf(true);
  EXPECT_NEAR(holder.median, 40, 1);
  EXPECT_NEAR(holder.variation, 0.19, 0.02);
}

TEST(QueueTest, ARollCallFollowsTheListByItsSigma) {
  std::vector<double> offs;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Generator random(seed);
    ArrivalLaw law{Arrival::kRollCall, 8, 0, kFamilies, 1};
    const Queue queue = HonestQueues(Everybody(), law, random)[0];
    ASSERT_EQ(queue.size(), kFamilies);
    for (std::uint32_t rank = 0; rank < queue.size(); ++rank) {
      offs.push_back(std::abs(static_cast<double>(rank) -
                              static_cast<double>(queue[rank].family)));
    }
  }
  std::nth_element(offs.begin(), offs.begin() + offs.size() / 2, offs.end());
  EXPECT_NEAR(1.4826 * offs[offs.size() / 2], 8, 1.5);
}

TEST(QueueTest, FreePeopleComeInNoOrderAndKelompokInTheirs) {
  Generator random(3);
  const auto queue_of = [&](Arrival arrival) {
    return HonestQueues(Everybody(), {arrival, 8, 0, kFamilies, 1}, random)[0];
  };
  double rank_sum = 0;
  for (int day = 0; day < 40; ++day) {
    const Queue queue = queue_of(Arrival::kFree);
    for (std::uint32_t rank = 0; rank < queue.size(); ++rank) {
      if (queue[rank].family == 0) rank_sum += rank;
    }
  }
  EXPECT_NEAR(rank_sum / 40, 99.5, 40);
  const Queue by_group = queue_of(Arrival::kKelompok);
  int changes = 0;
  for (std::size_t i = 1; i < by_group.size(); ++i) {
    if (by_group[i].family / 25 != by_group[i - 1].family / 25) ++changes;
  }
  EXPECT_EQ(changes, 7);
}

TEST(QueueTest, MixedDaysAreFreeByListAndByKelompokAsStated) {
  Plan plan;
  int counts[3] = {};
  Generator random(5);
  for (int day = 0; day < 4'000; ++day) {
    const ArrivalLaw law = LawOfDay(plan, random);
    ++counts[static_cast<int>(law.arrival)];
    EXPECT_GE(law.roll_sigma, 4);
    EXPECT_LE(law.roll_sigma, 15);
  }
  EXPECT_NEAR(counts[0], 2'200, 120);
  EXPECT_NEAR(counts[1], 1'200, 110);
  EXPECT_NEAR(counts[2], 600, 90);
}

TEST(QueueTest, ConvoysWalkTogetherAsOftenAsSaid) {
  int together = 0;
  int convoys = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Generator random(seed);
    const Queue queue = HonestQueues(
        Everybody(), {Arrival::kFree, 8, 0.6, kFamilies, 1}, random)[0];
    std::vector<std::uint32_t> rank(kFamilies);
    for (std::uint32_t i = 0; i < queue.size(); ++i) rank[queue[i].family] = i;
    for (std::uint32_t first = 0; first + 2 < kFamilies; first += 3) {
      ++convoys;
      if (rank[first + 1] == rank[first] + 1 &&
          rank[first + 2] == rank[first] + 2) {
        ++together;
      }
    }
  }
  EXPECT_NEAR(static_cast<double>(together) / convoys, 0.6, 0.05);
}

TEST(QueueTest, AStackStandsUnbrokenOrWithCustomersBetween) {
  for (const std::uint32_t between : {0U, 1U, 3U}) {
    Generator random(between);
    Queue queue = Line(100, false);
    std::vector<std::uint32_t> stack(14);
    std::iota(stack.begin(), stack.end(), 500U);
    PutIn(stack, between, true, queue, random);
    ASSERT_EQ(queue.size(), 114u);
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < queue.size(); ++i) {
      if (queue[i].is_held) places.push_back(i);
    }
    ASSERT_EQ(places.size(), 14u);
    for (std::size_t i = 1; i < places.size(); ++i) {
      EXPECT_EQ(places[i] - places[i - 1], between + 1);
    }
  }
}

TEST(QueueTest, WhoIsNotServedByEveningIsServedOnTheNextDay) {
  Generator random(9);
  const std::vector<Hand> hands(kFamilies);
  const Hours hours{18 * 3600.0, 20 * 3600.0, false};
  double before = 0;
  int days = 0;
  for (const Served& one :
       Serve(Line(kFamilies, false), {}, hours, hands, random)) {
    EXPECT_GE(one.second, before);
    const double of_day = std::fmod(one.second, 86'400);
    EXPECT_GE(of_day, hours.open_second);
    EXPECT_LE(of_day, hours.close_second + 600);
    days = std::max(days, static_cast<int>(one.second / 86'400));
    before = one.second;
  }
  EXPECT_GE(days, 1);
}

}  // namespace
}  // namespace services::simulate
