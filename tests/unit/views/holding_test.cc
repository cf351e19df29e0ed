// Self-holding rates: stories, and a second computation that asks the custody
// and family views about every card at the end of every month.

#include "ledger/views/holding/holding.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "ledger/base/time.h"
#include "ledger/views/all.h"
#include "ledger/views/custody/custody.h"
#include "ledger/views/family/family.h"
#include "tests/unit/fold/history.h"
#include "tests/unit/fold/taken_back.h"

namespace ledger::views::holding {
namespace {

using amanah::v1::PARTY_ROLE_GROUP_LEADER;
using fold::testing::Folded;
using fold::testing::Story;
using fold::testing::Time;
using fold::testing::Token;

RatesPage Ask(const Folded& folded, const RatesQuery& query) {
  auto page = RatesOf(folded.view(), query);
  EXPECT_TRUE(page.ok()) << page.error().message;
  return *std::move(page);
}

RatesQuery Months(const char* from, const char* until,
                  Group group = Group::kVillage) {
  RatesQuery query;
  query.group = group;
  query.from = Month::Parse(from);
  query.until = Month::Parse(until);
  return query;
}

// `family/others` a month, with blanks between.
std::string Text(const GroupRates& group) {
  std::string text;
  for (const Rate& rate : group.rates) {
    if (!text.empty()) text += ' ';
    text += std::to_string(rate.with_family) + "/" +
            std::to_string(rate.with_others);
  }
  return text;
}

void Assign(Story& story, const std::string& family, const char* at,
            const char* companion, const char* until = "") {
  auto& event = story.Add(at, "", "", family);
  event.mutable_family_assigned()->set_companion(Token(companion));
  if (*until != '\0') {
    *event.mutable_family_assigned()->mutable_until() = Time(until);
  }
}

TEST(HoldingTest, ACardCountsFromItsHandoverOnAndMovesWithItsHolder) {
  Story story;
  story.Listed("a", "2025-01-01").Printed("a", "2025-01-02");
  story.HandedOver("a", "2025-02-10");
  story.States(Story::Said::kObserved, "a", "2025-04-05", "leader",
               PARTY_ROLE_GROUP_LEADER);
  story.StatesOwn(Story::Said::kObserved, "a", "2025-06-30T23:30:00");
  const Folded folded(story.history(), MakeAll());
  const RatesPage page = Ask(folded, Months("2025-01", "2025-07"));
  ASSERT_EQ(page.groups.size(), 1u);
  EXPECT_EQ(page.groups[0].key, "18.01.18.2001");
  EXPECT_EQ(Text(page.groups[0]), "0/0 1/0 1/0 0/1 0/1 1/0 1/0");
  EXPECT_EQ(Text(page.all), Text(page.groups[0]));
  EXPECT_FALSE(page.all.rates[0].Percent().has_value());
  EXPECT_EQ(page.all.rates[1].Percent(), 100.0);
}

TEST(HoldingTest, ALateStatementCorrectsTheMonthsItIsAbout) {
  Story story;
  story.Listed("a", "2025-01-01").Printed("a", "2025-01-02");
  story.HandedOver("a", "2025-01-10");
  story.StatesOwn(Story::Said::kObserved, "a", "2025-05-10");
  // Filed last, seen in March.
  story.States(Story::Said::kObserved, "a", "2025-03-10", "leader",
               PARTY_ROLE_GROUP_LEADER);
  const Folded folded(story.history(), MakeAll());
  EXPECT_EQ(Text(Ask(folded, Months("2025-01", "2025-06")).all),
            "1/0 1/0 0/1 0/1 1/0 1/0");
}

TEST(HoldingTest, AProxyRegisteredLaterClearsTheCard) {
  Story story;
  story.Listed("a", "2025-01-01").Printed("a", "2025-01-02");
  story.HandedOver("a", "2025-01-10");
  story.States(Story::Said::kObserved, "a", "2025-03-10", "child",
               amanah::v1::PARTY_ROLE_VILLAGE_OFFICIAL);
  EXPECT_EQ(
      Text(Ask(Folded(story.history(), MakeAll()), Months("2025-02", "2025-03"))
               .all),
      "1/0 0/1");
  story.Proxy("a", "child", "2025-02-01");
  EXPECT_EQ(
      Text(Ask(Folded(story.history(), MakeAll()), Months("2025-02", "2025-03"))
               .all),
      "1/0 1/0");
}

TEST(HoldingTest, AFamilyCountsForTheCompanionOfTheTime) {
  Story story;
  story.Listed("a", "2025-01-01").Printed("a", "2025-01-02");
  story.HandedOver("a", "2025-01-10");
  Assign(story, "a", "2024-01-01", "old", "2025-03-14");
  Assign(story, "a", "2025-03-15", "new");
  const Folded folded(story.history(), MakeAll());
  const RatesPage page =
      Ask(folded, Months("2025-02", "2025-04", Group::kCompanion));
  ASSERT_EQ(page.groups.size(), 2u);
  EXPECT_EQ(page.groups[0].key, Token("new"));
  EXPECT_EQ(Text(page.groups[0]), "0/0 1/0 1/0");
  EXPECT_EQ(Text(page.groups[1]), "1/0 0/0 0/0");
  RatesQuery mine = Months("2025-02", "2025-04");
  mine.companion = Token("old");
  EXPECT_EQ(Text(Ask(folded, mine).all), "1/0 0/0 0/0");
}

TEST(HoldingTest, MonthsEndWhereTheFamilyLives) {
  for (const auto& [village, text] :
       {std::pair("18.01.18.2001", "1/0 1/0"),     // WIB: still February.
        std::pair("91.01.01.2001", "0/0 1/0")}) {  // WIT: March already.
    Story story;
    story.Listed("a", "2025-01-01", village).Printed("a", "2025-01-02");
    story.HandedOver("a", "2025-02-28T23:00:00");
    const Folded folded(story.history(), MakeAll());
    EXPECT_EQ(Text(Ask(folded, Months("2025-02", "2025-03")).all), text)
        << village;
  }
}

TEST(HoldingTest, AReplacedCardCountsNoMore) {
  Story story;
  story.Listed("a", "2025-01-01").Printed("a", "2025-01-02");
  story.HandedOver("a", "2025-01-10");
  story.Add("2025-03-01", Story::Card("a"))
      .mutable_kks_replaced()
      ->set_replaced_by_kks(Token("b card"));
  const Folded folded(story.history(), MakeAll());
  EXPECT_EQ(Text(Ask(folded, Months("2025-02", "2025-03")).all), "1/0 0/0");
}

TEST(HoldingTest, WhatCanNotBeAskedIsRefused) {
  Story story;
  story.Listed("a", "2025-01-01");
  const Folded folded(story.history(), MakeAll());
  RatesQuery query;
  query.region_prefix = "18.x";
  EXPECT_EQ(RatesOf(folded.view(), query).error().reason,
            custody::kRegionMalformed);
  EXPECT_EQ(RatesOf(folded.view(), Months("2025-02", "2025-01")).error().reason,
            kMonthsMalformed);
  EXPECT_EQ(RatesOf(folded.view(), Months("1990-01", "2025-01")).error().reason,
            kMonthsMalformed);
  query = {};
  query.page_token = "x";
  EXPECT_EQ(RatesOf(folded.view(), query).error().reason,
            custody::kPageTokenInvalid);
  EXPECT_EQ(Month::Parse("2025-13"), std::nullopt);
  EXPECT_EQ(Month::Parse("2025-1"), std::nullopt);
}

// --- The second computation ------------------------------------------------

class RandomStory {
 public:
  explicit RandomStory(std::uint64_t seed) : random_(seed) {
    for (const std::string& name : names_) {
      story_.Printed(name, Day());
      if (Chance(80)) story_.Listed(name, Day(), Village());
    }
    for (int i = 0; i < 60; ++i) Something(names_[Pick(names_.size())]);
  }

