#include "ledger/views/reconcile/reconcile.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "ledger/base/time.h"
#include "ledger/views/all.h"
#include "ledger/views/bank_report/bank_report.h"
#include "ledger/views/reconcile/flow.h"
#include "ledger/views/reconcile/health.h"
#include "ledger/views/reconcile/silent.h"
#include "tests/unit/fold/history.h"
#include "tests/unit/fold/taken_back.h"

namespace ledger::views::reconcile {
namespace {

using amanah::v1::Event;
using fold::testing::Folded;
using fold::testing::History;
using fold::testing::Story;
using fold::testing::TimeAt;
using fold::testing::Token;

constexpr std::string_view kPeriod = "SEMBAKO-2025-0102";

// A bank's books, the ministry's beside them, and what is left out of what is
// told. Submitter 1 is the ministry, 2 the bank.
class World {
 public:
  void Lists(const std::string& family, std::int64_t rupiah,
             std::string_view check = "BERHASIL") {
    Event& event = story_.By(1).Add("2025-01-20", "", "", family);
    event.set_period_id(std::string(kPeriod));
    event.set_programme(amanah::v1::PROGRAMME_SEMBAKO);
    event.set_region_code("18.01.18.2001");
    auto* listed = event.mutable_family_listed();
    listed->set_amount_rupiah(rupiah);
    listed->set_channel(amanah::v1::PAYMENT_CHANNEL_BANK);
    listed->set_bank("BANK A");
    listed->set_account_check(std::string(check));
    listed->set_list_status("TETAP");
  }
  void Orders(std::uint32_t families, std::int64_t rupiah) {
    Event& event = story_.By(1).Add("2025-02-01");
    event.set_period_id(std::string(kPeriod));
    event.set_programme(amanah::v1::PROGRAMME_SEMBAKO);
    auto* order = event.mutable_sp2d_issued();
    order->set_sp2d_no("SP1");
    order->set_bank("BANK A");
    order->set_family_count(families);
    order->set_total_rupiah(rupiah);
  }
  void Cards(const std::string& family, bool is_handed_over = true) {
    story_.By(2).Printed(family, "2024-11-01");
    if (is_handed_over) story_.By(2).HandedOver(family, "2024-12-01");
  }
  // Posted `seconds` after 3 February, 00:00 WIB.
  void Credits(const std::string& family, std::int64_t seconds,
               std::int64_t rupiah) {
    Event& event = Posted(family, seconds);
    event.mutable_subjects()->set_kpm(Token(family));
    event.set_period_id(std::string(kPeriod));
    event.set_programme(amanah::v1::PROGRAMME_SEMBAKO);
    balance_[family] += rupiah;
    auto* credit = event.mutable_credit_posted();
    credit->set_amount_rupiah(rupiah);
    credit->set_balance_after_rupiah(balance_[family]);
    credit->set_credit_ref("CR" + Reference(seconds));
    credit->set_sp2d_no("SP1");
    Count(seconds, "CREDIT", rupiah);
  }
  void Fails(const std::string& family, std::int64_t seconds,
             std::int64_t rupiah) {
    Event& event = Posted(family, seconds);
    event.mutable_subjects()->set_kpm(Token(family));
    event.set_period_id(std::string(kPeriod));
    auto* credit = event.mutable_credit_failed();
    credit->set_amount_rupiah(rupiah);
    credit->set_credit_ref("CR" + Reference(seconds));
    credit->set_sp2d_no("SP1");
  }
  // Not told when `is_left_out`; in the totals it is.
  void Draws(const std::string& family, std::int64_t seconds,
             std::int64_t rupiah, std::int64_t fee, bool is_left_out) {
    balance_[family] -= rupiah + fee;
    Count(seconds, "WITHDRAWAL", rupiah);
    if (is_left_out) return;
    Event& event = Posted(family, seconds);
    auto& transaction =
        *event.mutable_withdrawal_posted()->mutable_transaction();
    transaction.set_rrn(Reference(seconds));
    transaction.set_tid("T1");
    transaction.set_stan(static_cast<std::uint32_t>(1 + seconds / 60));
    transaction.set_response_code("00");
    transaction.set_amount_rupiah(rupiah);
    transaction.set_fee_rupiah(fee);
    transaction.set_balance_after_rupiah(balance_[family]);
    *transaction.mutable_posted_at() = event.occurred_at();
  }
  void TellTotals() {
    for (const auto& [key, total] : totals_) {
      const auto& [day, type] = key;
      Event& event = story_.By(2).AddAt(TimeAt(Start() + day * kMicrosPerDay),
                                        "", "", "", "");
      auto* told = event.mutable_control_total_reported();
      told->set_transaction_type(type);
      told->set_transaction_count(total.first);
      told->set_total_rupiah(total.second);
      told->set_bank("BANK A");
    }
  }
  void TellTotal(std::int64_t day, std::string_view type, std::uint64_t count,
                 std::int64_t rupiah) {
    totals_.clear();
    totals_[{day, std::string(type)}] = {count, rupiah};
    TellTotals();
  }
  static std::int32_t HostDay(std::int64_t day) {
    return bank_report::DayOf({Start() + day * kMicrosPerDay, kWibMinutes});
  }
  Story& story() { return story_; }

