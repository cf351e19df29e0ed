// The year of Merbau Mataram reconciled: the bank that left transactions out is
// found, to the rupiah and to the day; nobody else is accused of it; BPK's
// list of what nobody touched is complete.

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <set>

#include "ledger/base/time.h"
#include "ledger/crypto/token.h"
#include "ledger/views/bank_report/posting.h"
#include "ledger/views/reconcile/flow.h"
#include "ledger/views/reconcile/health.h"
#include "ledger/views/reconcile/reconcile.h"
#include "ledger/views/reconcile/silent.h"
#include "tests/scenarios/folded_year.h"
#include "tests/scenarios/year.h"

namespace scenarios {
namespace {

namespace reconcile = ledger::views::reconcile;
using reconcile::BankReport;
using reconcile::Break;
using reconcile::Cause;
using reconcile::Invariant;

class MoneyYearTest : public ::testing::Test {
 protected:
  static std::vector<BankReport> Reconcile(const std::string& bank,
                                           const std::string& period) {
    reconcile::Query query;
    query.bank = bank;
    query.period_id = period;
    auto reports = reconcile::Run(YearView(), query);
    EXPECT_TRUE(reports.ok()) << reports.error().message;
    return *std::move(reports);
  }
  static std::vector<Break> Of(const BankReport& report, Invariant invariant) {
    std::vector<Break> found;
    std::copy_if(report.breaks.begin(), report.breaks.end(),
                 std::back_inserter(found),
                 [&](const Break& one) { return one.invariant == invariant; });
    return found;
  }
};

std::string DateOf(std::int32_t day) {
  return ledger::FormatDate(ledger::Instant{day * ledger::kMicrosPerDay}, 0);
}

// What the labels say that a bank left out of its file.
struct Omitted {
  std::set<std::string> references;
  std::set<std::string> days;  // By the reference: digit of year, day of year.
  std::int64_t rupiah = 0;
};
Omitted OmittedRows() {
  Omitted omitted;
  for (const auto& row : ReadLabels("scheme_rows.csv")) {
    if (row.at("role") != "OMITTED") continue;
    omitted.references.insert(row.at("key"));
    const int day_of_year = std::stoi(row.at("key").substr(1, 3));
    omitted.days.insert(DateOf(static_cast<std::int32_t>(
        ledger::DaysFromCivil(2025, 1, 1) + day_of_year - 1)));
    omitted.rupiah += std::stoll(row.at("loss_idr"));
  }
  return omitted;
}

std::set<std::string> AccountsOf(const std::string& scheme) {
  std::set<std::string> accounts;
  for (const auto& row : ReadLabels("scheme_cards.csv")) {
    if (row.at("scheme_id") == scheme) {
      accounts.insert(
          std::string(YearKey()
                          .Tokenise(ledger::crypto::TokenKind::kAccount,
                                    row.at("account_no"))
                          .view()));
    }
  }
  return accounts;
}

std::int64_t SumOf(const std::vector<Break>& breaks) {
  std::int64_t sum = 0;
  for (const Break& one : breaks) sum += one.rupiah;
  return sum;
}

TEST_F(MoneyYearTest, WhatABankLeftOutIsFoundToTheRupiahAndTheDay) {
  const Omitted omitted = OmittedRows();
  ASSERT_EQ(omitted.rupiah, 2'050'000);
  for (const std::string period : {"PKH-2025-T2", "SEMBAKO-2025-0506", ""}) {
    const auto reports = Reconcile("BANK A", period);
    ASSERT_EQ(reports.size(), 1u);
    const auto totals = Of(reports[0], Invariant::kTotals);
    const auto chains = Of(reports[0], Invariant::kChains);
    // The second window begins after the first of the two days.
    const bool is_whole = period != "SEMBAKO-2025-0506";
    EXPECT_EQ(SumOf(totals), is_whole ? omitted.rupiah : 1'150'000) << period;
    EXPECT_EQ(SumOf(chains), is_whole ? omitted.rupiah : 1'150'000) << period;
    std::set<std::string> days;
    for (const Break& total : totals) {
      days.insert(DateOf(*total.day));
      EXPECT_EQ(total.explained_rupiah, total.rupiah);
    }
    if (is_whole) {
      EXPECT_EQ(days, omitted.days);
    }
    for (const Break& chain : chains) {
      ASSERT_TRUE(chain.day.has_value());
      EXPECT_EQ(chain.explained_rupiah, chain.rupiah);
    }
  }
}

TEST_F(MoneyYearTest, EachMissingTransactionLiesInTheGapThatIsNamed) {
  std::set<std::string> accounts;
  for (const Break& chain :
       Of(Reconcile("BANK A", "")[0], Invariant::kChains)) {
    accounts.insert(chain.account);
    bool has_one = false;
    for (const std::string& reference : OmittedRows().references) {
      const auto digits = ledger::views::bank_report::SequenceOf;
      has_one |= digits(chain.after_reference) < reference &&
                 reference < digits(chain.before_reference);
    }
    EXPECT_TRUE(has_one) << chain.after_reference;
  }
  EXPECT_EQ(accounts, AccountsOf("S14-01"));
}

TEST_F(MoneyYearTest, EachHoleInTheBanksNumbersHoldsAMissingTransaction) {
  std::size_t holes = 0;
  std::set<std::string> held;
  for (const Break& total :
       Of(Reconcile("BANK A", "PKH-2025-T2")[0], Invariant::kTotals)) {
    for (const auto& gap : total.sequence_gaps) {
      ++holes;
      bool holds_one = false;
      for (const std::string& reference : OmittedRows().references) {
        if (gap.after_reference < reference &&
            reference < gap.before_reference) {
          held.insert(reference);
          holds_one = true;
        }
      }
      EXPECT_TRUE(holds_one) << gap.after_reference;
    }
  }
  // 2 holes on the first day; 3 on the second, of which two types tell.
  EXPECT_EQ(holes, 8u);
  EXPECT_EQ(held.size(), 7u);
}

TEST_F(MoneyYearTest, NoBankDayAndNoAccountIsAccusedThatIsHonest) {
  const auto bank_b = Reconcile("BANK B", "")[0];
  EXPECT_TRUE(Of(bank_b, Invariant::kTotals).empty());
  EXPECT_TRUE(Of(bank_b, Invariant::kChains).empty());
  EXPECT_TRUE(Of(bank_b, Invariant::kBooks).empty());
  const auto bank_a = Reconcile("BANK A", "")[0];
  EXPECT_EQ(Of(bank_a, Invariant::kTotals).size(), 3u);  // And 2 inquiries.
  EXPECT_EQ(Of(bank_a, Invariant::kChains).size(), 11u);
  for (const auto& report : {bank_a, bank_b}) {
    // The ministry's orders and lists are kept to the rupiah.
    EXPECT_TRUE(Of(report, Invariant::kLots).empty());
    EXPECT_TRUE(Of(report, Invariant::kLists).empty());
    for (const auto& check : report.checks) EXPECT_GT(check.checked, 0u);
  }
}

TEST_F(MoneyYearTest, TheListOfWhatNobodyTouchedHasAllThatWasNeverReturned) {
  // S9: credited, undistributed or silent, neither frozen nor returned.
  reconcile::SilentQuery query;
  query.bank = "BANK B";
  const auto list = reconcile::ListSilent(YearView(), query);
  ASSERT_TRUE(list.ok());
  const auto scheme = AccountsOf("S9-01");
  std::set<std::string> found;
  std::int64_t rupiah = 0;
  std::uint64_t undistributed = 0;
  for (const auto& silent : list->accounts) {
    if (scheme.count(silent.account) == 0) continue;
    found.insert(silent.account);
    rupiah += silent.rupiah;
    EXPECT_TRUE(silent.is_past_deadline);
    EXPECT_FALSE(silent.was_ever_used);
    EXPECT_FALSE(silent.is_frozen);
    EXPECT_EQ(silent.branch_code, "CB1801");
    if (!silent.was_handed_over) ++undistributed;
  }
  EXPECT_EQ(found, scheme);
  EXPECT_EQ(rupiah, 90'400'000);
  std::cout << "S9: " << scheme.size() << " accounts, " << undistributed
            << " never handed over, of " << list->all.past_deadline.accounts
            << " past their deadline at the bank\n";

  std::set<std::string> late;
  for (const Break& one : Of(Reconcile("BANK B", "")[0], Invariant::kReturns)) {
    late.insert(one.account);
  }
  EXPECT_TRUE(
      std::includes(late.begin(), late.end(), scheme.begin(), scheme.end()));
}

TEST_F(MoneyYearTest, MoneyFlowsWithoutLoss) {
  for (const std::string bank : {"BANK A", "BANK B"}) {
    reconcile::FlowQuery query;
    query.bank = bank;
    const auto flows = reconcile::Flows(YearView(), query);
    ASSERT_TRUE(flows.ok());
    std::size_t periods = 0;
    for (const auto& flow : *flows) {
      if (flow.period_id.empty()) continue;
      ++periods;
      EXPECT_EQ(flow.ordered.rupiah, flow.credited.rupiah + flow.failed.rupiah);
      EXPECT_EQ(flow.ordered.rupiah, flow.payable.rupiah);
      EXPECT_EQ(flow.credited.rupiah, flow.withdrawn.rupiah + flow.fee_rupiah +
                                          flow.debited_back.rupiah +
                                          flow.remaining_rupiah)
          << bank << " " << flow.period_id;
    }
    EXPECT_EQ(periods, 10u);
  }
}

TEST_F(MoneyYearTest, SubmissionsDifferOnlyOnTheDaysOfTheOmission) {
  const auto health =
      reconcile::HealthOf(YearView(), "BANK A", -1'000'000, 1'000'000);
  ASSERT_TRUE(health.ok());
  std::set<std::string> days;
  for (const auto& day : health->days) {
    if (!day.totals_agree) days.insert(DateOf(day.day));
    EXPECT_EQ(day.repeated, 0u);
  }
  EXPECT_EQ(days, OmittedRows().days);
  const auto other =
      reconcile::HealthOf(YearView(), "BANK B", -1'000'000, 1'000'000);
  ASSERT_TRUE(other.ok());
  EXPECT_EQ(other->days_that_differ, 0u);
}

}  // namespace
}  // namespace scenarios
