// Goal: the likeliest holder is told with the margin, and nobody is when
// nothing speaks for anybody.
// Method: drawn cases; a blind simulation of the posterior's promise.

#include "ledger/infer/holder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "ledger/stats/tails.h"

namespace ledger::infer {
namespace {

HolderTraces Of(std::uint64_t holder, Role role, std::uint32_t assigned,
                std::uint32_t in_group) {
  HolderTraces traces;
  traces.holder = holder;
  traces.role = role;
  traces.assigned = assigned;
  traces.assigned_in_group = in_group;
  return traces;
}

TEST(HolderTest, WhoseCardsTheyAreComesFirst) {
  // 14 of 200; a leader of 30 has 13 of them, another of 30 has one, the
  // companion of 180 has all.
  const std::vector<HolderTraces> candidates = {
      Of(1, Role::kGroupLeader, 30, 1), Of(2, Role::kGroupLeader, 30, 13),
      Of(3, Role::kCompanion, 180, 14), Of(4, Role::kAgent, 0, 0)};
  const Holders holders = InferHolders(200, 14, candidates);
  ASSERT_EQ(holders.likeliest.size(), 3U);
  EXPECT_EQ(holders.likeliest[0].holder, 2U);
  EXPECT_GT(holders.likeliest[0].probability, 0.95);
  EXPECT_GT(holders.margin, 5);
  EXPECT_NEAR(holders.likeliest[0].log_overlap_p,
              stats::LogHypergeometricUpperTail({200, 30, 14}, 13), 1e-12);
}

TEST(HolderTest, TracesDecideBetweenTwo) {
  std::vector<HolderTraces> candidates = {Of(1, Role::kGroupLeader, 30, 13),
                                          Of(2, Role::kCompanion, 60, 13)};
  const double before = InferHolders(200, 14, candidates).margin;
  candidates[0].log_ins = {5, 6, 0.1};
  candidates[0].own_card = {4, 6, 0.14};
  const Holders after = InferHolders(200, 14, candidates);
  EXPECT_EQ(after.likeliest[0].holder, 1U);
  EXPECT_GT(after.margin, before + 5);
}

TEST(HolderTest, NobodyIsNamedStronglyByChance) {
  const std::vector<HolderTraces> candidates = {
      Of(1, Role::kGroupLeader, 50, 4), Of(2, Role::kGroupLeader, 50, 3),
      Of(3, Role::kCardOwner, 0, 0)};
  const Holders holders = InferHolders(200, 14, candidates);
  EXPECT_GT(holders.none_probability, 0.3);
  EXPECT_LT(holders.margin, 0.5);
  const Holders nobody = InferHolders(200, 14, {});
  EXPECT_TRUE(nobody.likeliest.empty());
  EXPECT_DOUBLE_EQ(nobody.none_probability, 1);
}

TEST(HolderTest, ProbabilitiesAddUpAndTiesAreInOrder) {
  const std::vector<HolderTraces> candidates = {Of(9, Role::kAgent, 30, 5),
                                                Of(4, Role::kAgent, 30, 5)};
  const Holders holders = InferHolders(200, 14, candidates);
  EXPECT_EQ(holders.likeliest[0].holder, 4U);
  EXPECT_NEAR(holders.likeliest[0].probability +
                  holders.likeliest[1].probability + holders.none_probability,
              1, 1e-12);
}

}  // namespace
}  // namespace ledger::infer
