// Facts found by kind and place, and by whom they name.

#include "ledger/views/fact/fact.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "ledger/event/event.h"
#include "ledger/views/all.h"
#include "tests/unit/event/sample_events.h"
#include "tests/unit/fold/history.h"

namespace ledger::views::fact {
namespace {

using amanah::v1::Event;
using fold::testing::Folded;
using fold::testing::Story;
using fold::testing::Time;
using fold::testing::Token;

std::vector<std::uint64_t> Indices(const Folded& folded,
                                   const FactQuery& query) {
  auto page = ListFacts(folded.view(), query);
  EXPECT_TRUE(page.ok()) << page.error().message;
  std::vector<std::uint64_t> indices;
  for (const Fact& fact : page->facts) indices.push_back(fact.index);
  return indices;
}

// Indices: 1 list, 2 meeting in 2001, 3 visit to `a`, 4 training of `ani`.
Story FourFacts() {
  Story story;
  story.Listed("a", "2025-01-01", "18.01.18.2001");
  auto& meeting = story.Add("2025-02-01");
  meeting.set_region_code("18.01.18.2001");
  meeting.mutable_coordination_meeting_held()->set_convened_by(Token("korkab"));
  meeting.mutable_coordination_meeting_held()->add_attendees(Token("ani"));
  auto& visit = story.Add("2025-03-01", "", "", "a");
  visit.mutable_home_visit_done()->mutable_work()->set_done_by(Token("ani"));
  auto& training = story.Add("2025-01-15");
  training.mutable_training_attended()->set_party(Token("ani"));
  return story;
}

TEST(FactTest, APartysFactsComeByTime) {
  const Folded folded(FourFacts().history(), MakeAll());
  FactQuery query;
  query.token = Token("ani");
  EXPECT_EQ(Indices(folded, query), (std::vector<std::uint64_t>{4, 2, 3}));
  query.kinds = {Event::kHomeVisitDone};
  EXPECT_EQ(Indices(folded, query), (std::vector<std::uint64_t>{3}));
  query.token = Token("nobody");
  EXPECT_TRUE(Indices(folded, query).empty());
}

TEST(FactTest, AFactWithoutAPlaceIsWhereItsFamilyIs) {
  const Folded folded(FourFacts().history(), MakeAll());
  FactQuery query;
  query.region_prefix = "18.01";
  EXPECT_EQ(Indices(folded, query), (std::vector<std::uint64_t>{3, 2}));
  query.region_prefix = "18.01.18.2002";
  EXPECT_TRUE(Indices(folded, query).empty());
}

TEST(FactTest, ASessionIsWhereItsGroupWasFormed) {
  Story story;
  auto& session = story.Add("2025-02-01");  // 1, told before its group.
  session.mutable_p2k2_session_held()->set_group_id("G1");
  session.mutable_p2k2_session_held()->mutable_work()->set_done_by(
      Token("ani"));
  for (const char* village : {"18.01.18.2001", "18.01.18.2002"}) {
    const bool is_first = std::string_view(village).ends_with("1");
    auto& group = story.Add(is_first ? "2022-01-01" : "2024-01-01");
    group.set_region_code(village);
    group.mutable_group_formed()->set_group_id("G1");
    group.mutable_group_formed()->set_leader(Token("leader"));
  }
  const Folded folded(story.history(), MakeAll());
  FactQuery query;
  query.kinds = {Event::kP2K2SessionHeld};
  query.region_prefix = "18.01.18.2002";  // As told last.
  EXPECT_EQ(Indices(folded, query), (std::vector<std::uint64_t>{1}));
  query.token = Token("ani");
  EXPECT_EQ(Indices(folded, query), (std::vector<std::uint64_t>{1}));
  query.region_prefix = "18.01.18.2001";
  EXPECT_TRUE(Indices(folded, query).empty());
}

TEST(FactTest, DaysBoundWhatHappened) {
  const Folded folded(FourFacts().history(), MakeAll());
  FactQuery query;
  query.begin_micros = Time("2025-02-01").unix_micros();
  query.end_micros = Time("2025-03-01").unix_micros();
  EXPECT_EQ(Indices(folded, query), (std::vector<std::uint64_t>{2}));
}

TEST(FactTest, WhatCanNotBeAskedIsRefused) {
  const Folded folded(FourFacts().history(), MakeAll());
  FactQuery query;
  query.kinds = {Event::kWithdrawalPosted};
  EXPECT_EQ(ListFacts(folded.view(), query).error().reason, kKindUnknown);
  query = {};
  query.region_prefix = "18.1";
  EXPECT_EQ(ListFacts(folded.view(), query).error().reason, "REGION_MALFORMED");
  query = {};
  query.page_token = "8100";
  EXPECT_EQ(ListFacts(folded.view(), query).error().reason,
            "PAGE_TOKEN_INVALID");
}

// One sample of every kind: each that is kept is found, under every token that
// it names, and pages of any size show the same.
TEST(FactTest, EveryKeptKindIsFoundAndPagesLoseNothing) {
  fold::testing::History history;
  for (const Event::BodyCase kind : event::AllSampleKinds()) {
    history.push_back({1, event::SampleEvent(kind)});
    history.back().event.set_event_id(
        Token("id " + std::to_string(history.size())));
  }
  const Folded folded(history, MakeAll());
  FactQuery query;
  query.page_size = 1'000;
  const auto all = ListFacts(folded.view(), query);
  ASSERT_TRUE(all.ok());
  std::vector<std::uint64_t> expected;
  for (std::size_t i = 0; i < history.size(); ++i) {
    if (IsKept(history[i].event.body_case())) expected.push_back(i + 1);
  }
  std::vector<std::uint64_t> found;
  for (const Fact& fact : all->facts) {
    found.push_back(fact.index);
    EXPECT_EQ(fact.kind, history[fact.index - 1].event.body_case());
  }
  std::sort(found.begin(), found.end());
  EXPECT_EQ(found, expected);
  EXPECT_GT(expected.size(), 60u);

  for (const std::size_t page_size : {1u, 2u, 7u}) {
    query = {};
    query.page_size = page_size;
    std::vector<std::uint64_t> paged;
    do {
      const auto page = ListFacts(folded.view(), query);
      ASSERT_TRUE(page.ok());
      for (const Fact& fact : page->facts) paged.push_back(fact.index);
      query.page_token = page->next_page_token;
    } while (!query.page_token.empty());
    ASSERT_EQ(paged.size(), all->facts.size());
    for (std::size_t i = 0; i < paged.size(); ++i) {
      EXPECT_EQ(paged[i], all->facts[i].index);
    }
  }
}

}  // namespace
}  // namespace ledger::views::fact
