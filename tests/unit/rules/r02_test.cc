#include <gtest/gtest.h>

#include "tests/unit/rules/judged.h"

namespace ledger::rules {
namespace {

using amanah::v1::PARTY_ROLE_COMPANION;
using amanah::v1::PARTY_ROLE_HEIR;
using amanah::v1::PARTY_ROLE_PENGURUS;
using amanah::v1::PARTY_ROLE_VILLAGE_OFFICIAL;
using fold::testing::Story;
using fold::testing::Time;
using fold::testing::TimeAt;
using fold::testing::Token;
using testing::Judged;

std::string Name(int i) { return "kpm " + std::to_string(i); }

// The shape of Sanggau: the companion fetches the cards.
TEST(R02Test, OneReceiverOfManyFamiliesIsBulk) {
  Story story;
  for (int i = 0; i < 4; ++i) {
    story.Listed(Name(i), "2025-01-01").Printed(Name(i), "2025-01-01");
    story.HandedOver(Name(i), "2025-01-10", "pendamping", PARTY_ROLE_COMPANION);
  }
  const auto alerts = Judged(story).Standing("R02");
  ASSERT_EQ(alerts.size(), 1u);
  EXPECT_EQ(alerts[0].party(), Token("pendamping"));
  EXPECT_EQ(alerts[0].statistic_name(), "families_received_for_in_window");
  EXPECT_EQ(alerts[0].statistic_value(), "4");
  EXPECT_EQ(alerts[0].evidence_class(), amanah::v1::EVIDENCE_CLASS_E4);
}

TEST(R02Test, OneCardInAStrangersHandIsEnough) {
  Story story;
  story.Printed("siti", "2025-01-01");
  story.HandedOver("siti", "2025-01-10", "kadus", PARTY_ROLE_VILLAGE_OFFICIAL);
  const auto alerts = Judged(story).Standing("R02");
  ASSERT_EQ(alerts.size(), 1u);
  EXPECT_EQ(alerts[0].statistic_name(), "families_received_for");
}

TEST(R02Test, TheFamilyItsHeirAndItsProxyMayReceive) {
  Story story;
  story.Printed("siti", "2025-01-01").HandedOver("siti", "2025-01-10");
  story.Printed("dewi", "2025-01-01");
  story.HandedOver("dewi", "2025-01-10", "putra", PARTY_ROLE_HEIR);
  story.Printed("rina", "2025-01-01").Proxy("rina", "anak", "2025-01-02");
  story.HandedOver("rina", "2025-01-10", "anak", PARTY_ROLE_COMPANION);
  EXPECT_TRUE(Judged(story).IsSilent("R02"));
}

TEST(R02Test, ANewAccountManagerWhoIsReportedLaterWithdraws) {
  Story story;
  story.Printed("siti", "2025-01-01");
  story.HandedOver("siti", "2025-01-10", "putri", PARTY_ROLE_COMPANION);
  story.Add("2025-01-05", "", "", "siti", "putri")
      .mutable_pengurus_replaced()
      ->set_previous_pengurus(Token("siti ibu"));
  const Judged judged(story);
  EXPECT_TRUE(judged.Standing("R02").empty());
  EXPECT_EQ(judged.Ever("R02").back().state(),
            amanah::v1::ALERT_STATE_WITHDRAWN);
}

TEST(R02Test, NobodyIsTheHeirOfThreeFamilies) {
  Story story;
  for (int i = 0; i < 2; ++i) {
    story.Printed(Name(i), "2025-01-01");
    story.HandedOver(Name(i), "2025-01-10", "serba bisa", PARTY_ROLE_HEIR);
  }
  EXPECT_TRUE(Judged(story).IsSilent("R02"));
  story.Printed(Name(2), "2025-01-01");
  story.HandedOver(Name(2), "2025-01-10", "serba bisa", PARTY_ROLE_PENGURUS);
  EXPECT_EQ(Judged(story).Standing("R02").size(), 1u);
}

// A kadus forges records: one signature, 19 seconds apart.
TEST(R02Test, OneSignatureUnderManyFamiliesRecords) {
  Story story;
  for (int i = 0; i < 12; ++i) {
    story.Printed(Name(i), "2025-01-01");
    story.HandedOver(Name(i), "2025-01-10");
  }
  fold::testing::History history = story.history();
  for (auto& told : history) {
    if (!told.event.has_kks_handed_over()) continue;
    told.event.set_evidence_hashes(0, std::string(32, 's'));
    told.event.mutable_kks_handed_over()->set_identity_check(
        amanah::v1::IDENTITY_CHECK_NONE);
  }
  const auto alerts = Judged(history).Standing("R02");
  ASSERT_EQ(alerts.size(), 1u);
  EXPECT_EQ(alerts[0].statistic_name(), "families_under_one_signature");
  EXPECT_EQ(alerts[0].statistic_value(), "12");
  EXPECT_EQ(alerts[0].party_code(), "A1");
}

// Where the families live is told later, and then told otherwise.
TEST(R02Test, AnAlertOnASignatureIsOfTheVillagesThatAreKnownLast) {
  Story story;
  for (int i = 0; i < 4; ++i) story.HandedOver(Name(i), "2025-01-10");
  fold::testing::History history = story.history();
  for (auto& told : history) {
    told.event.set_evidence_hashes(0, std::string(32, 's'));
  }
  Story later;
  const auto region_after = [&] {
    fold::testing::History all = history;
    for (const auto& told : later.history()) {
      all.push_back(told);
      all.back().event.set_event_id("later" + std::to_string(all.size()));
    }
    const auto alerts = Judged(all).Standing("R02");
    EXPECT_EQ(alerts.size(), 1u);
    return alerts.at(0).region_code();
  };
  EXPECT_EQ(region_after(), "");
  for (int i = 0; i < 4; ++i) {
    later.Listed(Name(i), "2025-02-01", "18.01.18.2001");
  }
  EXPECT_EQ(region_after(), "18.01.18.2001");
  later.Listed(Name(2), "2025-03-01", "18.01.18.2002");
  EXPECT_EQ(region_after(), "18.01.18");
  later.Listed(Name(2), "2025-04-01", "18.01.18.2001");
  EXPECT_EQ(region_after(), "18.01.18.2001");
}

Story Day(int cards, std::int64_t gap_seconds) {
  Story story;
  for (int i = 0; i < cards; ++i) {
    story.Printed(Name(i), "2025-01-01");
    story.HandedOver(Name(i), "2025-01-10");
  }
  fold::testing::History history = story.history();
  std::int64_t at = Time("2025-01-10T09:00:00").unix_micros();
  Story paced;
  for (auto& told : history) {
    if (told.event.has_kks_handed_over()) {
      *told.event.mutable_occurred_at() = TimeAt(at);
      at += gap_seconds * kMicrosPerSecond;
    }
    paced.Add("2025-01-01") = told.event;
  }
  return paced;
}

TEST(R02Test, AnOfficerCannotHandOverEverySoManySeconds) {
  EXPECT_TRUE(Judged(Day(20, 19)).IsSilent("R02"));
  const auto alerts = Judged(Day(21, 19)).Standing("R02");
  ASSERT_EQ(alerts.size(), 1u);
  EXPECT_EQ(alerts[0].statistic_name(), "handovers_in_one_run");
  EXPECT_EQ(alerts[0].statistic_value(), "21");
  // A ceremony at a human pace.
  EXPECT_TRUE(Judged(Day(40, 95)).IsSilent("R02"));
}

}  // namespace
}  // namespace ledger::rules
