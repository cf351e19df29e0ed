// Goal: who may sign what, for each limit, and who may handle whom.

#include <gtest/gtest.h>

#include "tests/unit/registry/registry_events.h"

namespace ledger::registry {
namespace {

using amanah::v1::Event;

class AuthorityTest : public testing::Test {
 protected:
  // The field that is refused; empty when `origin` may sign `event`.
  std::string Refused(const std::string& origin, const Event& event) const {
    const Status status =
        registry_.CheckAuthority(*registry_.Find(origin), event);
    if (status.ok()) return "";
    EXPECT_EQ(status.error().reason, kEventNotAuthorised);
    EXPECT_EQ(status.error().code, Code::kPermissionDenied);
    EXPECT_EQ(status.error().violations.size(), 1u);
    return status.error().violations[0].field;
  }

  void Apply(const Event& event) {
    const Status status = registry_.Apply(event, 10);
    ASSERT_TRUE(status.ok()) << status.error().message;
  }

  static Event Credit() {
    Event event;
    event.mutable_credit_posted();
    return event;
  }
  static Event Dispatched() {
    Event event;
    event.mutable_kks_dispatched();
    return event;
  }

  Registry registry_ = SmallRegistry();
};

TEST_F(AuthorityTest, AFamilyStarAllowsTheFamilyAndNoOther) {
  EXPECT_EQ(Refused("bank", Credit()), "");
  EXPECT_EQ(Refused("bank", Dispatched()), "kks_dispatched");
  EXPECT_EQ(Refused("bank", Event()), "body");
}

TEST_F(AuthorityTest, ANamedKindAllowsThatKindOnly) {
  Apply(AuthorityEvent("bank", {"kks_dispatched", "kks_printed"}));
  EXPECT_EQ(Refused("bank", Dispatched()), "");
  EXPECT_EQ(Refused("bank", Credit()), "credit_posted");
}

TEST_F(AuthorityTest, RegionsHoldTheirOwnAndWhatLiesBelow) {
  Event authority = AuthorityEvent("bank", {"money.*"});
  auto* granted =
      authority.mutable_submitter_authority_changed()->mutable_authority();
  granted->add_region_prefixes("18.01");
  granted->add_region_prefixes("19");
  Apply(authority);
  Event event = Credit();
  EXPECT_EQ(Refused("bank", event), "");  // No region.
  for (const char* inside : {"18.01", "18.01.18.2001", "19", "19.99"}) {
    event.set_region_code(inside);
    EXPECT_EQ(Refused("bank", event), "") << inside;
  }
  for (const char* outside : {"18", "18.02", "18.011", "17.01.18.2001"}) {
    event.set_region_code(outside);
    EXPECT_EQ(Refused("bank", event), "region_code") << outside;
  }
}

TEST_F(AuthorityTest, ProgrammesAreThoseNamed) {
  Event authority = AuthorityEvent("bank", {"money.*"});
  authority.mutable_submitter_authority_changed()
      ->mutable_authority()
      ->add_programmes("LOCAL_SEMBAKO");
  Apply(authority);
  Event event = Credit();
  EXPECT_EQ(Refused("bank", event), "");  // No programme.
  event.set_programme(amanah::v1::PROGRAMME_LOCAL_SEMBAKO);
  EXPECT_EQ(Refused("bank", event), "");
  event.set_programme(amanah::v1::PROGRAMME_SEMBAKO);
  EXPECT_EQ(Refused("bank", event), "programme");
}

TEST_F(AuthorityTest, ABankSpeaksOfItselfOnly) {
  Event authority = AuthorityEvent("bank", {"money.*", "card.*", "context.*"});
  authority.mutable_submitter_authority_changed()
      ->mutable_authority()
      ->set_bank("BANK A");
  Apply(authority);
  std::vector<Event> events(4);
  const auto set_bank = [&](const std::string& bank) {
    events[0].mutable_kks_printed()->set_bank(bank);
    events[1].mutable_control_total_reported()->set_bank(bank);
    events[2].mutable_agent_registered()->set_bank(bank);
    events[3].mutable_terminal_registered()->set_bank(bank);
  };
  for (const char* own : {"BANK A", ""}) {
    set_bank(own);
    for (const Event& event : events) EXPECT_EQ(Refused("bank", event), "");
  }
  set_bank("BANK B");
  EXPECT_EQ(Refused("bank", events[0]), "kks_printed.bank");
  EXPECT_EQ(Refused("bank", events[1]), "control_total_reported.bank");
  EXPECT_EQ(Refused("bank", events[2]), "agent_registered.bank");
  EXPECT_EQ(Refused("bank", events[3]), "terminal_registered.bank");
}

TEST_F(AuthorityTest, TheRootHandlesRegistrarsAndNobodyElse) {
  const auto registered = [](const std::vector<std::string>& kinds) {
    return RegisterEvent("n/1", FakeKeys({8, 9}), 2, kinds);
  };
  EXPECT_EQ(Refused("root", registered({"registry.*"})), "");
  EXPECT_EQ(Refused("root", registered({"money.*", "key_compromised"})), "");
  EXPECT_EQ(Refused("root", registered({"money.*"})),
            "submitter_registered.origin");
  EXPECT_EQ(Refused("root", KeysEvent("reg", {}, {}, 2)), "");
  EXPECT_EQ(Refused("root", RetireEvent("reg")), "");
  EXPECT_EQ(Refused("root", CompromiseEvent("reg", FakeKey(1), 1)), "");
  EXPECT_EQ(Refused("root", AuthorityEvent("reg", {"money.*"})), "");
  EXPECT_EQ(Refused("root", AuthorityEvent("bank", {"registry.*"})), "");
  EXPECT_EQ(Refused("root", RetireEvent("bank")), "submitter_retired.origin");
  EXPECT_EQ(Refused("root", Credit()), "credit_posted");
}

TEST_F(AuthorityTest, ARegistrarHandlesAllButRegistrars) {
  const auto registered = [](const std::vector<std::string>& kinds) {
    return RegisterEvent("n/1", FakeKeys({8, 9}), 2, kinds);
  };
  EXPECT_EQ(Refused("reg", registered({"money.*"})), "");
  EXPECT_EQ(Refused("reg", registered({"money.*", "submitter_retired"})),
            "submitter_registered.origin");
  EXPECT_EQ(Refused("reg", KeysEvent("bank", {}, {}, 1)), "");
  EXPECT_EQ(Refused("reg", RetireEvent("bank")), "");
  EXPECT_EQ(Refused("reg", CompromiseEvent("bank", FakeKey(3), 1)), "");
  EXPECT_EQ(Refused("reg", AuthorityEvent("bank", {"card.*"})), "");
  EXPECT_EQ(Refused("reg", AuthorityEvent("bank", {"registry.*"})),
            "submitter_authority_changed.origin");
  EXPECT_EQ(Refused("reg", RetireEvent("reg")), "submitter_retired.origin");
  EXPECT_EQ(Refused("reg", KeysEvent("reg", FakeKeys({9}), {}, 0)),
            "submitter_keys_changed.origin");
  EXPECT_EQ(Refused("reg", Credit()), "credit_posted");
}

TEST_F(AuthorityTest, NobodyHandlesTheRoot) {
  for (const char* signer : {"root", "reg"}) {
    EXPECT_EQ(Refused(signer, RetireEvent("root")), "submitter_retired.origin");
    EXPECT_EQ(Refused(signer, KeysEvent("root", FakeKeys({9}), {}, 0)),
              "submitter_keys_changed.origin");
  }
}

TEST_F(AuthorityTest, AnOrdinarySubmitterSignsNoRegistryEvents) {
  EXPECT_EQ(Refused("bank", RetireEvent("bank")), "submitter_retired");
}

TEST_F(AuthorityTest, ARegistrarWithLimitsReachesNoFurther) {
  Event authority = AuthorityEvent("reg", {"registry.*"});
  auto* limits =
      authority.mutable_submitter_authority_changed()->mutable_authority();
  limits->add_region_prefixes("18");
  limits->add_programmes("PKH");
  Apply(authority);
  Event event = RegisterEvent("n/1", FakeKeys({9}), 1, {"money.*"});
  auto* granted = event.mutable_submitter_registered()->mutable_authority();
  EXPECT_EQ(Refused("reg", event), "submitter_registered.origin");
  granted->add_region_prefixes("18.01");
  EXPECT_EQ(Refused("reg", event), "submitter_registered.origin");
  granted->add_programmes("PKH");
  EXPECT_EQ(Refused("reg", event), "");
  granted->add_programmes("SEMBAKO");
  EXPECT_EQ(Refused("reg", event), "submitter_registered.origin");
  granted->mutable_programmes()->RemoveLast();
  granted->add_region_prefixes("19");
  EXPECT_EQ(Refused("reg", event), "submitter_registered.origin");
  // The bank has no limits, so it is beyond this registrar's.
  EXPECT_EQ(Refused("reg", RetireEvent("bank")), "submitter_retired.origin");
}

TEST_F(AuthorityTest, AnUnknownOriginIsLeftToApply) {
  EXPECT_EQ(Refused("reg", RetireEvent("nobody")), "");
  EXPECT_EQ(Refused("root", RetireEvent("nobody")), "");
}

}  // namespace
}  // namespace ledger::registry
