// Scorecards and overdue lists of random histories (out of order, told twice,
// overlapping assignments, suspensions, exits) beside a recount day by day.

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <random>
#include <set>

#include "ledger/base/time.h"
#include "ledger/views/all.h"
#include "ledger/views/companion/coverage.h"
#include "ledger/views/companion/overdue.h"
#include "ledger/views/companion/scorecard.h"
#include "tests/unit/fold/history.h"

namespace ledger::views::companion {
namespace {

using fold::testing::Folded;
using fold::testing::History;
using fold::testing::Story;
using fold::testing::TimeAt;
using fold::testing::Token;

constexpr int kFamilies = 8;
constexpr int kCompanions = 3;

Day DayIn2025(int day_of_year) {
  return static_cast<Day>(DaysFromCivil(2025, 1, 1)) + day_of_year;
}

// Midnight in WIB, and hours into the day.
amanah::v1::ZonedTime TimeOf(Day day, int hours = 0) {
  return TimeAt(StartOf(day, "18.01.18.2001") + hours * kMicrosPerHour);
}

struct Stay {
  int companion = 0;
  Day from = 0;
  Day last = 0;
};
struct Home {
  std::string village;
  std::vector<Stay> stays;  // As told, by index in the log.
  std::set<Day> updates;
  Day out = std::numeric_limits<Day>::max();
};

// A history, and the same in plain words.
class World {
 public:
  explicit World(unsigned seed) : random_(seed) {
    for (int i = 0; i < kFamilies; ++i) AddFamily(i);
    for (int i = 0; i < 3; ++i) AddSuspension();
    history_ = story_.history();
    std::shuffle(history_.begin(), history_.end(), random_);
    // Some facts are told twice.
    for (std::size_t i = 0; i < 5; ++i) {
      history_.push_back(history_[Below(static_cast<int>(history_.size()))]);
    }
  }

  const History& history() const { return history_; }
  int Below(int most) {
    return std::uniform_int_distribution<int>(0, most - 1)(random_);
  }

  struct Sum {
    std::uint64_t due = 0;
    std::uint64_t done = 0;
    std::uint64_t running = 0;
    std::int64_t due_days = 0;
    std::int64_t done_days = 0;
    bool operator==(const Sum&) const = default;
  };

  // The quarter's updates owed by a companion, as of the end of `today`.
  Sum Count(int companion, int quarter, Day today) const {
    Sum sum;
    for (const Home& home : homes_) {
      const Quarter one = QuarterOf(home, quarter, today);
      const auto days = one.days.find(companion);
      if (!one.is_due || days == one.days.end()) continue;
      if (one.is_running) {
        ++sum.running;
        continue;
      }
      ++sum.due;
      sum.due_days += days->second;
      if (!one.is_done) continue;
      ++sum.done;
      sum.done_days += days->second;
    }
    return sum;
  }

  // How many quarters in a row each family is behind.
  std::map<std::string, std::uint32_t> Overdue(Day today) const {
    std::map<std::string, std::uint32_t> overdue;
    for (std::size_t i = 0; i < homes_.size(); ++i) {
      if (ResponsibleOn(homes_[i], today, today) < 0) continue;
      std::uint32_t behind = 0;
      for (int quarter = 1; quarter <= 4; ++quarter) {
        const Quarter one = QuarterOf(homes_[i], quarter, today);
        if (one.is_done && !one.is_empty) behind = 0;
        if (!one.is_done && one.is_due && !one.is_running) ++behind;
      }
      if (behind > 0) overdue[Token("f" + std::to_string(i))] = behind;
    }
    return overdue;
  }

 private:
  struct Quarter {
    std::map<int, std::int64_t> days;
    bool is_due = false;
    bool is_done = false;
    bool is_running = false;
    bool is_empty = true;  // Not a day in care.
  };

