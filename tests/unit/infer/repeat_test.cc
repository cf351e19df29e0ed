// Goal: a kept stack is told from neighbours who walk together and from a call
// by list.
// Method: planted orders, seeds fixed.

#include "ledger/infer/repeat.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <span>
#include <vector>

#include "ledger/stats/random.h"

namespace ledger::infer {
namespace {

Period PeriodOf(const std::vector<std::uint32_t>& cards) {
  Session session;
  for (const std::uint32_t card : cards) {
    session.arrivals.push_back({card, 60, 0});
  }
  return {session};
}

struct Case {
  Village village;
  std::vector<std::uint32_t> group;
  std::vector<std::uint32_t> block_of;
  std::vector<Period> periods;

  Repeat Ask() const {
    std::vector<const Period*> all;
    for (const Period& period : periods) all.push_back(&period);
    return RepeatOf(village, all, group, block_of, 2000, 21);
  }
};

Case Blank() {
  Case made;
  made.village.card_count = 24;
  made.group.resize(24);
  std::iota(made.group.begin(), made.group.end(), 0U);
  for (std::uint32_t card = 0; card < 24; ++card) {
    made.block_of.push_back(card / 4);
  }
  return made;
}

TEST(RepeatTest, AKeptStackIsSeenEvenTurnedOver) {
  Case kept = Blank();
  stats::Generator generator(22);
  std::vector<std::uint32_t> stack = kept.group;
  generator.Shuffle(std::span(stack));
  for (int period = 0; period < 4; ++period) {
    std::swap(stack[generator.Below(24)], stack[generator.Below(24)]);
    kept.periods.push_back(PeriodOf(stack));
    std::reverse(stack.begin(), stack.end());
  }
  const Repeat repeat = kept.Ask();
  EXPECT_EQ(repeat.transitions, 3U);
  EXPECT_EQ(repeat.cards, 24U);
  EXPECT_GT(repeat.mean_tau, 0.7);
  EXPECT_LT(repeat.block_p, 0.001);
  EXPECT_GT(repeat.same_neighbours, 15U);
  EXPECT_EQ(repeat.list_tau, 0);
}

TEST(RepeatTest, NeighboursWhoWalkTogetherAreNoStack) {
  Case honest = Blank();
  stats::Generator generator(23);
  for (int period = 0; period < 4; ++period) {
    std::vector<std::uint32_t> blocks = {0, 1, 2, 3, 4, 5};
    generator.Shuffle(std::span(blocks));
    std::vector<std::uint32_t> order;
    for (const std::uint32_t block : blocks) {
      for (std::uint32_t i = 0; i < 4; ++i) order.push_back(4 * block + i);
    }
    honest.periods.push_back(PeriodOf(order));
  }
  EXPECT_GT(honest.Ask().block_p, 0.01);
}

TEST(RepeatTest, ACallByListShowsInTheListsTau) {
  Case called = Blank();
  called.village.list_rank = called.group;
  for (int period = 0; period < 3; ++period) {
    called.periods.push_back(PeriodOf(called.group));
  }
  const Repeat repeat = called.Ask();
  EXPECT_NEAR(repeat.list_tau, repeat.mean_tau, 1e-12);
}

TEST(RepeatTest, TooFewCommonCardsSayNothing) {
  Case few = Blank();
  few.periods = {PeriodOf({0, 1, 2, 3}), PeriodOf({0, 1, 2, 3})};
  const Repeat repeat = few.Ask();
  EXPECT_EQ(repeat.transitions, 0U);
  EXPECT_EQ(repeat.block_p, 1);
}

}  // namespace
}  // namespace ledger::infer
