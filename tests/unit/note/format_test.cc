// Goal: keys, notes, checkpoints and proof files are byte for byte what
// note/FORMAT.md shows.

#include <gtest/gtest.h>

#include "ledger/merkle/proof.h"
#include "ledger/note/proof_file.h"
#include "ledger/note/signed_checkpoint.h"
#include "tests/support/vectors.h"
#include "tests/unit/note/fixture.h"

namespace ledger::note {
namespace {

constexpr char kFormat[] = "ledger/note/FORMAT.md";

class FormatTest : public testing::Test {
 protected:
  FormatTest() {
    for (const std::string_view entry : {"", "first", "second entry"}) {
      tiles_.Append(merkle::LeafHash(AsBytes(entry)));
    }
  }

  const SigningKey key_ = KeyOf(kOrigin);
  merkle::MemoryTiles tiles_;
};

TEST_F(FormatTest, KeysAreThoseOfTheDocument) {
  EXPECT_EQ(key_.vkey().ToString(), tests::LineVector(kFormat, "verifier-key"));
  EXPECT_EQ(key_.ToString(), tests::LineVector(kFormat, "signing-key"));
}

TEST_F(FormatTest, SignedNoteIsThatOfTheDocument) {
  const std::string note = tests::TextVector(kFormat, "signed-note");
  const auto parsed = ParseNote(note);
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(SignNote(parsed->text, {&key_}), note);
  EXPECT_TRUE(VerifyNote(*parsed, {key_.vkey()}).ok());
}

TEST_F(FormatTest, CheckpointIsThatOfTheDocument) {
  EXPECT_EQ(SignCheckpoint({kOrigin, 3, tiles_.tree().Root()}, {&key_}),
            tests::TextVector(kFormat, "checkpoint"));
}

TEST_F(FormatTest, ProofFileIsThatOfTheDocument) {
  const std::string file = tests::TextVector(kFormat, "proof-file");
  const ProofFile proof{.extra = std::nullopt,
                        .index = 1,
                        .path = *merkle::ProveInclusion(tiles_, 1, 3),
                        .checkpoint = tests::TextVector(kFormat, "checkpoint")};
  EXPECT_EQ(FormatProofFile(proof), file);
  const auto parsed = ParseProofFile(file);
  ASSERT_TRUE(parsed.ok());
  EXPECT_TRUE(CheckProofFile(*parsed, "first", kOrigin, {key_.vkey()}, 1).ok());
}

}  // namespace
}  // namespace ledger::note
