#include "ledger/views/card/card.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "ledger/views/all.h"
#include "ledger/views/family/family.h"
#include "ledger/views/party/party.h"
#include "tests/unit/fold/history.h"

namespace ledger::views {
namespace {

using fold::testing::Folded;
using fold::testing::History;
using fold::testing::Story;
using fold::testing::Time;
using fold::testing::Token;

TEST(CardTest, ALifeIsToldInTheOrderOfHappening) {
  Story story;
  story.HandedOver("siti", "2025-01-20")
      .AtBranch("siti", "2025-01-10")
      .Printed("siti", "2025-01-01");
  const Folded folded(story.history(), MakeAll());
  const auto card = card::Find(folded.view(), Token("siti card"));
  ASSERT_TRUE(card.has_value());
  EXPECT_EQ(card->StateName(), "HANDED_OVER");
  EXPECT_EQ(card->life.front().step, card::Step::kPrinted);
  EXPECT_EQ(card->First(card::Step::kAtBranch)->place, "01801");
  EXPECT_EQ(card->First(card::Step::kAtBranch)->index, 2u);
  EXPECT_EQ(card->First(card::Step::kClosed), nullptr);
  EXPECT_EQ(card->last4, "1234");
  EXPECT_EQ(card->pengurus, Token("siti ibu"));
}

TEST(CardTest, AReplacementKeepsTheAccount) {
  Story story;
  story.Printed("siti", "2021-01-01");
  auto& second = story.Add("2025-01-01", "siti card 2", "siti acct", "siti");
  second.mutable_kks_printed()->set_replaces_kks(Token("siti card"));
  story.Add("2025-01-01", "siti card", "siti acct", "siti")
      .mutable_kks_replaced()
      ->set_replaced_by_kks(Token("siti card 2"));
  const Folded folded(story.history(), MakeAll());
  EXPECT_EQ(
      card::CardsOf(folded.view(), Token("siti acct")),
      std::vector<std::string>({Token("siti card 2"), Token("siti card")}));
  EXPECT_EQ(card::Find(folded.view(), Token("siti card"))->StateName(),
            "REPLACED");
  EXPECT_EQ(card::Find(folded.view(), Token("siti card 2"))->replaces,
            Token("siti card"));
  EXPECT_FALSE(card::Find(folded.view(), Token("nobody")).has_value());
}

TEST(CardPropertyTest, TheOrderOfArrivalDoesNotMatter) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  Story story;
  story.Printed("siti", "2025-01-01")
      .AtBranch("siti", "2025-01-10")
      .HandedOver("siti", "2025-01-20");
  story.Add("2025-01-20", "siti card", "siti acct").mutable_kks_activated();
  story.Add("2025-05-20", "siti card", "siti acct").mutable_pin_changed();
  story.Add("2025-09-20", "siti card", "siti acct").mutable_kks_blocked();
  for (int round = 0; round < 10; ++round) {
    History history = story.history();
    std::shuffle(history.begin(), history.end(), random);
    const Folded folded(history, MakeAll());
    const auto card = card::Find(folded.view(), Token("siti card"));
    EXPECT_EQ(card->StateName(), "BLOCKED");
    ASSERT_EQ(card->life.size(), 6u);
    EXPECT_TRUE(std::is_sorted(
        card->life.begin(), card->life.end(),
        [](const auto& a, const auto& b) { return a.at < b.at; }));
  }
}

TEST(FamilyTest, TheVillageIsThatOfTheLatestListWheneverItComes) {
  Story story;
  story.Listed("siti", "2025-05-01", "18.01.18.2002");
  story.Listed("siti", "2025-01-01", "18.01.18.2001");
  const Folded folded(story.history(), MakeAll());
  EXPECT_EQ(family::RegionOf(folded.view(), Token("siti")), "18.01.18.2002");
  EXPECT_EQ(family::RegionOf(folded.view(), Token("dewi")), "");
  EXPECT_EQ(family::RegionOf(folded.view(), ""), "");
}

TEST(FamilyTest, EveryAccountManagerEverIsOfTheFamily) {
  Story story;
  story.Listed("siti", "2025-01-01");
  auto& replaced = story.Add("2025-06-01", "", "", "siti", "putri");
  replaced.mutable_pengurus_replaced()->set_previous_pengurus(
      Token("siti ibu"));
  story.Printed("siti", "2020-01-01");
  const Folded folded(story.history(), MakeAll());
  const auto family = family::Find(folded.view(), Token("siti"));
  EXPECT_TRUE(family->HasPengurus(Token("putri")));
  EXPECT_TRUE(family->HasPengurus(Token("siti ibu")));
  EXPECT_FALSE(family->HasPengurus(Token("agen")));
}

TEST(FamilyTest, ACompanionIsResponsibleFromOneDayToAnother) {
  Story story;
  auto& first = story.Add("2024-01-01", "", "", "siti");
  first.mutable_family_assigned()->set_companion(Token("lama"));
  *first.mutable_family_assigned()->mutable_until() = Time("2025-05-31");
  auto& second = story.Add("2025-06-01", "", "", "siti");
  second.mutable_family_assigned()->set_companion(Token("baru"));
  const Folded folded(story.history(), MakeAll());
  const auto family = family::Find(folded.view(), Token("siti"));
  const auto who = [&](std::string_view at) {
    const auto* assignment = family->AssignmentAt(Time(at).unix_micros());
    return assignment == nullptr ? "" : assignment->companion;
  };
  EXPECT_EQ(who("2023-12-31"), "");
  EXPECT_EQ(who("2025-05-31"), Token("lama"));
  EXPECT_EQ(who("2025-06-01"), Token("baru"));
}

TEST(PartyTest, AgentsTerminalsOrdersAndSchedulesAreFound) {
  Story story;
  auto& agent = story.Add("2022-01-01");
  agent.set_region_code("18.01.18.2001");
  agent.mutable_agent_registered()->set_agent_id("A1");
  agent.mutable_agent_registered()->set_owner(Token("karno"));
  agent.mutable_agent_registered()->add_tids("T1");
  auto& terminal = story.Add("2022-01-01");
  terminal.mutable_terminal_registered()->set_tid("T1");
  terminal.mutable_terminal_registered()->set_agent_id("A1");
  auto& order = story.Add("2025-07-07");
  order.mutable_suspension_ordered()->set_party_kind(
      amanah::v1::ORDERED_PARTY_KIND_AGENT);
  order.mutable_suspension_ordered()->set_agent_id("A1");
  *order.mutable_suspension_ordered()->mutable_effective_from() =
      Time("2025-07-09");
  auto& schedule = story.Add("2025-02-03");
  schedule.set_region_code("18.01.18.2001");
  schedule.mutable_schedule_filed()->set_kind(
      amanah::v1::SCHEDULE_KIND_DISTRIBUTION);
  *schedule.mutable_schedule_filed()->mutable_from_at() =
      Time("2025-02-04T08:00:00");
  *schedule.mutable_schedule_filed()->mutable_until_at() =
      Time("2025-02-04T14:00:00");
  auto& role = story.Add("2022-01-03");
  role.mutable_role_assigned()->set_party(Token("karno"));
  role.mutable_role_assigned()->set_role(amanah::v1::PARTY_ROLE_TKSK);
  const Folded folded(story.history(), MakeAll());
  EXPECT_EQ(party::FindAgent(folded.view(), "A1")->owner, Token("karno"));
  EXPECT_EQ(party::FindTerminal(folded.view(), "T1")->agent_id, "A1");
  EXPECT_EQ(party::SuspensionsOfAgent(folded.view(), "A1").size(), 1u);
  EXPECT_TRUE(
      party::SuspensionsOfPerson(folded.view(), Token("karno")).empty());
  EXPECT_EQ(party::RolesOf(folded.view(), Token("karno")).size(), 1u);
  const auto within = [&](std::string_view begin, std::string_view end) {
    return party::SchedulesIn(folded.view(), "18.01.18.2001",
                              Time(begin).unix_micros(),
                              Time(end).unix_micros())
        .size();
  };
  EXPECT_EQ(within("2025-02-04", "2025-02-05"), 1u);
  EXPECT_EQ(within("2025-02-04T14:00:00", "2025-02-05"), 0u);
  EXPECT_EQ(within("2025-02-03", "2025-02-04"), 0u);
}

}  // namespace
}  // namespace ledger::views