  // In an order that has nothing to do with the calendar; some told twice.
  fold::testing::History Told() {
    fold::testing::History history = story_.history();
    for (int i = 0; i < 5; ++i) {
      history.push_back(history[Pick(history.size())]);
    }
    std::shuffle(history.begin(), history.end(), random_);
    fold::testing::AddTakenBack(history, random_);
    return history;
  }
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::size_t Pick(std::size_t count) { return random_() % count; }
  bool Chance(unsigned percent) { return random_() % 100 < percent; }
  std::string Day() {
    char text[32];
    std::snprintf(text, sizeof text, "2025-%02d-%02d",
                  static_cast<int>(Pick(12)) + 1,
                  static_cast<int>(Pick(28)) + 1);
    return text;
  }
  std::string Village() {
    return Chance(50) ? "18.01.18.2001" : "18.01.18.2002";
  }

  void Something(const std::string& name) {
    const std::string day = Day();
    switch (Pick(8)) {
      case 0:
        story_.HandedOver(name, day);
        return;
      case 1:
        story_.HandedOver(name, day, "kadus",
                          amanah::v1::PARTY_ROLE_VILLAGE_OFFICIAL);
        return;
      case 2:
        story_.StatesOwn(Story::Said::kAttested, name, day);
        return;
      case 3:
        story_.States(Story::Said::kObserved, name, day, "leader",
                      PARTY_ROLE_GROUP_LEADER);
        return;
      case 4:
        Assign(story_, name, day.c_str(), Chance(50) ? "ani" : "budi",
               Chance(50) ? Day().c_str() : "");
        return;
      case 5:
        story_.Proxy(name, Chance(50) ? "leader" : "kadus", day, Day());
        return;
      case 6:
        story_.Listed(name, day, Village());
        return;
      default:
        story_.Add(day, Story::Card(name)).mutable_kks_closed();
    }
  }

