// `amanah facts`: visits, meetings, sanctions, complaints and what else was
// recorded, as it was signed.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/base/result.h"
#include "services/cli/session.h"

namespace services::cli {

struct FactsOptions {
  std::vector<std::string> kinds;  // Empty: all.
  std::string family;              // KPM id or token.
  std::string party;               // NIK or token.
  std::string region;              // Code; empty: everywhere.
  std::string from;                // YYYY-MM-DD, that day included.
  std::string until;               // YYYY-MM-DD, that day included.
  std::uint32_t most = 50;
};
ledger::Status RunFacts(const FactsOptions& options, Session& session);

}  // namespace services::cli
