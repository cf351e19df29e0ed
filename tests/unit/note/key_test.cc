// Goal: names and keys are read in one form only, and a key id is the hash of
// its name and key.

#include <gtest/gtest.h>

#include <set>

#include "ledger/crypto/hash.h"
#include "ledger/note/note.h"
#include "tests/unit/note/fixture.h"

namespace ledger::note {
namespace {

// The key of the examples in Go's golang.org/x/mod/sumdb/note.
constexpr char kGoVkey[] =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr char kGoSkey[] =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+"
    "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

std::string_view ReasonOfVkey(std::string_view vkey) {
  const auto parsed = VerifierKey::Parse(vkey);
  return parsed.ok() ? "" : parsed.error().reason;
}
std::string_view ReasonOfSkey(std::string_view skey) {
  const auto parsed = SigningKey::Parse(skey);
  return parsed.ok() ? "" : parsed.error().reason;
}

TEST(KeyTest, KeysOfGosExamplesAreReadAndWritten) {
  const auto vkey = VerifierKey::Parse(kGoVkey);
  ASSERT_TRUE(vkey.ok()) << vkey.error().message;
  EXPECT_EQ(vkey->name(), "PeterNeumann");
  EXPECT_EQ(vkey->key_id(), 0xc74f20a3U);
  EXPECT_EQ(vkey->ToString(), kGoVkey);
  const auto skey = SigningKey::Parse(kGoSkey);
  ASSERT_TRUE(skey.ok()) << skey.error().message;
  EXPECT_EQ(skey->vkey(), *vkey);
  EXPECT_EQ(skey->ToString(), kGoSkey);
}

TEST(KeyTest, KeyIdHashesNameLineFeedTypeAndKey) {
  const VerifierKey vkey = KeyOf(kOrigin).vkey();
  const std::string input = std::string(kOrigin) + "\n\x01" +
                            std::string(AsText(vkey.public_key().bytes));
  EXPECT_EQ(vkey.key_id(), GetU32(crypto::Sha256({AsBytes(input)}).view()));
}

TEST(KeyTest, KeysWithPlusInTheirBase64AreSplitAtTheFirstTwo) {
  int found = 0;
  for (int first = 0; found < 5; ++first) {
    ASSERT_LT(first, 256);
    const SigningKey key = KeyOf(kOrigin, static_cast<char>(first));
    const std::string text = key.vkey().ToString();
    if (text.find('+', text.find('+', text.find('+') + 1) + 1) ==
        std::string::npos) {
      continue;
    }
    ++found;
    const auto parsed = VerifierKey::Parse(text);
    ASSERT_TRUE(parsed.ok()) << text;
    EXPECT_EQ(*parsed, key.vkey());
  }
}

TEST(KeyTest, AVerifierKeyOfAnotherFormIsRefused) {
  const std::string good = kGoVkey;
  const std::string base64 = good.substr(good.rfind('+') + 1);
  ASSERT_EQ(ReasonOfVkey(good), "");
  for (const std::string& bad : std::vector<std::string>{
           std::string(),
           std::string("PeterNeumann"),
           std::string("PeterNeumann+c74f20a3"),
           "+c74f20a3+" + base64,
           "Peter Neumann+c74f20a3+" + base64,
           "PeterNeumann+c74f20a4+" + base64,
           "PeterNeumann+C74F20A3+" + base64,
           "PeterNeumann+c74f20a+" + base64,
           "PeterNeumann+0c74f20a3+" + base64,
           "Peterneumann+c74f20a3+" + base64,
           "PeterNeumann++" + base64,
           "PeterNeumann+c74f20a3+" + base64.substr(0, 40),
           "PeterNeumann+c74f20a3+" + base64 + "=",
           "PeterNeumann+c74f20a3+" + base64 + "AAAA",
           "PeterNeumann+c74f20a3+",
           good + "\n",
           good + " ",
           " " + good,
       }) {
    EXPECT_EQ(ReasonOfVkey(bad), kVkeyMalformed) << bad;
  }
}

TEST(KeyTest, AnyTypeButEd25519IsRefused) {
  const VerifierKey vkey = KeyOf(kOrigin).vkey();
  for (int type = 0; type < 256; ++type) {
    std::string key(1, static_cast<char>(type));
    key += AsText(vkey.public_key().bytes);
    // The id that a key of this type would have.
    const std::string id = HexEncode(
        crypto::Sha256({AsBytes(std::string(kOrigin) + "\n" + key)}).bytes);
    const std::string text = std::string(kOrigin) + "+" + id.substr(0, 8) +
                             "+" + Base64Encode(AsBytes(key));
    EXPECT_EQ(ReasonOfVkey(text), type == 1 ? "" : kVkeyMalformed) << type;
  }
}

TEST(KeyTest, ASigningKeyOfAnotherFormIsRefused) {
  const std::string good = kGoSkey;
  ASSERT_EQ(ReasonOfSkey(good), "");
  for (const std::string& bad : std::vector<std::string>{
           std::string(), std::string(kGoVkey), good.substr(1), good + "\n",
           good + "AAAA", good.substr(0, good.size() - 4),
           Replaced(good, "c74f20a3", "c74f20a4"),
           Replaced(good, "c74f20a3", "C74F20A3"),
           Replaced(good, "c74f20a3", "74f20a3"),
           Replaced(good, "PeterNeumann", ""),
           Replaced(good, "PeterNeumann", "Peter\tNeumann"),
           Replaced(good, "PeterNeumann", "PeterNeumanm"),
           Replaced(good, "+AYEK", "+AoEK"),
           Replaced(good, "PRIVATE", "private"),
           std::string("PRIVATE+KEY+PeterNeumann+c74f20a3+"),
           std::string("PRIVATE+KEY+PeterNeumann+c74f20a3")}) {
    EXPECT_EQ(ReasonOfSkey(bad), kSignerKeyMalformed) << bad;
  }
}

TEST(KeyTest, AKeyIsMadeFromANameAndASeedOf32Bytes) {
  const std::string seed(32, 's');
  EXPECT_TRUE(SigningKey::FromSeed("name", AsBytes(seed)).ok());
  const auto by_name = SigningKey::FromSeed("no name", AsBytes(seed));
  ASSERT_FALSE(by_name.ok());
  EXPECT_EQ(by_name.error().reason, kSignerKeyMalformed);
  const auto by_seed = SigningKey::FromSeed("name", AsBytes("short"));
  ASSERT_FALSE(by_seed.ok());
  EXPECT_EQ(by_seed.error().code, Code::kInvalidArgument);
  EXPECT_EQ(by_seed.error().reason, kSignerKeyMalformed);
}

TEST(KeyTest, AGeneratedKeySignsAfterItIsWrittenAndRead) {
  const SigningKey key = SigningKey::Generate(kOrigin);
  const auto again = SigningKey::Parse(key.ToString());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->SignatureLine("text\n"), key.SignatureLine("text\n"));
}

TEST(KeyTest, NamesHaveNoSpaceNoPlusAndNoControlCharacter) {
  for (const std::string& good : std::vector<std::string>{
           std::string("a"), std::string("example.id/log"), std::string("é"),
           std::string("日本"), std::string(255, 'n')}) {
    EXPECT_TRUE(IsKeyName(good)) << good;
  }
  for (const std::string& bad : std::vector<std::string>{
           std::string(), std::string("a b"), std::string("a+b"),
           std::string("a\nb"), std::string("a\tb"), std::string("a\0b", 3),
           std::string("a\x1f"), std::string("a\u00a0"),
           std::string("a\u2003b"), std::string("\u3000"),
           std::string("a\u2028"), std::string("\xff"), std::string("a\xc3"),
           std::string("\xc0\xaf"), std::string("\xed\xa0\x80"),
           std::string(256, 'n')}) {
    EXPECT_FALSE(IsKeyName(bad)) << testing::PrintToString(bad);
  }
}

}  // namespace
}  // namespace ledger::note
