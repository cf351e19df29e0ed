// Goal: a checkpoint has one spelling, and opens only for the origin, keys and
// threshold that were asked for.

#include "ledger/note/checkpoint.h"

#include <gtest/gtest.h>

#include "ledger/note/signed_checkpoint.h"
#include "tests/unit/note/fixture.h"

namespace ledger::note {
namespace {

constexpr char kEmptyRoot[] = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
constexpr char kSomeRoot[] = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

std::string TextOf(std::string_view origin, std::string_view size,
                   std::string_view root) {
  std::string text;
  for (const std::string_view line : {origin, size, root}) {
    text += std::string(line) + "\n";
  }
  return text;
}

TEST(CheckpointTest, WhatIsFormattedIsParsed) {
  for (const std::uint64_t size :
       {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1234567},
        (std::uint64_t{1} << 63) - 1}) {
    Checkpoint checkpoint{kOrigin, size, merkle::Tree().Root()};
    if (size > 0) checkpoint.root = merkle::LeafHash(AsBytes("x"));
    const auto parsed = ParseCheckpoint(FormatCheckpoint(checkpoint));
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(*parsed, checkpoint);
  }
  EXPECT_TRUE(ParseCheckpoint(TextOf(kOrigin, "0", kEmptyRoot)).ok());
  EXPECT_TRUE(ParseCheckpoint(TextOf(kOrigin, "5", kSomeRoot)).ok());
}

TEST(CheckpointTest, EveryOtherSpellingIsMalformed) {
  const std::string good = TextOf(kOrigin, "5", kSomeRoot);
  const std::string root = kSomeRoot;
  for (const std::string& bad : {
           std::string(),
           std::string("\n"),
           good.substr(1, 0),
           good.substr(0, good.size() - 1),
           good + "\n",
           good + "extension\n",
           good + "extension",
           "\n" + good,
           TextOf("", "5", root),
           TextOf("ab", "5", root),
           TextOf("Example.id", "5", root),
           TextOf("example id", "5", root),
           TextOf("example+id", "5", root),
           TextOf("example_id", "5", root),
           TextOf(std::string(129, 'a'), "5", root),
           TextOf(kOrigin, "", root),
           TextOf(kOrigin, "05", root),
           TextOf(kOrigin, "00", root),
           TextOf(kOrigin, "+5", root),
           TextOf(kOrigin, "-5", root),
           TextOf(kOrigin, " 5", root),
           TextOf(kOrigin, "5 ", root),
           TextOf(kOrigin, "0x5", root),
           TextOf(kOrigin, "5\r", root),
           TextOf(kOrigin, "9223372036854775808", root),
           TextOf(kOrigin, "18446744073709551615", root),
           TextOf(kOrigin, "18446744073709551616", root),
           TextOf(kOrigin, "5", ""),
           TextOf(kOrigin, "5", root.substr(0, 43)),
           TextOf(kOrigin, "5", root.substr(0, 40)),
           TextOf(kOrigin, "5", root + "AAAA"),
           // The last digit's stray bits.
           TextOf(kOrigin, "5", Replaced(root, "h8=", "h9=")),
           TextOf(kOrigin, "5", Replaced(root, "AwQF", "Aw-F")),
           TextOf(kOrigin, "0", root),
       }) {
    const auto parsed = ParseCheckpoint(bad);
    ASSERT_FALSE(parsed.ok()) << bad;
    EXPECT_EQ(parsed.error().code, Code::kInvalidArgument);
    EXPECT_EQ(parsed.error().reason, kCheckpointMalformed);
  }
}

TEST(CheckpointTest, OriginsAreShortPlainAndLowerCase) {
  for (int c = 0; c < 256; ++c) {
    const std::string origin = std::string("ab") + static_cast<char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                       c == '.' || c == '/' || c == '-';
    EXPECT_EQ(IsOrigin(origin), plain) << c;
  }
  EXPECT_FALSE(IsOrigin("ab"));
  EXPECT_TRUE(IsOrigin(std::string(128, 'a')));
  EXPECT_FALSE(IsOrigin(std::string(129, 'a')));
}

class OpenCheckpointTest : public testing::Test {
 protected:
  std::string_view ReasonOf(const std::string& note, std::string_view origin,
                            const std::vector<VerifierKey>& keys,
                            std::size_t threshold) const {
    const auto opened = OpenCheckpoint(note, origin, keys, threshold);
    return opened.ok() ? "" : opened.error().reason;
  }

  const SigningKey log_ = KeyOf(kOrigin, 1);
  const SigningKey officer_ = KeyOf("officer", 2);
  const Checkpoint checkpoint_{kOrigin, 5, merkle::LeafHash(AsBytes("x"))};
};

TEST_F(OpenCheckpointTest, OpensWhatEnoughKnownKeysSigned) {
  const std::string note = SignCheckpoint(checkpoint_, {&log_, &officer_});
  const auto opened =
      OpenCheckpoint(note, kOrigin, {officer_.vkey(), log_.vkey()}, 2);
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(*opened, checkpoint_);
  EXPECT_EQ(ReasonOf(note, kOrigin, {log_.vkey()}, 0), "");
}

TEST_F(OpenCheckpointTest, RefusesFewerSignersThanTheThreshold) {
  const std::string note = SignCheckpoint(checkpoint_, {&log_, &log_});
  const std::vector<VerifierKey> keys = {log_.vkey(), officer_.vkey()};
  EXPECT_EQ(ReasonOf(note, kOrigin, keys, 1), "");
  EXPECT_EQ(ReasonOf(note, kOrigin, keys, 2), kThresholdNotMet);
  EXPECT_EQ(ReasonOf(note, kOrigin, {log_.vkey(), log_.vkey()}, 2),
            kThresholdNotMet);
  EXPECT_EQ(ReasonOf(note, kOrigin, {officer_.vkey()}, 0), kSignatureMissing);
}

TEST_F(OpenCheckpointTest, RefusesAnotherLogsCheckpoint) {
  const std::string note = SignCheckpoint(checkpoint_, {&log_});
  EXPECT_EQ(ReasonOf(note, "example.id/other", {log_.vkey()}, 1),
            kOriginMismatch);
  EXPECT_EQ(ReasonOf(note, "example.id/lo", {log_.vkey()}, 1), kOriginMismatch);
}

TEST_F(OpenCheckpointTest, RefusesASignedTextThatIsNoCheckpoint) {
  const std::string note = SignNote("not a checkpoint\n", {&log_});
  EXPECT_EQ(ReasonOf(note, kOrigin, {log_.vkey()}, 1), kCheckpointMalformed);
  EXPECT_EQ(ReasonOf("no note", kOrigin, {log_.vkey()}, 1), kNoteMalformed);
}

}  // namespace
}  // namespace ledger::note
