// Goal: honest circumstances and adversary levels leave the traces that they
// are named after.
// Method: withdrawals decoded from what is told.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "amanah/v1/event.pb.h"
#include "tests/unit/simulate/told.h"

namespace services::simulate {
namespace {

using amanah::v1::Event;
using testing::SmallPlan;
using testing::Tell;
using testing::Told;

std::vector<Event> EventsOf(const Told& told, Event::BodyCase kind) {
  std::vector<Event> events;
  for (const auto& [source, bytes] : told.events) {
    Event event;
    EXPECT_TRUE(event.ParseFromString(bytes));
    if (event.body_case() == kind) events.push_back(std::move(event));
  }
  return events;
}

std::vector<Event> Withdrawals(const Plan& plan, std::uint32_t periods = 12) {
  return EventsOf(Tell({plan}, periods), Event::kWithdrawalPosted);
}

int MonthOfEvent(const Event& event) {
  const ledger::Civil civil =
      ledger::CivilFromInstant({event.occurred_at().unix_micros()},
                               event.occurred_at().zone_offset_minutes());
  return (civil.year - 2025) * 12 + civil.month;
}
int DayOfEvent(const Event& event) {
  return ledger::CivilFromInstant({event.occurred_at().unix_micros()},
                                  event.occurred_at().zone_offset_minutes())
      .day;
}
int HourOfEvent(const Event& event) {
  return ledger::CivilFromInstant({event.occurred_at().unix_micros()},
                                  event.occurred_at().zone_offset_minutes())
      .hour;
}

// The ring's withdrawals of each month, in the order of their time.
std::map<int, std::vector<Event>> RingByMonth(Level level,
                                              std::uint32_t cards = 20,
                                              std::uint32_t families = 200) {
  Plan plan = SmallPlan(40 + static_cast<std::uint32_t>(level));
  plan.families = families;
  plan.arrival = Arrival::kFree;
  plan.planted.push_back({Scheme::kRing, cards, level, 1, 1});
  const Told told = Tell({plan}, 8);
  const std::set<std::string> ring(told.labels[0].cards.begin(),
                                   told.labels[0].cards.end());
  std::map<int, std::vector<Event>> by_month;
  for (Event& event : EventsOf(told, Event::kWithdrawalPosted)) {
    if (ring.count(event.subjects().kks()) == 0) continue;
    if (DayOfEvent(event) != 8) continue;
    by_month[MonthOfEvent(event)].push_back(std::move(event));
  }
  for (auto& [month, events] : by_month) {
    std::sort(events.begin(), events.end(), [](const Event& a, const Event& b) {
      return a.occurred_at().unix_micros() < b.occurred_at().unix_micros();
    });
  }
  return by_month;
}

std::vector<std::string> OrderOfCards(const std::vector<Event>& events) {
  std::vector<std::string> order;
  for (const Event& event : events) order.push_back(event.subjects().account());
  return order;
}

std::set<std::string> TerminalsOf(const std::vector<Event>& events) {
  std::set<std::string> tids;
  for (const Event& event : events) {
    tids.insert(event.withdrawal_posted().transaction().tid());
  }
  return tids;
}

TEST(BehaviourTest, UptakeIsAsTheTableSays) {
  Plan plan = SmallPlan(9);
  plan.families = 900;
  std::map<std::string, int> first_day;
  for (const Event& event : Withdrawals(plan, 1)) {
    const int day = DayOfEvent(event);
    auto [at, is_new] = first_day.insert({event.subjects().account(), day});
    if (!is_new) at->second = std::min(at->second, day);
  }
  int on_the_day = 0;
  int in_the_week = 0;
  int later = 0;
  for (const auto& [account, day] : first_day) {
    if (day <= 9) ++on_the_day;
    if (day > 9 && day <= 14) ++in_the_week;
    if (day > 14) ++later;
  }
  // A sixth or so of the week's come on its first day.
  EXPECT_NEAR(on_the_day, 900 * (0.55 + 0.05), 60);
  EXPECT_NEAR(in_the_week, 900 * 0.25, 60);
  EXPECT_NEAR(later, 900 * 0.10, 30);
}

TEST(BehaviourTest, AStackKeepsItsOrderAndAShuffledOneDoesNot) {
  const auto same = RingByMonth(Level::kSameOrder);
  const auto shuffled = RingByMonth(Level::kShuffled);
  ASSERT_EQ(same.size(), 8u);
  EXPECT_EQ(OrderOfCards(same.at(1)), OrderOfCards(same.at(2)));
  EXPECT_EQ(OrderOfCards(same.at(1)).size(), 20u);
  EXPECT_NE(OrderOfCards(shuffled.at(1)), OrderOfCards(shuffled.at(2)));
  EXPECT_EQ(TerminalsOf(same.at(1)).size(), 1u);
}

TEST(BehaviourTest, OneHandIsQuickAndLeavesNoRoomInTheTrace) {
  const auto same = RingByMonth(Level::kSameOrder);
  for (const auto& [month, events] : same) {
    int consecutive = 0;
    std::vector<double> gaps;
    for (std::size_t i = 1; i < events.size(); ++i) {
      const auto& before = events[i - 1].withdrawal_posted().transaction();
      const auto& after = events[i].withdrawal_posted().transaction();
      if (after.stan() == before.stan() + 1) ++consecutive;
      gaps.push_back(
          static_cast<double>(events[i].occurred_at().unix_micros() -
                              events[i - 1].occurred_at().unix_micros()) /
          1e6);
    }
    EXPECT_GE(consecutive, 17) << month;
    std::nth_element(gaps.begin(), gaps.begin() + 9, gaps.end());
    EXPECT_NEAR(gaps[9], 40, 8) << month;
  }
}

TEST(BehaviourTest, APartOfTheCardsIsFourToSevenInTenAndAnotherEachTime) {
  // The others stay with the family, which comes as it does.
  std::set<std::vector<std::string>> quick_sets;
  for (const auto& [month, events] : RingByMonth(Level::kPart)) {
    std::vector<std::string> quick;
    for (const Event& event : events) {
      if (event.withdrawal_posted().transaction().pin_duration_ms() < 1'350) {
        quick.push_back(event.subjects().account());
      }
    }
    EXPECT_GE(quick.size(), 7u) << month;
    EXPECT_LE(quick.size(), 18u) << month;
    std::sort(quick.begin(), quick.end());
    quick_sets.insert(quick);
  }
  EXPECT_EQ(quick_sets.size(), 8u);
}

TEST(BehaviourTest, BatchesGoToOtherTerminalsAndHours) {
  std::set<std::size_t> terminals;
  for (const auto& [month, events] : RingByMonth(Level::kBatches)) {
    EXPECT_EQ(events.size(), 20u);
    terminals.insert(TerminalsOf(events).size());
  }
  EXPECT_TRUE(terminals.count(2) == 1);
}

TEST(BehaviourTest, AnOfflineDayIsPostedInOneSecond) {
  int offline = 0;
  std::set<std::int64_t> posted;
  std::set<std::int64_t> made;
  for (const Event& event :
       Withdrawals(SmallPlan(1, Honest::kOfflineBatch), 1)) {
    if (event.quality_flags_size() == 0) continue;
    ++offline;
    posted.insert(
        event.withdrawal_posted().transaction().posted_at().unix_micros());
    made.insert(event.occurred_at().unix_micros());
  }
  EXPECT_GE(offline, 30);
  EXPECT_EQ(posted.size(), 1u);
  EXPECT_GE(made.size(), 30u);
}

TEST(BehaviourTest, HomeDeliveryIsSlowAndByTheBanksOwnTerminal) {
  Plan plan = SmallPlan(2, Honest::kHomeDelivery);
  plan.families = 400;
  std::vector<std::int64_t> times;
  for (const Event& event : Withdrawals(plan, 1)) {
    if (event.withdrawal_posted().transaction().channel() ==
        amanah::v1::TRANSACTION_CHANNEL_EDC) {
      times.push_back(event.occurred_at().unix_micros());
    }
  }
  ASSERT_GE(times.size(), 5u);
  for (std::size_t i = 1; i < times.size(); ++i) {
    if (times[i] - times[i - 1] < 60 * 1'000'000) continue;  // Two pockets.
    EXPECT_GE(times[i] - times[i - 1], 890 * 1'000'000L);
  }
}

TEST(BehaviourTest, TheTruckGoesToTownOnce) {
  std::map<int, int> at_town_on_day;
  for (const Event& event :
       Withdrawals(SmallPlan(4, Honest::kSharedTransport))) {
    if (event.withdrawal_posted().transaction().channel() ==
            amanah::v1::TRANSACTION_CHANNEL_ATM &&
        DayOfEvent(event) == 10) {
      ++at_town_on_day[MonthOfEvent(event)];
    }
  }
  EXPECT_GE(at_town_on_day[5], 8);
  for (const auto& [month, count] : at_town_on_day) {
    if (month == 5) continue;
    EXPECT_LE(count, 5) << month;
  }
}

TEST(BehaviourTest, EveningPeopleComeInTheEvening) {
  for (const Event& event : Withdrawals(SmallPlan(5, Honest::kEveningHours))) {
    EXPECT_GE(HourOfEvent(event), 18);
  }
}

TEST(BehaviourTest, BackPaymentNamesItsMonths) {
  const Told told = Tell({SmallPlan(6, Honest::kRapel)}, 3);
  std::set<std::vector<std::uint32_t>> months;
  for (const Event& event : EventsOf(told, Event::kCreditPosted)) {
    if (event.programme() != amanah::v1::PROGRAMME_SEMBAKO) continue;
    const auto& list = event.allocation_months();
    months.insert({list.begin(), list.end()});
    EXPECT_EQ(event.credit_posted().amount_rupiah(), 200'000 * list.size());
  }
  EXPECT_EQ(months,
            (std::set<std::vector<std::uint32_t>>{{202501}, {202502, 202503}}));
}

TEST(BehaviourTest, AnAgentThatMustStopStops) {
  Plan plan = SmallPlan(7, Honest::kObeyedSuspension);
  std::map<int, int> at_agent;
  const std::string tid =
      Village(plan, testing::TestKey()).people().terminals[0].tid;
  for (const Event& event : Withdrawals(plan)) {
    if (event.withdrawal_posted().transaction().tid() == tid) {
      ++at_agent[MonthOfEvent(event)];
    }
  }
  EXPECT_GT(at_agent[3], 0);
  EXPECT_EQ(at_agent[4] + at_agent[5] + at_agent[6], 0);
  EXPECT_GT(at_agent[7], 0);
}

TEST(BehaviourTest, ACashLimitIsKept) {
  for (const Event& event : Withdrawals(SmallPlan(8, Honest::kCashLimit), 1)) {
    const auto& transaction = event.withdrawal_posted().transaction();
    if (transaction.channel() == amanah::v1::TRANSACTION_CHANNEL_AGENT) {
      EXPECT_LE(transaction.amount_rupiah(), 150'000);
    }
  }
}

}  // namespace
}  // namespace services::simulate
