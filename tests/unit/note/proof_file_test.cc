// Goal: a proof file has one spelling, and proves one entry of one log.
// Method: real proofs out of logs of several sizes; every bit flipped; each
// line put wrong in each way; random edits.

#include "ledger/note/proof_file.h"

#include <gtest/gtest.h>

#include <random>

#include "ledger/merkle/proof.h"
#include "ledger/note/signed_checkpoint.h"
#include "tests/unit/note/fixture.h"

namespace ledger::note {
namespace {

class ProofFileTest : public testing::Test {
 protected:
  ProofFile ProofOf(std::uint64_t index, std::uint64_t size) const {
    const merkle::MemoryTiles tiles = LogOf(size);
    return {.extra = std::nullopt,
            .index = index,
            .path = *merkle::ProveInclusion(tiles, index, size),
            .checkpoint =
                SignCheckpoint({kOrigin, size, tiles.tree().Root()}, {&key_})};
  }

  // Why `file` does not prove `entry`; empty when it does.
  std::string_view ReasonOf(std::string_view file,
                            std::string_view entry) const {
    const auto parsed = ParseProofFile(file);
    if (!parsed.ok()) return parsed.error().reason;
    const auto checked =
        CheckProofFile(*parsed, entry, kOrigin, {key_.vkey()}, 1);
    return checked.ok() ? "" : checked.error().reason;
  }

