#include "ledger/runtime/key_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "ledger/runtime/file.h"

namespace ledger::runtime {
namespace {

class KeyFile : public ::testing::Test {
 protected:
  KeyFile()
      : folder_(std::filesystem::temp_directory_path() /
                ("amanah-keys-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
    path_ = (folder_ / "key").string();
  }
  ~KeyFile() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_;
  std::string path_;
};

TEST_F(KeyFile, ASigningKeyComesBackAndOnlyItsOwnerCanReadIt) {
  const auto key = note::SigningKey::Generate("bank-a");
  ASSERT_TRUE(CreateSigningKey(path_, key).ok());
  struct stat status {};
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  auto back = ReadSigningKey(path_);
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(back->vkey().ToString(), key.vkey().ToString());
}

TEST_F(KeyFile, AKeyIsNeverOverwritten) {
  ASSERT_TRUE(CreateSigningKey(path_, note::SigningKey::Generate("a")).ok());
  auto again = CreateSigningKey(path_, note::SigningKey::Generate("b"));
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().reason, kFileExists);
}

TEST_F(KeyFile, AKeyThatOthersMayReadIsRefused) {
  ASSERT_TRUE(CreateSigningKey(path_, note::SigningKey::Generate("a")).ok());
  for (const mode_t mode : {0640u, 0604u, 0644u, 0620u}) {
    ASSERT_EQ(::chmod(path_.c_str(), mode), 0);
    auto key = ReadSigningKey(path_);
    ASSERT_FALSE(key.ok());
    EXPECT_EQ(key.error().reason, kKeyFileExposed);
  }
}

TEST_F(KeyFile, ATokenKeyComesBack) {
  const auto key = crypto::TokenKey::Generate();
  ASSERT_TRUE(CreateTokenKey(path_, key).ok());
  auto back = ReadTokenKey(path_);
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(back->Tokenise(crypto::TokenKind::kKks, "1"),
            key.Tokenise(crypto::TokenKind::kKks, "1"));
}

TEST_F(KeyFile, AMalformedKeyNamesItsFileAndNotItsContent) {
  ASSERT_TRUE(ReplaceFile(path_, "secret-but-wrong\n", Access::kOwner).ok());
  auto signing = ReadSigningKey(path_);
  ASSERT_FALSE(signing.ok());
  EXPECT_NE(signing.error().message.find(path_), std::string::npos);
  EXPECT_EQ(signing.error().message.find("secret-but"), std::string::npos);
  auto token = ReadTokenKey(path_);
  ASSERT_FALSE(token.ok());
  EXPECT_EQ(token.error().reason, crypto::kTokenKeyInvalid);
}

TEST_F(KeyFile, AMissingFileIsSaidSo) {
  auto key = ReadSigningKey((folder_ / "none").string());
  ASSERT_FALSE(key.ok());
  EXPECT_EQ(key.error().reason, kFileUnreadable);
}

}  // namespace
}  // namespace ledger::runtime
