#include "ledger/views/reconcile/reconcile.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "ledger/views/reconcile/flow.h"
#include "ledger/views/reconcile/health.h"
#include "ledger/views/reconcile/silent.h"
#include "tests/unit/fold/taken_back.h"
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

using testing::CausesOf;
using testing::ReportOf;

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
  remitted.mutable_funds_remitted_to_treasury()->set_ntpn("7FE944E46319CC7F");
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

}  // namespace
}  // namespace ledger::views::reconcile
