#include "ledger/views/timeline/timeline.h"

#include <gtest/gtest.h>

#include "ledger/views/all.h"
#include "tests/unit/fold/history.h"

namespace ledger::views::timeline {
namespace {

using fold::testing::Folded;
using fold::testing::Story;
using fold::testing::Time;
using fold::testing::Token;

TEST(TimelineTest, LifeCustodyAndMoneyAreOneStoryWithItsIndices) {
  Story story;
  story.Printed("siti", "2025-01-01");                        // 1
  story.HandedOver("siti", "2025-01-10");                     // 2
  story.Credited("siti", "2025-02-03", 400'000);              // 3
  story.States(Story::Said::kAttested, "siti", "2025-02-01",  // 4
               "agen", amanah::v1::PARTY_ROLE_AGENT);
  story.Drew("siti", "2025-02-04", 350'000, "T1");  // 5
  story.Listed("siti", "2025-01-05");               // 6
  const Folded folded(story.history(), MakeAll());
  const auto timeline = Of(folded.view(), Token("siti card"), std::nullopt);
  ASSERT_TRUE(timeline.ok());
  std::vector<std::uint64_t> indices;
  std::vector<std::string> kinds;
  for (const Line& line : timeline->lines) {
    indices.push_back(line.index);
    kinds.emplace_back(line.kind);
    EXPECT_FALSE(line.summary.empty());
  }
  EXPECT_EQ(indices, std::vector<std::uint64_t>({1, 2, 4, 3, 5}));
  EXPECT_EQ(kinds,
            std::vector<std::string>({"kks_printed", "kks_handed_over",
                                      "kks_custody_attested", "credit_posted",
                                      "withdrawal_posted"}));
  EXPECT_EQ(timeline->lines[4].amount_rupiah, -350'000);
  EXPECT_EQ(timeline->lines[4].place, "T1");
  EXPECT_EQ(timeline->region_code, "18.01.18.2001");
  EXPECT_EQ(timeline->balance_rupiah, 50'000);
  EXPECT_FALSE(timeline->balance_chain_broken);
  EXPECT_EQ(timeline->life_state, "HANDED_OVER");
  EXPECT_EQ(timeline->custody->holder, Token("agen"));
  const auto before =
      Of(folded.view(), Token("siti card"), Time("2025-01-20").unix_micros());
  EXPECT_EQ(before->custody->holder, Token("siti ibu"));
}

TEST(TimelineTest, ACardOfWhichNothingIsToldIsUnknown) {
  const Folded folded({}, MakeAll());
  const auto timeline = Of(folded.view(), Token("nobody"), std::nullopt);
  ASSERT_FALSE(timeline.ok());
  EXPECT_EQ(timeline.error().reason, kKksUnknown);
}

}  // namespace
}  // namespace ledger::views::timeline
