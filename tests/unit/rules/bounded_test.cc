// Work per event stays what it is while a subject grows: counted in keys read,
// rows scanned and keys written, not in time.

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "ledger/rules/alerts/alerts.h"
#include "ledger/rules/all.h"
#include "ledger/views/all.h"
#include "tests/unit/fold/counted.h"
#include "tests/unit/fold/history.h"

namespace ledger::rules {
namespace {

using fold::testing::Event;
using fold::testing::Folded;
using fold::testing::Story;
using fold::testing::Time;
using fold::testing::Token;
using fold::testing::Watched;
using fold::testing::WatchedFold;

constexpr std::size_t kFamilies = 20;
// An alert lists a thousand inputs: from there on it grows no more.
constexpr std::size_t kFew = 2'000;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t kMany = 5'000;  // Instrumented, each takes ten times.
#else
constexpr std::size_t kMany = 20'000;
#endif

std::string Name(std::size_t family) { return "k" + std::to_string(family); }

struct Outcome {
  std::deque<Watched> watched;
  std::vector<amanah::v1::Alert> standing;
};

Outcome Fold(const Story& story) {
  Outcome outcome;
  auto folds = views::MakeAll();
  for (auto& rule : MakeAll()) folds.push_back(std::move(rule));
  for (auto& fold : folds) {
    fold = std::make_unique<WatchedFold>(std::move(fold),
                                         outcome.watched.emplace_back(), 0);
  }
  const Folded folded(story.history(), std::move(folds));
  auto page = alerts::List(folded.view(), {});
  EXPECT_TRUE(page.ok());
  outcome.standing = std::move(page->alerts);
  return outcome;
}

// The dearest event of the long history costs what that of the short one does.
void ExpectBounded(const Outcome& few, const Outcome& many) {
  ASSERT_EQ(few.watched.size(), many.watched.size());
  for (std::size_t i = 0; i < few.watched.size(); ++i) {
    SCOPED_TRACE(few.watched[i].name);
    const auto& a = few.watched[i].most;
    const auto& b = many.watched[i].most;
    EXPECT_LE(b.gets, a.gets);
    EXPECT_LE(b.scans, a.scans);
    EXPECT_LE(b.rows, a.rows);
    EXPECT_LE(b.writes, a.writes);
    // Numbers grow a digit.
    EXPECT_LE(b.bytes, a.bytes + a.bytes / 10 + 100);
  }
}

const amanah::v1::Alert* Of(const Outcome& outcome, std::string_view rule_id) {
  for (const auto& alert : outcome.standing) {
    if (alert.rule_id() == rule_id) return &alert;
  }
  return nullptr;
}

Story Agent(bool is_suspended, std::size_t transactions) {
  Story story;
  auto& agent = *story.Add("2022-01-01").mutable_agent_registered();
  agent.set_agent_id("A1");
  agent.add_tids("T1");
  if (is_suspended) {
    auto& order = *story.Add("2025-01-01").mutable_suspension_ordered();
    order.set_party_kind(amanah::v1::ORDERED_PARTY_KIND_AGENT);
    order.set_agent_id("A1");
    *order.mutable_effective_from() = Time("2025-01-02");
    *order.mutable_received_by_bank_at() = Time("2025-01-02");
  }
  for (std::size_t i = 0; i < kFamilies; ++i) {
    story.Listed(Name(i), "2024-12-01");
    story.Printed(Name(i), "2024-12-02");
    story.HandedOver(Name(i), "2024-12-03");
  }
  for (std::size_t i = 0; i < transactions; ++i) {
    story.Drew(Name(i % kFamilies), "2025-02-01", 1'000, "T1", "A1");
  }
  return story;
}

TEST(BoundedTest, AnAgentOrTerminalOfManyTransactionsCostsNoMoreForEach) {
  ExpectBounded(Fold(Agent(false, kFew)), Fold(Agent(false, kMany)));
}

TEST(BoundedTest, ASuspendedAgentThatGoesOnCostsNoMoreForEach) {
  const Outcome few = Fold(Agent(true, kFew));
  const Outcome many = Fold(Agent(true, kMany));
  ExpectBounded(few, many);
  const auto* alert = Of(many, "R20");
  ASSERT_NE(alert, nullptr);
  EXPECT_EQ(alert->statistic_value(), std::to_string(kMany));
  EXPECT_EQ(alert->rupiah_at_risk(), 1'000 * std::int64_t{kMany});
  // And the agent's registration and the order.
  EXPECT_EQ(alert->input_count(), kMany + 2);
  EXPECT_EQ(alert->input_indices_size(), 1'000);
  EXPECT_EQ(alert->kks_count(), kFamilies);
}

Story Holder(std::size_t credits) {
  Story story;
  for (std::size_t i = 0; i < kFamilies; ++i) {
    story.Listed(Name(i), "2024-12-01");
    story.Printed(Name(i), "2024-12-02");
    story.HandedOver(Name(i), "2024-12-03");
    story.States(Story::Said::kObserved, Name(i), "2025-01-01", "ketua",
                 amanah::v1::PARTY_ROLE_GROUP_LEADER);
  }
  for (std::size_t i = 0; i < credits; ++i) {
    story.Credited(Name(i % kFamilies), "2025-02-01", 1'000);
  }
  return story;
}

TEST(BoundedTest, AHolderOfManyCreditsCostsNoMoreForEach) {
  const Outcome few = Fold(Holder(kFew));
  const Outcome many = Fold(Holder(kMany));
  ExpectBounded(few, many);
  const auto* alert = Of(many, "R01");
  ASSERT_NE(alert, nullptr);
  EXPECT_EQ(alert->kks_count(), kFamilies);
  EXPECT_EQ(alert->rupiah_at_risk(), 1'000 * std::int64_t{kMany});
}

// Every record carries the system's empty image.
Story Placeholder(std::size_t handovers) {
  Story story;
  for (std::size_t i = 0; i < handovers; ++i) {
    Event& event = story.Add("2024-12-03", Story::Card(Name(i)),
                             Story::Account(Name(i)), Name(i));
    auto* body = event.mutable_kks_handed_over();
    body->set_receiver(Token(Story::Pengurus(Name(i))));
    body->set_receiver_role(amanah::v1::PARTY_ROLE_PENGURUS);
    event.add_evidence_hashes(Token("empty") + Token("image"));
  }
  return story;
}

TEST(BoundedTest, ASignatureUnderManyHandoversCostsNoMoreForEach) {
  // Each says an alert of a thousand cards again.
  constexpr std::size_t kEnough = 5'000;
  const Outcome few = Fold(Placeholder(kFew));
  const Outcome many = Fold(Placeholder(kEnough));
  ExpectBounded(few, many);
  const auto* alert = Of(many, "R02");
  ASSERT_NE(alert, nullptr);
  EXPECT_EQ(alert->statistic_value(), std::to_string(kEnough));
  EXPECT_EQ(alert->kks_count(), kEnough);
  EXPECT_EQ(alert->kks_size(), 1'000);
}

}  // namespace
}  // namespace ledger::rules
