// Goal: tokens are what token.h says, the same for whoever has the key, and
// different for all else.
// Method: BLAKE2b in one call, by libsodium's simple interface, over the bytes
// that the header names; one vector pinned for ever.

#include "ledger/crypto/token.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <set>
#include <utility>

namespace ledger::crypto {
namespace {

std::string CountingKey() {
  std::string key;
  for (char c = 0; c < 32; ++c) key.push_back(c);
  return key;
}

TokenKey MakeKey() { return *TokenKey::FromBytes(AsBytes(CountingKey())); }

TEST(TokenTest, IsKeyedBlake2bOfKindZeroIdentifierCutTo16Bytes) {
  const std::string input(
      "p\0"
      "1801010101010001",
      18);
  std::string hash(32, '\0');
  crypto_generichash(
      reinterpret_cast<unsigned char*>(hash.data()), 32,
      reinterpret_cast<const unsigned char*>(input.data()), input.size(),
      reinterpret_cast<const unsigned char*>(CountingKey().data()), 32);
  const Token token =
      MakeKey().Tokenise(TokenKind::kPerson, "1801010101010001");
  EXPECT_EQ(token.view(), hash.substr(0, 16));
}

TEST(TokenTest, TheVectorNeverChanges) {
  EXPECT_EQ(
      HexEncode(MakeKey().Tokenise(TokenKind::kKks, "6013010000000001").bytes),
      "3e4c5a624f822952a2e02913837a9445");
}

TEST(TokenTest, KindIdentifierAndKeyEachChangeTheToken) {
  std::set<Token> tokens;
  const TokenKey key = MakeKey();
  for (const TokenKind kind :
       {TokenKind::kKpm, TokenKind::kPerson, TokenKind::kHousehold,
        TokenKind::kKks, TokenKind::kAccount, TokenKind::kDocument}) {
    tokens.insert(key.Tokenise(kind, "1"));
    tokens.insert(key.Tokenise(kind, "2"));
    tokens.insert(key.Tokenise(kind, ""));
  }
  tokens.insert(TokenKey::Generate().Tokenise(TokenKind::kKpm, "1"));
  EXPECT_EQ(tokens.size(), 19U);
}

TEST(TokenTest, AKeyIsTheSameAfterItIsWrittenAndRead) {
  TokenKey key = TokenKey::Generate();
  const auto again = TokenKey::FromBytes(AsBytes(key.Export()));
  ASSERT_TRUE(again.ok());
  const TokenKey moved = std::move(key);
  EXPECT_EQ(moved.Tokenise(TokenKind::kKks, "1"),
            again->Tokenise(TokenKind::kKks, "1"));
}

TEST(TokenTest, AKeyOfAnotherLengthIsRefused) {
  for (const std::size_t size : {0U, 31U, 33U}) {
    const auto key = TokenKey::FromBytes(AsBytes(std::string(size, 'k')));
    ASSERT_FALSE(key.ok());
    EXPECT_EQ(key.error().code, Code::kInvalidArgument);
    EXPECT_EQ(key.error().reason, kTokenKeyInvalid);
  }
}

}  // namespace
}  // namespace ledger::crypto
