// Stories of payment that look wrong and are not, and the other way round: the
// books must give each its right answer.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "ledger/views/custody/custody.h"
#include "ledger/views/reconcile/flow.h"
#include "ledger/views/reconcile/reconcile.h"
#include "ledger/views/stock/stock.h"
#include "ledger/views/timeline/timeline.h"
#include "ledger/views/zero/zero.h"
#include "tests/unit/views/reconcile_world.h"

namespace ledger::views::reconcile {
namespace {

using testing::Event;
using testing::Folded;
using testing::History;
using testing::kDaySeconds;
using testing::ReportOf;
using testing::Story;
using testing::Token;
using testing::World;

std::map<Cause, std::int64_t> BreaksOf(const History& history) {
  const Folded folded(history, views::MakeAll());
  std::map<Cause, std::int64_t> breaks;
  for (const Break& one : ReportOf(folded.view()).breaks) {
    breaks[one.cause] += one.rupiah;
  }
  return breaks;
}

using Breaks = std::map<Cause, std::int64_t>;

// Siti's family with a child at primary school: Rp75,000 a month.
void ListsPkh(World& world, std::int64_t rupiah,
              const std::vector<std::uint32_t>& months,
              const std::vector<std::string>& components) {
  world.programme = amanah::v1::PROGRAMME_PKH;
  world.period = "PKH-2025-T1";
  Event& listed = world.Lists("siti", rupiah);
  for (const std::uint32_t month : months) listed.add_allocation_months(month);
  for (const std::string& component : components) {
    listed.mutable_family_listed()->add_components(component);
  }
}

void PaysAndDraws(World& world, std::int64_t rupiah) {
  world.Cards("siti");
  world.Orders(1, rupiah);
  world.Credits("siti", 1, rupiah);
  world.Draws("siti", 20 * kDaySeconds, rupiah, 0, false);
  world.TellTotals();
}

TEST(MoneyStoryTest, RapelIsDueForEveryMonthThatItPays) {
  World world;
  ListsPkh(world, 450'000, {202410, 202411, 202412, 202501, 202502, 202503},
           {"SD"});
  PaysAndDraws(world, 450'000);
  EXPECT_EQ(BreaksOf(world.story().history()), Breaks());
}

TEST(MoneyStoryTest, RapelThatPaysOneQuarterOfTwoIsTooLittle) {
  World world;
  ListsPkh(world, 225'000, {202410, 202411, 202412, 202501, 202502, 202503},
           {"SD"});
  PaysAndDraws(world, 225'000);
  EXPECT_EQ(BreaksOf(world.story().history()),
            (Breaks{{Cause::kDueDiffers, 225'000}}));
}

TEST(MoneyStoryTest, AdvancePaymentIsDueForMonthsToCome) {
  World world;
  ListsPkh(world, 2 * 350'000, {202501, 202502, 202503, 202504, 202505, 202506},
           {"SD", "SMP"});
  // 75,000 and 125,000 a month.
  PaysAndDraws(world, 2 * 350'000);
  EXPECT_EQ(BreaksOf(world.story().history()),
            (Breaks{{Cause::kDueDiffers, 500'000}}));
  World right;
  ListsPkh(right, 1'200'000, {202501, 202502, 202503, 202504, 202505, 202506},
           {"SD", "SMP"});
  PaysAndDraws(right, 1'200'000);
  EXPECT_EQ(BreaksOf(right.story().history()), Breaks());
}

TEST(MoneyStoryTest, AComponentThatWasNotKeptIsNotDue) {
  const auto breaks = [](const std::vector<bool>& kept) {
    World world;
    ListsPkh(world, 600'000, {202501, 202502, 202503}, {"SD", "SMP"});
    for (std::size_t i = 0; i < kept.size(); ++i) {
      world.Verifies("siti", "SMP", kept[i], "2025-01-1" + std::to_string(i));
    }
    PaysAndDraws(world, 600'000);
    return BreaksOf(world.story().history());
  };
  EXPECT_EQ(breaks({}), Breaks());
  EXPECT_EQ(breaks({true}), Breaks());
  EXPECT_EQ(breaks({false}), (Breaks{{Cause::kDueDiffers, -375'000}}));
  // The last word counts.
  EXPECT_EQ(breaks({false, true}), Breaks());
}

TEST(MoneyStoryTest, ACreditThatIsTriedAgainCountsOnce) {
  World world;
  world.Lists("siti", 400'000);
  world.Cards("siti");
  world.Orders(1, 400'000);
  world.Fails("siti", 1, 400'000);
  world.Fails("siti", 2, 400'000);
  world.Credits("siti", kDaySeconds, 400'000);
  world.Draws("siti", 20 * kDaySeconds, 400'000, 0, false);
  // Time goes by: another account's story.
  world.Cards("budi");
  world.order = "SP2";
  world.TellTotals();
  world.story().By(2).Credited("late", "2025-12-01", 1'000, "LATER");
  History history = world.story().history();
  const Breaks breaks = BreaksOf(history);
  EXPECT_EQ(breaks.count(Cause::kLotDiffers), 0u);
  EXPECT_EQ(breaks.count(Cause::kAmountDiffers), 0u);
  EXPECT_EQ(breaks.count(Cause::kNotRemitted), 0u);
  const Folded folded(history, views::MakeAll());
  FlowQuery query;
  query.sp2d_no = "SP1";
  const auto flows = Flows(folded.view(), query);
  ASSERT_TRUE(flows.ok());
  EXPECT_EQ((*flows)[0].failed.count, 0u);
  EXPECT_EQ((*flows)[0].credited.rupiah, 400'000);
  EXPECT_EQ((*flows)[0].withdrawn.rupiah, 400'000);
}

TEST(MoneyStoryTest, WhatFailedUnderOneOrderIsNotMadeGoodByAnother) {
  World world;
  world.Lists("siti", 400'000);
  world.Cards("siti");
  world.Orders(1, 400'000);
  world.Fails("siti", 1, 400'000);
  world.order = "SP2";
  world.Orders(1, 400'000);
  world.Credits("siti", 5 * kDaySeconds, 400'000);
  world.Draws("siti", 6 * kDaySeconds, 400'000, 0, false);
  world.TellTotals();
  world.story().By(2).Credited("late", "2025-12-01", 1'000, "LATER");
  // The first order's money is still with the bank.
  EXPECT_EQ(BreaksOf(world.story().history())[Cause::kNotRemitted], 400'000);
  const auto remits = [&](std::string_view receipt) {
    Event& event = world.story().By(2).Add("2025-02-20", "", "", "siti");
    event.set_period_id(world.period);
    auto* body = event.mutable_funds_remitted_to_treasury();
    body->set_amount_rupiah(400'000);
    body->set_ntpn(std::string(receipt));
  };
  // A remittance without the treasury's number proves nothing.
  remits("");
  EXPECT_EQ(BreaksOf(world.story().history())[Cause::kNotRemitted], 400'000);
  remits("7FE944E46319CC7F");
  EXPECT_EQ(BreaksOf(world.story().history()).count(Cause::kNotRemitted), 0u);
}

// Siti loses her card in March; money stays on the account.
World ReplacedCard() {
  World world;
  world.Lists("siti", 400'000);
  world.Cards("siti");
  world.Orders(1, 400'000);
  world.Credits("siti", 1, 400'000);
  world.Draws("siti", kDaySeconds, 100'000, 0, false);
  Event& replaced =
      world.story().By(2).Add("2025-03-01", "siti card", "siti acct", "siti");
  replaced.mutable_kks_replaced()->set_replaced_by_kks(Token("siti new card"));
  replaced.mutable_kks_replaced()->set_reason("HILANG");
  Event& printed = world.story().By(2).Add("2025-03-01", "siti new card",
                                           "siti acct", "siti", "siti ibu");
  printed.mutable_kks_printed()->set_bank("BANK A");
  printed.mutable_kks_printed()->set_last4("5678");
  printed.mutable_kks_printed()->set_replaces_kks(Token("siti card"));
  Event& handed = world.story().By(2).Add("2025-03-05", "siti new card",
                                          "siti acct", "siti");
  handed.mutable_kks_handed_over()->set_receiver(Token("siti ibu"));
  handed.mutable_kks_handed_over()->set_receiver_role(
      amanah::v1::PARTY_ROLE_PENGURUS);
  world.UsesCard("siti", "siti new card");
  world.Draws("siti", 40 * kDaySeconds, 300'000, 0, false);
  world.TellTotals();
  return world;
}

TEST(MoneyStoryTest, AReplacedCardBreaksNothing) {
  const World world = ReplacedCard();
  const Folded folded(World(world).story().history(), views::MakeAll());
  const BankReport report = ReportOf(folded.view());
  for (const Break& one : report.breaks) {
    ADD_FAILURE() << static_cast<int>(one.cause);
  }
  EXPECT_EQ(report.checks[2].checked, 2u);  // Both cards.
  const auto banks = stock::BanksOf(folded.view(), "18.01.18");
  ASSERT_EQ(banks.size(), 1u);
  EXPECT_EQ(banks[0].printed, 2u);
  EXPECT_EQ(banks[0].cards[3], 2u);  // Both were handed over.
}

TEST(MoneyStoryTest, OldAndNewCardTellOneAccountsStory) {
  const World world = ReplacedCard();
  const Folded folded(World(world).story().history(), views::MakeAll());
  for (const char* kks : {"siti card", "siti new card"}) {
    const auto card = timeline::Of(folded.view(), Token(kks), std::nullopt);
    ASSERT_TRUE(card.ok());
    EXPECT_EQ(card->balance_rupiah, 0) << kks;
    EXPECT_FALSE(card->balance_chain_broken);
    EXPECT_EQ(card->account, Token("siti acct"));
  }
  const auto old_card =
      timeline::Of(folded.view(), Token("siti card"), std::nullopt);
  EXPECT_EQ(old_card->life_state, "REPLACED");
  EXPECT_FALSE(old_card->custody.has_value());
  const auto new_card =
      timeline::Of(folded.view(), Token("siti new card"), std::nullopt);
  ASSERT_TRUE(new_card->custody.has_value());
  EXPECT_EQ(new_card->custody->holder, Token("siti ibu"));
  // Empty because it was drawn, 300,000 of it with the new card.
  const auto answer =
      zero::Why(folded.view(), {Token("siti new card"), std::nullopt, false});
  ASSERT_TRUE(answer.ok());
  EXPECT_FALSE(zero::IsSuspicion(answer->cause));
  EXPECT_EQ(answer->credited_rupiah, 400'000);
  EXPECT_EQ(answer->drawn_rupiah, 400'000);
}

TEST(MoneyStoryTest, ALateFileIsMissedUntilItComesAndChangesNothingThen) {
  World world;
  world.Lists("siti", 400'000);
  world.Cards("siti");
  world.Orders(1, 400'000);
  world.Credits("siti", 1, 400'000);
  world.Draws("siti", kDaySeconds, 100'000, 0, false);
  world.Draws("siti", 2 * kDaySeconds, 50'000, 0, false);
  world.Draws("siti", 9 * kDaySeconds, 250'000, 0, false);
  world.TellTotals();
  const History in_time = world.story().history();
  // The file of the second and third day comes last.
  History before;
  History file;
  for (const auto& told : in_time) {
    const bool is_late =
        told.event.has_withdrawal_posted() &&
        told.event.withdrawal_posted().transaction().amount_rupiah() <= 100'000;
    (is_late ? file : before).push_back(told);
  }
  ASSERT_EQ(file.size(), 2u);
  EXPECT_EQ(BreaksOf(before), (Breaks{{Cause::kChainBroken, 150'000},
                                      {Cause::kBalancesDiffer, 150'000},
                                      {Cause::kTotalDiffers, 150'000}}));
  History late = before;
  late.insert(late.end(), file.rbegin(), file.rend());
  EXPECT_EQ(BreaksOf(late), Breaks());
  EXPECT_EQ(BreaksOf(in_time), Breaks());
}

TEST(MoneyStoryTest, TwoSourcesThatNameTwoHoldersAreNamed) {
  World world;
  world.Lists("siti", 400'000);
  world.Orders(1, 400'000);
  world.Cards("siti");
  world.Credits("siti", 1, 400'000);
  world.Draws("siti", kDaySeconds, 400'000, 0, false);
  world.TellTotals();
  auto& story = world.story().By(3);
  story.States(Story::Said::kObserved, "siti", "2025-03-01T09:00:00",
               "companion", amanah::v1::PARTY_ROLE_COMPANION, "officer");
  EXPECT_EQ(BreaksOf(story.history()), Breaks());
  story.StatesOwn(Story::Said::kAttested, "siti", "2025-03-01T15:00:00",
                  "companion");
  const Folded folded(story.history(), views::MakeAll());
  const BankReport report = ReportOf(folded.view());
  ASSERT_EQ(report.breaks.size(), 1u);
  EXPECT_EQ(report.breaks[0].cause, Cause::kHolderContested);
  EXPECT_EQ(report.breaks[0].found_count, 2);
  EXPECT_EQ(report.breaks[0].indices.size(), 2u);
  // Seen again with the companion: nothing stands against it any more.
  story.States(Story::Said::kObserved, "siti", "2025-03-20", "companion",
               amanah::v1::PARTY_ROLE_COMPANION, "officer");
  EXPECT_EQ(BreaksOf(story.history()), Breaks());
}

}  // namespace
}  // namespace ledger::views::reconcile
