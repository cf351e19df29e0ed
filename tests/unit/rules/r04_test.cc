#include <gtest/gtest.h>

#include "tests/unit/rules/judged.h"

namespace ledger::rules {
namespace {

using fold::testing::Story;
using fold::testing::Token;
using testing::Judged;

Story& TimePasses(Story& story, std::string_view until) {
  return story.Credited("lain", until, 1'000);
}

// The shape of BPK's lots.
Story Lying() {
  Story story;
  for (const char* name : {"siti", "dewi"}) {
    story.Listed(name, "2025-01-01")
        .Printed(name, "2024-12-01")
        .AtBranch(name, "2024-12-15");
    story.Credited(name, "2025-02-03", 400'000);
  }
  return story;
}

TEST(R04Test, CreditedCardsThatLieAreCountedByBranch) {
  Story story = Lying();
  TimePasses(story, "2025-04-01");
  const auto alerts = Judged(story).Standing("R04");
  ASSERT_EQ(alerts.size(), 1u);
  EXPECT_EQ(alerts[0].party_code(), "01801");
  EXPECT_EQ(alerts[0].statistic_value(), "2");
  EXPECT_EQ(alerts[0].rupiah_at_risk(), 800'000);
  EXPECT_EQ(alerts[0].kks_count(), 2u);
}

TEST(R04Test, SilentWhileCardOrMoneyAreFresh) {
  Story story = Lying();
  TimePasses(story, "2025-03-01");
  EXPECT_TRUE(Judged(story).IsSilent("R04"));
  TimePasses(story, "2025-03-06");
  EXPECT_EQ(Judged(story).Standing("R04").size(), 1u);
}

TEST(R04Test, CardsThatReachTheirFamiliesLeaveTheAlert) {
  Story story = Lying();
  TimePasses(story, "2025-04-01");
  story.HandedOver("siti", "2025-04-02");
  const auto one = Judged(story).Standing("R04");
  ASSERT_EQ(one.size(), 1u);
  EXPECT_EQ(one[0].statistic_value(), "1");
  story.HandedOver("dewi", "2025-04-02");
  const Judged judged(story);
  EXPECT_TRUE(judged.Standing("R04").empty());
  EXPECT_EQ(judged.Ever("R04").back().state(),
            amanah::v1::ALERT_STATE_WITHDRAWN);
}

TEST(R04Test, ReturnedFrozenActivatedReplacedOrUsedIsAnotherMatter) {
  const auto with = [](const auto& change) {
    Story story;
    story.Printed("siti", "2024-12-01").AtBranch("siti", "2024-12-15");
    change(story);
    story.Credited("siti", "2025-02-03", 400'000);
    TimePasses(story, "2025-06-01");
    return Judged(story).IsSilent("R04");
  };
  EXPECT_FALSE(with([](Story&) {}));
  EXPECT_TRUE(with([](Story& story) {
    story.Add("2025-02-26", "siti card", "siti acct")
        .mutable_kks_returned_undelivered()
        ->set_reason("PINDAH");
  }));
  EXPECT_TRUE(with([](Story& story) {
    story.Add("2025-02-26", "siti card", "siti acct").mutable_kks_activated();
  }));
  EXPECT_TRUE(with([](Story& story) {
    story.Add("2025-02-26", "siti card", "siti acct")
        .mutable_kks_replaced()
        ->set_replaced_by_kks(Token("siti card 2"));
  }));
  EXPECT_TRUE(with([](Story& story) {
    story.Add("2025-02-26", "siti card", "siti acct").mutable_account_frozen();
  }));
  EXPECT_TRUE(
      with([](Story& story) { story.Drew("siti", "2025-02-26", 100'000); }));
}

TEST(R04Test, MoneyTakenBackToTheTreasuryLiesNoMore) {
  Story story = Lying();
  TimePasses(story, "2025-04-01");
  for (const char* name : {"siti", "dewi"}) {
    auto& event = story.Add("2025-05-20", std::string(name) + " card",
                            std::string(name) + " acct");
    story.Transact(event,
                   *event.mutable_funds_debited_to_rpl()->mutable_transaction(),
                   400'000, "");
  }
  EXPECT_TRUE(Judged(story).Standing("R04").empty());
}

TEST(R04Test, ACardWithoutMoneyIsNoFinding) {
  Story story;
  story.Printed("siti", "2024-12-01").AtBranch("siti", "2024-12-15");
  TimePasses(story, "2025-06-01");
  EXPECT_TRUE(Judged(story).IsSilent("R04"));
}

TEST(R04Test, WhatIsToldLastMayComeFirst) {
  Story story = Lying();
  TimePasses(story, "2025-04-01");
  fold::testing::History history = story.history();
  std::reverse(history.begin(), history.end());
  const auto alerts = Judged(history).Standing("R04");
  ASSERT_EQ(alerts.size(), 1u);
  EXPECT_EQ(alerts[0].rupiah_at_risk(), 800'000);
  EXPECT_EQ(alerts[0].region_code(), "18.01.18.2001");
}

}  // namespace
}  // namespace ledger::rules
