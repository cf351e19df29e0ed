#include "ledger/rules/alerts/alerts.h"

#include <gtest/gtest.h>

#include "ledger/base/bytes.h"
#include "ledger/rules/common/draft.h"
#include "ledger/rules/common/rule.h"
#include "tests/unit/fold/history.h"

namespace ledger::rules {
namespace {

using amanah::v1::Alert;
using fold::testing::Folded;
using fold::testing::Story;

constexpr Definition kDefinition{"rule.test", "R99", "TEST", 3};

// One alert a period: its rupiah are the credits; a failed credit withdraws.
class TestRule final : public Rule {
 public:
  TestRule() : Rule(kDefinition) {}

 protected:
  void Judge(const fold::FoldedEvent& folded, Context& context) override {
    const std::string& period = folded.event.period_id();
    if (folded.event.has_credit_failed()) {
      context.Withdraw(period, "it failed");
      return;
    }
    const std::int64_t rupiah = folded.event.credit_posted().amount_rupiah();
    Alert alert = context.DraftAlert(period);
    alert.set_rupiah_at_risk(rupiah);
    alert.set_evidence_class(rupiah > 500 ? amanah::v1::EVIDENCE_CLASS_E4
                                          : amanah::v1::EVIDENCE_CLASS_E2);
    alert.set_region_code(period == "P1" ? "18.01" : "18.02");
    context.Stand(alert);
    // A second change at the same entry.
    alert.set_statistic_value("again");
    context.Stand(alert);
  }
  void Rejudge(const fold::Retraction&, Context&) override {}
};

std::vector<std::unique_ptr<fold::Fold>> Folds() {
  std::vector<std::unique_ptr<fold::Fold>> folds;
  folds.push_back(alerts::MakeFold());
  folds.push_back(std::make_unique<TestRule>());
  return folds;
}

Story Alerts() {
  Story story;
  story.Credited("a", "2025-01-01", 100, "P1");
  story.Credited("a", "2025-01-01", 900, "P2");
  story.Credited("a", "2025-01-01", 800, "P3");
  story.Credited("a", "2025-01-01", 300, "P4");
  return story;
}

std::vector<std::int64_t> Rupiah(const std::vector<Alert>& alerts) {
  std::vector<std::int64_t> rupiah;
  for (const Alert& alert : alerts) rupiah.push_back(alert.rupiah_at_risk());
  return rupiah;
}

TEST(AlertsTest, TheStrongestComeFirstAndPagesJoin) {
  const Folded folded(Alerts().history(), Folds());
  alerts::AlertQuery query;
  EXPECT_EQ(Rupiah(alerts::List(folded.view(), query)->alerts),
            std::vector<std::int64_t>({900, 800, 300, 100}));
  query.page_size = 3;
  const auto first = alerts::List(folded.view(), query);
  EXPECT_EQ(first->alerts.size(), 3u);
  query.page_token = first->next_page_token;
  const auto second = alerts::List(folded.view(), query);
  EXPECT_EQ(Rupiah(second->alerts), std::vector<std::int64_t>({100}));
  EXPECT_EQ(second->next_page_token, "");
}

TEST(AlertsTest, RegionAndRuleChoose) {
  const Folded folded(Alerts().history(), Folds());
  alerts::AlertQuery query;
  query.region_prefix = "18.01";
  EXPECT_EQ(alerts::List(folded.view(), query)->alerts.size(), 1u);
  query.region_prefix = "";
  query.rule_id = "R01";
  EXPECT_TRUE(alerts::List(folded.view(), query)->alerts.empty());
  query.region_prefix = "18.x";
  EXPECT_EQ(alerts::List(folded.view(), query).error().reason,
            alerts::kRegionMalformed);
  query.region_prefix = "";
  query.page_token = "zz";
  EXPECT_EQ(alerts::List(folded.view(), query).error().reason,
            alerts::kPageTokenInvalid);
}

TEST(AlertsTest, AWithdrawnAlertStaysAndSaysWhy) {
  Story story = Alerts();
  auto& failed = story.Add("2025-01-02");
  failed.set_period_id("P2");
  failed.mutable_credit_failed();
  const Folded folded(story.history(), Folds());
  alerts::AlertQuery query;
  EXPECT_EQ(alerts::List(folded.view(), query)->alerts.size(), 3u);
  query.include_withdrawn = true;
  const auto all = alerts::List(folded.view(), query)->alerts;
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all.back().withdrawn_reason(), "it failed");
  EXPECT_EQ(all.back().raised_index(), 2u);
  EXPECT_EQ(all.back().changed_index(), 5u);
  const auto found = alerts::Find(folded.view(), all.back().alert_id());
  EXPECT_EQ(found->state(), amanah::v1::ALERT_STATE_WITHDRAWN);
  EXPECT_EQ(alerts::Find(folded.view(), "nobody").error().reason,
            alerts::kAlertUnknown);
}

TEST(AlertsTest, AnIdIsOfRuleVersionAndSubjectAlone) {
  const Folded one(Alerts().history(), Folds());
  Story other;
  other.Credited("b", "2025-03-01", 900, "P2");
  const Folded two(other.history(), Folds());
  EXPECT_EQ(alerts::List(one.view(), {})->alerts[0].alert_id(),
            alerts::List(two.view(), {})->alerts[0].alert_id());
}

TEST(AlertsTest, EveryChangeComesOnceAndInOrderFromAnyToken) {
  const Folded folded(Alerts().history(), Folds());
  const auto all = alerts::ChangesAfter(folded.view(), "", 100);
  // Raised and changed, four times.
  ASSERT_EQ(all->size(), 8u);
  for (std::size_t from = 0; from < all->size(); ++from) {
    const auto rest =
        alerts::ChangesAfter(folded.view(), (*all)[from].resume_token, 100);
    ASSERT_EQ(rest->size(), all->size() - from - 1);
    for (std::size_t i = 0; i < rest->size(); ++i) {
      EXPECT_EQ((*rest)[i].resume_token, (*all)[from + 1 + i].resume_token);
    }
  }
  EXPECT_EQ(alerts::ChangesAfter(folded.view(), "", 3)->size(), 3u);
  EXPECT_EQ(alerts::ChangesAfter(folded.view(), "", 0)->size(), 0u);
  EXPECT_EQ(alerts::ChangesAfter(folded.view(), "0123", 3).error().reason,
            alerts::kResumeTokenInvalid);
}

TEST(AlertsTest, SayingTheSameAgainIsNoChange) {
  Story story;
  story.Credited("a", "2025-01-01", 900, "P2");
  const Folded once(story.history(), Folds());
  const auto changes = alerts::ChangesAfter(once.view(), "", 100);
  ASSERT_EQ(changes->size(), 2u);
  EXPECT_EQ((*changes)[1].alert.statistic_value(), "again");
}

TEST(DraftTest, RupiahAreGroupedAsPeopleWriteThem) {
  EXPECT_EQ(RupiahId(0), "Rp0");
  EXPECT_EQ(RupiahId(999), "Rp999");
  EXPECT_EQ(RupiahId(1'000), "Rp1.000");
  EXPECT_EQ(RupiahId(118'050'000), "Rp118.050.000");
  EXPECT_EQ(RupiahEn(1'250'000), "Rp1,250,000");
  EXPECT_EQ(RupiahEn(-50'000), "-Rp50,000");
}

TEST(DraftTest, TheCommonRegionIsTheDeepestThatHoldsAll) {
  const auto common = [](std::initializer_list<const char*> codes) {
    Gathered gathered;
    for (const char* code : codes) gathered.AddRegion(code);
    return gathered.CommonRegion();
  };
  EXPECT_EQ(common({}), "");
  EXPECT_EQ(common({"18.01.18.2001"}), "18.01.18.2001");
  EXPECT_EQ(common({"18.01.18.2001", "18.01.18.2004"}), "18.01.18");
  EXPECT_EQ(common({"18.01.18", "18.01.18.2004"}), "18.01.18");
  EXPECT_EQ(common({"18.01.18.2001", "18.01.19.2001"}), "18.01");
  EXPECT_EQ(common({"18.01", "18.011"}), "18");
  EXPECT_EQ(common({"18.01", "19.01"}), "");
  EXPECT_EQ(common({"18", "18.01.18.2001"}), "18");
}

TEST(DraftTest, OnlyLawInForceAtTheTimeIsCited) {
  constexpr Instrument kLaw[] = {{"old", "2019-01-01", "2023-01-01"},
                                 {"new", "2023-01-01", ""},
                                 {"later", "2026-01-01", ""}};
  const auto cited = [&](std::string_view first, std::string_view last) {
    Gathered gathered;
    gathered.AddMoment(views::MomentOf(fold::testing::Time(first)));
    gathered.AddMoment(views::MomentOf(fold::testing::Time(last)));
    Alert alert;
    gathered.FillIn(kLaw, alert);
    std::string names;
    for (const auto& basis : alert.legal_bases()) {
      names += basis.instrument() + " ";
    }
    return names;
  };
  EXPECT_EQ(cited("2020-05-01", "2020-06-01"), "old ");
  EXPECT_EQ(cited("2022-05-01", "2023-06-01"), "old new ");
  EXPECT_EQ(cited("2023-01-01", "2025-06-01"), "new ");
}

}  // namespace
}  // namespace ledger::rules
