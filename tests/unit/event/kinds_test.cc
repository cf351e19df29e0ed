// Goal: every kind has a name, a family and its patterns, and nothing else has.

#include <gtest/gtest.h>

#include "ledger/event/event.h"
#include "tests/unit/event/sample_events.h"

namespace ledger::event {
namespace {

using amanah::v1::Event;

TEST(KindsTest, EveryKindHasANameThatLeadsBackToIt) {
  for (const Event::BodyCase kind : AllSampleKinds()) {
    EXPECT_FALSE(KindName(kind).empty()) << kind;
    EXPECT_EQ(KindOfName(KindName(kind)), kind);
  }
  EXPECT_EQ(KindName(Event::kCreditPosted), "credit_posted");
  EXPECT_EQ(KindName(Event::kSp2DIssued), "sp2d_issued");
}

TEST(KindsTest, NamesThatAreNoKindLeadNowhere) {
  for (const char* name : {"", "body", "event_id", "credit_posted ", "CREDIT",
                           "money.*", "money"}) {
    EXPECT_EQ(KindOfName(name), Event::BODY_NOT_SET) << name;
  }
  EXPECT_EQ(KindName(Event::BODY_NOT_SET), "");
  EXPECT_EQ(KindName(static_cast<Event::BodyCase>(12)), "");
}

TEST(KindsTest, FamiliesFollowTheFieldNumbers) {
  EXPECT_EQ(FamilyOf(Event::kKeyCompromised), "registry");
  EXPECT_EQ(FamilyOf(Event::kFamilyListed), "programme");
  EXPECT_EQ(FamilyOf(Event::kPengurusReplaced), "family");
  EXPECT_EQ(FamilyOf(Event::kKksPrinted), "card");
  EXPECT_EQ(FamilyOf(Event::kKksCustodyChanged), "custody");
  EXPECT_EQ(FamilyOf(Event::kAccountFrozen), "money");
  EXPECT_EQ(FamilyOf(Event::kClarificationRequested), "context");
  EXPECT_EQ(FamilyOf(Event::kLocalAidGranted), "programme");
  EXPECT_EQ(FamilyOf(Event::kResignationLetterSigned), "family");
  EXPECT_EQ(FamilyOf(Event::kKksDestroyed), "card");
  EXPECT_EQ(FamilyOf(Event::kRestitutionMade), "money");
  EXPECT_EQ(FamilyOf(Event::kOrderReceived), "context");
  EXPECT_EQ(FamilyOf(Event::kPeerReviewDone), "duty");
  EXPECT_EQ(FamilyOf(Event::kAmountAcknowledged), "grievance");
  EXPECT_EQ(FamilyOf(Event::kLawEnforcementAction), "conduct");
  EXPECT_EQ(FamilyOf(Event::kEventCorrected), "record");
  EXPECT_EQ(FamilyOf(Event::BODY_NOT_SET), "");
  EXPECT_EQ(FamilyOf(static_cast<Event::BodyCase>(39)), "");
}

TEST(KindsTest, APatternMatchesItsKindOrItsFamilyOnly) {
  for (const Event::BodyCase kind : AllSampleKinds()) {
    EXPECT_TRUE(KindMatches(kind, KindName(kind)));
    const std::string star = std::string(FamilyOf(kind)) + ".*";
    EXPECT_TRUE(KindMatches(kind, star)) << star;
    EXPECT_EQ(KindMatches(kind, "money.*"), FamilyOf(kind) == "money");
    EXPECT_EQ(KindMatches(kind, "credit_posted"), kind == Event::kCreditPosted);
    for (const char* none : {"", "*", ".*", "money", "money*", "money.*x"}) {
      EXPECT_FALSE(KindMatches(kind, none)) << none;
    }
  }
  EXPECT_FALSE(KindMatches(Event::BODY_NOT_SET, ""));
  EXPECT_FALSE(KindMatches(Event::BODY_NOT_SET, ".*"));
}

TEST(KindsTest, OnlyKindsAndFamiliesWithAStarArePatterns) {
  for (const char* good :
       {"registry.*", "programme.*", "family.*", "card.*", "custody.*",
        "money.*", "context.*", "duty.*", "grievance.*", "conduct.*",
        "record.*", "credit_posted", "sp2d_issued"}) {
    EXPECT_TRUE(IsKindPattern(good)) << good;
  }
  for (const char* bad : {"", "*", ".*", "money", "money.", "money.credit",
                          "credit_posted.*", "Money.*", "money.**"}) {
    EXPECT_FALSE(IsKindPattern(bad)) << bad;
  }
}

}  // namespace
}  // namespace ledger::event
