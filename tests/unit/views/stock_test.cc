// The stock of cards: stories, and a second computation over random lives.

#include "ledger/views/stock/stock.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "ledger/views/all.h"
#include "ledger/views/card/card.h"
#include "ledger/views/custody/custody.h"
#include "tests/unit/fold/history.h"
#include "tests/unit/fold/taken_back.h"

namespace ledger::views::stock {
namespace {

using fold::testing::Folded;
using fold::testing::Story;
using fold::testing::Token;

std::uint64_t In(const BankStock& bank, Place place) {
  return bank.cards.at(static_cast<std::size_t>(place) - 1);
}

std::vector<Waiting> WaitingIn(const Folded& folded,
                               const WaitingQuery& query = {}) {
  auto page = ListWaiting(folded.view(), query);
  EXPECT_TRUE(page.ok()) << page.error().message;
  return page->cards;
}

Story FourCards() {
  Story story;
  story.Listed("a", "2025-01-01").Printed("a", "2025-01-01");
  story.AtBranch("a", "2025-01-05").HandedOver("a", "2025-01-11");
  story.Listed("b", "2025-01-01", "18.01.18.2002").Printed("b", "2025-01-01");
  story.AtBranch("b", "2025-01-05");
  story.Credited("b", "2025-02-03", 400'000);
  story.Printed("c", "2025-01-01");
  story.Add("2025-02-01", Story::Card("c"))
      .mutable_kks_returned_undelivered()
      ->set_reason("PINDAH");
  story.Printed("d", "2025-05-01");
  story.Add("2025-06-01").mutable_recipient_banner_published();
  return story;
}

TEST(StockTest, EveryPrintedCardIsSomewhere) {
  const Folded folded(FourCards().history(), MakeAll());
  const auto banks = BanksOf(folded.view());
  ASSERT_EQ(banks.size(), 1u);
  EXPECT_EQ(banks[0].bank, "BANK A");
  EXPECT_EQ(banks[0].printed, 4u);
  EXPECT_TRUE(banks[0].IsBalanced());
  EXPECT_EQ(In(banks[0], Place::kHandedOver), 1u);
  EXPECT_EQ(In(banks[0], Place::kAtBranch), 1u);
  EXPECT_EQ(In(banks[0], Place::kReturned), 1u);
  EXPECT_EQ(In(banks[0], Place::kPrinted), 1u);
}

TEST(StockTest, AWaitingCardSaysHowLongAndHowMuchAidLiesBehindIt) {
  const Folded folded(FourCards().history(), MakeAll());
  WaitingQuery query;
  query.only_credited = true;
  const auto cards = WaitingIn(folded, query);
  ASSERT_EQ(cards.size(), 1u);
  EXPECT_EQ(cards[0].kks, Token(Story::Card("b")));
  EXPECT_EQ(cards[0].branch, "01801");
  EXPECT_EQ(cards[0].days, 147u);  // 5 January to 1 June.
  EXPECT_EQ(cards[0].credited_rupiah, 400'000);
  EXPECT_EQ(cards[0].debited_rupiah, 0);
  EXPECT_EQ(cards[0].region_code, "18.01.18.2002");
  EXPECT_EQ(cards[0].indices.size(), 2u);
  query.region_prefix = "18.01.18.2001";
  EXPECT_TRUE(WaitingIn(folded, query).empty());
}

TEST(StockTest, AidIsNotStuckWhenAnotherCardOfTheAccountIsWithTheFamily) {
  Story story = FourCards();
  // The replacement waits; the first card still draws.
  auto& printed = story.Add("2025-03-01", "a2 card", Story::Account("a"), "a");
  printed.mutable_kks_printed()->set_bank("BANK A");
  story.Credited("a", "2025-04-03", 400'000);
  const Folded folded(story.history(), MakeAll());
  for (const Waiting& card : WaitingIn(folded)) {
    if (card.kks != Token("a2 card")) continue;
    EXPECT_EQ(card.credited_rupiah, 0);
    return;
  }
  FAIL() << "the second card does not wait";
}

TEST(StockTest, AgesAndLeadTimesAreByBranch) {
  const Folded folded(FourCards().history(), MakeAll());
  const auto ages = AgesOf(folded.view(), {});
  ASSERT_TRUE(ages.ok());
  ASSERT_EQ(ages->size(), 2u);
  EXPECT_EQ((*ages)[0].branch, "");  // Printed, sent to none.
  EXPECT_EQ((*ages)[0].buckets[1].cards, 1u);
  EXPECT_EQ((*ages)[1].branch, "01801");
  EXPECT_EQ((*ages)[1].buckets[3].cards, 1u);
  EXPECT_EQ((*ages)[1].buckets[3].credited_rupiah, 400'000);
  const auto times = LeadTimesOf(folded.view(), "BANK A");
  ASSERT_EQ(times.size(), 1u);
  EXPECT_EQ(times[0].cards, 1u);
  EXPECT_EQ(times[0].median_days, 10u);
  EXPECT_EQ(times[0].most_days, 10u);
}

TEST(StockTest, ACardThatNobodyPrintedIsABreak) {
  Story story;
  story.AtBranch("ghost", "2025-01-05");
  const Folded folded(story.history(), MakeAll());
  const auto banks = BanksOf(folded.view());
  ASSERT_EQ(banks.size(), 1u);
  EXPECT_EQ(banks[0].unprinted, 1u);
  EXPECT_FALSE(banks[0].IsBalanced());
}

TEST(StockTest, WhatCanNotBeAskedIsRefused) {
  const Folded folded(FourCards().history(), MakeAll());
  WaitingQuery query;
  query.region_prefix = "x";
  EXPECT_EQ(ListWaiting(folded.view(), query).error().reason,
            custody::kRegionMalformed);
  EXPECT_EQ(AgesOf(folded.view(), query).error().reason,
            custody::kRegionMalformed);
  for (const char* token :
       {"zz", "80", "8100112233445566778899aabbccddeeff00"}) {
    query = {};
    query.page_token = token;
    EXPECT_EQ(ListWaiting(folded.view(), query).error().reason,
              custody::kPageTokenInvalid)
        << token;
  }
}

// Random lives: every bank's places add up to its cards, what waits is what the
// places say, and pages of any size show the same cards.
TEST(StockTest, PlacesAddUpInAnyOrderOfArrivalAndPagesLoseNothing) {
  const std::uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  for (int round = 0; round < 20; ++round) {
    Story story;
    const auto day = [&] {
      return "2025-0" + std::to_string(random() % 9 + 1) + "-1" +
             std::to_string(random() % 10);
    };
    std::vector<std::string> names;
    for (int i = 0; i < 12; ++i) {
      names.push_back("f" + std::to_string(i));
      const std::string& name = names.back();
      if (random() % 8 != 0) story.Printed(name, day());
      for (std::uint64_t step = random() % 4; step > 0; --step) {
        switch (random() % 4) {
          case 0:
            story.AtBranch(name, day(), random() % 2 == 0 ? "01" : "02");
            break;
          case 1:
            story.HandedOver(name, day());
            break;
          case 2:
            story.Add(day(), Story::Card(name))
                .mutable_kks_returned_undelivered();
            break;
          default:
            story.Add(day(), Story::Card(name)).mutable_kks_destroyed();
        }
      }
    }
    fold::testing::History history = story.history();
    std::shuffle(history.begin(), history.end(), random);
    fold::testing::AddTakenBack(history, random);
    const Folded folded(history, MakeAll(), 3);
    std::uint64_t known = 0;
    for (const std::string& name : names) {
      if (card::Find(folded.view(), Token(Story::Card(name)))) ++known;
    }
    std::uint64_t placed = 0;
    std::uint64_t waiting = 0;
    std::uint64_t told = 0;
    for (const BankStock& bank : BanksOf(folded.view())) {
      for (const Place place : kPlaces) placed += In(bank, place);
      waiting += In(bank, Place::kPrinted) + In(bank, Place::kInDispatch) +
                 In(bank, Place::kAtBranch);
      told += bank.printed + bank.unprinted;
    }
    EXPECT_EQ(placed, known);
    EXPECT_EQ(told, known);
    const auto all = WaitingIn(folded);
    EXPECT_EQ(all.size(), waiting);
    WaitingQuery query;
    query.page_size = 1 + random() % 3;
    std::vector<std::string> paged;
    do {
      const auto page = ListWaiting(folded.view(), query);
      ASSERT_TRUE(page.ok());
      for (const Waiting& card : page->cards) paged.push_back(card.kks);
      query.page_token = page->next_page_token;
    } while (!query.page_token.empty());
    ASSERT_EQ(paged.size(), all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      EXPECT_EQ(paged[i], all[i].kks);
    }
  }
}

}  // namespace
}  // namespace ledger::views::stock