 private:
  static std::int64_t Start() {
    return fold::testing::Time("2025-02-03").unix_micros();
  }
  static std::string Reference(std::int64_t seconds) {
    return std::to_string(503'400'000'000 + seconds);
  }
  Event& Posted(const std::string& family, std::int64_t seconds) {
    return story_.By(2).AddAt(TimeAt(Start() + seconds * kMicrosPerSecond),
                              Story::Card(family), Story::Account(family), "",
                              "");
  }
  void Count(std::int64_t seconds, const std::string& type,
             std::int64_t rupiah) {
    auto& [count, sum] = totals_[{seconds / 86'400, type}];
    ++count;
    sum += rupiah;
  }

  Story story_;
  std::map<std::string, std::int64_t> balance_;
  std::map<std::pair<std::int64_t, std::string>,
           std::pair<std::uint64_t, std::int64_t>>
      totals_;
};

BankReport ReportOf(const fold::Reader& reader, Query query = {}) {
  auto reports = Run(reader, query);
  EXPECT_TRUE(reports.ok()) << reports.error().message;
  EXPECT_EQ(reports->size(), 1u);
  return reports->empty() ? BankReport{} : reports->front();
}

std::vector<Cause> CausesOf(const BankReport& report) {
  std::vector<Cause> causes;
  for (const Break& found : report.breaks) causes.push_back(found.cause);
  return causes;
}

constexpr std::int64_t kDaySeconds = 86'400;

TEST(ReconcilePropertyTest, WhatIsLeftOutIsFoundWhateverElseHappens) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 20; ++round) {
    World world;
    std::int64_t left_out = 0;        // Amounts: what totals see.
    std::int64_t left_out_chain = 0;  // With fees: what balances see.
    std::set<std::int32_t> days;
    std::int64_t next = 0;
    for (int i = 0; i < 5; ++i) {
      const std::string family = "family " + std::to_string(i);
      world.Lists(family, 400'000);
      world.Cards(family);
      world.Credits(family, ++next, 400'000);
      std::int64_t unseen = 0;  // Since the last balance that is told.
      for (int day = 1; day < 6; ++day) {
        const std::int64_t fee = random() % 3 == 0 ? 5'000 : 0;
        const bool is_left_out = round > 0 && random() % 4 == 0;
        const std::int64_t seconds =
            day * kDaySeconds + 1'000 * i + static_cast<int>(random() % 900);
        world.Draws(family, seconds, 10'000, fee, is_left_out);
        if (is_left_out) {
          left_out += 10'000;
          unseen += 10'000 + fee;
          days.insert(World::HostDay(day));
        } else {
          left_out_chain += std::exchange(unseen, 0);
        }
      }
    }
    world.Orders(5, 2'000'000);
    world.TellTotals();
    History history = world.story().history();
    if (round % 2 == 0) std::shuffle(history.begin(), history.end(), random);
    const std::size_t size = history.size();
    for (std::size_t i = 0; i < size; i += 7) history.push_back(history[i]);
    fold::testing::AddTakenBack(history, random);
    const Folded folded(history, views::MakeAll(), 13);
    const BankReport report = ReportOf(folded.view());

    EXPECT_EQ(report.checks[1].rupiah, left_out_chain);
    EXPECT_EQ(report.checks[5].rupiah, left_out);
    EXPECT_EQ(report.checks[4].rupiah, left_out_chain);
    std::set<std::int32_t> accused;
    for (const Break& found : report.breaks) {
      if (found.invariant == Invariant::kTotals) accused.insert(*found.day);
      EXPECT_GT(found.index_count, 0u);
    }
    EXPECT_EQ(accused, days);
    EXPECT_EQ(report.checks[0].breaks, 0u);
    EXPECT_EQ(report.checks[3].breaks, 0u);
    EXPECT_EQ(report.checks[6].breaks, 0u);
  }
}

TEST(ReconcileTest, HonestBooksHaveNoBreak) {
  World world;
  world.Lists("siti", 400'000);
  world.Cards("siti");
  world.Orders(1, 400'000);
  world.Credits("siti", 1, 400'000);
  world.Draws("siti", kDaySeconds, 400'000, 0, false);
  world.TellTotals();
  const Folded folded(world.story().history(), views::MakeAll());
  Query query;
  query.bank = "BANK A";
  query.period_id = kPeriod;
  const BankReport report = ReportOf(folded.view(), query);
  EXPECT_TRUE(report.breaks.empty());
  for (const Check& check : report.checks) {
    if (check.invariant != Invariant::kReturns) {
      EXPECT_GT(check.checked, 0u);
    }
  }
  EXPECT_EQ(report.begin_day, World::HostDay(0));
}

TEST(ReconcileTest, ListsAndOrdersAreHeldAgainstCredits) {
  World world;
  for (const char* name : {"paid", "less", "never", "wrong"}) {
    world.Lists(name, 400'000,
                name == std::string("wrong") ? "GAGAL NAMA" : "BERHASIL");
    world.Cards(name);
  }
  world.Cards("stranger");
  world.Credits("paid", 1, 400'000);
  world.Credits("less", 2, 300'000);
  world.Credits("wrong", 3, 400'000);
  world.Credits("stranger", 4, 400'000);
  world.Orders(3, 1'200'000);
  for (const char* name : {"paid", "less", "wrong", "stranger"}) {
    world.Draws(name, 20 * kDaySeconds + name[0], 100'000, 0, false);
  }
  world.TellTotals();
  const Folded folded(world.story().history(), views::MakeAll());
  std::map<std::string, Cause> by_family;
  const BankReport report = ReportOf(folded.view());
  for (const Break& found : report.breaks) {
    if (found.invariant == Invariant::kLists) {
      by_family[found.kpm] = found.cause;
    }
  }
  EXPECT_EQ(by_family, (std::map<std::string, Cause>{
                           {Token("less"), Cause::kAmountDiffers},
                           {Token("never"), Cause::kListedNotPaid},
                           {Token("wrong"), Cause::kPaidNotListed},
                           {Token("stranger"), Cause::kPaidNotListed}}));
  // 1,500,000 came of an order of 1,200,000.
  EXPECT_EQ(report.checks[0].breaks, 1u);
  EXPECT_EQ(report.checks[0].rupiah, -300'000);
}

TEST(ReconcileTest, AnOrderHasItsTimeAndACreditNeedsAnOrder) {
  World world;
  world.Cards("siti");
  world.Credits("siti", 1, 400'000);
  world.TellTotals();
  {
    const Folded folded(world.story().history(), views::MakeAll());
    const auto causes = CausesOf(ReportOf(folded.view()));
    EXPECT_EQ(std::count(causes.begin(), causes.end(), Cause::kLotUnknown), 1);
  }
  world.Orders(2, 800'000);
  {
    // The other half may still come.
    const Folded folded(world.story().history(), views::MakeAll());
    EXPECT_EQ(ReportOf(folded.view()).checks[0].breaks, 0u);
  }
  world.Draws("siti", 8 * kDaySeconds, 100'000, 0, false);
  const Folded folded(world.story().history(), views::MakeAll());
  const auto causes = CausesOf(ReportOf(folded.view()));
  EXPECT_EQ(std::count(causes.begin(), causes.end(), Cause::kLotDiffers), 1);
}

TEST(ReconcileTest, CardsWithoutAHandoverAreNamed) {
  World world;
  world.Cards("siti", false);
  world.story()
      .By(2)
      .Add("2025-01-05", "siti card", "siti acct", "siti")
      .mutable_kks_activated();
  world.story().By(2).HandedOver("dewi", "2025-01-05");
  world.Credits("siti", 1, 400'000);
  world.TellTotals();
  const Folded folded(world.story().history(), views::MakeAll());
  std::map<Cause, std::string> found;
  for (const Break& one : ReportOf(folded.view()).breaks) {
    found[one.cause] = one.kks;
  }
  EXPECT_EQ(found[Cause::kCardInUse], Token("siti card"));
  EXPECT_EQ(found[Cause::kCardNotPrinted], Token("dewi card"));
  EXPECT_EQ(found[Cause::kNoHandover], Token("siti card"));
}

TEST(ReconcileTest, TotalsThatAreMissingOrUnknownAreNamed) {
  World world;
  world.Cards("siti");
  world.Credits("siti", 1, 400'000);
  world.Draws("siti", 2 * kDaySeconds, 100'000, 0, false);
  world.TellTotal(3, "799", 1, 50'000);
  const Folded folded(world.story().history(), views::MakeAll());
  std::multiset<Cause> causes;
  for (const Break& one : ReportOf(folded.view()).breaks) {
    if (one.invariant == Invariant::kTotals) causes.insert(one.cause);
  }
  EXPECT_EQ(causes.count(Cause::kTotalMissing), 2u);
  EXPECT_EQ(causes.count(Cause::kTotalNotRead), 1u);
}

TEST(ReconcileTest, SignedBooksAreHeldAgainstTheLedger) {
  World world;
  world.Cards("siti");
  world.Credits("siti", 1, 400'000);
  world.Draws("siti", kDaySeconds, 100'000, 5'000, false);
  const auto sign = [&](std::int64_t debited) {
    Event& event = world.story().By(2).Add("2025-03-01");
    event.set_period_id(std::string(kPeriod));
    auto* books = event.mutable_reconciliation_signed();
    books->set_bank("BANK A");
    *books->mutable_from_at() = fold::testing::Time("2025-02-01");
    *books->mutable_until_at() = fold::testing::Time("2025-03-01");
    books->set_credited_rupiah(400'000);
    books->set_debited_rupiah(debited);
  };
  sign(105'000);
  sign(155'000);
  world.TellTotals();
  const Folded folded(world.story().history(), views::MakeAll());
  std::vector<std::int64_t> differences;
  for (const Break& one : ReportOf(folded.view()).breaks) {
    if (one.cause == Cause::kBooksDiffer) differences.push_back(one.rupiah);
  }
  EXPECT_EQ(differences, std::vector<std::int64_t>({50'000}));
}

TEST(ReconcileTest, WhatNobodyTookMustBeWithTheTreasuryInTime) {
  World world;
  for (const char* name : {"silent", "failed", "returned"}) world.Cards(name);
  world.Credits("silent", 1, 400'000);
  world.Fails("failed", 2, 300'000);
  world.Fails("returned", 3, 200'000);
  Event& remitted =
      world.story().By(2).Add("2025-02-20", "", "returned acct", "returned");
  remitted.set_period_id(std::string(kPeriod));
  remitted.mutable_funds_remitted_to_treasury()->set_amount_rupiah(200'000);
  world.Credits("later", 105 * kDaySeconds, 400'000);
  world.TellTotals();
  const Folded folded(world.story().history(), views::MakeAll());
  const auto late = [&](std::int32_t days) {
    Query query;
    query.return_deadline_days = days;
    std::map<Cause, std::int64_t> found;
    for (const Break& one : ReportOf(folded.view(), query).breaks) {
      if (one.invariant == Invariant::kReturns) found[one.cause] += one.rupiah;
    }
    return found;
  };
  EXPECT_EQ(late(104),
            (std::map<Cause, std::int64_t>{{Cause::kNotReturned, 400'000},
                                           {Cause::kNotRemitted, 300'000}}));
  EXPECT_TRUE(late(120).empty());
}

TEST(ReconcileTest, UnknownBanksPeriodsAndRegionsAreRefused) {
  World world;
  world.Cards("siti");
  world.Credits("siti", 1, 400'000);
  const Folded folded(world.story().history(), views::MakeAll());
  Query query;
  query.bank = "BANK Z";
  EXPECT_EQ(reconcile::Run(folded.view(), query).error().reason, kBankUnknown);
  query = {};
  query.period_id = "PKH-1999-T1";
  EXPECT_EQ(reconcile::Run(folded.view(), query).error().reason,
            kPeriodUnknown);
  query = {};
  query.region_prefix = "Lampung";
  EXPECT_EQ(reconcile::Run(folded.view(), query).error().reason,
            "REGION_MALFORMED");
  SilentQuery silent;
  silent.bank = "BANK Z";
  EXPECT_EQ(ListSilent(folded.view(), silent).error().reason, kBankUnknown);
  EXPECT_EQ(HealthOf(folded.view(), "BANK Z", 0, 1).error().reason,
            kBankUnknown);
  FlowQuery flow;
  flow.family = Token("nobody");
  EXPECT_EQ(Flows(folded.view(), flow).error().reason, kFamilyUnknown);
  flow = {};
  flow.sp2d_no = "SP9";
  EXPECT_EQ(Flows(folded.view(), flow).error().reason, kOrderUnknown);
}

TEST(FlowTest, WhatIsDrawnUsesTheOldestMoneyFirst) {
  World world;
  world.Lists("siti", 400'000);
  world.Credits("siti", 1, 400'000);
  Event& second =
      world.story()
          .By(2)
          .Credited("siti", "2025-04-01", 600'000, "SEMBAKO-2025-0304")
          .Add("2025-04-02", "siti card", "siti acct");
  auto& transaction =
      *second.mutable_withdrawal_posted()->mutable_transaction();
  transaction.set_rrn("509300000001");
  transaction.set_amount_rupiah(500'000);
  transaction.set_fee_rupiah(5'000);
  transaction.set_response_code("00");
  *transaction.mutable_posted_at() = second.occurred_at();
  const Folded folded(world.story().history(), views::MakeAll());
  FlowQuery query;
  query.family = Token("siti");
  const auto flows = Flows(folded.view(), query);
  ASSERT_TRUE(flows.ok());
  ASSERT_EQ(flows->size(), 2u);
  EXPECT_EQ((*flows)[0].withdrawn.rupiah, 400'000);
  EXPECT_EQ((*flows)[0].remaining_rupiah, 0);
  EXPECT_EQ((*flows)[1].withdrawn.rupiah, 100'000);
  EXPECT_EQ((*flows)[1].fee_rupiah, 5'000);
  EXPECT_EQ((*flows)[1].remaining_rupiah, 495'000);
}

TEST(SilentTest, ADebitEndsSilenceAndAgesAreCountedFromTheFirstCredit) {
  World world;
  for (const char* name : {"silent", "back", "used"}) world.Cards(name);
  world.Credits("silent", 1, 400'000);
  world.Credits("silent", 60 * kDaySeconds, 400'000);
  world.Credits("back", 2, 400'000);
  world.Draws("back", kDaySeconds, 400'000, 0, false);
  world.Credits("back", 90 * kDaySeconds, 400'000);
  world.Credits("used", 3, 400'000);
  world.Draws("used", 120 * kDaySeconds, 400'000, 0, false);
  world.TellTotals();
  const Folded folded(world.story().history(), views::MakeAll());
  const auto list = ListSilent(folded.view(), {});
  ASSERT_TRUE(list.ok());
  ASSERT_EQ(list->accounts.size(), 2u);
  EXPECT_EQ(list->accounts[0].account, Token("silent acct"));
  EXPECT_EQ(list->accounts[0].credits, 2u);
  EXPECT_EQ(list->accounts[0].rupiah, 800'000);
  EXPECT_FALSE(list->accounts[0].was_ever_used);
  EXPECT_TRUE(list->accounts[0].is_past_deadline);
  EXPECT_EQ(list->accounts[1].account, Token("back acct"));
  EXPECT_TRUE(list->accounts[1].was_ever_used);
  EXPECT_EQ(list->accounts[1].rupiah, 400'000);
  EXPECT_FALSE(list->accounts[1].is_past_deadline);
  EXPECT_EQ(list->all.past_deadline.rupiah, 800'000);
  SilentQuery query;
  query.min_days = 100;
  EXPECT_EQ(ListSilent(folded.view(), query)->accounts.size(), 1u);
}

TEST(SilentTest, AgesFallIntoTheirBuckets) {
  EXPECT_EQ(AgeBucket(0), 0u);
  EXPECT_EQ(AgeBucket(29), 0u);
  EXPECT_EQ(AgeBucket(30), 1u);
  EXPECT_EQ(AgeBucket(104), 2u);
  EXPECT_EQ(AgeBucket(105), 3u);
  EXPECT_EQ(AgeBucket(180), 4u);
}

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