  void AddFamily(int number) {
    Home home;
    const std::string name = "f" + std::to_string(number);
    home.village = Below(2) == 0 ? "18.01.18.2001" : "18.01.18.2002";
    story_.Listed(name, "2024-12-20", home.village);
    for (int i = 0; i <= Below(3); ++i) {
      Stay stay{Below(kCompanions), DayIn2025(Below(300) - 30), 0};
      // Two of one day are told apart by their places in the log.
      while (std::any_of(home.stays.begin(), home.stays.end(),
                         [&](const Stay& s) { return s.from == stay.from; })) {
        ++stay.from;
      }
      const bool has_end = Below(3) > 0;
      stay.last =
          has_end ? stay.from + Below(200) : std::numeric_limits<Day>::max();
      auto& event = story_.AddAt(TimeOf(stay.from), "", "", name, "");
      auto* body = event.mutable_family_assigned();
      body->set_companion(Token("c" + std::to_string(stay.companion)));
      if (has_end) *body->mutable_until() = TimeOf(stay.last);
      home.stays.push_back(stay);
    }
    for (int i = 0; i < Below(4); ++i) {
      const Day day = DayIn2025(Below(365));
      auto& event = story_.AddAt(TimeOf(day, Below(24)), "", "", name, "");
      event.mutable_kpm_data_updated()->mutable_work()->set_done_by(
          Token("c" + std::to_string(Below(kCompanions))));
      home.updates.insert(day);
    }
    if (Below(4) == 0) {
      home.out = DayIn2025(Below(365));
      story_.AddAt(TimeOf(home.out), "", "", name, "")
          .mutable_family_status_changed()
          ->set_status(amanah::v1::FAMILY_STATUS_RESIGNED);
    }
    homes_.push_back(std::move(home));
  }

  void AddSuspension() {
    const std::string places[] = {"18.01.18", "18.01.18.2001", "18.01.18.2002"};
    const std::string place = places[Below(3)];
    const Day from = DayIn2025(Below(365));
    const Day last = from + Below(60);
    auto& event = story_.AddAt(TimeOf(DayIn2025(-20)), "", "", "", "");
    event.set_region_code(place);
    auto* body = event.mutable_schedule_filed();
    body->set_kind(amanah::v1::SCHEDULE_KIND_DUTY_SUSPENDED);
    *body->mutable_from_at() = TimeOf(from);
    *body->mutable_until_at() = TimeOf(last);
    if (Below(2) == 0) body->set_list_rule("DATA_UPDATE");
    suspensions_.push_back({place, {from, last + 1}});
  }

  bool IsSuspended(const std::string& village, Day day) const {
    return std::any_of(
        suspensions_.begin(), suspensions_.end(), [&](const auto& one) {
          return village.starts_with(one.first) && one.second.Contains(day);
        });
  }

  // -1: nobody. Of what happened by the end of `today`.
  static int ResponsibleOn(const Home& home, Day day, Day today) {
    if (home.out <= today && day >= home.out) return -1;
    const Stay* found = nullptr;
    for (const Stay& stay : home.stays) {
      if (stay.from > today || day < stay.from || day > stay.last) continue;
      if (found == nullptr || stay.from > found->from) found = &stay;
    }
    return found == nullptr ? -1 : found->companion;
  }

  Quarter QuarterOf(const Home& home, int number, Day today) const {
    const Span span = QuarterSpan(2025, number);
    Quarter quarter;
    std::int64_t all = 0;
    for (Day day = span.begin; day < span.end && day <= today; ++day) {
      const int companion = ResponsibleOn(home, day, today);
      if (companion < 0) continue;
      quarter.is_empty = false;
      if (IsSuspended(home.village, day)) continue;
      ++quarter.days[companion];
      ++all;
    }
    quarter.is_due =
        all > 0 && 3 * all >= span.Days() && FirstUpdate() < span.end;
    quarter.is_running = today < span.end - 1;
    quarter.is_done = std::any_of(
        home.updates.begin(), home.updates.end(),
        [&](Day day) { return span.Contains(day) && day <= today; });
    return quarter;
  }

