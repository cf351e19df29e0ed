// Goal: a note is taken apart in one way, and only who signed has signed.
// Method: the note of Go's sumdb/note examples; each trap of the
// specification by name; every bit of a note flipped; random edits.

#include "ledger/note/note.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "tests/unit/note/fixture.h"

namespace ledger::note {
namespace {

using testing::ElementsAre;

constexpr std::string_view kDash = "\u2014 ";

class NoteTest : public testing::Test {
 protected:
  // Why the note is refused: by parsing or by verifying; empty if it is not.
  std::string_view ReasonOf(std::string_view note) const {
    const auto parsed = ParseNote(note);
    if (!parsed.ok()) return parsed.error().reason;
    const auto signers = VerifyNote(*parsed, {alice_.vkey()});
    return signers.ok() ? "" : signers.error().reason;
  }

  std::vector<std::size_t> SignersOf(
      std::string_view note, const std::vector<VerifierKey>& known) const {
    const auto parsed = ParseNote(note);
    if (!parsed.ok()) return {99};
    const auto signers = VerifyNote(*parsed, known);
    return signers.ok() ? *signers : std::vector<std::size_t>{};
  }

  const SigningKey alice_ = KeyOf("alice", 1);
  const SigningKey bob_ = KeyOf("bob", 2);
  const SigningKey carol_ = KeyOf("carol", 3);
  const std::string text_ = "first line\nsecond line\n";
  const std::string note_ = SignNote(text_, {&alice_});
};

TEST_F(NoteTest, GosExampleVerifies) {
  const std::string text =
      "If you think cryptography is the answer to your problem,\n"
      "then you don't know what your problem is.\n";
  const std::string note =
      text +
      "\n\u2014 PeterNeumann "
      "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdng"
      "otpRZb6KE6RyyBwJnAM=\n";
  const auto vkey = VerifierKey::Parse(
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  ASSERT_TRUE(vkey.ok());
  EXPECT_THAT(SignersOf(note, {*vkey}), ElementsAre(0));
  EXPECT_EQ(ParseNote(note)->text, text);
  const auto skey = SigningKey::Parse(
      "PRIVATE+KEY+PeterNeumann+c74f20a3+"
      "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz");
  ASSERT_TRUE(skey.ok());
  EXPECT_EQ(SignNote(text, {&*skey}), note);
}

TEST_F(NoteTest, EveryFlippedBitIsRefused) {
  ASSERT_EQ(ReasonOf(note_), "");
  for (std::size_t bit = 0; bit < note_.size() * 8; ++bit) {
    std::string other = note_;
    other[bit / 8] = static_cast<char>(other[bit / 8] ^ (1 << (bit % 8)));
    ASSERT_NE(ReasonOf(other), "") << "bit " << bit;
  }
  for (std::size_t cut = 0; cut < note_.size(); ++cut) {
    ASSERT_NE(ReasonOf(note_.substr(0, cut)), "") << "cut at " << cut;
    ASSERT_NE(ReasonOf(note_.substr(cut + 1)), "") << "cut before " << cut;
  }
}

TEST_F(NoteTest, TheLastEmptyLineSeparates) {
  for (const std::string& text :
       {std::string("\n"), std::string("\n\n\n"), std::string("a\n\nb\n"),
        std::string("a\n\n"), "a\n\n" + alice_.SignatureLine("a\n")}) {
    const std::string note = SignNote(text, {&alice_});
    const auto parsed = ParseNote(note);
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(parsed->text, text);
    EXPECT_EQ(ReasonOf(note), "");
  }
}

TEST_F(NoteTest, SignaturesByUnknownKeysAreIgnored) {
  const std::string note = SignNote(text_, {&bob_, &alice_, &carol_});
  EXPECT_THAT(SignersOf(note, {alice_.vkey()}), ElementsAre(0));
  EXPECT_THAT(SignersOf(note, {carol_.vkey(), alice_.vkey()}),
              ElementsAre(0, 1));
  // Of unknown types and lengths, too.
  std::string odd = note_;
  odd += std::string(kDash) + "witness " +
         Base64Encode(AsBytes("\x01\x02\x03\x04"
                              "x")) +
         "\n";
  odd += std::string(kDash) + "witness " +
         Base64Encode(AsBytes(std::string(2424, 'm'))) + "\n";
  EXPECT_EQ(ReasonOf(odd), "");
}

TEST_F(NoteTest, AKnownNameWithAnUnknownKeyIdIsAnUnknownKey) {
  const SigningKey other = KeyOf("alice", 9);
  EXPECT_EQ(ReasonOf(SignNote(text_, {&other})), kSignatureMissing);
  EXPECT_EQ(ReasonOf(SignNote(text_, {&other, &alice_})), "");
}

TEST_F(NoteTest, OneFailingKnownSignatureRejectsTheNote) {
  const std::string line = alice_.SignatureLine("another text\n");
  EXPECT_EQ(ReasonOf(note_ + line), kSignatureInvalid);
  EXPECT_EQ(ReasonOf(text_ + "\n" + line + alice_.SignatureLine(text_)),
            kSignatureInvalid);
  // Though enough others signed.
  const std::string note = SignNote(text_, {&bob_, &carol_}) + line;
  const auto signers =
      VerifyNote(*ParseNote(note), {bob_.vkey(), carol_.vkey(), alice_.vkey()});
  ASSERT_FALSE(signers.ok());
  EXPECT_EQ(signers.error().code, Code::kUnauthenticated);
  EXPECT_EQ(signers.error().reason, kSignatureInvalid);
}

TEST_F(NoteTest, AKnownSignatureOfAnotherLengthIsInvalid) {
  std::string bytes;
  AppendU32(bytes, alice_.vkey().key_id());
  for (const std::size_t length : {1U, 63U, 65U, 72U}) {
    const std::string line =
        std::string(kDash) + "alice " +
        Base64Encode(AsBytes(bytes + std::string(length, 's'))) + "\n";
    EXPECT_EQ(ReasonOf(text_ + "\n" + line), kSignatureInvalid);
  }
}

TEST_F(NoteTest, WithoutAKnownSignatureNobodySigned) {
  const auto signers = VerifyNote(*ParseNote(note_), {bob_.vkey()});
  ASSERT_FALSE(signers.ok());
  EXPECT_EQ(signers.error().code, Code::kUnauthenticated);
  EXPECT_EQ(signers.error().reason, kSignatureMissing);
  EXPECT_FALSE(VerifyNote(*ParseNote(note_), {}).ok());
}

TEST_F(NoteTest, NobodySignsTwice) {
  // Signed twice, or listed twice: a threshold of two is not met by one.
  const std::string twice = SignNote(text_, {&alice_, &alice_});
  EXPECT_THAT(SignersOf(twice, {alice_.vkey()}), ElementsAre(0));
  EXPECT_THAT(SignersOf(twice, {bob_.vkey(), alice_.vkey(), alice_.vkey()}),
              ElementsAre(1));
  EXPECT_THAT(SignersOf(SignNote(text_, {&carol_, &alice_}),
                        {alice_.vkey(), bob_.vkey(), carol_.vkey()}),
              ElementsAre(0, 2));
}

TEST_F(NoteTest, LinesThatAreNoSignatureLinesAreMalformed) {
  const std::string line = note_.substr(text_.size() + 1);
  const std::string base64 = line.substr(line.rfind(' ') + 1, 92);
  for (const std::string& bad : std::vector<std::string>{
           std::string(),
           std::string("\n"),
           std::string("x"),
           "- alice " + base64 + "\n",        // Hyphen.
           "\u2013 alice " + base64 + "\n",   // En dash.
           "\u2014alice " + base64 + "\n",    // No space.
           "\u2014  alice " + base64 + "\n",  // Two spaces.
           "\u2014 alice  " + base64 + "\n",  // Two more.
           "\u2014 alice\u00a0" + base64 + "\n",
           "\u2014 al+ice " + base64 + "\n",
           "\u2014 " + base64 + "\n",
           "\u2014 alice \n",
           "\u2014 alice\n",
           "\u2014 alice " + base64 + " \n",
           "\u2014 alice " + base64 + " x\n",
           "\u2014 alice " + base64.substr(0, 91) + "\n",
           "\u2014 alice " + Base64Encode(AsBytes("abcd")) + "\n",
           "\u2014 alice " + base64,  // No LF.
           "\u2014 alice " + base64 + "\r\n",
           line + "x\n",
           line + "\n" + "x\n",
           " " + line,
       }) {
    EXPECT_EQ(ReasonOf(text_ + "\n" + bad), kNoteMalformed) << bad;
  }
}

TEST_F(NoteTest, ANoteWithoutAnEmptyLineIsMalformed) {
  const std::string line = alice_.SignatureLine(text_);
  for (const std::string& bad : std::vector<std::string>{
           std::string(), text_, text_ + line, "\n" + line, line}) {
    EXPECT_EQ(ReasonOf(bad), kNoteMalformed) << bad;
  }
}

TEST_F(NoteTest, ControlCharactersAndBrokenUtf8AreMalformed) {
  const auto reason = [&](const std::string& text) {
    return ReasonOf(text + "\n" + alice_.SignatureLine(text));
  };
  for (char c = 0; c < 0x20; ++c) {
    const std::string text = std::string("a") + c + "b\n";
    EXPECT_EQ(reason(text), c == '\n' ? "" : kNoteMalformed) << int{c};
  }
  EXPECT_EQ(reason("a\x7f\n"), "");
  EXPECT_EQ(reason("na\u00efve \u2014 \U0001f4b3\n"), "");
  EXPECT_EQ(reason("\xff\n"), kNoteMalformed);
  EXPECT_EQ(reason("\xc3\n"), kNoteMalformed);
  EXPECT_EQ(reason("\xc0\x80\n"), kNoteMalformed);
}

TEST_F(NoteTest, CapsHoldForBytesAndSignatures) {
  std::string note = note_;
  for (std::size_t i = 1; i < kMaxSignatures; ++i) {
    note += carol_.SignatureLine(text_);
  }
  EXPECT_EQ(ReasonOf(note), "");
  EXPECT_EQ(ReasonOf(note + carol_.SignatureLine(text_)), kNoteMalformed);

  const std::size_t around = SignNote("\n", {&alice_}).size() - 1;
  const std::string largest(kMaxNoteBytes - around - 1, 'x');
  const std::string at_cap = SignNote(largest + "\n", {&alice_});
  ASSERT_EQ(at_cap.size(), kMaxNoteBytes);
  EXPECT_EQ(ReasonOf(at_cap), "");
  EXPECT_EQ(ReasonOf(SignNote(largest + "x\n", {&alice_})), kNoteMalformed);
}

// A note put together again from its parts.
std::string Joined(const Note& note) {
  std::string joined = note.text + "\n";
  for (const NoteSignature& signature : note.signatures) {
    std::string bytes;
    AppendU32(bytes, signature.key_id);
    bytes += signature.signature;
    joined += std::string(kDash) + signature.name + " " +
              Base64Encode(AsBytes(bytes)) + "\n";
  }
  return joined;
}

TEST_F(NoteTest, WhatIsParsedHasOneSpelling) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const std::string whole = SignNote("a\n\nb\n", {&alice_, &bob_});
  const std::string alphabet = "\n \u2014+=Aa0/";
  std::size_t parsed_count = 0;
  for (int i = 0; i < 100'000; ++i) {
    std::string edited = whole;
    for (auto edits = 1 + random() % 3; edits > 0; --edits) {
      const std::size_t at = random() % edited.size();
      const char c = alphabet[random() % alphabet.size()];
      if (random() % 3 == 0) {
        edited.erase(at, 1);
      } else if (random() % 2 == 0) {
        edited.insert(at, 1, c);
      } else {
        edited[at] = c;
      }
    }
    const auto parsed = ParseNote(edited);
    if (!parsed.ok()) continue;
    ++parsed_count;
    ASSERT_EQ(Joined(*parsed), edited);
  }
  EXPECT_GT(parsed_count, 1000U);
}

}  // namespace
}  // namespace ledger::note
