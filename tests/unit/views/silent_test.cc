#include "ledger/views/reconcile/silent.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <tuple>

#include "tests/unit/views/reconcile_world.h"

namespace ledger::views::reconcile {
namespace {

using testing::Event;
using testing::Folded;
using testing::History;
using testing::kDaySeconds;
using testing::kPeriod;
using testing::Story;
using testing::TimeAt;
using testing::Token;
using testing::World;

TEST(SilentTest, ADebitEndsSilenceAndAgesAreCountedFromTheFirstCredit) {
  World world;
  for (const char* name : {"silent", "back", "used"}) world.Cards(name);
  world.Credits("silent", 1, 400'000);
  world.Credits("silent", 60 * kDaySeconds, 400'000);
  world.Credits("back", 2, 400'000);
  world.Draws("back", kDaySeconds, 400'000, 0, false);
  world.Credits("back", 90 * kDaySeconds, 400'000);
  world.Credits("used", 3, 400'000);
  world.Draws("used", 120 * kDaySeconds, 400'000, 0, false);
  world.TellTotals();
  const Folded folded(world.story().history(), views::MakeAll());
  const auto list = ListSilent(folded.view(), {});
  ASSERT_TRUE(list.ok());
  ASSERT_EQ(list->accounts.size(), 2u);
  EXPECT_EQ(list->accounts[0].account, Token("silent acct"));
  EXPECT_EQ(list->accounts[0].credits, 2u);
  EXPECT_EQ(list->accounts[0].rupiah, 800'000);
  EXPECT_FALSE(list->accounts[0].was_ever_used);
  EXPECT_TRUE(list->accounts[0].is_past_deadline);
  EXPECT_EQ(list->accounts[1].account, Token("back acct"));
  EXPECT_TRUE(list->accounts[1].was_ever_used);
  EXPECT_EQ(list->accounts[1].rupiah, 400'000);
  EXPECT_FALSE(list->accounts[1].is_past_deadline);
  EXPECT_EQ(list->all.past_deadline.rupiah, 800'000);
  SilentQuery query;
  query.min_days = 100;
  EXPECT_EQ(ListSilent(folded.view(), query)->accounts.size(), 1u);
}

TEST(SilentTest, APastDayIsAsItWasThen) {
  World world;
  for (const char* name : {"long", "short"}) world.Cards(name);
  world.Credits("long", 1, 400'000);
  world.order = "SP2";
  world.Credits("long", 40 * kDaySeconds, 300'000);
  world.Draws("long", 110 * kDaySeconds, 700'000, 0, false);
  world.Credits("short", 100 * kDaySeconds, 200'000);
  world.Draws("short", 103 * kDaySeconds, 200'000, 0, false);
  world.TellTotals();
  const Folded folded(world.story().history(), views::MakeAll());
  const auto as_of = [&](std::int64_t day, std::int32_t min_days = 0) {
    SilentQuery query;
    query.by = SilentBy::kLot;
    query.min_days = min_days;
    query.as_of_micros = fold::testing::Time("2025-02-03").unix_micros() +
                         (day * kDaySeconds + 100) * kMicrosPerSecond;
    return *ListSilent(folded.view(), query);
  };
  EXPECT_TRUE(ListSilent(folded.view(), {})->accounts.empty());
  EXPECT_EQ(as_of(10).all.all.rupiah, 400'000);
  EXPECT_EQ(as_of(10).accounts[0].days, 10);
  EXPECT_EQ(as_of(50).all.all.rupiah, 700'000);
  EXPECT_EQ(as_of(101).all.all.rupiah, 900'000);
  EXPECT_EQ(as_of(101).accounts.size(), 2u);
  EXPECT_EQ(as_of(101, 30).accounts.size(), 1u);
  EXPECT_EQ(as_of(104).accounts.size(), 1u);
  EXPECT_EQ(as_of(104).all.past_deadline.rupiah, 0);
  // Of two orders, one is past its deadline.
  const SilentList late = as_of(106);
  ASSERT_EQ(late.groups.size(), 2u);
  EXPECT_EQ(late.groups[0].name, "SP1");
  EXPECT_EQ(late.groups[0].past_deadline.rupiah, 400'000);
  EXPECT_EQ(late.groups[1].past_deadline.rupiah, 0);
  EXPECT_TRUE(as_of(111).accounts.empty());
}

TEST(SilentTest, EveryPastDayIsWhatTheLedgerWouldHaveSaidOnIt) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  World world;
  for (int i = 0; i < 6; ++i) {
    const std::string name = "family " + std::to_string(i);
    world.Cards(name);
    std::int64_t seconds = i;
    for (int step = 0; step < 8; ++step) {
      seconds += static_cast<std::int64_t>(random() % 50) * kDaySeconds + 10;
      if (random() % 2 == 0) {
        world.Credits(name, seconds, 100'000);
      } else {
        world.Draws(name, seconds, 10'000, 0, false);
      }
    }
  }
  // A clock that goes beyond all days asked for.
  const auto tick = [](std::int64_t micros, std::string_view id) {
    Story clock;
    Event& event = clock.AddAt(TimeAt(micros), "a clock", "a clock", "", "");
    event.set_event_id(Token(id));
    event.mutable_kks_blocked();
    return clock.history().back();
  };
  History whole = world.story().history();
  whole.push_back(tick(
      fold::testing::Time("2025-02-03").unix_micros() + 400 * kMicrosPerDay,
      "last tick"));
  std::shuffle(whole.begin(), whole.end(), random);
  const Folded folded(whole, views::MakeAll());
  const auto key_of = [](const SilentAccount& one) {
    return std::tuple(one.account, one.days, one.credits, one.rupiah,
                      one.was_ever_used, one.indices.size());
  };
  for (int day = 5; day < 300; day += 29) {
    const std::int64_t now =
        fold::testing::Time("2025-02-03").unix_micros() + day * kMicrosPerDay;
    History then;
    for (const auto& told : whole) {
      if (told.event.occurred_at().unix_micros() <= now) then.push_back(told);
    }
    then.push_back(tick(now, "tick"));
    const Folded past(then, views::MakeAll());
    for (const std::int32_t min_days : {0, 40}) {
      SilentQuery query;
      query.min_days = min_days;
      const auto wanted = ListSilent(past.view(), query);
      query.as_of_micros = now;
      const auto found = ListSilent(folded.view(), query);
      ASSERT_EQ(found->accounts.size(), wanted->accounts.size()) << day;
      for (std::size_t i = 0; i < found->accounts.size(); ++i) {
        EXPECT_EQ(key_of(found->accounts[i]), key_of(wanted->accounts[i]));
      }
    }
  }
}

TEST(SilentTest, AgesFallIntoTheirBuckets) {
  EXPECT_EQ(AgeBucket(0), 0u);
  EXPECT_EQ(AgeBucket(29), 0u);
  EXPECT_EQ(AgeBucket(30), 1u);
  EXPECT_EQ(AgeBucket(104), 2u);
  EXPECT_EQ(AgeBucket(105), 3u);
  EXPECT_EQ(AgeBucket(180), 4u);
}

}  // namespace
}  // namespace ledger::views::reconcile
