#include <gtest/gtest.h>

#include "tests/unit/rules/judged.h"

namespace ledger::rules {
namespace {

using amanah::v1::PARTY_ROLE_AGENT;
using amanah::v1::PARTY_ROLE_BANK_OFFICER;
using amanah::v1::PARTY_ROLE_COMPANION;
using amanah::v1::PARTY_ROLE_GROUP_LEADER;
using amanah::v1::PARTY_ROLE_KPM;
using amanah::v1::PARTY_ROLE_PENGURUS;
using amanah::v1::PARTY_ROLE_PROXY;
using amanah::v1::PARTY_ROLE_RESIDENT;
using amanah::v1::PARTY_ROLE_VILLAGE_OFFICIAL;
using fold::testing::Story;
using fold::testing::Token;
using testing::Judged;
using Said = Story::Said;

constexpr const char* kFamilies[] = {"siti", "dewi", "rina", "yuni", "tuti"};

Story WithFamilies() {
  Story story;
  for (const char* name : kFamilies) {
    story.Listed(name, "2025-01-01")
        .Printed(name, "2024-01-01")
        .HandedOver(name, "2024-01-10");
  }
  return story;
}

// The shape of Tamansari, Probolinggo: collected before payment.
TEST(R01Test, AnOfficialWhoCollectsCardsIsFoundAsOfficersSawIt) {
  Story story = WithFamilies();
  for (const char* name : {"siti", "dewi", "rina"}) {
    story.States(Said::kObserved, name, "2025-02-01", "kadus",
                 PARTY_ROLE_VILLAGE_OFFICIAL);
    story.Credited(name, "2025-02-03", 400'000);
  }
  story.StatesOwn(Said::kAttested, "rina", "2025-02-06");
  const auto alerts = Judged(story).Standing("R01");
  ASSERT_EQ(alerts.size(), 1u);
  EXPECT_EQ(alerts[0].party(), Token("kadus"));
  EXPECT_EQ(alerts[0].evidence_class(), amanah::v1::EVIDENCE_CLASS_E4);
  EXPECT_EQ(alerts[0].statistic_value(), "3");
  EXPECT_EQ(alerts[0].rupiah_at_risk(), 1'200'000);
  // Given back, but the breach has been.
  EXPECT_NE(alerts[0].sentence_en().find("(2 now)"), std::string::npos);
}

TEST(R01Test, AttestedIsWeakerThanSeen) {
  Story story = WithFamilies();
  story.States(Said::kAttested, "siti", "2025-02-01", "agen", PARTY_ROLE_AGENT);
  const auto alerts = Judged(story).Standing("R01");
  ASSERT_EQ(alerts.size(), 1u);
  EXPECT_EQ(alerts[0].evidence_class(), amanah::v1::EVIDENCE_CLASS_E3);
}

TEST(R01Test, ASingleAnonymousReportAccusesNobody) {
  Story story = WithFamilies();
  story.States(Said::kReported, "siti", "2025-02-01", "ketua",
               PARTY_ROLE_GROUP_LEADER, "", PARTY_ROLE_RESIDENT);
  story.States(Said::kReported, "dewi", "2025-05-01", "ketua",
               PARTY_ROLE_GROUP_LEADER, "", PARTY_ROLE_RESIDENT);
  EXPECT_TRUE(Judged(story).IsSilent("R01"));
}

TEST(R01Test, ManyReportsByNamedFamiliesAreHeard) {
  Story story = WithFamilies();
  story.States(Said::kReported, "siti", "2025-02-01", "ketua",
               PARTY_ROLE_GROUP_LEADER, Story::Pengurus("siti"),
               PARTY_ROLE_KPM);
  EXPECT_TRUE(Judged(story).IsSilent("R01"));
  story.States(Said::kReported, "dewi", "2025-02-01", "ketua",
               PARTY_ROLE_GROUP_LEADER, Story::Pengurus("dewi"),
               PARTY_ROLE_KPM);
  const auto alerts = Judged(story).Standing("R01");
  ASSERT_EQ(alerts.size(), 1u);
  EXPECT_EQ(alerts[0].evidence_class(), amanah::v1::EVIDENCE_CLASS_E2);
  EXPECT_EQ(alerts[0].statistic_name(), "cards_alleged");
}

TEST(R01Test, AnOfficersLookRefutesAReport) {
  Story story = WithFamilies();
  for (const char* name : {"siti", "dewi"}) {
    story.States(Said::kReported, name, "2025-02-01", "ketua",
                 PARTY_ROLE_GROUP_LEADER, Story::Pengurus(name),
                 PARTY_ROLE_KPM);
  }
  story.StatesOwn(Said::kObserved, "siti", "2025-02-05");
  const Judged judged(story);
  EXPECT_TRUE(judged.Standing("R01").empty());
  EXPECT_EQ(judged.Ever("R01").back().state(),
            amanah::v1::ALERT_STATE_WITHDRAWN);
}

// A companion takes one card to the bank for a blocked PIN.
Story& Lends(Story& story, const char* name, std::string_view out,
             std::string_view back) {
  story
      .States(Said::kAttested, name, out, "pendamping", PARTY_ROLE_COMPANION,
              "pendamping", PARTY_ROLE_COMPANION)
      .mutable_kks_custody_attested()
      ->mutable_statement()
      ->set_case_ref("ADV/1");
  if (!back.empty()) {
    story.States(Said::kAttested, name, back, Story::Pengurus(name),
                 PARTY_ROLE_PENGURUS, Story::Pengurus(name), PARTY_ROLE_KPM);
  }
  return story;
}

TEST(R01Test, AnAdvocacyCaseIsNoHoldingNotEvenForAnHour) {
  Story story = WithFamilies();
  Lends(story, "siti", "2025-02-05T09:00:00", "2025-02-05T13:00:00");
  story.StatesOwn(Said::kAttested, "tuti", "2025-06-01");
  EXPECT_TRUE(Judged(story).IsSilent("R01"));
}

TEST(R01Test, ACardThatDoesNotComeBackIsHeld) {
  Story story = WithFamilies();
  Lends(story, "siti", "2025-02-05T09:00:00", "");
  story.StatesOwn(Said::kAttested, "tuti", "2025-02-05T20:00:00");
  EXPECT_TRUE(Judged(story).IsSilent("R01"));
  story.StatesOwn(Said::kAttested, "tuti", "2025-02-07");
  EXPECT_EQ(Judged(story).Standing("R01").size(), 1u);
}

TEST(R01Test, ThreeCasesAtATimeAreNoAdvocacy) {
  Story story = WithFamilies();
  for (const char* name : {"siti", "dewi", "rina"}) {
    Lends(story, name, "2025-02-05T09:00:00", "2025-02-05T13:00:00");
  }
  EXPECT_EQ(Judged(story).Ever("R01").back().statistic_value(), "3");
}

TEST(R01Test, OneCaseAMonthIsAdvocacy) {
  Story story = WithFamilies();
  Lends(story, "siti", "2025-02-05T09:00:00", "2025-02-05T13:00:00");
  Lends(story, "dewi", "2025-03-05T09:00:00", "2025-03-05T13:00:00");
  Lends(story, "rina", "2025-04-05T09:00:00", "2025-04-05T13:00:00");
  EXPECT_TRUE(Judged(story).IsSilent("R01"));
}

TEST(R01Test, ARegisteredProxyOfManyFamiliesIsNoHolder) {
  Story story = WithFamilies();
  for (const char* name : kFamilies) {
    story.Proxy(name, "relawan", "2025-01-15");
    story.States(Said::kAttested, name, "2025-02-01", "relawan",
                 PARTY_ROLE_PROXY);
  }
  EXPECT_TRUE(Judged(story).IsSilent("R01"));
}

TEST(R01Test, AProxyIsWaitedForUntilTheRegisterIsKnown) {
  Story story = WithFamilies();
  for (const char* name : kFamilies) {
    story.States(Said::kAttested, name, "2025-02-01", "relawan",
                 PARTY_ROLE_PROXY);
  }
  EXPECT_TRUE(Judged(story).IsSilent("R01"));
  // The register is known up to March, and he is not in it.
  story.Proxy("lain", "anak", "2025-03-01");
  story.States(Said::kAttested, "siti", "2025-03-02", "relawan",
               PARTY_ROLE_PROXY);
  EXPECT_EQ(Judged(story).Standing("R01").size(), 1u);
  // Then his papers come.
  for (const char* name : kFamilies) {
    story.Proxy(name, "relawan", "2025-01-15");
  }
  EXPECT_TRUE(Judged(story).Standing("R01").empty());
}

TEST(R01Test, ABankOfficerHasTheCardsOfACeremonyForADay) {
  Story story = WithFamilies();
  story.States(Said::kObserved, "siti", "2025-02-05T07:00:00", "petugas bank",
               PARTY_ROLE_BANK_OFFICER);
  story.HandedOver("siti", "2025-02-05T09:00:00");
  EXPECT_TRUE(Judged(story).Standing("R01").empty());
}

TEST(R01Test, ALeadersOwnCardIsNotAnothers) {
  Story story = WithFamilies();
  story.States(Said::kAttested, "siti", "2025-02-01", Story::Pengurus("siti"),
               PARTY_ROLE_GROUP_LEADER);
  EXPECT_TRUE(Judged(story).IsSilent("R01"));
}

TEST(R01Test, AHandoverToACompanionIsCustodyOnRecord) {
  Story story = WithFamilies();
  story.Printed("nani", "2025-01-01");
  story.HandedOver("nani", "2025-01-10", "pendamping", PARTY_ROLE_COMPANION);
  const auto alerts = Judged(story).Standing("R01");
  ASSERT_EQ(alerts.size(), 1u);
  EXPECT_EQ(alerts[0].evidence_class(), amanah::v1::EVIDENCE_CLASS_E4);
}

}  // namespace
}  // namespace ledger::rules
