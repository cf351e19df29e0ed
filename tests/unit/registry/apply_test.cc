// Goal: the fold takes what is consistent, refuses the rest by reason, and a
// refusal changes nothing.

#include <gtest/gtest.h>

#include "tests/unit/registry/registry_events.h"

namespace ledger::registry {
namespace {

using amanah::v1::Event;

// Applies to a copy; expects REGISTRY_CONFLICT and no change.
void ExpectConflict(const Registry& registry, const Event& event,
                    std::uint64_t index = 100) {
  Registry changed = registry;
  const Status status = changed.Apply(event, index);
  ASSERT_FALSE(status.ok()) << event.DebugString();
  EXPECT_EQ(status.error().reason, kRegistryConflict);
  EXPECT_EQ(status.error().code, Code::kFailedPrecondition);
  EXPECT_EQ(changed.Serialize(), registry.Serialize());
}

void ExpectApplies(Registry& registry, const Event& event,
                   std::uint64_t index = 100) {
  const std::uint64_t version = registry.version();
  const Status status = registry.Apply(event, index);
  ASSERT_TRUE(status.ok()) << status.error().message;
  EXPECT_EQ(registry.version(), version + 1);
}

TEST(ApplyTest, TheGenesisRegistryHoldsTheRootAlone) {
  const Registry registry = Registry::FromGenesis(FakeKey(0, "root"));
  ASSERT_EQ(registry.submitters().size(), 1u);
  const Submitter* root = registry.Find("root");
  ASSERT_NE(root, nullptr);
  EXPECT_EQ(root, registry.FindNumber(0));
  EXPECT_TRUE(root->is_root);
  EXPECT_TRUE(root->IsRegistrar());
  EXPECT_EQ(registry.Find("other"), nullptr);
  EXPECT_EQ(registry.FindNumber(1), nullptr);
}

TEST(ApplyTest, ARegisteredSubmitterHasAllThatItsEventSays) {
  Registry registry = SmallRegistry();
  Event event =
      RegisterEvent("b/2", FakeKeys({7, 8}), 1, {"card.*", "credit_posted"});
  auto* authority = event.mutable_submitter_registered()->mutable_authority();
  authority->add_region_prefixes("18.01");
  authority->add_programmes("PKH");
  authority->set_bank("BANK B");
  ExpectApplies(registry, event, 42);
  const Submitter* submitter = registry.Find("b/2");
  ASSERT_NE(submitter, nullptr);
  EXPECT_EQ(submitter->number, 3u);
  EXPECT_EQ(submitter->vkeys, FakeKeys({7, 8}));
  EXPECT_EQ(submitter->threshold, 1u);
  EXPECT_EQ(submitter->event_kinds.size(), 2u);
  EXPECT_EQ(submitter->region_prefixes, std::vector<std::string>{"18.01"});
  EXPECT_EQ(submitter->programmes, std::vector<std::string>{"PKH"});
  EXPECT_EQ(submitter->bank, "BANK B");
  EXPECT_EQ(submitter->display_name, "Display of b/2");
  EXPECT_EQ(submitter->registered_index, 42u);
  EXPECT_FALSE(submitter->IsRegistrar());
}

TEST(ApplyTest, OriginsAreNeverReused) {
  Registry registry = SmallRegistry();
  const Event again = RegisterEvent("bank", FakeKeys({9}), 1, {"money.*"});
  ExpectConflict(registry, again);
  ExpectConflict(registry, RegisterEvent("root", FakeKeys({9}), 1, {"card.*"}));
  ExpectApplies(registry, RetireEvent("bank"));
  ExpectConflict(registry, again);
}

TEST(ApplyTest, AMalformedOriginOrVkeyOrKindIsRefused) {
  const Registry registry = SmallRegistry();
  ExpectConflict(registry, RegisterEvent("No", FakeKeys({9}), 1, {"card.*"}));
  Event event = RegisterEvent("b/2", FakeKeys({9}), 1, {"card.*"});
  event.mutable_submitter_registered()->add_vkeys("key+00000000+AAAA");
  ExpectConflict(registry, event);
  ExpectConflict(registry, RegisterEvent("b/2", FakeKeys({9}), 1, {"cards.*"}));
  ExpectConflict(registry, AuthorityEvent("bank", {"money.*", "*"}));
}

TEST(ApplyTest, AVkeyIsNeverSomebodyElsesOrUsedAgain) {
  Registry registry = SmallRegistry();
  for (const std::uint32_t taken : {0u, 1u, 2u, 3u}) {
    ExpectConflict(registry,
                   RegisterEvent("b/2", FakeKeys({taken}), 1, {"card.*"}));
    ExpectConflict(registry, KeysEvent("bank", FakeKeys({taken}), {}, 0));
  }
  ExpectApplies(registry, KeysEvent("bank", FakeKeys({4}), FakeKeys({3}), 0));
  ExpectConflict(registry, KeysEvent("bank", FakeKeys({3}), {}, 0));
  ExpectConflict(registry, RegisterEvent("b/2", FakeKeys({3}), 1, {"card.*"}));
}

TEST(ApplyTest, OnePublicKeyUnderTwoNamesIsOneKey) {
  const Registry registry = SmallRegistry();
  ExpectConflict(registry, RegisterEvent("b/2", {FakeKey(9), FakeKey(9, "x")},
                                         2, {"card.*"}));
  ExpectConflict(registry,
                 RegisterEvent("b/2", FakeKeys({9, 9}), 2, {"card.*"}));
  ExpectConflict(registry,
                 RegisterEvent("b/2", {FakeKey(3, "x")}, 1, {"card.*"}));
}

TEST(ApplyTest, AThresholdMustBeWithinTheKeys) {
  Registry registry = SmallRegistry();
  ExpectConflict(registry, RegisterEvent("b/2", FakeKeys({9}), 0, {"card.*"}));
  ExpectConflict(registry, RegisterEvent("b/2", FakeKeys({9}), 2, {"card.*"}));
  ExpectConflict(registry, RegisterEvent("b/2", {}, 0, {"card.*"}));
  ExpectConflict(registry, KeysEvent("bank", {}, {}, 2));
  ExpectConflict(registry, KeysEvent("bank", {}, FakeKeys({3}), 0));
  ExpectApplies(registry, KeysEvent("bank", FakeKeys({4}), {}, 2));
  ExpectConflict(registry, KeysEvent("bank", {}, FakeKeys({3}), 0));
  ExpectApplies(registry, KeysEvent("bank", {}, FakeKeys({3}), 1));
}

TEST(ApplyTest, ARegistrarNeedsTwoKeysAndAThresholdOfTwo) {
  const Registry registry = SmallRegistry();
  for (const char* kind : {"registry.*", "submitter_retired"}) {
    ExpectConflict(registry, RegisterEvent("r/2", FakeKeys({9}), 1, {kind}));
    ExpectConflict(registry, RegisterEvent("r/2", FakeKeys({8, 9}), 1, {kind}));
    Registry with = registry;
    ExpectApplies(with, RegisterEvent("r/2", FakeKeys({8, 9}), 2, {kind}));
    EXPECT_TRUE(with.Find("r/2")->IsRegistrar());
  }
  ExpectConflict(registry, KeysEvent("reg", {}, FakeKeys({1}), 0));
  ExpectConflict(registry, KeysEvent("reg", {}, {}, 1));
  ExpectConflict(registry, AuthorityEvent("bank", {"registry.*"}));
}

TEST(ApplyTest, RotationKeepsTheOldKeyAsFormer) {
  Registry registry = SmallRegistry();
  ExpectApplies(registry, KeysEvent("bank", FakeKeys({4}), FakeKeys({3}), 0));
  EXPECT_EQ(registry.Find("bank")->vkeys, FakeKeys({4}));
  EXPECT_EQ(registry.Find("bank")->former_vkeys, FakeKeys({3}));
  EXPECT_EQ(registry.Find("bank")->threshold, 1u);
}

TEST(ApplyTest, OnlyASubmittersOwnKeysCanBeRetiredOrCompromised) {
  Registry registry = SmallRegistry();
  ExpectConflict(registry, KeysEvent("bank", FakeKeys({4}), FakeKeys({1}), 0));
  ExpectConflict(registry,
                 KeysEvent("bank", FakeKeys({4}), FakeKeys({3, 3}), 0));
  ExpectConflict(registry, CompromiseEvent("bank", FakeKey(1), 5));
}

TEST(ApplyTest, AuthorityIsReplacedAsAWhole) {
  Registry registry = SmallRegistry();
  ExpectApplies(registry, AuthorityEvent("bank", {"card.*"}));
  EXPECT_EQ(registry.Find("bank")->event_kinds,
            std::vector<std::string>{"card.*"});
}

TEST(ApplyTest, ARetiredSubmitterChangesNoMoreButItsKeysCanTurnOutStolen) {
  Registry registry = SmallRegistry();
  ExpectApplies(registry, RetireEvent("bank"));
  EXPECT_TRUE(registry.Find("bank")->retired);
  ExpectConflict(registry, RetireEvent("bank"));
  ExpectConflict(registry, KeysEvent("bank", FakeKeys({4}), {}, 0));
  ExpectConflict(registry, AuthorityEvent("bank", {"card.*"}));
  ExpectApplies(registry, CompromiseEvent("bank", FakeKey(3), 5));
}

TEST(ApplyTest, ACompromisedKeyIsOutAtOnceEvenBelowTheThreshold) {
  Registry registry = SmallRegistry();
  ExpectApplies(registry, CompromiseEvent("reg", FakeKey(1), 5));
  const Submitter* registrar = registry.Find("reg");
  EXPECT_EQ(registrar->vkeys, FakeKeys({2}));
  EXPECT_EQ(registrar->former_vkeys, FakeKeys({1}));
  EXPECT_EQ(registrar->threshold, 2u);
  ASSERT_EQ(registrar->compromised.size(), 1u);
  EXPECT_EQ(registrar->compromised[0].from_index, 5u);
  ExpectApplies(registry, KeysEvent("reg", FakeKeys({4}), {}, 0));
}

TEST(ApplyTest, ACompromiseCanOnlyMoveBack) {
  Registry registry = SmallRegistry();
  ExpectConflict(registry, CompromiseEvent("bank", FakeKey(3), 101), 100);
  ExpectApplies(registry, CompromiseEvent("bank", FakeKey(3), 50));
  ExpectConflict(registry, CompromiseEvent("bank", FakeKey(3), 50));
  ExpectConflict(registry, CompromiseEvent("bank", FakeKey(3), 60));
  ExpectApplies(registry, CompromiseEvent("bank", FakeKey(3), 40));
  ASSERT_EQ(registry.Find("bank")->compromised.size(), 1u);
  EXPECT_EQ(registry.Find("bank")->compromised[0].from_index, 40u);
}

TEST(ApplyTest, UnknownOriginsAndTheRootAreRefused) {
  const Registry registry = SmallRegistry();
  for (const char* origin : {"nobody", "root"}) {
    ExpectConflict(registry, KeysEvent(origin, FakeKeys({9}), {}, 0));
    ExpectConflict(registry, AuthorityEvent(origin, {"card.*"}));
    ExpectConflict(registry, RetireEvent(origin));
    ExpectConflict(registry, CompromiseEvent(origin, FakeKey(0, "root"), 1));
  }
}

TEST(ApplyTest, OtherKindsChangeNothing) {
  Registry registry = SmallRegistry();
  const std::string before = registry.Serialize();
  Event event;
  event.mutable_credit_posted();
  EXPECT_TRUE(registry.Apply(event, 9).ok());
  EXPECT_TRUE(registry.Apply(Event(), 9).ok());
  EXPECT_EQ(registry.Serialize(), before);
}

TEST(ApplyTest, ASnapshotKeepsWhatItSaw) {
  Registry registry = SmallRegistry();
  const Registry snapshot = registry;
  const Submitter* seen = snapshot.Find("bank");
  ExpectApplies(registry, RetireEvent("bank"));
  EXPECT_FALSE(seen->retired);
  EXPECT_EQ(snapshot.Find("bank"), seen);
  EXPECT_NE(snapshot.version(), registry.version());
  EXPECT_EQ(snapshot.Find("reg"), registry.Find("reg"));  // Shared.
}

}  // namespace
}  // namespace ledger::registry