  std::mt19937_64 random_;
  Story story_;
  const std::vector<std::string> names_ = {"a", "b", "c", "d", "e"};
};

using Counts = std::map<std::pair<std::string, std::string>,  // Group, month.
                        std::pair<std::uint64_t, std::uint64_t>>;

// Card by card, month by month, with nothing kept.
Counts Naive(const Folded& folded, const std::vector<std::string>& names,
             Group group) {
  Counts counts;
  for (const std::string& name : names) {
    const std::string kks = Token(Story::Card(name));
    const auto family = family::Find(folded.view(), Token(name));
    for (int month = 1; month <= 12; ++month) {
      const int next_year = month == 12 ? 2026 : 2025;
      const std::int64_t end =
          InstantFromCivil({next_year, month % 12 + 1, 1}, kWibMinutes)
              .unix_micros -
          1;
      const auto held = custody::At(folded.view(), kks, end);
      if (!held) continue;
      std::string key;
      if (family && group == Group::kVillage) key = family->region_code;
      if (family && group == Group::kCompanion) {
        const auto* assigned = family->AssignmentAt(end);
        if (assigned != nullptr) key = assigned->companion;
      }
      auto& count = counts[{key, Month{2025, month}.ToString()}];
      ++(custody::IsForeign(folded.view(), *held) ? count.second : count.first);
    }
  }
  return counts;
}

TEST(HoldingTest, AgreesWithCountingCardByCardWhateverTheOrderOfArrival) {
  const std::uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  for (std::uint64_t round = 0; round < 30; ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    RandomStory story(seed + round);
    const Folded folded(story.Told(), MakeAll(), 7);
    for (const Group group : {Group::kVillage, Group::kCompanion}) {
      Counts found;
      for (const GroupRates& row :
           Ask(folded, Months("2025-01", "2025-12", group)).groups) {
        for (const Rate& rate : row.rates) {
          if (rate.with_family + rate.with_others == 0) continue;
          found[{row.key, rate.month.ToString()}] = {rate.with_family,
                                                     rate.with_others};
        }
      }
      ASSERT_EQ(found, Naive(folded, story.names(), group));
    }
  }
}

}  // namespace
}  // namespace ledger::views::holding
