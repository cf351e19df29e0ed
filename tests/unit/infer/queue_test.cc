// Goal: sessions are cut as they should be; lists are followed or not; groups
// are found.
// Method: drawn examples; planted rings.

#include <gtest/gtest.h>

#include <numeric>
#include <set>
#include <span>
#include <vector>

#include "ledger/infer/discover.h"
#include "ledger/infer/queue_null.h"
#include "ledger/infer/queues.h"
#include "ledger/stats/random.h"
#include "tests/unit/infer/hidden_village.h"

namespace ledger::infer {
namespace {

TEST(VisitTest, SessionsAreCutByTerminalPauseAndRepeat) {
  const std::vector<Visit> visits = {
      {3, 7, 100, 0}, {1, 7, 40, 900}, {2, 7, 40 + kSessionGapSeconds + 61, 0},
      {1, 7, 130, 0},  // The same card again.
      {5, 4, 10, 0},  {6, 7, 40, 0},
  };
  const Period period = SessionsOf(visits);
  ASSERT_EQ(period.size(), 3U);
  EXPECT_EQ(period[0].terminal, 4U);
  ASSERT_EQ(period[1].arrivals.size(), 3U);
  EXPECT_EQ(period[1].first_second, 40);
  EXPECT_EQ(period[1].arrivals[0].card, 1U);
  EXPECT_EQ(period[1].arrivals[0].gap_seconds, 0U);
  EXPECT_EQ(period[1].arrivals[0].pin_ms, 900U);
  EXPECT_EQ(period[1].arrivals[1].card, 6U);
  EXPECT_EQ(period[1].arrivals[2].gap_seconds, 60U);
  EXPECT_EQ(period[2].arrivals[0].card, 2U);
  EXPECT_TRUE(SessionsOf({}).empty());
}

TEST(VisitTest, ALongSessionIsCutAndOrderOfInputDoesNotMatter) {
  std::vector<Visit> visits;
  for (std::uint32_t i = 0; i < kMaxSessionArrivals + 5; ++i) {
    visits.push_back({i, 1, i, 0});
  }
  stats::Generator generator(17);
  generator.Shuffle(std::span(visits));
  const Period period = SessionsOf(visits);
  ASSERT_EQ(period.size(), 2U);
  EXPECT_EQ(period[0].arrivals.size(), kMaxSessionArrivals);
  EXPECT_EQ(period[1].arrivals.size(), 5U);
}

TEST(QueueNullTest, AListIsFollowedOrNot) {
  stats::Generator generator(18);
  std::vector<double> called(100);
  std::vector<double> ignored(100);
  std::iota(called.begin(), called.end(), 0.0);
  std::iota(ignored.begin(), ignored.end(), 0.0);
  for (double& place : called) place += 5 * generator.Normal();
  generator.Shuffle(std::span(ignored));
  const ListNull list(called);
  ASSERT_TRUE(list.is_followed());
  EXPECT_GT(list.sigma(), 3);
  EXPECT_LT(list.sigma(), 8);
  EXPECT_FALSE(ListNull(ignored).is_followed());
  // The total hazard is the sum over who is still to come.
  double total = 0;
  for (std::size_t later = 60; later < 100; ++later) {
    total += list.Hazard(60, later);
  }
  EXPECT_NEAR(list.TotalHazard(60), total, 1e-9);
}

TEST(QueueNullTest, OneGroupTogetherIsNoCallByKelompok) {
  Village village;
  village.card_count = 100;
  Session called;
  Session free;
  for (std::uint32_t i = 0; i < 100; ++i) {
    village.kelompok.push_back(i / 20);
    called.arrivals.push_back({i, 60, 0});
    // The first group in one piece, the others mixed.
    free.arrivals.push_back({i < 20 ? i : 20 + (i - 20) * 27 % 80, 60, 0});
  }
  EXPECT_TRUE(SessionNull(village, called, {}).has_kelompok());
  EXPECT_FALSE(SessionNull(village, free, {}).has_kelompok());
}

TEST(LogProductTest, KeepsWhatADoubleCannot) {
  LogProduct product;
  for (int i = 0; i < 1000; ++i) product.Multiply(1e-5);
  EXPECT_NEAR(product.log(), -5000 * 2.302585092994046, 1e-6);
}

TEST(DiscoverTest, AStackAmongCustomersIsFoundFromItsWindow) {
  for (const Hiding hiding : {Hiding::kShuffled, Hiding::kOneBetween}) {
    HiddenVillage hidden;
    hidden.seed = 19;
    hidden.ring_cards = 14;
    hidden.hiding = hiding;
    hidden.periods = 5;
    Make(hidden);
    const Queues queues(hidden.village, hidden.made);
    const Profiles profiles(hidden.village.card_count, queues.nulls(), false);
    double best = 0;
    for (const Group& group :
         SharpGroups(profiles, hidden.made.back().sessions, 5)) {
      best = std::max(best, Jaccard(group.cards, hidden.ring));
    }
    EXPECT_GT(best, 0.7);
  }
}

TEST(DiscoverTest, JaccardIsSharedOverAll) {
  const std::vector<std::uint32_t> a = {1, 2, 3};
  const std::vector<std::uint32_t> b = {2, 3, 4, 5};
  EXPECT_DOUBLE_EQ(Jaccard(a, b), 0.4);
  EXPECT_DOUBLE_EQ(Jaccard({}, {}), 1);
}

TEST(DiscoverTest, AFastStretchIsFound) {
  Session session;
  for (std::uint32_t i = 0; i < 80; ++i) {
    const bool is_fast = i >= 40 && i < 52;
    session.arrivals.push_back({i, is_fast ? 30 : 60 + i % 40, 0});
  }
  const auto groups = FastStretches({session}, 2);
  ASSERT_FALSE(groups.empty());
  const std::set<std::uint32_t> found(groups[0].cards.begin(),
                                      groups[0].cards.end());
  for (std::uint32_t i = 40; i < 52; ++i) EXPECT_TRUE(found.count(i)) << i;
  EXPECT_LT(found.size(), 20U);
}

}  // namespace
}  // namespace ledger::infer
