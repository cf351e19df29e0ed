// Goal: what one side signs and proves, the other side accepts.

#include <gtest/gtest.h>

#include "ledger/merkle/memory_tiles.h"
#include "ledger/merkle/proof.h"
#include "ledger/note/proof_file.h"
#include "ledger/note/signed_checkpoint.h"

namespace ledger::note {
namespace {

TEST(RoundTripTest, AProofFileOfASignedTreeIsAccepted) {
  const SigningKey key = SigningKey::Generate("example.id/log");
  merkle::MemoryTiles tiles;
  for (int i = 0; i < 1000; ++i) {
    tiles.Append(merkle::LeafHash(AsBytes("entry " + std::to_string(i))));
  }
  const Checkpoint checkpoint{"example.id/log", tiles.size(),
                              tiles.tree().Root()};
  const ProofFile proof{.extra = std::nullopt,
                        .index = 700,
                        .path = *merkle::ProveInclusion(tiles, 700, 1000),
                        .checkpoint = SignCheckpoint(checkpoint, {&key})};
  const auto parsed = ParseProofFile(FormatProofFile(proof));
  ASSERT_TRUE(parsed.ok());
  const auto vkey = VerifierKey::Parse(key.vkey().ToString());
  ASSERT_TRUE(vkey.ok());
  const auto checked =
      CheckProofFile(*parsed, "entry 700", "example.id/log", {*vkey}, 1);
  ASSERT_TRUE(checked.ok()) << checked.error().message;
  EXPECT_EQ(*checked, checkpoint);
}

}  // namespace
}  // namespace ledger::note
