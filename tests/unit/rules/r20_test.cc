#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/rules/judged.h"

namespace ledger::rules {
namespace {

using fold::testing::Story;
using fold::testing::Time;
using fold::testing::Token;
using testing::Judged;

Story& Suspends(Story& story, std::string_view from, std::string_view received,
                std::string_view until = "2026-01-01") {
  auto& order = *story.Add("2025-07-07").mutable_suspension_ordered();
  order.set_party_kind(amanah::v1::ORDERED_PARTY_KIND_AGENT);
  order.set_agent_id("A1");
  *order.mutable_effective_from() = Time(from);
  *order.mutable_effective_until() = Time(until);
  if (!received.empty()) {
    *order.mutable_received_by_bank_at() = Time(received);
  }
  return story;
}

Story WithAgent() {
  Story story;
  auto& event = story.Add("2022-01-01");
  event.set_region_code("18.01.18.2001");
  auto& agent = *event.mutable_agent_registered();
  agent.set_agent_id("A1");
  agent.set_owner(Token("karno"));
  agent.add_tids("T1");
  return story;
}

// The shape of Leworaja.
TEST(R20Test, AnAgentThatGoesOnIsFoundWithEachTransaction) {
  Story story = WithAgent();
  Suspends(story, "2025-07-09", "2025-07-08T13:00:00");
  story.Drew("siti", "2025-07-01", 100'000, "T1", "A1");
  story.Drew("siti", "2025-07-20", 200'000, "T1", "A1");
  story.Drew("dewi", "2025-07-21", 300'000, "T1", "A1");
  const auto alerts = Judged(story).Standing("R20");
  ASSERT_EQ(alerts.size(), 1u);
  EXPECT_EQ(alerts[0].statistic_value(), "2");
  EXPECT_EQ(alerts[0].rupiah_at_risk(), 500'000);
  EXPECT_EQ(alerts[0].party_code(), "A1");
  EXPECT_EQ(alerts[0].party(), Token("karno"));
  EXPECT_EQ(alerts[0].region_code(), "18.01.18.2001");
}

TEST(R20Test, TheOrderOfArrivalDoesNotMatter) {
  Story story = WithAgent();
  Suspends(story, "2025-07-09", "2025-07-08T13:00:00");
  story.Drew("siti", "2025-07-20", 200'000, "T1", "A1");
  fold::testing::History history = story.history();
  std::reverse(history.begin(), history.end());
  EXPECT_EQ(Judged(history).Standing("R20").size(), 1u);
}

TEST(R20Test, AnOrderCountsFromTheBanksReceipt) {
  Story story = WithAgent();
  Suspends(story, "2025-08-11", "2025-08-20T11:00:00");
  story.Drew("siti", "2025-08-12", 100'000, "T1", "A1");
  story.Drew("siti", "2025-08-20T12:00:00", 100'000, "T1", "A1");
  EXPECT_TRUE(Judged(story).IsSilent("R20"));
  story.Drew("siti", "2025-08-21T12:00:00", 100'000, "T1", "A1");
  EXPECT_EQ(Judged(story).Standing("R20")[0].statistic_value(), "1");
}

TEST(R20Test, AnOrderThatNeverReachedTheBankBindsNobody) {
  Story story = WithAgent();
  Suspends(story, "2025-07-09", "");
  story.Drew("siti", "2025-07-20", 200'000, "T1", "A1");
  EXPECT_TRUE(Judged(story).IsSilent("R20"));
}

TEST(R20Test, AfterTheOrderEndsTheAgentMayWork) {
  Story story = WithAgent();
  Suspends(story, "2025-07-09", "2025-07-08", "2025-08-01");
  story.Drew("siti", "2025-08-02", 200'000, "T1", "A1");
  EXPECT_TRUE(Judged(story).IsSilent("R20"));
}

TEST(R20Test, AnUploadOfWhatWasBeforeAndAnotherAgentsTerminalAreInnocent) {
  Story story = WithAgent();
  Suspends(story, "2025-07-09", "2025-07-08");
  // Used before, posted after.
  auto& offline = story.Add("2025-07-08", "siti card", "siti acct");
  auto& transaction = story.Transact(
      offline, *offline.mutable_withdrawal_posted()->mutable_transaction(),
      100'000, "T1");
  transaction.set_agent_id("A1");
  *transaction.mutable_posted_at() = Time("2025-07-12");
  // The terminal's clock runs ahead.
  auto& ahead = story.Add("2025-07-10", "siti card", "siti acct");
  auto& early = story.Transact(
      ahead, *ahead.mutable_withdrawal_posted()->mutable_transaction(), 100'000,
      "T1");
  early.set_agent_id("A1");
  *early.mutable_posted_at() = Time("2025-07-07");
  // The terminal has another agent since.
  story.Drew("dewi", "2025-07-20", 100'000, "T1", "A2");
  EXPECT_TRUE(Judged(story).IsSilent("R20"));
}

TEST(R20Test, AskingForABalanceIsNotGoingOn) {
  Story story = WithAgent();
  Suspends(story, "2025-07-09", "2025-07-08");
  auto& inquiry = story.Add("2025-07-20", "siti card", "siti acct");
  story
      .Transact(inquiry,
                *inquiry.mutable_balance_inquired()->mutable_transaction(), 0,
                "T1")
      .set_agent_id("A1");
  EXPECT_TRUE(Judged(story).IsSilent("R20"));
}

TEST(R20Test, ATerminalThatNamesNoAgentIsFoundByTheRegister) {
  Story story = WithAgent();
  auto& terminal = *story.Add("2022-01-01").mutable_terminal_registered();
  terminal.set_tid("T1");
  terminal.set_agent_id("A1");
  Suspends(story, "2025-07-09", "2025-07-08");
  story.Drew("siti", "2025-07-20", 200'000, "T1", "");
  EXPECT_EQ(Judged(story).Standing("R20").size(), 1u);
}

}  // namespace
}  // namespace ledger::rules
