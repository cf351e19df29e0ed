// `client.toml`: which ledger to talk to, as whom, and what to believe.
// Paths in it are relative to its folder.
//
//   server = "127.0.0.1:7443"
//   authority = "tls/ca.pem"            # who signs the server's certificate
//   certificate = "tls/operator.pem"
//   key = "tls/operator.key"
//   origin = "ledger.example/amanah"
//   ledger_vkey = "..."                 # receipts and proofs are checked by it
//   root_vkey = "..."
//   token_key = "../keys/token.key"     # optional: to ask by number
//
// Thread safety: values.

#pragma once

#include <string>
#include <string_view>

#include "ledger/base/result.h"

namespace services::cli {

inline constexpr std::string_view kClientConfigMissing =
    "CLIENT_CONFIG_MISSING";
inline constexpr std::string_view kClientConfigMalformed =
    "CLIENT_CONFIG_MALFORMED";

inline constexpr char kClientConfigFile[] = "client.toml";
inline constexpr char kClientConfigVariable[] = "AMANAH_CLIENT";

struct ClientConfig {
  std::string server;
  std::string authority_path;
  std::string certificate_path;
  std::string key_path;
  std::string origin;
  std::string ledger_vkey;
  std::string root_vkey;
  std::string token_key_path;  // Empty: none.
};

// The file at `path`, or `client.toml` in it when it is a folder.
// CLIENT_CONFIG_MISSING, kNotFound; CLIENT_CONFIG_MALFORMED,
// kInvalidArgument: names the key.
ledger::Result<ClientConfig> LoadClientConfig(const std::string& path);

// The file's text; paths as given.
std::string FormatClientConfig(const ClientConfig& config);

}  // namespace services::cli
