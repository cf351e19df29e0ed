// Goal: cards that meet at a distant terminal again and again are one group; a
// shared ride to town is none.
// Method: drawn periods.

#include "ledger/infer/travel.h"

#include <gtest/gtest.h>

#include <vector>

namespace ledger::infer {
namespace {

// Terminal 1 is the village's; ten cards go to terminal 9 in some periods.
std::vector<std::vector<Visit>> Periods(int distant) {
  std::vector<std::vector<Visit>> periods(5);
  for (int p = 0; p < 5; ++p) {
    for (std::uint32_t card = 0; card < 60; ++card) {
      const bool goes = card < 10 && p < distant;
      periods[static_cast<std::size_t>(p)].push_back(
          {card, goes ? 9U : 1U, 60 * static_cast<std::int64_t>(card), 0});
    }
  }
  return periods;
}

TEST(TravelTest, AStackThatMovesIsFoundWithItsTerminal) {
  const auto found = CoTravel(60, Periods(4));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].cards.size(), 10U);
  EXPECT_EQ(found[0].terminals, std::vector<std::uint32_t>{9});
  EXPECT_DOUBLE_EQ(found[0].mean_meetings, 4);
}

TEST(TravelTest, OneRideToTownIsNothing) {
  EXPECT_TRUE(CoTravel(60, Periods(1)).empty());
  EXPECT_TRUE(CoTravel(60, Periods(2)).empty());
  EXPECT_TRUE(CoTravel(60, Periods(0)).empty());
}

TEST(TravelTest, WhoComesLaterThanAQuarterOfAnHourDoesNotMeet) {
  auto periods = Periods(4);
  for (auto& period : periods) {
    for (Visit& visit : period) visit.second *= 16;
  }
  EXPECT_TRUE(CoTravel(60, periods).empty());
}

}  // namespace
}  // namespace ledger::infer
