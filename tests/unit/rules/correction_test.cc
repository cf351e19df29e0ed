// What a source takes back counts nowhere: views and alerts are as though it
// had never been told.

#include <gtest/gtest.h>

#include <random>

#include "ledger/views/custody/custody.h"
#include "ledger/views/event_index/event_index.h"
#include "ledger/views/money/money.h"
#include "ledger/views/payment/payment.h"
#include "ledger/views/reconcile/reconcile.h"
#include "tests/unit/fold/random_history.h"
#include "tests/unit/fold/taken_back.h"
#include "tests/unit/rules/folded_log.h"

namespace ledger::rules {
namespace {

using fold::testing::Chronicle;
using fold::testing::Correction;
using fold::testing::Event;
using fold::testing::History;
using fold::testing::RandomHistory;
using fold::testing::Story;
using fold::testing::Token;
using testing::FoldedLog;
using testing::Rows;
using testing::Seeds;

constexpr unsigned kSeeds = 5;
constexpr std::size_t kFacts = 250;

void ExpectSameRows(std::string_view fold, Rows with, Rows without) {
  if (fold == views::custody::kName) {
    // How far anybody has told stays.
    with.erase("03");
    without.erase("03");
  }
  for (const auto& [key, value] : without) {
    const auto found = with.find(key);
    if (found == with.end()) {
      ADD_FAILURE() << fold << ": missing " << key;
    } else {
      EXPECT_EQ(found->second, value) << fold << ": at " << key;
    }
  }
  for (const auto& [key, value] : with) {
    EXPECT_TRUE(without.contains(key))
        << fold << ": left over " << key << " " << value;
  }
}

TEST(CorrectionTest, ViewsAreAsThoughItHadNeverBeenTold) {
  for (const unsigned seed : Seeds(kSeeds)) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const Chronicle chronicle = RandomHistory(random, true).Write(kFacts);
    ASSERT_FALSE(chronicle.struck.empty());
    const FoldedLog with(chronicle.Entries());
    const FoldedLog without(chronicle.EntriesWithoutStruck());
    for (const auto& view : views::MakeAll()) {
      if (view->name() == views::event_index::kName) continue;
      ExpectSameRows(view->name(), with.RowsOf(view->name()),
                     without.RowsOf(view->name()));
    }
    if (::testing::Test::HasFailure()) return;
  }
}

// A credit that failed moved nothing, but named the account's bank.
TEST(CorrectionTest, TheBankOfAnAccountIsWhoSpeaksOfItStill) {
  Story story;
  Event& failed =
      story.By(2).Add("2025-02-01", Story::Card("a"), Story::Account("a"), "a");
  failed.set_period_id("P-1");
  failed.mutable_credit_failed()->set_amount_rupiah(1);
  Event& drawn =
      story.By(1).Add("2025-02-02", Story::Card("a"), Story::Account("a"), "a");
  auto& use = *drawn.mutable_withdrawal_posted()->mutable_transaction();
  use.set_amount_rupiah(400'000);
  use.set_balance_after_rupiah(100'000);
  use.set_response_code("00");
  *use.mutable_posted_at() = drawn.occurred_at();
  Chronicle chronicle{story.history(), {0}};
  chronicle.history.push_back(Correction(chronicle.history[0], "wrong"));
  const FoldedLog with(chronicle.Entries());
  const FoldedLog without(chronicle.EntriesWithoutStruck());
  ExpectSameRows(views::payment::kName, with.RowsOf(views::payment::kName),
                 without.RowsOf(views::payment::kName));
}

// More facts than a payment's row remembers, of one lot.
TEST(CorrectionTest, APaymentAndALotOfManyCreditsAreMadeAgain) {
  for (const unsigned seed : Seeds(3)) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    Story story;
    for (int i = 0; i < 60; ++i) {
      Event& credit = story.Add("2025-02-0" + std::to_string(1 + random() % 9),
                                Story::Card("a"), Story::Account("a"), "a");
      credit.set_period_id("P-1");
      if (random() % 4 == 0) {
        credit.mutable_credit_failed()->set_amount_rupiah(1);
      } else {
        credit.mutable_credit_posted()->set_amount_rupiah(1);
        if (random() % 3 > 0) credit.mutable_credit_posted()->set_sp2d_no("S");
      }
    }
    Chronicle chronicle{story.history(), {}};
    while (chronicle.struck.size() < 40) {
      const std::size_t at = random() % 60;
      if (!chronicle.struck.insert(at).second) continue;
      chronicle.history.push_back(
          Correction(chronicle.history[at], "c" + std::to_string(at)));
    }
    const FoldedLog with(chronicle.Entries());
    const FoldedLog without(chronicle.EntriesWithoutStruck());
    ExpectSameRows(views::payment::kName, with.RowsOf(views::payment::kName),
                   without.RowsOf(views::payment::kName));
  }
}

// Clocks stay, and so every source tells of the same moment in the end.
TEST(CorrectionTest, AlertsStandAsThoughItHadNeverBeenTold) {
  std::size_t alerts = 0;
  for (const unsigned seed : Seeds(kSeeds)) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const Chronicle chronicle = RandomHistory(random, false).Write(kFacts);
    const auto with = FoldedLog(chronicle.Entries()).Standing();
    const auto without = FoldedLog(chronicle.EntriesWithoutStruck()).Standing();
    for (const auto& [id, alert] : without) {
      const auto found = with.find(id);
      EXPECT_EQ(found == with.end() ? "" : found->second, alert) << "missing";
    }
    for (const auto& [id, alert] : with) {
      EXPECT_TRUE(without.contains(id)) << "left over " << alert;
    }
    alerts += without.size();
    if (::testing::Test::HasFailure()) return;
  }
  EXPECT_GT(alerts, 0u);
}

// --- What is taken back, and what is not ------------------------------------

History OneCredit() {
  Story story;
  story.Credited("a", "2025-02-01", 1'000);
  return story.history();
}

std::int64_t Credited(const History& history) {
  const FoldedLog folded(fold::testing::EntriesOf(history));
  const auto account =
      views::money::Find(folded.view(), Token(Story::Account("a")));
  return account ? account->credited_rupiah : 0;
}

TEST(CorrectionTest, ItIsTakenBackWhetherItsCorrectionComesAfterOrBefore) {
  History history = OneCredit();
  EXPECT_EQ(Credited(history), 1'000);
  history.push_back(Correction(history[0], "c"));
  EXPECT_EQ(Credited(history), 0);
  std::swap(history[0], history[1]);
  EXPECT_EQ(Credited(history), 0);
  // Told again, or taken back again: once is once.
  history.push_back(history[1]);
  history.push_back(Correction(history[1], "c2"));
  EXPECT_EQ(Credited(history), 0);
}

TEST(CorrectionTest, AnotherSubmittersEventOfTheSameIdIsAnotherFact) {
  History history = OneCredit();
  history.push_back(Correction(history[0], "c"));
  history.back().submitter = 2;
  EXPECT_EQ(Credited(history), 1'000);
}

TEST(CorrectionTest, ACorrectionOfACorrectionBringsNothingBack) {
  const History credit = OneCredit();
  const auto correction = Correction(credit[0], "c");
  const auto of_correction = Correction(correction, "cc");
  EXPECT_EQ(Credited({credit[0], correction, of_correction}), 0);
  EXPECT_EQ(Credited({credit[0], of_correction, correction}), 0);
  EXPECT_EQ(Credited({of_correction, correction, credit[0]}), 0);
  // It is told anew under another id.
  fold::testing::Told anew = credit[0];
  anew.event.set_event_id(Token("anew"));
  EXPECT_EQ(Credited({credit[0], correction, anew}), 1'000);
}

TEST(CorrectionTest, TheIndexSaysWhichCorrectionTookAnEventBack) {
  History history = OneCredit();
  const std::string id = history[0].event.event_id();
  history.push_back(Correction(history[0], "c"));
  history.push_back(Correction(history[0], "c2"));
  history.push_back(Correction(history[1], "cc"));
  const FoldedLog folded(fold::testing::EntriesOf(history));
  using views::event_index::CorrectedBy;
  EXPECT_EQ(CorrectedBy(folded.view(), id, 1), 2u);
  EXPECT_EQ(CorrectedBy(folded.view(), id, 2), std::nullopt);
  EXPECT_EQ(CorrectedBy(folded.view(), Token("c"), 1), std::nullopt);
  EXPECT_EQ(CorrectedBy(folded.view(), Token("none"), 1), std::nullopt);
  EXPECT_EQ(views::event_index::Find(folded.view(), id), 1u);
}

TEST(CorrectionTest, AnIdThatIsOnlyCorrectedIsNowhere) {
  History history = {Correction(OneCredit()[0], "c")};
  const FoldedLog folded(fold::testing::EntriesOf(history));
  EXPECT_EQ(
      views::event_index::Find(folded.view(), OneCredit()[0].event.event_id()),
      std::nullopt);
}

TEST(CorrectionTest, AnAlertThatRestedOnItIsWithdrawnAndSaysWhy) {
  Story story;
  story.Listed("a", "2025-01-01").Printed("a", "2025-01-02");
  story.HandedOver("a", "2025-03-01").Credited("a", "2025-01-05", 600'000);
  story.Drew("a", "2025-01-10", 600'000);
  // The bank's clock goes on.
  story.Credited("b", "2025-06-01", 1);
  History history = story.history();
  {
    const testing::Judged judged(history);
    ASSERT_EQ(judged.Standing("R03").size(), 1u);
  }
  history.push_back(Correction(history[4], "c"));
  const testing::Judged judged(history);
  EXPECT_TRUE(judged.Standing("R03").empty());
  EXPECT_EQ(judged.Ever("R03").back().withdrawn_reason(),
            "the source corrected a fact that it rested on");
}

// What was explained by a fact that is taken back is explained no more.
TEST(CorrectionTest, AnAlertStandsWhenWhatExplainedItIsTakenBack) {
  Story story;
  story.Listed("a", "2025-01-01").Printed("a", "2025-01-02");
  story.HandedOver("a", "2025-01-03").Credited("a", "2025-01-05", 600'000);
  story.Drew("a", "2025-02-10", 600'000);
  story.Credited("b", "2025-06-01", 1);
  History history = story.history();
  {
    const testing::Judged judged(history);
    ASSERT_TRUE(judged.IsSilent("R03"));
  }
  history.push_back(Correction(history[2], "c"));
  const testing::Judged judged(history);
  ASSERT_EQ(judged.Standing("R03").size(), 1u);
  EXPECT_EQ(judged.Standing("R03")[0].rupiah_at_risk(), 600'000);
}

// --- A bank posts a withdrawal twice, under two references ------------------

constexpr std::uint32_t kBank = 2;

void SetBalance(Event& event, std::int64_t rupiah) {
  if (event.has_credit_posted()) {
    event.mutable_credit_posted()->set_balance_after_rupiah(rupiah);
  } else {
    event.mutable_withdrawal_posted()
        ->mutable_transaction()
        ->set_balance_after_rupiah(rupiah);
  }
}

// The bank's total of the day has it once, and so has its balance.
History PostedTwice() {
  Story story;
  story.By(1).Listed("a", "2025-01-01").By(kBank).Printed("a", "2025-01-02");
  story.Credited("a", "2025-02-03", 600'000);
  story.Drew("a", "2025-02-20", 200'000);
  story.Drew("a", "2025-02-20T00:00:30", 200'000);
  story.HandedOver("a", "2025-03-01");
  const auto tell = [&](std::string_view day, const std::string& type,
                        std::int64_t rupiah) {
    auto& total = *story.Add(day).mutable_control_total_reported();
    total.set_bank("BANK A");
    total.set_transaction_type(type);
    total.set_transaction_count(1);
    total.set_total_rupiah(rupiah);
  };
  tell("2025-02-03", "CREDIT", 600'000);
  tell("2025-02-20", "WITHDRAWAL", 200'000);
  // The bank's clock goes on.
  story.Credited("b", "2025-06-01", 1, "P-LATER");
  History history = story.history();
  SetBalance(history[2].event, 600'000);
  SetBalance(history[3].event, 400'000);
  SetBalance(history[4].event, 400'000);
  return history;
}

const views::reconcile::Check& CheckOf(
    const std::vector<views::reconcile::BankReport>& reports,
    views::reconcile::Invariant invariant) {
  return reports.at(0).checks.at(static_cast<std::size_t>(invariant) - 1);
}

TEST(CorrectionTest, ABankTakesBackAWithdrawalThatItPostedTwice) {
  using views::reconcile::Invariant;
  History history = PostedTwice();
  {
    const FoldedLog folded(fold::testing::EntriesOf(history));
    const auto reports = *views::reconcile::Run(folded.view(), {});
    EXPECT_EQ(CheckOf(reports, Invariant::kChains).breaks, 1u);
    EXPECT_EQ(CheckOf(reports, Invariant::kTotals).breaks, 1u);
    const testing::Judged judged(history);
    ASSERT_EQ(judged.Standing("R03").size(), 1u);
    EXPECT_EQ(judged.Standing("R03")[0].rupiah_at_risk(), 400'000);
  }
  history.push_back(Correction(history[4], "told twice"));
  const FoldedLog folded(fold::testing::EntriesOf(history));
  const auto reports = *views::reconcile::Run(folded.view(), {});
  EXPECT_EQ(CheckOf(reports, Invariant::kChains).breaks, 0u);
  EXPECT_EQ(CheckOf(reports, Invariant::kTotals).breaks, 0u);
  EXPECT_EQ(views::money::Find(folded.view(), Token(Story::Account("a")))
                ->debited_rupiah,
            200'000);
  // The one that did happen came before the handover all the same.
  const testing::Judged judged(history);
  ASSERT_EQ(judged.Standing("R03").size(), 1u);
  EXPECT_EQ(judged.Standing("R03")[0].rupiah_at_risk(), 200'000);
  EXPECT_EQ(judged.Standing("R03")[0].statistic_value(), "1");
}

}  // namespace
}  // namespace ledger::rules
