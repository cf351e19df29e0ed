// Goal: the stored form is as FORMAT.md says, deterministic, and damage of any
// kind is refused. Method: the vector of FORMAT.md, and every truncation and
// byte change of it.

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/unit/registry/registry_events.h"

namespace ledger::registry {
namespace {

// The hex of FORMAT.md's block that begins with ```hex.
std::string VectorOfFormat() {
  std::ifstream file("ledger/registry/FORMAT.md");
  std::stringstream text;
  text << file.rdbuf();
  const std::string all = text.str();
  const std::size_t begin = all.find("```hex\n");
  if (begin == std::string::npos) return "";
  std::string hex;
  for (const char c :
       all.substr(begin + 7, all.find("```", begin + 7) - (begin + 7))) {
    if (c != '\n' && c != ' ') hex.push_back(c);
  }
  return hex;
}

Registry VectorRegistry() {
  Registry registry = SmallRegistry();
  amanah::v1::Event event = AuthorityEvent("bank", {"money.*", "card.*"});
  auto* authority =
      event.mutable_submitter_authority_changed()->mutable_authority();
  authority->add_region_prefixes("18.01");
  authority->add_programmes("PKH");
  authority->set_bank("BANK A");
  AMANAH_CHECK(registry.Apply(event, 3).ok());
  AMANAH_CHECK(
      registry.Apply(KeysEvent("bank", FakeKeys({4}), FakeKeys({3}), 0), 4)
          .ok());
  AMANAH_CHECK(registry.Apply(CompromiseEvent("bank", FakeKey(3), 2), 5).ok());
  AMANAH_CHECK(registry.Apply(RetireEvent("bank"), 6).ok());
  return registry;
}

TEST(SerializeTest, TheVectorOfTheFormatPageIsWhatIsWritten) {
  EXPECT_EQ(HexEncode(AsBytes(VectorRegistry().Serialize())), VectorOfFormat());
}

TEST(SerializeTest, WhatIsReadIsWhatWasWritten) {
  const Registry registry = VectorRegistry();
  const Result<Registry> again = Registry::Deserialize(registry.Serialize());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->Serialize(), registry.Serialize());
  EXPECT_EQ(again->version(), registry.version());
  const Submitter* bank = again->Find("bank");
  ASSERT_NE(bank, nullptr);
  EXPECT_TRUE(bank->retired);
  EXPECT_EQ(bank->number, 2u);
  EXPECT_EQ(bank->vkeys, FakeKeys({4}));
  EXPECT_EQ(bank->former_vkeys, FakeKeys({3}));
  EXPECT_EQ(bank->bank, "BANK A");
  EXPECT_EQ(bank->registered_index, 2u);
  EXPECT_EQ(bank->compromised.size(), 1u);
  EXPECT_TRUE(again->FindNumber(0)->is_root);
}

TEST(SerializeTest, EveryTruncationAndAppendedByteIsRefused) {
  const std::string bytes = VectorRegistry().Serialize();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const Result<Registry> read = Registry::Deserialize(bytes.substr(0, size));
    ASSERT_FALSE(read.ok()) << size;
    EXPECT_EQ(read.error().reason, kRegistryConflict);
    EXPECT_EQ(read.error().code, Code::kDataLoss);
  }
  EXPECT_FALSE(Registry::Deserialize(bytes + '\0').ok());
}

TEST(SerializeTest, AChangedByteIsRefusedOrReadAsItStands) {
  const std::string bytes = VectorRegistry().Serialize();
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (const int mask : {0x01, 0x20, 0x80, 0xff}) {
      std::string changed = bytes;
      changed[i] = static_cast<char>(changed[i] ^ mask);
      const Result<Registry> read = Registry::Deserialize(changed);
      if (!read.ok()) continue;
      EXPECT_EQ(read->Serialize(), changed);
    }
  }
}

}  // namespace
}  // namespace ledger::registry
