#include "ledger/views/reconcile/health.h"

#include <gtest/gtest.h>

#include "tests/unit/views/reconcile_world.h"

namespace ledger::views::reconcile {
namespace {

using testing::Event;
using testing::Folded;
using testing::History;
using testing::kDaySeconds;
using testing::kPeriod;
using testing::Story;
using testing::TimeAt;
using testing::Token;
using testing::World;

TEST(HealthTest, SequencesLatenessAndCorrectionsAreCounted) {
  World world;
  world.Cards("siti");
  world.Credits("siti", 10, 400'000);
  world.Draws("siti", 20, 10'000, 0, false);
  world.Draws("siti", 500, 10'000, 0, false);
  world.TellTotals();
  auto* correction =
      world.story().By(2).Add("2025-02-05").mutable_event_corrected();
  correction->set_of_event_id(Token("event 3"));
  correction->set_kind(amanah::v1::CORRECTION_KIND_WITHDRAWN);
  correction->set_reason("SALAH KETIK");
  const Folded folded(world.story().history(), views::MakeAll());
  const auto health = HealthOf(folded.view(), "BANK A", 0, 1'000'000);
  ASSERT_TRUE(health.ok());
  ASSERT_EQ(health->days.size(), 1u);
  // The credit that it took back is no row of the day any more; its own total
  // still has it.
  EXPECT_EQ(health->days[0].rows, 2u);
  EXPECT_EQ(health->days[0].span, 481u);
  EXPECT_EQ(health->days[0].widest_gap, 479u);
  EXPECT_FALSE(health->days[0].totals_agree);
  EXPECT_EQ(health->corrections, 1u);
}

TEST(BankReportTest, WordsOfBothDialectsMeanTheSameTypes) {
  using bank_report::Type;
  using bank_report::TypeOfWord;
  EXPECT_EQ(TypeOfWord("WITHDRAWAL"), Type::kWithdrawal);
  EXPECT_EQ(TypeOfWord("301"), Type::kWithdrawal);
  EXPECT_EQ(TypeOfWord("RPL_DEBIT"), TypeOfWord("501"));
  EXPECT_EQ(TypeOfWord("799"), Type::kOther);
  EXPECT_EQ(bank_report::NameOf(TypeOfWord("901")), "REVERSAL");
}

}  // namespace
}  // namespace ledger::views::reconcile
