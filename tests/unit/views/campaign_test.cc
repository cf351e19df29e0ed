// Before and after an instruction; and who a holder is.

#include "ledger/views/village/campaign.h"

#include <gtest/gtest.h>

#include "ledger/views/all.h"
#include "ledger/views/profile/profile.h"
#include "tests/unit/fold/history.h"

namespace ledger::views::village {
namespace {

using amanah::v1::Event;
using fold::testing::Folded;
using fold::testing::Story;
using fold::testing::Time;
using fold::testing::Token;

Event& Instruct(Story& story, std::string_view region, std::string_view from,
                std::string_view number, std::string_view until = "",
                std::string_view topic = "KPM_PEGANG_KKS_SENDIRI") {
  Event& event = story.Add("2025-03-20");
  event.set_region_code(std::string(region));
  event.set_source_ref(std::string(number));
  auto& body = *event.mutable_campaign_instruction_issued();
  body.set_issuer(Token("korkab"));
  body.set_topic(std::string(topic));
  *body.mutable_valid_from() = Time(from);
  if (!until.empty()) *body.mutable_valid_until() = Time(until);
  return event;
}

// `cards` families of a subdistrict; of `away` a leader has the card from
// January on, and `back` of these get it back in April.
void Settle(Story& story, const std::string& subdistrict, int cards, int away,
            int back) {
  for (int i = 0; i < cards; ++i) {
    const std::string name = subdistrict.substr(6) + "-" + std::to_string(i);
    story.Listed(name, "2024-12-01", subdistrict + ".2001");
    story.Printed(name, "2024-12-02").HandedOver(name, "2024-12-03");
    if (i < away) {
      story.States(Story::Said::kObserved, name, "2025-01-10", "leader",
                   amanah::v1::PARTY_ROLE_GROUP_LEADER);
    }
    if (i < back) story.StatesOwn(Story::Said::kObserved, name, "2025-04-10");
  }
}

CampaignEffect Effect(const Story& story, const char* number,
                      std::uint32_t months = 2) {
  const Folded folded(story.history(), MakeAll());
  const auto told = FindInstruction(folded.view(), "", number);
  EXPECT_TRUE(told.ok());
  auto effect = EffectOf(folded.view(), *told, months);
  EXPECT_TRUE(effect.ok());
  return *std::move(effect);
}

// Six subdistricts beside the one that was told; `now` is in July.
Story Movement(int back_elsewhere) {
  Story story;
  Settle(story, "18.01.18", 40, 20, 16);
  for (const char* other : {"01", "02", "03", "04", "05", "06"}) {
    Settle(story, std::string("18.01.") + other, 40, 20, back_elsewhere);
  }
  Instruct(story, "18.01.18", "2025-04-01", "INS-1");
  story.Credited("18-0", "2025-07-10", 1);
  return story;
}

TEST(CampaignTest, TheToldPlaceStandsBesideThoseThatWereNot) {
  const auto effect = Effect(Movement(2), "INS-1");
  EXPECT_EQ(effect.reading, Reading::kCompared);
  EXPECT_EQ(effect.month.ToString(), "2025-04");
  EXPECT_EQ(effect.months_after, 2u);
  // February and March: half. April and May: 36 of 40.
  EXPECT_DOUBLE_EQ(*effect.told.before.Percent(), 50.0);
  EXPECT_DOUBLE_EQ(*effect.told.after.Percent(), 90.0);
  EXPECT_EQ(effect.others.size(), 6u);
  EXPECT_EQ(effect.comparable, 6u);
  EXPECT_EQ(effect.did_as_well, 0u);
  EXPECT_DOUBLE_EQ(*effect.others_change, 5.0);
}

TEST(CampaignTest, WhatRoseEverywhereIsSaidToHaveRisenEverywhere) {
  const auto effect = Effect(Movement(17), "INS-1");
  EXPECT_EQ(effect.reading, Reading::kCompared);
  EXPECT_EQ(effect.did_as_well, 6u);
}

TEST(CampaignTest, ThoseThatWereToldTooAreNotComparedWith) {
  Story story = Movement(2);
  Instruct(story, "18.01.01", "2025-05-01", "INS-2");
  Instruct(story, "18.01.02.2001", "2025-01-01", "INS-3");  // A village of it.
  // Over before these months, and of another matter: does not count.
  Instruct(story, "18.01.03", "2024-01-01", "INS-4", "2025-01-15");
  Instruct(story, "18.01.04", "2025-04-01", "INS-5", "", "P2K2");
  const auto effect = Effect(story, "INS-1");
  ASSERT_EQ(effect.others.size(), 4u);
  EXPECT_EQ(effect.others[0].region_code, "18.01.03");
  EXPECT_EQ(effect.reading, Reading::kTooFewPlaces);
}

TEST(CampaignTest, AFewCardsSayNothing) {
  Story story;
  Settle(story, "18.01.18", 19, 10, 10);
  for (const char* other : {"01", "02", "03", "04", "05"}) {
    Settle(story, std::string("18.01.") + other, 25, 5, 1);
  }
  Instruct(story, "18.01.18", "2025-04-01", "INS-1");
  story.Credited("18-0", "2025-07-10", 1);
  EXPECT_EQ(Effect(story, "INS-1").reading, Reading::kTooFewCards);
}

TEST(CampaignTest, MonthsThatHaveNotEndedAreNotAsked) {
  Story story;
  Settle(story, "18.01.18", 30, 10, 10);
  Instruct(story, "18.01.18", "2025-04-01", "INS-1");
  EXPECT_EQ(Effect(story, "INS-1").reading, Reading::kNotOver);
  story.Credited("18-0", "2025-05-10", 1);
  EXPECT_EQ(Effect(story, "INS-1", 3).months_after, 1u);
}

TEST(CampaignTest, AnInstructionIsFoundByNumberOrIndexAndElseNot) {
  Story story;
  Instruct(story, "18.01", "2025-04-01", "INS-1");
  const Folded folded(story.history(), MakeAll());
  // From a place that it is for.
  EXPECT_TRUE(FindInstruction(folded.view(), "18.01.18", "INS-1").ok());
  EXPECT_TRUE(FindInstruction(folded.view(), "", "1").ok());
  EXPECT_EQ(FindInstruction(folded.view(), "18.02", "INS-1").error().reason,
            kInstructionUnknown);
  EXPECT_EQ(FindInstruction(folded.view(), "18.2", "INS-1").error().reason,
            kRegionMalformed);
  const auto told = FindInstruction(folded.view(), "", "INS-1");
  EXPECT_EQ(EffectOf(folded.view(), *told, 0).error().reason,
            holding::kMonthsMalformed);
}

// --- Who a holder is ---------------------------------------------------------

using profile::Tie;

void Assign(Story& story, const char* family, const char* companion,
            const char* leader) {
  auto& body =
      *story.Add("2025-01-01", "", "", family).mutable_family_assigned();
  body.set_companion(Token(companion));
  body.set_group_leader(Token(leader));
}

void Office(Story& story, const char* person, amanah::v1::PartyRole role,
            const char* from, const char* until = "") {
  Event& event = story.Add(from);
  event.set_region_code("18.01.18");
  auto& body = *event.mutable_role_assigned();
  body.set_party(Token(person));
  body.set_role(role);
  if (*until != '\0') *body.mutable_until() = Time(until);
}

profile::Profile ProfileOf(const Story& story, const char* person) {
  const Folded folded(story.history(), MakeAll());
  auto found = profile::Of(folded.view(), Token(person), std::nullopt, true);
  EXPECT_TRUE(found.ok());
  return *std::move(found);
}

TEST(ProfileTest, TiesToTheFamilyAreToldWithTheOfficeOfThatDay) {
  Story story;
  for (const char* name : {"a", "b", "c"}) {
    story.Listed(name, "2025-01-01").Printed(name, "2025-01-02");
    story.HandedOver(name, "2025-01-03");
  }
  Assign(story, "a", "comp", "leader");
  Assign(story, "b", "other", "leader");
  Office(story, "comp", amanah::v1::PARTY_ROLE_COMPANION, "2024-01-01",
         "2025-03-31");
  Office(story, "comp", amanah::v1::PARTY_ROLE_VILLAGE_OFFICIAL, "2025-05-01");
  story.Proxy("b", "helper", "2025-01-01");
  const auto seen = [&](const char* name, const char* at) -> Event& {
    return story.States(Story::Said::kObserved, name, at, "comp",
                        amanah::v1::PARTY_ROLE_COMPANION, "officer");
  };
  seen("a", "2025-03-31T10:00:00");
  seen("b", "2025-06-01")
      .mutable_kks_custody_observed()
      ->mutable_statement()
      ->set_case_ref("ADV-1");
  seen("c", "2025-06-02");
  Event& conflict = story.Add("2025-02-01");
  conflict.mutable_conflict_of_interest_recorded()->set_party(Token("comp"));
  conflict.mutable_conflict_of_interest_recorded()->set_related_kpm(Token("c"));
  conflict.mutable_conflict_of_interest_recorded()->set_relation("IPAR");

  const auto profile = ProfileOf(story, "comp");
  EXPECT_EQ(profile.roles.size(), 2u);
  EXPECT_EQ(profile.foreign_cards, 3u);
  // A companion's or relative's tie is no reason to have a card.
  EXPECT_EQ(profile.unexplained_cards, 2u);
  ASSERT_EQ(profile.cards.size(), 3u);
  EXPECT_EQ(profile.cards[0].ties, std::vector<Tie>{Tie::kCompanion});
  ASSERT_EQ(profile.cards[0].roles_then.size(), 1u);
  // The last day of an office counts.
  EXPECT_EQ(profile.cards[0].roles_then[0].role,
            amanah::v1::PARTY_ROLE_COMPANION);
  EXPECT_EQ(profile.cards[1].ties, std::vector<Tie>{Tie::kAdvocacy});
  EXPECT_EQ(profile.cards[1].roles_then[0].role,
            amanah::v1::PARTY_ROLE_VILLAGE_OFFICIAL);
  EXPECT_EQ(profile.cards[2].ties, std::vector<Tie>{Tie::kRelatedFamily});
  // Family first, then its proxy, leader and companion, then who saw it.
  std::vector<std::string> asked;
  for (const auto& witness : profile.cards[1].witnesses) {
    asked.push_back(witness.party);
  }
  EXPECT_EQ(asked, (std::vector<std::string>{Token("b ibu"), Token("helper"),
                                             Token("leader"), Token("other"),
                                             Token("officer")}));
}

TEST(ProfileTest, ACardThatNothingExplainsIsCounted) {
  Story story;
  story.Listed("a", "2025-01-01").Printed("a", "2025-01-02");
  story.HandedOver("a", "2025-01-03");
  story.States(Story::Said::kObserved, "a", "2025-03-01", "agent",
               amanah::v1::PARTY_ROLE_AGENT);
  auto& agent = *story.Add("2024-01-01").mutable_agent_registered();
  agent.set_agent_id("A1");
  agent.set_owner(Token("agent"));
  auto& order = *story.Add("2025-02-01").mutable_suspension_ordered();
  order.set_party_kind(amanah::v1::ORDERED_PARTY_KIND_PERSON);
  order.set_person(Token("agent"));
  *order.mutable_effective_from() = Time("2025-04-01");
  const auto profile = ProfileOf(story, "agent");
  EXPECT_EQ(profile.unexplained_cards, 1u);
  EXPECT_EQ(profile.agents, std::vector<std::string>{"A1"});
  // It still has the card when the order is in force.
  EXPECT_TRUE(profile.cards[0].was_suspended);
}

TEST(ProfileTest, AnOfficeThatWasEndedIsOver) {
  Story story;
  Office(story, "tksk", amanah::v1::PARTY_ROLE_TKSK, "2024-01-01");
  Office(story, "tksk", amanah::v1::PARTY_ROLE_COMPANION, "2024-01-01");
  Event& end = story.Add("2025-02-01");
  end.set_region_code("18.01.18");
  end.mutable_role_ended()->set_party(Token("tksk"));
  end.mutable_role_ended()->set_role(amanah::v1::PARTY_ROLE_TKSK);
  Event& group = story.Add("2024-01-01");
  group.mutable_group_formed()->set_group_id("KLP-1");
  group.mutable_group_formed()->set_leader(Token("tksk"));
  const auto profile = ProfileOf(story, "tksk");
  ASSERT_EQ(profile.roles.size(), 2u);
  EXPECT_EQ(profile.roles[0].until->Date(), "2025-02-01");
  EXPECT_FALSE(profile.roles[1].until.has_value());
  EXPECT_EQ(profile.groups.size(), 1u);
}

TEST(ProfileTest, NobodyIsNotFound) {
  const Folded folded({}, MakeAll());
  EXPECT_EQ(profile::Of(folded.view(), Token("x"), std::nullopt, false)
                .error()
                .reason,
            profile::kPartyUnknown);
}

}  // namespace
}  // namespace ledger::views::village
