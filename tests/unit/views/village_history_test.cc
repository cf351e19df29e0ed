// Villages over random histories, told in any order, against a count of the
// events themselves; and a village whose code has changed.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <tuple>

#include "ledger/base/time.h"
#include "ledger/views/all.h"
#include "ledger/views/holding/holding.h"
#include "ledger/views/village/banners.h"
#include "ledger/views/village/publish.h"
#include "ledger/views/village/served.h"
#include "tests/unit/fold/history.h"

namespace ledger::views::village {
namespace {

using amanah::v1::Event;
using fold::testing::Folded;
using fold::testing::History;
using fold::testing::Story;
using fold::testing::Time;
using fold::testing::TimeAt;
using fold::testing::Token;

constexpr std::array kVillages = {"18.01.18.2001", "18.01.18.2002",
                                  "18.01.18.2003", "64.02.01.2001"};
constexpr std::array kPeriods = {"SEMBAKO-2025-0102", "SEMBAKO-2025-0304"};

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  History Run() {
    for (int outlet = 0; outlet < 4; ++outlet) Outlet(outlet);
    for (int i = 0; i < kFamilies; ++i) {
      story_.Printed(Name(i), "2025-01-02");
    }
    for (int i = 0; i < kFamilies * 3; ++i) List();
    for (int i = 0; i < 300; ++i) Draw();
    for (int i = 0; i < kFamilies; ++i) {
      if (Below(3) == 0) continue;
      story_.Credited(Name(i), "2025-02-01", 400'000, kPeriods[Below(2)]);
    }
    History history = story_.history();
    std::shuffle(history.begin(), history.end(), random_);
    // Some are told twice.
    for (int i = 0; i < 30; ++i) history.push_back(history[Below(300)]);
    return history;
  }

 private:
  static constexpr int kFamilies = 60;

  std::size_t Below(std::size_t end) { return random_() % end; }
  static std::string Name(std::size_t i) { return "f" + std::to_string(i); }

  void Outlet(int i) {
    const std::string tid = "T" + std::to_string(i);
    Event& event = story_.Add("2024-01-01");
    event.set_region_code(kVillages[static_cast<std::size_t>(i)]);
    event.mutable_terminal_registered()->set_tid(tid);
  }

  void List() {
    const std::string name = Name(Below(kFamilies));
    const std::string day = "2025-01-1" + std::to_string(Below(4));
    Event& event = story_.Add(day, "", Story::Account(name), name);
    event.set_region_code(kVillages[Below(4)]);
    event.set_region_code_version("test");
    event.set_period_id(kPeriods[Below(2)]);
    event.set_programme(amanah::v1::PROGRAMME_SEMBAKO);
    event.mutable_family_listed()->set_amount_rupiah(400'000);
    event.mutable_family_listed()->set_list_status(
        Below(5) == 0 ? "DIKELUARKAN SETELAH CLOSING" : "TETAP");
  }

  void Draw() {
    const std::string name = Name(Below(kFamilies));
    const std::int64_t at =
        Time("2025-02-01").unix_micros() +
        static_cast<std::int64_t>(Below(5 * 24 * 60)) * kMicrosPerMinute;
    Event& event = story_.AddAt(TimeAt(at), Story::Card(name),
                                Story::Account(name), "", "");
    auto& transaction = story_.Transact(
        event, *event.mutable_withdrawal_posted()->mutable_transaction(),
        static_cast<std::int64_t>(1 + Below(9)) * 50'000,
        "T" + std::to_string(Below(4)));
    *transaction.mutable_posted_at() =
        TimeAt(at + (Below(4) == 0 ? 20 * kMicrosPerHour : 0));
  }

  std::mt19937_64 random_;
  Story story_;
};

// Each event once, with the index at which it was told first.
std::vector<std::pair<std::uint64_t, const Event*>> Once(
    const History& history) {
  std::vector<std::pair<std::uint64_t, const Event*>> events;
  std::set<std::string> ids;
  for (std::size_t i = 0; i < history.size(); ++i) {
    if (ids.insert(history[i].event.event_id()).second) {
      events.emplace_back(i + 1, &history[i].event);
    }
  }
  return events;
}

using Place = std::pair<std::string, std::string>;  // Village, period.

// Families that stand on each list: of several closings the last counts.
std::map<Place, std::set<std::string>> ListsOf(const History& history) {
  std::map<std::tuple<std::string, std::string, std::string>,
           std::tuple<std::int64_t, std::uint64_t, bool>>
      last;
  for (const auto& [index, event] : Once(history)) {
    if (!event->has_family_listed()) continue;
    auto& row = last[{event->region_code(), event->period_id(),
                      event->subjects().kpm()}];
    row = std::max(row,
                   std::tuple(event->occurred_at().unix_micros(), index,
                              event->family_listed().list_status() == "TETAP"));
  }
  std::map<Place, std::set<std::string>> lists;
  for (const auto& [key, row] : last) {
    auto& list = lists[{std::get<0>(key), std::get<1>(key)}];
    if (std::get<2>(row)) list.insert(std::get<2>(key));
  }
  return lists;
}

class VillageHistoryTest : public ::testing::TestWithParam<int> {
 protected:
  void SetUp() override {
    seed_ = std::random_device{}() + static_cast<std::uint64_t>(GetParam());
    std::cout << "seed " << seed_ << "\n";
    history_ = Generator(seed_).Run();
    folded_ = std::make_unique<Folded>(history_, MakeAll());
  }
  std::uint64_t seed_ = 0;
  History history_;
  std::unique_ptr<Folded> folded_;
};

TEST_P(VillageHistoryTest, ListsCountEachFamilyAsItWasClosedLast) {
  const auto lists = ListsOf(history_);
  const auto page = ListBanners(folded_->view(), {});
  ASSERT_TRUE(page.ok());
  ASSERT_EQ(page->rows.size(), lists.size());
  for (const BannerRow& row : page->rows) {
    const auto& list = lists.at({row.region_code, row.period_id});
    EXPECT_EQ(row.listed_families, list.size());
    EXPECT_EQ(row.list_hash, VillageListHash(row.region_code, row.period_id,
                                             {list.begin(), list.end()})
                                 .view());
  }
}

TEST_P(VillageHistoryTest, OutletDaysAreThoseOfTheEvents) {
  struct Day {
    std::set<std::string> cards;
    std::uint64_t transactions = 0;
    std::uint64_t later = 0;
    std::int64_t rupiah = 0;
  };
  std::map<std::pair<std::string, std::string>, Day> expected;
  for (const auto& [index, event] : Once(history_)) {
    if (!event->has_withdrawal_posted()) continue;
    const auto& transaction = event->withdrawal_posted().transaction();
    // The last outlet is an hour ahead.
    const int zone = transaction.tid() == "T3" ? kWitaMinutes : kWibMinutes;
    const std::string day =
        FormatDate(Instant{event->occurred_at().unix_micros()}, zone);
    Day& row = expected[{transaction.tid(), day}];
    row.cards.insert(event->subjects().kks());
    ++row.transactions;
    row.rupiah += transaction.amount_rupiah();
    if (FormatDate(Instant{transaction.posted_at().unix_micros()}, zone) >
        day) {
      ++row.later;
    }
  }
  ServedQuery query;
  query.days = {*ParseDay("2025-01-31"), *ParseDay("2025-02-07")};
  query.page_size = 7;
  std::size_t rows = 0;
  do {
    const auto page = ListServed(folded_->view(), query);
    ASSERT_TRUE(page.ok());
    for (const ServedDay& row : page->rows) {
      ++rows;
      const Day& day = expected.at({row.tids.front(), DayText(row.day)});
      EXPECT_EQ(row.use.families, day.cards.size());
      EXPECT_EQ(row.use.transactions, day.transactions);
      EXPECT_EQ(row.use.rupiah, day.rupiah);
      EXPECT_EQ(row.use.posted_later, day.later);
    }
    query.page_token = page->next_page_token;
  } while (!query.page_token.empty());
  EXPECT_EQ(rows, expected.size());
}

TEST_P(VillageHistoryTest, PublicFiguresAreTheTrueOnesOrNone) {
  const auto lists = ListsOf(history_);
  std::set<std::pair<std::string, std::string>> paid;  // Family, period.
  for (const auto& [index, event] : Once(history_)) {
    if (event->has_credit_posted()) {
      paid.insert({event->subjects().kpm(), event->period_id()});
    }
  }
  for (const char* period : kPeriods) {
    PublicQuery query;
    query.period_id = period;
    const auto page = PublishFigures(folded_->view(), query);
    ASSERT_TRUE(page.ok());
    for (const PublicTable& table : page->tables) {
      for (const PublicRow& row : table.villages) {
        const auto& list = lists.at({row.region_code, period});
        const auto& listed = row.At(Measure::kListed);
        if (listed.families) {
          EXPECT_EQ(*listed.families, list.size());
        }
        const auto& credited = row.At(Measure::kPaid);
        if (!credited.families) continue;
        EXPECT_EQ(*credited.families,
                  static_cast<std::uint64_t>(std::count_if(
                      list.begin(), list.end(), [&](const auto& kpm) {
                        return paid.contains({kpm, period});
                      })));
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, VillageHistoryTest, ::testing::Range(0, 6));

// --- A code that changed
// --------------------------------------------------------

void List(Story& story, const std::string& name, const char* at,
          const char* village, const char* period) {
  Event& event =
      story.Add(at, "", Story::Account(name), name, Story::Pengurus(name));
  event.set_region_code(village);
  event.set_region_code_version(period);
  event.set_period_id(period);
  event.set_programme(amanah::v1::PROGRAMME_SEMBAKO);
  event.mutable_family_listed()->set_amount_rupiah(400'000);
  event.mutable_family_listed()->set_list_status("TETAP");
}

// 18.01.18.2009 of one regency becomes 18.16.01.2003 of another between two
// lists.
class ChangedCodeTest : public ::testing::Test {
 protected:
  ChangedCodeTest() {
    for (int i = 0; i < 8; ++i) {
      const std::string name = "f" + std::to_string(i);
      List(story_, name, "2025-01-17", kBefore, kPeriods[0]);
      story_.Printed(name, "2025-01-02").HandedOver(name, "2025-01-20");
      if (i < 3) {
        story_.States(Story::Said::kObserved, name, "2025-02-10", "leader",
                      amanah::v1::PARTY_ROLE_GROUP_LEADER);
      }
      List(story_, name, "2025-03-17", kAfter, kPeriods[1]);
    }
    for (const char* village : {kBefore, kAfter}) {
      Event& event =
          story_.Add(village == kBefore ? "2025-01-01" : "2025-03-01");
      event.set_region_code(village);
      event.mutable_terminal_registered()->set_tid("T1");
      event.mutable_terminal_registered()->set_agent_id("");
    }
    story_.Drew("f0", "2025-02-03T08:00:00", 100'000, "T1");
    story_.Drew("f1", "2025-04-03T08:00:00", 100'000, "T1");
    folded_ = std::make_unique<Folded>(story_.history(), MakeAll());
  }
  static constexpr const char* kBefore = "18.01.18.2009";
  static constexpr const char* kAfter = "18.16.01.2003";
  Story story_;
  std::unique_ptr<Folded> folded_;
};

TEST_F(ChangedCodeTest, HoldingRatesRunOnUnderTheCodeOfToday) {
  holding::RatesQuery query;
  query.from = holding::Month{2025, 1};
  query.until = holding::Month{2025, 4};
  const auto page = holding::RatesOf(folded_->view(), query);
  ASSERT_TRUE(page.ok());
  // One village, each card once, no break in the months.
  ASSERT_EQ(page->groups.size(), 1u);
  EXPECT_EQ(page->groups[0].key, kAfter);
  std::string text;
  for (const auto& rate : page->groups[0].rates) {
    text += std::to_string(rate.with_family) + "/" +
            std::to_string(rate.with_others) + " ";
  }
  EXPECT_EQ(text, "8/0 5/3 5/3 5/3 ");
}

TEST_F(ChangedCodeTest, EachListIsOfTheCodeThatItWasClosedUnder) {
  const auto page = ListBanners(folded_->view(), {});
  ASSERT_TRUE(page.ok());
  ASSERT_EQ(page->rows.size(), 2u);
  EXPECT_EQ(page->rows[0].region_code, kBefore);
  EXPECT_EQ(page->rows[0].period_id, kPeriods[0]);
  EXPECT_EQ(page->rows[0].listed_families, 8u);
  EXPECT_EQ(page->rows[1].region_code, kAfter);
  EXPECT_EQ(page->rows[1].period_id, kPeriods[1]);
}

TEST_F(ChangedCodeTest, PublicTablesAreOfTheSubdistrictOfThatPeriod) {
  PublicQuery query;
  query.period_id = kPeriods[0];
  const auto before = PublishFigures(folded_->view(), query);
  ASSERT_TRUE(before.ok());
  ASSERT_EQ(before->tables.size(), 1u);
  EXPECT_EQ(before->tables[0].region_code, "18.01.18");
  query.period_id = kPeriods[1];
  const auto after = PublishFigures(folded_->view(), query);
  EXPECT_EQ(after->tables[0].region_code, "18.16.01");
  EXPECT_EQ(after->tables[0].villages[0].At(Measure::kListed).families, 8u);
  query.region_prefix = "18.01";
  EXPECT_EQ(PublishFigures(folded_->view(), query).error().reason,
            kPeriodUnknown);
}

TEST_F(ChangedCodeTest, AnOutletsDaysAreWhereItIsRegisteredLast) {
  ServedQuery query;
  query.days = {*ParseDay("2025-02-01"), *ParseDay("2025-04-30")};
  query.region_prefix = kAfter;
  const auto after = ListServed(folded_->view(), query);
  ASSERT_TRUE(after.ok());
  EXPECT_EQ(after->rows.size(), 2u);
  // Its families are of the village, whichever code they were listed under.
  EXPECT_EQ(after->rows[0].use.other_villages, 0u);
  query.region_prefix = kBefore;
  EXPECT_TRUE(ListServed(folded_->view(), query)->rows.empty());
}

}  // namespace
}  // namespace ledger::views::village
