#include "ledger/runtime/config.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "ledger/runtime/file.h"

namespace ledger::runtime {
namespace {

class ConfigTest : public ::testing::Test {
 protected:
  ConfigTest()
      : folder_(std::filesystem::temp_directory_path() /
                ("amanah-config-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~ConfigTest() override { std::filesystem::remove_all(folder_); }

  Result<Config> Load(const std::string& text) {
    EXPECT_TRUE(
        ReplaceFile((folder_ / kConfigFile).string(), text, Access::kEverybody)
            .ok());
    return LoadConfig(folder_.string());
  }

  std::filesystem::path folder_;
};

TEST_F(ConfigTest, WhatInitWritesLoads) {
  auto config =
      Load(FormatConfig("ledger.example/amanah", "../l.anchor", "127.0.0.1:9"));
  ASSERT_TRUE(config.ok()) << config.error().message;
  EXPECT_EQ(config->origin, "ledger.example/amanah");
  EXPECT_EQ(config->anchor_path, (folder_.parent_path() / "l.anchor").string());
  EXPECT_EQ(config->listen, "127.0.0.1:9");
  EXPECT_EQ(config->disk_low_water_mib, 512u);
  EXPECT_EQ(config->ledger_key_path, (folder_ / "keys/ledger.key").string());
  EXPECT_EQ(config->client_authority_path, (folder_ / "tls/ca.pem").string());
}

TEST_F(ConfigTest, EveryFaultIsNamed) {
  const struct {
    const char* text;
    const char* names;
  } faults[] = {
      {"anchor = \"a\"\n", "origin"},
      {"origin = \"o\"\n", "anchor"},
      {"origin = \"o\"\nanchor = 7\n", "anchor"},
      {"origin = \"o\"\nanchor = \"a\"\ncolour = 1\n", "colour"},
      {"origin = \"o\"\nanchor = \"a\"\nserver = 1\n", "server"},
      {"origin = \"o\"\nanchor = \"a\"\n[limits]\nqueue_mib = 0\n",
       "queue_mib"},
      {"origin = \"o\"\nanchor = \"a\"\n[limits]\nqueue_mib = \"9\"\n",
       "queue_mib"},
      {"origin = \n", "line 1"},
  };
  for (const auto& fault : faults) {
    auto config = Load(fault.text);
    ASSERT_FALSE(config.ok()) << fault.text;
    EXPECT_EQ(config.error().reason, kConfigMalformed);
    EXPECT_NE(config.error().message.find(fault.names), std::string::npos)
        << config.error().message;
  }
}

TEST_F(ConfigTest, NoFileIsSaidSo) {
  auto config = LoadConfig((folder_ / "nowhere").string());
  ASSERT_FALSE(config.ok());
  EXPECT_EQ(config.error().reason, kConfigUnreadable);
}

}  // namespace
}  // namespace ledger::runtime
