// Goal: what is told is real: well formed, each fact once, the same on every
// machine; labels say what is planted.
// Method: every honest kind and every scheme through ledger/event; bytes
// compared and pinned.

#include "services/simulate/village.h"

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <set>

#include "ledger/crypto/hash.h"
#include "ledger/event/event.h"
#include "tests/unit/simulate/told.h"

namespace services::simulate {
namespace {

using amanah::v1::Event;
using testing::SmallPlan;
using testing::Tell;
using testing::Told;

Plan WithScheme(Scheme scheme, Level level = Level::kSameOrder) {
  Plan plan = SmallPlan(static_cast<std::uint32_t>(scheme));
  plan.planted.push_back(
      {scheme, std::min(UsualCards(scheme), 20U), level, 2, 1});
  return plan;
}

std::vector<Plan> OneOfEach() {
  std::vector<Plan> plans;
  for (std::uint32_t i = 0; i < kHonestKinds; ++i) {
    plans.push_back(SmallPlan(100 + i, static_cast<Honest>(i)));
  }
  for (std::uint32_t i = 0; i < kSchemes; ++i) {
    plans.push_back(WithScheme(static_cast<Scheme>(i)));
  }
  for (std::uint32_t level = 0; level < 8; ++level) {
    plans.push_back(WithScheme(Scheme::kRing, static_cast<Level>(level)));
    plans.back().village = 200 + level;
  }
  return plans;
}

std::string DigestOf(const Told& told) {
  std::string all;
  for (const auto& [source, bytes] : told.events) {
    all += source + "\n" + bytes + "\n";
  }
  return ledger::HexEncode(
      ledger::AsBytes(ledger::crypto::Sha256({ledger::AsBytes(all)}).view()));
}

TEST(VillageTest, EveryEventIsWellFormedAndItsOwn) {
  std::set<std::string> ids;
  std::set<Event::BodyCase> kinds;
  const Told told = Tell(OneOfEach());
  for (const auto& [source, bytes] : told.events) {
    const auto event = ledger::event::DecodeEvent(bytes);
    ASSERT_TRUE(event.ok()) << event.error().message;
    const auto wrong = ledger::event::ValidateEvent(*event);
    ASSERT_TRUE(wrong.empty())
        << source << " " << event->ShortDebugString() << "\n"
        << wrong[0].field << ": " << wrong[0].description;
    ASSERT_TRUE(ids.insert(event->event_id()).second);
    kinds.insert(event->body_case());
  }
  EXPECT_GE(kinds.size(), 30u);
}

TEST(VillageTest, TheSameSeedIsTheSameYearOnEveryMachine) {
  const std::vector<Plan> plans{SmallPlan(1, Honest::kVolunteer),
                                WithScheme(Scheme::kRing, Level::kAll)};
  const std::string digest = DigestOf(Tell(plans, 4));
  EXPECT_EQ(digest, DigestOf(Tell(plans, 4)));
  EXPECT_EQ(digest,
            "6e19fdec3874d18e496caee31ffca0c1d312a761591205592ae37c14018392ac");
  std::vector<Plan> others = plans;
  for (Plan& plan : others) plan.seed = 8;
  EXPECT_NE(digest, DigestOf(Tell(others, 4)));
}

TEST(VillageTest, AVillageIsMadeAlone) {
  const Told both = Tell({SmallPlan(1), SmallPlan(2)}, 3);
  const Told alone = Tell({SmallPlan(2)}, 3);
  std::multiset<std::string> all;
  for (const auto& [source, bytes] : both.events) all.insert(bytes);
  for (const auto& [source, bytes] : alone.events) {
    const auto event = ledger::event::DecodeEvent(bytes);
    if (event->has_control_total_reported()) continue;  // Of both.
    EXPECT_EQ(all.count(bytes), 1u);
  }
}

TEST(VillageTest, WhatIsPlantedChangesNobodyElsesCardsAndPeople) {
  Plan honest = SmallPlan(3);
  Plan planted = honest;
  planted.planted.push_back({Scheme::kRing, 14, Level::kShuffled, 1, 1});
  const Village a(honest, testing::TestKey());
  const Village b(planted, testing::TestKey());
  for (std::size_t i = 0; i < a.people().families.size(); ++i) {
    EXPECT_EQ(a.people().families[i].kks, b.people().families[i].kks);
    EXPECT_EQ(a.people().families[i].convoy, b.people().families[i].convoy);
  }
}

TEST(VillageTest, LabelsTellCardsHolderAndRupiah) {
  for (std::uint32_t i = 0; i < kSchemes; ++i) {
    const Plan plan = WithScheme(static_cast<Scheme>(i));
    const Told told = Tell({plan});
    ASSERT_EQ(told.labels.size(), 1u);
    const Label& label = told.labels[0];
    SCOPED_TRACE(NameOf(label.planted.scheme));
    const bool renews = label.planted.scheme == Scheme::kReplacementCapture;
    EXPECT_EQ(label.cards.size(), plan.planted[0].cards * (renews ? 2 : 1));
    EXPECT_EQ(
        std::set<std::string>(label.cards.begin(), label.cards.end()).size(),
        label.cards.size());
    EXPECT_EQ(label.rule.substr(0, 1), "R");
    const bool is_nobodys = label.planted.scheme == Scheme::kLeftAtBranch ||
                            label.planted.scheme == Scheme::kDormant ||
                            label.planted.scheme == Scheme::kDoubled;
    EXPECT_EQ(label.holder.empty(), is_nobodys);
    EXPECT_EQ(label.families.size(), plan.planted[0].cards);
    const bool moves =
        !is_nobodys && label.planted.scheme != Scheme::kBulkDuties;
    EXPECT_EQ(label.moved_rupiah > 0, moves);
  }
}

TEST(VillageTest, PlansAreAsTheTableSays) {
  std::vector<std::uint32_t> sizes;
  std::map<Honest, int> honest;
  for (std::uint32_t village = 0; village < 2'000; ++village) {
    const Plan plan = HonestPlan(1, village);
    sizes.push_back(plan.families);
    ++honest[plan.honest];
    EXPECT_GE(plan.families, 60u);
    EXPECT_LE(plan.families, 900u);
  }
  std::nth_element(sizes.begin(), sizes.begin() + 1'000, sizes.end());
  EXPECT_NEAR(sizes[1'000], 220, 15);
  EXPECT_EQ(honest.size(), kHonestKinds);
}

// Not a limit: how fast is in the room's card. This only keeps a village-year
// from becoming a hundred times as dear.
TEST(VillageTest, AVillageYearIsMadeInFarLessThanASecond) {
  Plan plan = SmallPlan(5);
  plan.families = 200;
  const auto began = std::chrono::steady_clock::now();
  const Told told = Tell({plan});
  const auto took = std::chrono::steady_clock::now() - began;
  RecordProperty("events", static_cast<int>(told.events.size()));
  std::printf("%zu events in %.1f ms\n", told.events.size(),
              std::chrono::duration<double, std::milli>(took).count());
  EXPECT_LT(took, std::chrono::seconds(5));
}

}  // namespace
}  // namespace services::simulate
