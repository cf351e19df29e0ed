#include "services/cli/identifier.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "ledger/runtime/key_file.h"

namespace services::cli {
namespace {

using ledger::crypto::TokenKey;
using ledger::crypto::TokenKind;

class Identifier : public ::testing::Test {
 protected:
  Identifier()
      : folder_(std::filesystem::temp_directory_path() /
                ("amanah-identifier-" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    path_ = (folder_ / "token.key").string();
    EXPECT_TRUE(ledger::runtime::CreateTokenKey(path_, key_).ok());
  }
  ~Identifier() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_;
  std::string path_;
  TokenKey key_ = TokenKey::Generate();
};

TEST_F(Identifier, ATokenIsTakenAsItIs) {
  const std::string hex = "00112233445566778899aabbccddeeff";
  auto token = TokenOf(hex, TokenKind::kKks, "");
  ASSERT_TRUE(token.ok());
  EXPECT_EQ(token->size(), 16u);
  EXPECT_EQ((*token)[1], '\x11');
}

TEST_F(Identifier, ANumberGoesThroughTheKeyAsImportsDo) {
  const std::string expected(
      key_.Tokenise(TokenKind::kKks, "9999144711785022").view());
  for (const char* written :
       {"9999144711785022", "9999 1447 1178 5022", "9999-1447-1178-5022"}) {
    auto token = TokenOf(written, TokenKind::kKks, path_);
    ASSERT_TRUE(token.ok());
    EXPECT_EQ(*token, expected) << written;
  }
}

TEST_F(Identifier, ANumberWithoutAKeyIsRefusedAndSaysWhatIsMissing) {
  auto token = TokenOf("9999144711785022", TokenKind::kKks, "");
  ASSERT_FALSE(token.ok());
  EXPECT_EQ(token.error().reason, kTokenKeyMissing);
}

TEST_F(Identifier, WhatIsNeitherNumberNorTokenIsRefused) {
  for (const char* text : {"", "Susanti", "12ab", "--"}) {
    auto token = TokenOf(text, TokenKind::kPerson, path_);
    ASSERT_FALSE(token.ok()) << text;
    EXPECT_EQ(token.error().reason, kIdentifierMalformed);
  }
}

TEST_F(Identifier, AnErrorNeverRepeatsTheIdentifier) {
  auto token = TokenOf("1801181654975011x", TokenKind::kPerson, path_);
  ASSERT_FALSE(token.ok());
  EXPECT_EQ(token.error().message.find("18011816"), std::string::npos);
}

}  // namespace
}  // namespace services::cli
