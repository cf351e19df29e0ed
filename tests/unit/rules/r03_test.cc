#include <gtest/gtest.h>

#include "tests/unit/rules/judged.h"

namespace ledger::rules {
namespace {

using fold::testing::Story;
using fold::testing::Time;
using fold::testing::Token;
using testing::Judged;

// Some other family's money, so that the bank's clock goes on.
Story& TimePasses(Story& story, std::string_view until) {
  return story.Credited("lain", until, 1'000);
}

Story WithCard(std::string_view printed = "2025-01-01") {
  Story story;
  story.Listed("siti", "2025-01-01")
      .Printed("siti", printed)
      .AtBranch("siti", printed)
      .Credited("siti", "2025-02-03", 400'000);
  return story;
}

TEST(R03Test, ACardThatNobodyEverGotAndThatWasUsed) {
  Story story = WithCard();
  story.Drew("siti", "2025-02-05", 300'000)
      .Drew("siti", "2025-02-05T10:00:00", 50'000);
  TimePasses(story, "2025-03-01");
  const auto alerts = Judged(story).Standing("R03");
  ASSERT_EQ(alerts.size(), 1u);
  EXPECT_EQ(alerts[0].statistic_value(), "2");
  EXPECT_EQ(alerts[0].rupiah_at_risk(), 350'000);
  EXPECT_EQ(alerts[0].evidence_class(), amanah::v1::EVIDENCE_CLASS_E4);
  EXPECT_EQ(alerts[0].region_code(), "18.01.18.2001");
  EXPECT_EQ(alerts[0].kks(0), Token("siti card"));
  EXPECT_EQ(alerts[0].period_ids(0), "SEMBAKO-2025-0102");
  // Card, and both debits.
  EXPECT_EQ(alerts[0].input_indices_size(), 3);
  EXPECT_NE(alerts[0].sentence_id().find("Rp350.000"), std::string::npos);
  EXPECT_NE(alerts[0].sentence_en().find("Rp350,000"), std::string::npos);
}

TEST(R03Test, SilentUntilTheRecordIsDue) {
  Story story = WithCard();
  story.Drew("siti", "2025-02-05", 300'000);
  TimePasses(story, "2025-02-18");
  EXPECT_TRUE(Judged(story).IsSilent("R03"));
  TimePasses(story, "2025-02-20");
  EXPECT_EQ(Judged(story).Standing("R03").size(), 1u);
}

TEST(R03Test, OneBanksClockIsNotAnothers) {
  Story story = WithCard();
  story.Drew("siti", "2025-02-05", 300'000);
  story.By(2);
  TimePasses(story, "2025-12-01");
  EXPECT_TRUE(Judged(story).IsSilent("R03"));
}

TEST(R03Test, HandedOverLaterIsFoundWithItsDate) {
  Story story = WithCard();
  story.Drew("siti", "2025-02-05", 300'000);
  story.HandedOver("siti", "2025-04-01");
  story.Drew("siti", "2025-04-02", 50'000);
  TimePasses(story, "2025-05-01");
  const auto alerts = Judged(story).Standing("R03");
  ASSERT_EQ(alerts.size(), 1u);
  EXPECT_EQ(alerts[0].statistic_value(), "1");
  EXPECT_NE(alerts[0].sentence_en().find("2025-04-01"), std::string::npos);
}

TEST(R03Test, ARecordEnteredLateButOfAnEarlierHandoverWithdraws) {
  Story story = WithCard();
  story.Drew("siti", "2025-02-05", 300'000);
  TimePasses(story, "2025-03-01");
  story.HandedOver("siti", "2025-02-01", "", amanah::v1::PARTY_ROLE_PENGURUS,
                   "2025-03-02");
  const Judged judged(story);
  EXPECT_TRUE(judged.Standing("R03").empty());
  ASSERT_EQ(judged.Ever("R03").size(), 2u);
  EXPECT_EQ(judged.Ever("R03")[1].state(), amanah::v1::ALERT_STATE_WITHDRAWN);
  EXPECT_FALSE(judged.Ever("R03")[1].withdrawn_reason().empty());
  EXPECT_EQ(judged.Ever("R03")[0].alert_id(), judged.Ever("R03")[1].alert_id());
}

TEST(R03Test, ARecordEnteredInTimePreventsIt) {
  Story story = WithCard();
  story.Drew("siti", "2025-02-05", 300'000);
  story.HandedOver("siti", "2025-02-01", "", amanah::v1::PARTY_ROLE_PENGURUS,
                   "2025-02-08");
  TimePasses(story, "2025-05-01");
  EXPECT_TRUE(Judged(story).IsSilent("R03"));
}

TEST(R03Test, AReplacementLivesOnTheHandoverOfTheEarlierCard) {
  Story story;
  story.Printed("siti", "2020-01-01").HandedOver("siti", "2020-01-10");
  auto& second = story.Add("2025-01-01", "siti card 2", "siti acct", "siti");
  second.mutable_kks_printed()->set_replaces_kks(Token("siti card"));
  story.Credited("siti", "2025-02-03", 400'000);
  story.Drew("siti", "2025-02-05", 300'000);
  TimePasses(story, "2025-05-01");
  EXPECT_TRUE(Judged(story).IsSilent("R03"));
}

TEST(R03Test, OfAPredecessorBeforeTheLedgerNothingIsConcluded) {
  Story story = WithCard();
  fold::testing::History history = story.history();
  // The card replaces one that no event tells of.
  for (auto& told : history) {
    if (told.event.has_kks_printed()) {
      told.event.mutable_kks_printed()->set_replaces_kks(Token("old"));
    }
  }
  Story rest = story;
  rest.Drew("siti", "2025-02-05", 300'000);
  TimePasses(rest, "2025-05-01");
  history.push_back(rest.history()[rest.history().size() - 2]);
  history.push_back(rest.history().back());
  EXPECT_TRUE(Judged(history).IsSilent("R03"));
}

TEST(R03Test, ATestSwipeATellerAndTheTreasuryAreNoDebitsOfTheCard) {
  Story story = WithCard();
  story.Drew("siti", "2025-02-05", 0);
  auto& inquiry = story.Add("2025-02-05", "siti card", "siti acct");
  story.Transact(inquiry,
                 *inquiry.mutable_balance_inquired()->mutable_transaction(), 0,
                 "T1");
  auto& teller = story.Add("2025-02-06", "siti card", "siti acct");
  story
      .Transact(teller,
                *teller.mutable_withdrawal_posted()->mutable_transaction(),
                100'000, "T9")
      .set_channel(amanah::v1::TRANSACTION_CHANNEL_BRANCH);
  auto& treasury = story.Add("2025-06-06", "siti card", "siti acct");
  story
      .Transact(treasury,
                *treasury.mutable_funds_debited_to_rpl()->mutable_transaction(),
                300'000, "")
      .set_channel(amanah::v1::TRANSACTION_CHANNEL_SYSTEM);
  TimePasses(story, "2025-09-01");
  EXPECT_TRUE(Judged(story).IsSilent("R03"));
}

TEST(R03Test, TheMinutesBeforeAHandoverAreTheCeremony) {
  Story story = WithCard();
  story.Drew("siti", "2025-02-05T09:55:00", 50'000);
  story.HandedOver("siti", "2025-02-05T10:00:00");
  TimePasses(story, "2025-09-01");
  EXPECT_TRUE(Judged(story).IsSilent("R03"));
}

TEST(R03Test, TheClockThatSpeaksForTheHolderIsTaken) {
  // The terminal's clock is a day behind: the host posted it after the
  // handover.
  Story story = WithCard();
  auto& event = story.Add("2025-02-04", "siti card", "siti acct");
  auto& transaction = story.Transact(
      event, *event.mutable_withdrawal_posted()->mutable_transaction(), 50'000,
      "T1");
  *transaction.mutable_posted_at() = Time("2025-02-05T11:00:00");
  story.HandedOver("siti", "2025-02-05T10:00:00");
  TimePasses(story, "2025-09-01");
  EXPECT_TRUE(Judged(story).IsSilent("R03"));
}

TEST(R03Test, WhatWasUndoneDoesNotCount) {
  Story story = WithCard();
  story.Drew("siti", "2025-02-05", 300'000);
  const std::string rrn =
      story.history().back().event.withdrawal_posted().transaction().rrn();
  auto& undone = story.Add("2025-02-05T10:00:00", "siti card", "siti acct");
  story.Transact(undone,
                 *undone.mutable_transaction_reversed()->mutable_transaction(),
                 300'000, "T1");
  undone.mutable_transaction_reversed()->set_original_rrn(rrn);
  TimePasses(story, "2025-09-01");
  EXPECT_TRUE(Judged(story).IsSilent("R03"));
}

TEST(R03Test, ACardJustMadeMayStillGetItsHandover) {
  Story story = WithCard("2025-02-01");
  story.Drew("siti", "2025-02-05", 300'000);
  TimePasses(story, "2025-09-01");
  EXPECT_TRUE(Judged(story).IsSilent("R03"));
}

}  // namespace
}  // namespace ledger::rules