  Day FirstUpdate() const {
    Day first = std::numeric_limits<Day>::max();
    for (const Home& home : homes_) {
      if (!home.updates.empty()) {
        first = std::min(first, *home.updates.begin());
      }
    }
    return first;
  }

  std::mt19937 random_;
  Story story_;
  History history_;
  std::vector<Home> homes_;
  std::vector<std::pair<std::string, Span>> suspensions_;
};

World::Sum SumIn(const std::vector<DutyCount>& duties) {
  for (const DutyCount& count : duties) {
    if (count.duty != Duty::kDataUpdate) continue;
    return {count.due, count.done, count.running, count.due_days,
            count.done_days};
  }
  return {};
}

void CheckOverdue(const World& world, const Folded& folded, Day today) {
  OverdueQuery query;
  query.duty = Duty::kDataUpdate;
  query.at_micros = StartOf(today + 1, "18") - 1;
  query.page_size = 3;
  std::map<std::string, std::uint32_t> found;
  do {
    const auto page = ListOverdue(folded.view(), query);
    ASSERT_TRUE(page.ok());
    for (const auto& row : page->rows) found[row.kpm] = row.periods;
    query.page_token = page->next_page_token;
  } while (!query.page_token.empty());
  EXPECT_EQ(found, world.Overdue(today));
}

TEST(CompanionRandomTest, CountsAreThoseOfARecountDayByDay) {
  const unsigned seed = std::random_device{}();
  std::cout << "seed " << seed << "\n";
  for (unsigned round = 0; round < 12; ++round) {
    SCOPED_TRACE("seed " + std::to_string(seed) + " round " +
                 std::to_string(round));
    World world(seed + round);
    const Folded folded(world.history(), MakeAll());
    const Day today = DayIn2025(round == 0 ? 364 : world.Below(365));
    const std::int64_t at = StartOf(today + 1, "18") - 1;
    for (int companion = 0; companion < kCompanions; ++companion) {
      const auto card = ScorecardOf(
          folded.view(), Token("c" + std::to_string(companion)), 2025, at);
      if (!card.ok()) continue;  // Never had a family.
      for (std::size_t i = 1; i < card->scores.size(); ++i) {
        EXPECT_EQ(SumIn(card->scores[i].duties),
                  world.Count(companion, static_cast<int>(i), today))
            << "companion " << companion << " quarter " << i;
      }
    }
    CheckOverdue(world, folded, today);
  }
}

// What a region's companions owe together is what the region owes.
TEST(CompanionRandomTest, CompanionsOfARegionAddUpToIt) {
  const unsigned seed = std::random_device{}();
  std::cout << "seed " << seed << "\n";
  for (unsigned round = 0; round < 6; ++round) {
    SCOPED_TRACE("seed " + std::to_string(seed + round));
    const World world(seed + round);
    const Folded folded(world.history(), MakeAll());
    CoverageQuery query;
    query.region_prefix = "18.01";
    query.year = 2025;
    query.at_micros = StartOf(DayIn2025(365), "18") - 1;
    query.group = Group::kCompanion;
    const auto by_companion = CoverageOf(folded.view(), query);
    query.group = Group::kVillage;
    const auto by_village = CoverageOf(folded.view(), query);
    ASSERT_TRUE(by_companion.ok() && by_village.ok());
    for (const auto* page : {&*by_companion, &*by_village}) {
      std::int64_t due_days = 0;
      std::int64_t done_days = 0;
      std::int64_t family_days = 0;
      for (const auto& row : page->rows) {
        due_days += SumIn(row.score.duties).due_days;
        done_days += SumIn(row.score.duties).done_days;
        family_days += row.score.family_days;
      }
      EXPECT_EQ(due_days, SumIn(page->all.score.duties).due_days);
      EXPECT_EQ(done_days, SumIn(page->all.score.duties).done_days);
      EXPECT_EQ(family_days, page->all.score.family_days);
    }
  }
}

}  // namespace
}  // namespace ledger::views::companion
