// A story, folded with all views and rules, and what came of it.

#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/rules/alerts/alerts.h"
#include "ledger/rules/all.h"
#include "ledger/views/all.h"
#include "tests/unit/fold/history.h"

namespace ledger::rules::testing {

inline std::vector<std::unique_ptr<fold::Fold>> AllFolds() {
  auto folds = views::MakeAll();
  for (auto& rule : MakeAll()) folds.push_back(std::move(rule));
  return folds;
}

class Judged {
 public:
  explicit Judged(const fold::testing::History& history)
      : folded_(history, AllFolds()) {}
  explicit Judged(const fold::testing::Story& story)
      : Judged(story.history()) {}

  // Alerts of the rule that stand.
  std::vector<amanah::v1::Alert> Standing(std::string_view rule_id) const {
    alerts::AlertQuery query;
    query.rule_id = std::string(rule_id);
    query.page_size = 1'000;
    auto page = alerts::List(folded_.view(), query);
    EXPECT_TRUE(page.ok());
    return page->alerts;
  }
  // Changes of alerts of the rule, ever.
  std::vector<amanah::v1::Alert> Ever(std::string_view rule_id) const {
    auto changes = alerts::ChangesAfter(folded_.view(), "", 100'000);
    EXPECT_TRUE(changes.ok());
    std::vector<amanah::v1::Alert> ever;
    for (alerts::AlertChange& change : *changes) {
      if (change.alert.rule_id() == rule_id) ever.push_back(change.alert);
    }
    return ever;
  }
  // True when nobody was ever named by the rule.
  bool IsSilent(std::string_view rule_id) const {
    return Ever(rule_id).empty();
  }

 private:
  fold::testing::Folded folded_;
};

}  // namespace ledger::rules::testing
