// `ledger.toml`: how one ledger is run. Paths in it are relative to its folder.
//
//   origin = "ledger.example/amanah"        # required
//   anchor = "../ledger.anchor"             # required, outside the folder
//   [server]
//   listen = "127.0.0.1:7443"
//   certificate = "tls/server.pem"
//   key = "tls/server.key"
//   client_authority = "tls/ca.pem"
//   [limits]
//   disk_low_water_mib = 512
//   queue_submissions = 4096
//   queue_mib = 64
//
// Thread safety: values.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/base/result.h"

namespace ledger::runtime {

inline constexpr std::string_view kConfigUnreadable = "CONFIG_UNREADABLE";
inline constexpr std::string_view kConfigMalformed = "CONFIG_MALFORMED";

inline constexpr char kConfigFile[] = "ledger.toml";
inline constexpr char kLedgerKeyFile[] = "keys/ledger.key";

struct Config {
  std::string directory;  // Of the ledger; not in the file.
  std::string origin;
  // Absolute, or relative to the process: made so by LoadConfig.
  std::string anchor_path;
  std::string ledger_key_path;
  std::string listen = "127.0.0.1:7443";
  std::string certificate_path;
  std::string key_path;
  std::string client_authority_path;
  std::uint64_t disk_low_water_mib = 512;
  std::uint64_t queue_submissions = 4'096;
  std::uint64_t queue_mib = 64;
};

// CONFIG_UNREADABLE, kNotFound: no ledger.toml there. CONFIG_MALFORMED,
// kInvalidArgument: names line or key; an unknown key is an error, too.
Result<Config> LoadConfig(const std::string& directory);

// The text of a fresh ledger's configuration.
std::string FormatConfig(std::string_view origin, std::string_view anchor,
                         std::string_view listen);

}  // namespace ledger::runtime