  const SigningKey key_ = KeyOf(kOrigin);
};

TEST_F(ProofFileTest, EveryEntryOfSmallLogsIsProven) {
  for (std::uint64_t size = 1; size <= 20; ++size) {
    for (std::uint64_t index = 0; index < size; ++index) {
      const std::string file = FormatProofFile(ProofOf(index, size));
      ASSERT_EQ(ReasonOf(file, EntryOf(index)), "");
      ASSERT_EQ(ReasonOf(file, EntryOf(index + 1)), kProofFileInvalid);
    }
  }
}

TEST_F(ProofFileTest, TheCheckpointIsGivenBack) {
  const auto checked =
      CheckProofFile(ProofOf(5, 9), EntryOf(5), kOrigin, {key_.vkey()}, 1);
  ASSERT_TRUE(checked.ok());
  EXPECT_EQ(checked->origin, kOrigin);
  EXPECT_EQ(checked->size, 9U);
}

TEST_F(ProofFileTest, EveryFlippedBitAndEveryCutIsRefused) {
  const std::string file = FormatProofFile(ProofOf(4, 7));
  const std::string entry = EntryOf(4);
  ASSERT_EQ(ReasonOf(file, entry), "");
  for (std::size_t bit = 0; bit < file.size() * 8; ++bit) {
    std::string other = file;
    other[bit / 8] = static_cast<char>(other[bit / 8] ^ (1 << (bit % 8)));
    ASSERT_NE(ReasonOf(other, entry), "") << "bit " << bit;
  }
  for (std::size_t cut = 0; cut < file.size(); ++cut) {
    ASSERT_NE(ReasonOf(file.substr(0, cut), entry), "") << cut;
  }
}

TEST_F(ProofFileTest, EveryOtherSpellingIsMalformed) {
  const ProofFile proof = ProofOf(4, 7);
  const std::string good = FormatProofFile(proof);
  const std::string hash = Base64Encode(proof.path[0].bytes);
  const std::string first = "c2sp.org/tlog-proof@v1\n";
  for (const std::string& bad : {
           std::string(),
           first,
           Replaced(good, "@v1", "@v2"),
           Replaced(good, "@v1\n", "@v1 \n"),
           Replaced(good, "@v1\n", "@v1\r\n"),
           Replaced(good, "index 4", "index 04"),
           Replaced(good, "index 4", "index  4"),
           Replaced(good, "index 4", "index 4 "),
           Replaced(good, "index 4", "index -4"),
           Replaced(good, "index 4", "index"),
           Replaced(good, "index 4", "index "),
           Replaced(good, "index 4", "Index 4"),
           Replaced(good, "index 4", "index 18446744073709551616"),
           Replaced(good, "index 4\n", ""),
           Replaced(good, "index 4\n", "index 4\nindex 4\n"),
           Replaced(good, "index 4\n", "index 4\nextra AAAA\n"),
           Replaced(good, "index 4\n", "extra A\nindex 4\n"),
           Replaced(good, "index 4\n", "extra\nindex 4\n"),
           Replaced(good, "index 4\n", "extra AAAA\nextra AAAA\nindex 4\n"),
           Replaced(good, "index 4\n", "other AAAA\nindex 4\n"),
           Replaced(good, hash, hash.substr(4)),
           Replaced(good, hash, hash + "AAAA"),
           Replaced(good, hash, " " + hash),
           Replaced(good, hash + "\n", hash + " \n"),
           good.substr(0, good.find("\n\n") + 2),
       }) {
    const auto parsed = ParseProofFile(bad);
    ASSERT_FALSE(parsed.ok()) << bad;
    EXPECT_EQ(parsed.error().code, Code::kInvalidArgument);
    EXPECT_EQ(parsed.error().reason, kProofFileMalformed);
  }
}

TEST_F(ProofFileTest, ExtraIsKeptAndProvesNothing) {
  for (const std::string& extra :
       {std::string(), std::string("x"), std::string("\0\xff", 2)}) {
    ProofFile proof = ProofOf(1, 3);
    proof.extra = extra;
    const auto parsed = ParseProofFile(FormatProofFile(proof));
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(parsed->extra, extra);
    EXPECT_EQ(ReasonOf(FormatProofFile(proof), EntryOf(1)), "");
  }
}

TEST_F(ProofFileTest, CapsHoldForPathAndFile) {
  ProofFile proof = ProofOf(0, 1);
  proof.path.resize(kMaxPathHashes);
  const std::string file = FormatProofFile(proof);
  EXPECT_TRUE(ParseProofFile(file).ok());
  EXPECT_EQ(ReasonOf(file, EntryOf(0)), kProofFileInvalid);
  const std::string hash = Base64Encode(proof.path[0].bytes) + "\n";
  EXPECT_EQ(ReasonOf(Replaced(file, hash, hash + hash), EntryOf(0)),
            kProofFileMalformed);
  EXPECT_EQ(ReasonOf(std::string(kMaxProofFileBytes + 1, 'x'), EntryOf(0)),
            kProofFileMalformed);
}

TEST_F(ProofFileTest, AnotherLogOrAnotherSignerIsRefused) {
  const ProofFile proof = ProofOf(4, 7);
  const SigningKey other = KeyOf(kOrigin, 5);
  const auto reason = [&](std::string_view origin,
                          const std::vector<VerifierKey>& keys,
                          std::size_t threshold) {
    const auto checked =
        CheckProofFile(proof, EntryOf(4), origin, keys, threshold);
    return checked.ok() ? std::string_view() : checked.error().reason;
  };
  EXPECT_EQ(reason("example.id/other", {key_.vkey()}, 1), kOriginMismatch);
  EXPECT_EQ(reason(kOrigin, {other.vkey()}, 1), kSignatureMissing);
  EXPECT_EQ(reason(kOrigin, {key_.vkey(), other.vkey()}, 2), kThresholdNotMet);
  EXPECT_EQ(reason(kOrigin, {}, 0), kSignatureMissing);
}

TEST_F(ProofFileTest, AnIndexOrAPathOfAnotherEntryIsInvalid) {
  for (std::uint64_t index = 0; index < 9; ++index) {
    ProofFile proof = ProofOf(4, 7);
    proof.index = index;
    EXPECT_EQ(ReasonOf(FormatProofFile(proof), EntryOf(4)),
              index == 4 ? "" : kProofFileInvalid);
    if (index == 4 || index >= 7) continue;
    proof.index = 4;
    proof.path = ProofOf(index, 7).path;
    EXPECT_EQ(ReasonOf(FormatProofFile(proof), EntryOf(4)), kProofFileInvalid);
  }
}

TEST_F(ProofFileTest, WhatIsParsedHasOneSpelling) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  ProofFile proof = ProofOf(4, 7);
  proof.extra = "some";
  const std::string whole = FormatProofFile(proof);
  const std::string alphabet = "\n =+Ae0123";
  std::size_t parsed_count = 0;
  for (int i = 0; i < 100'000; ++i) {
    std::string edited = whole;
    // Mostly in the lines before the checkpoint.
    const std::size_t at = random() % (whole.size() * 2 / 3);
    const char c = alphabet[random() % alphabet.size()];
    if (random() % 3 == 0) {
      edited.erase(at, 1 + random() % 3);
    } else if (random() % 2 == 0) {
      edited.insert(at, 1, c);
    } else {
      edited[at] = c;
    }
    const auto parsed = ParseProofFile(edited);
    if (!parsed.ok()) continue;
    ++parsed_count;
    ASSERT_EQ(FormatProofFile(*parsed), edited);
  }
  EXPECT_GT(parsed_count, 1000U);
}

}  // namespace
}  // namespace ledger::note
