// What every command is given: how to speak, and whom to ask.
//
// Threads: one.

#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "ledger/base/result.h"
#include "services/cli/client.h"
#include "services/cli/console.h"

namespace services::cli {

class Session {
 public:
  struct Options {
    std::string client;     // Path of client.toml; empty: AMANAH_CLIENT.
    std::string token_key;  // Instead of the configuration's.
    bool stale = false;     // Views answer as they are, without waiting.
    std::chrono::milliseconds patience{5'000};  // For the first connection.
  };
  Session(const Console& console, Options options)
      : console_(console), options_(std::move(options)) {}

  const Console& console() const { return console_; }

  // Reads client.toml at the first call. CLIENT_CONFIG_MISSING.
  ledger::Result<const ClientConfig*> Config();
  // Connects at the first call.
  ledger::Result<Client*> Connect();
  // Entries that an answer must know of: all that the log has, so that a
  // person sees what was just imported; 0 when stale answers will do.
  ledger::Result<std::uint64_t> MinPosition();
  // Path of the token key; empty when none is named.
  std::string TokenKeyPath();

 private:
  const Console& console_;
  Options options_;
  std::unique_ptr<ClientConfig> config_;
  std::unique_ptr<Client> client_;
};

}  // namespace services::cli
