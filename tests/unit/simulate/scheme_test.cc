// Goal: a scheme leaves the traces that it is named after.
// Method: events of one planted village, decoded.

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "amanah/v1/event.pb.h"
#include "tests/unit/simulate/told.h"

namespace services::simulate {
namespace {

using amanah::v1::Event;

struct Seen {
  std::vector<Event> events;
  Label label;
  std::set<std::string> cards;
};

Seen See(Scheme scheme, std::uint32_t from_period = 1,
         std::uint32_t periods = 4) {
  Plan plan = testing::SmallPlan(60);
  plan.planted.push_back({scheme, std::min(UsualCards(scheme), 20U),
                          Level::kSameOrder, from_period, 1});
  const testing::Told told = testing::Tell({plan}, periods);
  Seen seen;
  seen.label = told.labels[0];
  seen.cards = {seen.label.cards.begin(), seen.label.cards.end()};
  for (const auto& [source, bytes] : told.events) {
    EXPECT_TRUE(seen.events.emplace_back().ParseFromString(bytes));
  }
  return seen;
}

ledger::Civil When(const Event& event) {
  return ledger::CivilFromInstant({event.occurred_at().unix_micros()},
                                  event.occurred_at().zone_offset_minutes());
}

TEST(SchemeTest, BalancesAreSweptTheEveningBeforeTheRing) {
  const Seen seen = See(Scheme::kSweepPrelude, 1, 1);
  std::set<std::string> swept;
  std::set<std::string> drawn;
  for (const Event& event : seen.events) {
    if (seen.cards.count(event.subjects().kks()) == 0) continue;
    if (event.has_balance_inquired() && When(event).day == 7) {
      swept.insert(event.subjects().kks());
    }
    if (event.has_withdrawal_posted()) drawn.insert(event.subjects().kks());
  }
  EXPECT_EQ(swept, seen.cards);
  EXPECT_EQ(drawn, seen.cards);
}

TEST(SchemeTest, AnotherCompanionEndsIt) {
  const Seen seen = See(Scheme::kRegimeChange, 3);
  std::map<int, int> batch_by_month;
  int reassigned = 0;
  for (const Event& event : seen.events) {
    reassigned += event.has_kpm_reassigned() ? 1 : 0;
    if (event.has_withdrawal_posted() && When(event).hour == 15 &&
        When(event).day == 8 &&
        event.withdrawal_posted().transaction().channel() ==
            amanah::v1::TRANSACTION_CHANNEL_ATM) {
      ++batch_by_month[When(event).month];
    }
  }
  EXPECT_EQ(batch_by_month,
            (std::map<int, int>{{1, static_cast<int>(seen.cards.size())},
                                {2, static_cast<int>(seen.cards.size())}}));
  EXPECT_EQ(reassigned, 80);
}

TEST(SchemeTest, VisitsInBulkHaveOnePhotoAndHonestOnesTheirOwn) {
  std::map<std::string, int> visits_by_photo;
  for (const Event& event : See(Scheme::kBulkDuties, 1, 1).events) {
    if (!event.has_home_visit_done()) continue;
    ++visits_by_photo[event.home_visit_done().work().photo_fingerprint()];
  }
  int bulk = 0;
  for (const auto& [photo, visits] : visits_by_photo) {
    if (visits > 1) bulk += visits;
  }
  EXPECT_EQ(bulk, 20);
  EXPECT_GE(visits_by_photo.size(), 20u);
}

TEST(SchemeTest, OnePersonIsTheManagerOfTwoFamilies) {
  std::map<std::string, std::set<std::string>> families;
  for (const Event& event : See(Scheme::kDoubled, 1, 1).events) {
    if (!event.has_family_listed()) continue;
    families[event.subjects().pengurus()].insert(event.subjects().kpm());
  }
  int doubled = 0;
  for (const auto& [pengurus, kpms] : families) doubled += kpms.size() == 2;
  EXPECT_EQ(doubled, 3);
}

TEST(SchemeTest, AnotherManagerForSomeDaysAndBack) {
  std::map<std::string, std::vector<std::string>> names;
  for (const Event& event : See(Scheme::kIdentitySwap, 1, 1).events) {
    if (!event.has_pengurus_replaced()) continue;
    auto& of = names[event.subjects().kpm()];
    of.push_back(event.pengurus_replaced().previous_pengurus());
    of.push_back(event.subjects().pengurus());
  }
  EXPECT_EQ(names.size(), 5u);
  for (const auto& [kpm, of] : names) {
    ASSERT_EQ(of.size(), 4u);
    EXPECT_EQ(of[0], of[3]);
    EXPECT_EQ(of[1], of[2]);
    EXPECT_NE(of[0], of[1]);
  }
}

TEST(SchemeTest, OfTheSilentNobodySaysAnything) {
  const Seen seen = See(Scheme::kSilent);
  const std::set<std::string> families(seen.label.families.begin(),
                                       seen.label.families.end());
  int drawn = 0;
  for (const Event& event : seen.events) {
    if (seen.cards.count(event.subjects().kks()) == 1) {
      drawn += event.has_withdrawal_posted() ? 1 : 0;
    }
    if (families.count(event.subjects().kpm()) == 0) continue;
    EXPECT_FALSE(event.has_amount_acknowledged() ||
                 event.has_kks_custody_attested() ||
                 event.has_kks_custody_observed() ||
                 event.has_grievance_filed() || event.has_pin_changed());
  }
  EXPECT_EQ(drawn, 4 * 8);
}

TEST(SchemeTest, ReplacedInOneHourAndThenARing) {
  const Seen seen = See(Scheme::kReplacementCapture, 2, 2);
  const std::set<std::string> families(seen.label.families.begin(),
                                       seen.label.families.end());
  std::set<int> hours;
  int replaced = 0;
  for (const Event& event : seen.events) {
    if (!event.has_kks_blocked() || When(event).month != 2) continue;
    if (families.count(event.subjects().kpm()) == 0) continue;
    hours.insert(When(event).hour);
    ++replaced;
  }
  EXPECT_EQ(replaced, 12);
  EXPECT_EQ(hours.size(), 1u);
}

}  // namespace
}  // namespace services::simulate
