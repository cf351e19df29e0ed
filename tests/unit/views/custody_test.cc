#include "ledger/views/custody/custody.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "ledger/views/all.h"
#include "tests/unit/fold/history.h"

namespace ledger::views::custody {
namespace {

using amanah::v1::PARTY_ROLE_AGENT;
using amanah::v1::PARTY_ROLE_COMPANION;
using amanah::v1::PARTY_ROLE_HEIR;
using amanah::v1::PARTY_ROLE_PENGURUS;
using amanah::v1::PARTY_ROLE_PROXY;
using amanah::v1::PARTY_ROLE_VILLAGE_OFFICIAL;
using fold::testing::Folded;
using fold::testing::Story;
using fold::testing::Time;
using fold::testing::Token;
using Said = Story::Said;

std::int64_t At(std::string_view text) { return Time(text).unix_micros(); }

// Who has the card of family `siti`, by the first letters of his token.
std::string Holder(const Story& story, std::string_view at = "") {
  const Folded folded(story.history(), views::MakeAll());
  std::optional<std::int64_t> moment;
  if (!at.empty()) moment = At(at);
  const auto interval =
      custody::At(folded.view(), Token(Story::Card("siti")), moment);
  if (!interval) return "nobody";
  return interval->holder.substr(0, interval->holder.find('.'));
}

TEST(CustodyTest, AHandoverIsCustodyOfItsReceiver) {
  Story story;
  story.Printed("siti", "2025-01-01").HandedOver("siti", "2025-01-10");
  EXPECT_EQ(Holder(story), "siti ibu");
  EXPECT_EQ(Holder(story, "2025-01-09"), "nobody");
  EXPECT_EQ(Holder(story, "2025-01-10"), "siti ibu");
}

TEST(CustodyTest, AReportNeverOverrulesWhatIsAttested) {
  Story story;
  story.HandedOver("siti", "2025-01-10");
  story.StatesOwn(Said::kAttested, "siti", "2025-02-01");
  story.States(Said::kReported, "siti", "2025-03-01", "kadus",
               PARTY_ROLE_VILLAGE_OFFICIAL);
  EXPECT_EQ(Holder(story), "siti ibu");
  const Folded folded(story.history(), views::MakeAll());
  const auto alleged = AllegationsOf(folded.view(), Token("kadus"));
  ASSERT_EQ(alleged.size(), 1u);
  EXPECT_EQ(alleged[0].kks, Token("siti card"));
}

TEST(CustodyTest, AReportIsAllThereIsWhenNothingElseIsSaid) {
  Story story;
  story.States(Said::kReported, "siti", "2025-03-01", "kadus",
               PARTY_ROLE_VILLAGE_OFFICIAL);
  EXPECT_EQ(Holder(story), "kadus");
}

TEST(CustodyTest, AnAttestationEndsAnObservationOfAnEarlierDay) {
  Story story;
  story.HandedOver("siti", "2025-01-10");
  story.States(Said::kObserved, "siti", "2025-02-08", "kadus",
               PARTY_ROLE_VILLAGE_OFFICIAL);
  story.StatesOwn(Said::kAttested, "siti", "2025-02-13");
  EXPECT_EQ(Holder(story), "siti ibu");
  EXPECT_EQ(Holder(story, "2025-02-10"), "kadus");
}

TEST(CustodyTest, AnObservationStandsAgainstAWordOfTheSameDay) {
  Story story;
  story.States(Said::kObserved, "siti", "2025-02-08T09:00:00", "kadus",
               PARTY_ROLE_VILLAGE_OFFICIAL);
  story.StatesOwn(Said::kAttested, "siti", "2025-02-08T15:00:00");
  EXPECT_EQ(Holder(story), "kadus");
  story.StatesOwn(Said::kObserved, "siti", "2025-02-08T16:00:00");
  EXPECT_EQ(Holder(story), "siti ibu");
}

TEST(CustodyTest, AHandoverIsNoSightingThatStandsAgainstTheSameDay) {
  Story story;
  story.HandedOver("siti", "2025-01-10T09:00:00");
  story.States(Said::kAttested, "siti", "2025-01-10T15:00:00", "agen",
               PARTY_ROLE_AGENT, Story::Pengurus("siti"), PARTY_ROLE_PENGURUS);
  EXPECT_EQ(Holder(story), "agen");
}

TEST(CustodyTest, NobodyClearsHimself) {
  Story story;
  story.States(Said::kObserved, "siti", "2025-02-08", "pendamping",
               PARTY_ROLE_COMPANION);
  story.StatesOwn(Said::kAttested, "siti", "2025-03-08", "pendamping");
  EXPECT_EQ(Holder(story), "pendamping");
  story.StatesOwn(Said::kAttested, "siti", "2025-03-09", "petugas");
  EXPECT_EQ(Holder(story), "siti ibu");
}

TEST(CustodyTest, AFamilyIsBelievedAboutItsOwnCard) {
  Story story;
  story.HandedOver("siti", "2025-01-10");
  story.States(Said::kAttested, "siti", "2025-02-08", "agen", PARTY_ROLE_AGENT,
               Story::Pengurus("siti"), PARTY_ROLE_PENGURUS);
  EXPECT_EQ(Holder(story), "agen");
}

TEST(CustodyTest, ItBeginsWhenItIsSaidToHaveBegunButNotBeforeAnotherHadIt) {
  Story story;
  story.HandedOver("siti", "2025-01-10");
  story.StatesOwn(Said::kAttested, "siti", "2025-02-01");
  auto* statement = story
                        .States(Said::kObserved, "siti", "2025-03-01", "kadus",
                                PARTY_ROLE_VILLAGE_OFFICIAL)
                        .mutable_kks_custody_observed()
                        ->mutable_statement();
  *statement->mutable_held_since() = Time("2025-02-20");
  EXPECT_EQ(Holder(story, "2025-02-19"), "siti ibu");
  EXPECT_EQ(Holder(story, "2025-02-21"), "kadus");
  *statement->mutable_held_since() = Time("2025-01-20");
  EXPECT_EQ(Holder(story, "2025-01-25"), "siti ibu");
  EXPECT_EQ(Holder(story, "2025-02-02"), "kadus");
}

TEST(CustodyTest, ALateStatementTakesItsPlaceInThePast) {
  Story story;
  story.HandedOver("siti", "2025-01-10");
  story.StatesOwn(Said::kAttested, "siti", "2025-04-01");
  story.States(Said::kObserved, "siti", "2025-02-01", "kadus",
               PARTY_ROLE_VILLAGE_OFFICIAL);
  EXPECT_EQ(Holder(story), "siti ibu");
  EXPECT_EQ(Holder(story, "2025-03-01"), "kadus");
}

TEST(CustodyTest, AReplacedCardIsInNobodysHands) {
  Story story;
  story.HandedOver("siti", "2025-01-10");
  story.States(Said::kAttested, "siti", "2025-02-01", "agen", PARTY_ROLE_AGENT);
  story.Add("2025-03-01", "siti card", "siti acct", "siti")
      .mutable_kks_replaced()
      ->set_replaced_by_kks(Token("siti card 2"));
  EXPECT_EQ(Holder(story), "nobody");
  const Folded folded(story.history(), views::MakeAll());
  HeldQuery query;
  query.holder = Token("agen");
  const auto page = ListHeld(folded.view(), query);
  EXPECT_TRUE(page->cards.empty());
}

TEST(CustodyTest, FamilyHeirAndRegisteredProxyAreNotForeign) {
  Story story;
  story.Listed("siti", "2025-01-01");
  story.Proxy("siti", "anak", "2025-01-05", "2025-06-30");
  story.States(Said::kAttested, "siti", "2025-02-01", "anak", PARTY_ROLE_PROXY);
  story.States(Said::kAttested, "siti", "2025-03-01", "ahli waris",
               PARTY_ROLE_HEIR);
  story.States(Said::kAttested, "siti", "2025-04-01", "agen", PARTY_ROLE_AGENT);
  // No longer registered.
  story.States(Said::kAttested, "siti", "2025-08-01", "anak", PARTY_ROLE_PROXY);
  // Listed as the account manager, whatever he is called there.
  story.States(Said::kAttested, "siti", "2025-09-01", Story::Pengurus("siti"),
               PARTY_ROLE_AGENT);
  const Folded folded(story.history(), views::MakeAll());
  std::vector<bool> foreign;
  const auto custody = Find(folded.view(), Token("siti card"));
  for (const Interval& i : HistoryOf(Token("siti card"), *custody).intervals) {
    foreign.push_back(IsForeign(folded.view(), i));
  }
  EXPECT_EQ(foreign, std::vector<bool>({false, false, true, true, false}));
}

TEST(CustodyTest, RankingCountsCardsDaysAndMoneyWithinTheRegion) {
  Story story;
  for (const char* name : {"siti", "dewi"}) {
    story.Listed(name, "2025-01-01").Printed(name, "2025-01-01");
    story.HandedOver(name, "2025-01-10");
    story.Credited(name, "2025-02-03", 400'000);
  }
  story.Listed("rina", "2025-01-01", "18.02.01.2001")
      .Printed("rina", "2025-01-01");
  for (const char* name : {"siti", "dewi", "rina"}) {
    story.States(Said::kAttested, name, "2025-02-01", "agen", PARTY_ROLE_AGENT);
  }
  story.StatesOwn(Said::kAttested, "dewi", "2025-02-11");
  story.Credited("siti", "2025-03-03", 600'000);
  const Folded folded(story.history(), views::MakeAll());
  RankQuery query;
  query.region_prefix = "18.01";
  const auto page = RankHolders(folded.view(), query);
  ASSERT_TRUE(page.ok());
  ASSERT_EQ(page->holders.size(), 1u);
  const HolderRank& rank = page->holders[0];
  EXPECT_EQ(rank.cards_now, 1u);
  EXPECT_EQ(rank.cards_ever, 2u);
  // 10 days and, to the latest event, 30.
  EXPECT_EQ(rank.card_days, 40u);
  EXPECT_EQ(rank.credited_rupiah, 400'000 + 400'000 + 600'000);
  EXPECT_EQ(rank.strongest_rank, Rank::kAttested);
  query.region_prefix = "";
  EXPECT_EQ(RankHolders(folded.view(), query)->holders[0].cards_now, 2u);
  query.region_prefix = "18.1";
  EXPECT_EQ(RankHolders(folded.view(), query).error().reason, kRegionMalformed);
  query.region_prefix = "";
  query.page_token = "x";
  EXPECT_EQ(RankHolders(folded.view(), query).error().reason,
            kPageTokenInvalid);
  HeldQuery held;
  held.holder = Token("agen");
  held.page_token = "abc";
  EXPECT_EQ(ListHeld(folded.view(), held).error().reason, kPageTokenInvalid);
}

// Most of those on later pages are never looked at for an earlier one.
TEST(CustodyTest, RankingByPagesIsTheRankingInOne) {
  std::mt19937 random(20'250'203);
  Story story;
  constexpr int kFamilies = 60;
  for (int i = 0; i < kFamilies; ++i) {
    const std::string name = "family " + std::to_string(i);
    story
        .Listed(name, "2025-01-01",
                i % 3 == 0 ? "18.02.01.2001" : "18.01.01.2001")
        .Printed(name, "2025-01-01");
    // Few have many; some have had them and do no more.
    const auto draw = random() % 100;
    const std::string holder = "agen " + std::to_string(draw * draw / 500);
    story.States(Said::kAttested, name, "2025-02-01", holder, PARTY_ROLE_AGENT);
    if (random() % 3 == 0) story.StatesOwn(Said::kAttested, name, "2025-03-01");
  }
  const Folded folded(story.history(), views::MakeAll());
  for (const char* const region : {"", "18.01", "18.02.01.2001"}) {
    RankQuery query;
    query.region_prefix = region;
    query.page_size = kFamilies;
    const auto whole = RankHolders(folded.view(), query);
    ASSERT_TRUE(whole.ok());
    EXPECT_TRUE(whole->next_page_token.empty());
    EXPECT_GT(whole->holders.size(), 4u);
    for (const std::size_t page_size : {1u, 3u}) {
      query.page_size = page_size;
      query.page_token.clear();
      std::vector<HolderRank> paged;
      do {
        const auto page = RankHolders(folded.view(), query);
        ASSERT_TRUE(page.ok());
        EXPECT_LE(page->holders.size(), page_size);
        paged.insert(paged.end(), page->holders.begin(), page->holders.end());
        query.page_token = page->next_page_token;
      } while (!query.page_token.empty());
      ASSERT_EQ(paged.size(), whole->holders.size());
      for (std::size_t i = 0; i < paged.size(); ++i) {
        EXPECT_EQ(paged[i].holder, whole->holders[i].holder);
        EXPECT_EQ(paged[i].cards_now, whole->holders[i].cards_now);
        EXPECT_EQ(paged[i].card_days, whole->holders[i].card_days);
        EXPECT_EQ(paged[i].indices, whole->holders[i].indices);
      }
    }
  }
}

// --- Against a naive recomputation --------------------------------------

// Random statements on a few cards, told in random order.
fold::testing::History Random(std::mt19937& random) {
  Story story;
  const std::vector<std::string> families = {"siti", "dewi", "rina"};
  for (const std::string& name : families) story.Listed(name, "2025-01-01");
  const auto moment = [&random] {
    const std::int64_t begin = Time("2025-01-01").unix_micros();
    // Whole hours: moments meet.
    return fold::testing::TimeAt(
        begin + static_cast<std::int64_t>(random() % 3'000) * kMicrosPerHour);
  };
  for (int i = 0; i < 60; ++i) {
    const std::string& name = families[random() % families.size()];
    const bool is_own = random() % 2 == 0;
    const std::string holder = is_own
                                   ? Story::Pengurus(name)
                                   : "holder " + std::to_string(random() % 3);
    amanah::v1::Event& event =
        story.States(static_cast<Said>(random() % 3), name, "2025-01-01",
                     holder, is_own ? PARTY_ROLE_PENGURUS : PARTY_ROLE_AGENT,
                     random() % 4 == 0 ? holder : "somebody");
    *event.mutable_occurred_at() = moment();
    if (random() % 12 == 0) {
      const std::string kks = Story::Card(name);
      story.AddAt(moment(), kks, "", name, "").mutable_kks_closed();
    }
  }
  fold::testing::History history = story.history();
  std::shuffle(history.begin(), history.end(), random);
  return history;
}

std::string Told(const fold::testing::History& history, std::uint64_t index) {
  return history[index - 1].event.event_id();
}

TEST(CustodyPropertyTest, TheOrderOfArrivalDoesNotMatter) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 8; ++round) {
    const fold::testing::History one = Random(random);
    fold::testing::History other = one;
    std::shuffle(other.begin(), other.end(), random);
    const Folded first(one, views::MakeAll());
    const Folded second(other, views::MakeAll());
    for (const char* name : {"siti card", "dewi card", "rina card"}) {
      const auto a = Find(first.view(), Token(name));
      const auto b = Find(second.view(), Token(name));
      ASSERT_EQ(a.has_value(), b.has_value());
      if (!a) continue;
      const auto x = HistoryOf(name, *a).intervals;
      const auto y = HistoryOf(name, *b).intervals;
      ASSERT_EQ(x.size(), y.size());
      for (std::size_t i = 0; i < x.size(); ++i) {
        EXPECT_EQ(x[i].holder, y[i].holder);
        EXPECT_EQ(x[i].begin, y[i].begin);
        EXPECT_EQ(x[i].end, y[i].end);
        EXPECT_EQ(x[i].rank, y[i].rank);
      }
    }
  }
}

TEST(CustodyPropertyTest, WhatAHolderHadIsWhatItsCardsSay) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 8; ++round) {
    const fold::testing::History history = Random(random);
    const Folded folded(history, views::MakeAll());
    const std::vector<std::string> cards = {
        Token("dewi card"), Token("rina card"), Token("siti card")};
    for (int probe = 0; probe < 50; ++probe) {
      const std::string holder =
          Token("holder " + std::to_string(random() % 3));
      const std::int64_t at =
          Time("2025-01-01").unix_micros() +
          static_cast<std::int64_t>(random() % 3'000) * kMicrosPerHour;
      std::set<std::string> naive;
      for (const std::string& kks : cards) {
        const auto interval = custody::At(folded.view(), kks, at);
        if (interval && interval->holder == holder) naive.insert(kks);
      }
      HeldQuery query;
      query.holder = holder;
      query.as_of_micros = at;
      query.page_size = 2;
      std::set<std::string> listed;
      do {
        const auto page = ListHeld(folded.view(), query);
        ASSERT_TRUE(page.ok());
        for (const HeldCard& card : page->cards) {
          listed.insert(card.interval.kks);
        }
        query.page_token = page->next_page_token;
      } while (!query.page_token.empty());
      EXPECT_EQ(listed, naive);
    }
  }
}

TEST(CustodyPropertyTest, IntervalsOfACardNeverOverlapAndNameWhatTheyRestOn) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 8; ++round) {
    const fold::testing::History history = Random(random);
    const Folded folded(history, views::MakeAll());
    for (const char* name : {"siti card", "dewi card", "rina card"}) {
      const auto custody = Find(folded.view(), Token(name));
      if (!custody) continue;
      const auto intervals = HistoryOf(Token(name), *custody).intervals;
      for (std::size_t i = 0; i < intervals.size(); ++i) {
        if (i + 1 < intervals.size()) {
          ASSERT_TRUE(intervals[i].end.has_value());
          EXPECT_LE(*intervals[i].end, intervals[i + 1].begin);
        }
        for (const std::uint64_t index : intervals[i].indices) {
          EXPECT_FALSE(Told(history, index).empty());
        }
      }
    }
  }
}

}  // namespace
}  // namespace ledger::views::custody
