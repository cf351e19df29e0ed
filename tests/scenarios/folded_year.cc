#include "tests/scenarios/folded_year.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <iterator>
#include <utility>

#include "ledger/views/all.h"
#include "tests/scenarios/year.h"

namespace scenarios {

using ledger::fold::testing::Folded;
using ledger::fold::testing::History;
using ledger::fold::testing::Told;

History HistoryOf(const std::vector<std::string>& origins) {
  History history;
  for (const std::string& origin : origins) {
    const auto source = YearSources().find(origin);
    const auto number = 1 + std::distance(YearSources().begin(), source);
    for (const std::string& bytes : source->second) {
      Told told;
      told.submitter = static_cast<std::uint32_t>(number);
      EXPECT_TRUE(told.event.ParseFromString(bytes));
      history.push_back(std::move(told));
    }
  }
  return history;
}

const History& YearHistory() {
  static const History* const history = [] {
    std::vector<std::string> origins;
    for (const auto& [origin, events] : YearSources()) {
      origins.push_back(origin);
    }
    return new History(HistoryOf(origins));
  }();
  return *history;
}

const ledger::fold::ReadView& YearView() {
  static const Folded* const folded =
      new Folded(YearHistory(), ledger::views::MakeAll());
  return folded->view();
}

std::string FamilyToken(std::string_view kpm_id) {
  return std::string(
      YearKey().Tokenise(ledger::crypto::TokenKind::kKpm, kpm_id).view());
}

}  // namespace scenarios
