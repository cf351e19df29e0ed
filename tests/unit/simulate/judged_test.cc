// Goal: of honest villages the books agree and no rule says anything grave;
// what is planted is found by its rule.
// Method: every honest kind and the schemes of the rules that there are, folded
// with all views and rules.

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "ledger/views/reconcile/reconcile.h"
#include "tests/unit/rules/folded_log.h"
#include "tests/unit/simulate/told.h"

namespace services::simulate {
namespace {

using amanah::v1::Alert;
using ledger::rules::testing::Entries;
using ledger::rules::testing::FoldedLog;
using ledger::rules::testing::NumberFrom;
using testing::SmallPlan;
using testing::Tell;
using testing::Told;

Entries EntriesOf(const Told& told) {
  static const std::map<std::string, std::uint32_t> kSubmitters{
      {"kemensos", 1}, {"dinsos", 2}, {"bank-a", 3}, {"bank-b", 4}};
  auto entries = std::make_shared<std::vector<ledger::log::Entry>>();
  ledger::log::Entry genesis;
  genesis.kind = ledger::log::EntryKind::kGenesis;
  genesis.bytes = "amanah/genesis/v1\n";
  entries->push_back(genesis);
  for (const auto& [source, bytes] : told.events) {
    ledger::log::Entry entry;
    entry.index = entries->size();
    entry.kind = ledger::log::EntryKind::kEvent;
    entry.bytes = bytes;
    entry.submitter_number = kSubmitters.at(source);
    entries->push_back(std::move(entry));
  }
  return entries;
}

// Ever raised, also those withdrawn since.
std::vector<Alert> GraveAlerts(const FoldedLog& folded) {
  auto changes =
      ledger::rules::alerts::ChangesAfter(folded.view(), "", 100'000);
  EXPECT_TRUE(changes.ok());
  std::vector<Alert> grave;
  for (auto& change : *changes) {
    if (change.alert.evidence_class() >= amanah::v1::EVIDENCE_CLASS_E3) {
      grave.push_back(change.alert);
    }
  }
  return grave;
}

TEST(JudgedTest, OfHonestVillagesTheBooksAgreeAndNoRuleIsGrave) {
  std::vector<Plan> plans;
  for (std::uint32_t i = 0; i < kHonestKinds; ++i) {
    plans.push_back(SmallPlan(i, static_cast<Honest>(i)));
  }
  // AMANAH_VILLAGES asks for more, of any size and kind.
  for (std::uint32_t i = 0; i < NumberFrom("AMANAH_VILLAGES", 0); ++i) {
    plans.push_back(HonestPlan(plans[0].seed, 100 + i));
  }
  const FoldedLog folded(EntriesOf(Tell(plans)), 1'000);
  for (const Alert& alert : GraveAlerts(folded)) {
    ADD_FAILURE() << alert.region_code() << ": " << alert.sentence_en();
  }
  const auto reports = ledger::views::reconcile::Run(folded.view(), {});
  ASSERT_TRUE(reports.ok());
  ASSERT_EQ(reports->size(), 2u);
  for (const auto& report : *reports) {
    for (const auto& check : report.checks) {
      EXPECT_GT(check.checked, 0u) << static_cast<int>(check.invariant);
    }
    for (const auto& found : report.breaks) {
      ADD_FAILURE() << report.bank << " I" << static_cast<int>(found.invariant)
                    << " cause " << static_cast<int>(found.cause) << " in "
                    << found.period_id << " " << found.region_code << " day "
                    << found.day.value_or(0) << " Rp" << found.rupiah;
    }
  }
}

TEST(JudgedTest, WhatIsPlantedIsFoundByItsRuleAndNowhereElse) {
  const std::map<Scheme, std::string> known{{Scheme::kCollectedBefore, "R01"},
                                            {Scheme::kBulkHandover, "R02"},
                                            {Scheme::kNeverHandedOver, "R03"},
                                            {Scheme::kLeftAtBranch, "R04"},
                                            {Scheme::kSuspendedAgent, "R20"}};
  std::vector<Plan> plans;
  std::uint32_t village = 0;
  for (const auto& [scheme, rule] : known) {
    ASSERT_EQ(RuleOf(scheme), rule);
    plans.push_back(SmallPlan(village++));
    plans.back().planted.push_back(
        {scheme, UsualCards(scheme), Level::kSameOrder, 1, 1});
    plans.push_back(SmallPlan(village++));  // An honest neighbour.
  }
  const Told told = Tell(plans, 4);
  const FoldedLog folded(EntriesOf(told), 1'000);
  std::set<std::pair<std::string, std::string>> found;
  std::set<std::string> cards;
  for (const Alert& alert : GraveAlerts(folded)) {
    found.insert({alert.region_code(), alert.rule_id()});
    for (const std::string& kks : alert.kks()) cards.insert(kks);
  }
  std::set<std::string> accused;
  for (const Label& label : told.labels) {
    SCOPED_TRACE(NameOf(label.planted.scheme));
    accused.insert(label.region_code);
    EXPECT_EQ(found.count({label.region_code, label.rule}), 1u)
        << label.region_code << " " << label.rule;
  }
  for (const auto& [region, rule] : found) {
    EXPECT_TRUE(region.empty() || accused.count(region) == 1)
        << region << " " << rule;
  }
}

}  // namespace
}  // namespace services::simulate
