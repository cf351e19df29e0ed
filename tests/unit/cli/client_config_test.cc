#include "services/cli/client_config.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "ledger/runtime/file.h"

namespace services::cli {
namespace {

class ClientConfigTest : public ::testing::Test {
 protected:
  ClientConfigTest()
      : folder_(std::filesystem::temp_directory_path() /
                ("amanah-client-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~ClientConfigTest() override { std::filesystem::remove_all(folder_); }

  ledger::Result<ClientConfig> Load(const std::string& text) {
    EXPECT_TRUE(
        ledger::runtime::ReplaceFile((folder_ / kClientConfigFile).string(),
                                     text, ledger::runtime::Access::kEverybody)
            .ok());
    return LoadClientConfig(folder_.string());
  }

  static ClientConfig Whole() {
    return {.server = "127.0.0.1:7443",
            .authority_path = "tls/ca.pem",
            .certificate_path = "tls/c.pem",
            .key_path = "/elsewhere/c.key",
            .origin = "ledger.example/amanah",
            .ledger_vkey = "l+00000000+AAAA",
            .root_vkey = "r+00000000+AAAA",
            .token_key_path = "../keys/token.key"};
  }

  std::filesystem::path folder_;
};

TEST_F(ClientConfigTest, PathsAreRelativeToTheFilesFolder) {
  auto config = Load(FormatClientConfig(Whole()));
  ASSERT_TRUE(config.ok()) << config.error().message;
  EXPECT_EQ(config->authority_path, (folder_ / "tls/ca.pem").string());
  EXPECT_EQ(config->key_path, "/elsewhere/c.key");
  EXPECT_EQ(config->token_key_path,
            (folder_.parent_path() / "keys/token.key").string());
  EXPECT_EQ(config->ledger_vkey, "l+00000000+AAAA");
}

TEST_F(ClientConfigTest, TheTokenKeyMayBeLeftOut) {
  ClientConfig without = Whole();
  without.token_key_path.clear();
  auto config = Load(FormatClientConfig(without));
  ASSERT_TRUE(config.ok());
  EXPECT_TRUE(config->token_key_path.empty());
}

TEST_F(ClientConfigTest, AMissingOrUnknownKeyIsNamed) {
  auto missing = Load("server = \"x\"\n");
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().reason, kClientConfigMalformed);
  EXPECT_NE(missing.error().message.find("authority"), std::string::npos);
  auto unknown = Load(FormatClientConfig(Whole()) + "colour = \"red\"\n");
  ASSERT_FALSE(unknown.ok());
  EXPECT_NE(unknown.error().message.find("colour"), std::string::npos);
}

TEST_F(ClientConfigTest, NoFileIsSaidSo) {
  auto config = LoadClientConfig((folder_ / "nowhere").string());
  ASSERT_FALSE(config.ok());
  EXPECT_EQ(config.error().reason, kClientConfigMissing);
}

}  // namespace
}  // namespace services::cli
