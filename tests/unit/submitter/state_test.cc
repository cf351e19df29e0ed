// Goal: the state's form is as FORMAT.md says, and no damage passes.

#include "ledger/submitter/state.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "ledger/note/signed_checkpoint.h"
#include "tests/unit/submitter/memory_store.h"

namespace ledger::submitter {
namespace {

// The key of the vector: seed 0x01 thirty-two times.
note::SigningKey VectorKey() {
  const Result<crypto::PrivateKey> key =
      crypto::PrivateKey::FromSeed(AsBytes(std::string(32, '\x01')));
  AMANAH_CHECK(key.ok());
  const note::VerifierKey vkey =
      note::VerifierKey::FromPublicKey("bank-a.example/k1", key->public_key());
  std::string id;
  AppendU32(id, vkey.key_id());
  return *note::SigningKey::Parse(
      "PRIVATE+KEY+" + vkey.name() + "+" + HexEncode(AsBytes(id)) + "+" +
      Base64Encode(AsBytes(std::string(33, '\x01'))));
}

State VectorState() {
  const note::SigningKey key = VectorKey();
  State state;
  state.origin = "bank-a.example/amanah";
  state.acknowledged = TreeOfEvents(3);
  for (const std::uint64_t size : {4u, 7u}) {
    const note::Checkpoint checkpoint{state.origin, size,
                                      TreeOfEvents(size).Root()};
    state.pending.push_back(
        {checkpoint, note::SignCheckpoint(checkpoint, {&key})});
  }
  return state;
}

std::string VectorOfFormat() {
  std::ifstream file("ledger/submitter/FORMAT.md");
  std::stringstream text;
  text << file.rdbuf();
  const std::string all = text.str();
  const std::size_t begin = all.find("```hex\n");
  if (begin == std::string::npos) return "";
  std::string hex;
  for (std::size_t i = begin + 7; i < all.size() && all[i] != '`'; ++i) {
    if (all[i] != '\n') hex.push_back(all[i]);
  }
  return hex;
}

TEST(StateTest, TheVectorOfTheFormatPageIsWhatIsWritten) {
  EXPECT_EQ(HexEncode(AsBytes(FormatState(VectorState()))), VectorOfFormat());
}

TEST(StateTest, WhatIsReadIsWhatWasWritten) {
  for (const std::uint64_t size : {0u, 1u, 2u, 3u, 255u, 256u}) {
    State state = VectorState();
    state.acknowledged = TreeOfEvents(size);
    if (size > 3) state.pending.clear();
    const Result<State> read = ParseState(FormatState(state));
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->origin, state.origin);
    EXPECT_EQ(read->acknowledged.size(), size);
    EXPECT_EQ(read->acknowledged.edge(), state.acknowledged.edge());
    EXPECT_EQ(read->pending, state.pending);
  }
}

TEST(StateTest, EveryFlippedBitAndEveryCutIsRefused) {
  const std::string bytes = FormatState(VectorState());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    EXPECT_FALSE(ParseState(bytes.substr(0, i)).ok()) << i;
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = bytes;
      damaged[i] = static_cast<char>(damaged[i] ^ (1 << bit));
      const Result<State> state = ParseState(damaged);
      ASSERT_FALSE(state.ok()) << i;
      EXPECT_EQ(state.error().reason, kStateDamaged);
      EXPECT_EQ(state.error().code, Code::kDataLoss);
    }
  }
  EXPECT_FALSE(ParseState(bytes + "\n").ok());
}

TEST(StateTest, AChecksumDoesNotMakeAWrongStateRight) {
  const std::string bytes = FormatState(VectorState());
  const auto refused = [&](const std::string& from, const std::string& to) {
    std::string body = bytes.substr(0, bytes.rfind("sha256 "));
    const std::size_t at = body.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    body.replace(at, from.size(), to);
    body += "sha256 " + HexEncode(crypto::Sha256({AsBytes(body)}).bytes) + "\n";
    EXPECT_FALSE(ParseState(body).ok()) << from;
  };
  refused("state/v1", "state/v2");
  refused("origin bank-a.example/amanah", "origin bank-b.example/amanah");
  refused("origin ", "origin");
  refused("size 3", "size 4");  // Too few edge hashes follow.
  refused("size 3", "size 5");  // The first note is no longer above.
  refused("size 3", "size 03");
  refused("pending 2", "pending 1");
  refused("pending 2", "pending 3");
  refused("pending 2", "pending 99999999999999999999");
  refused("note ", "note 1");
  refused("\n4\n", "\n8\n");  // Notes that do not grow.
}

}  // namespace
}  // namespace ledger::submitter
