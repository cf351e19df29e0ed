// `amanah holding`: how many cards are with their families, month by month.

#pragma once

#include <cstdint>
#include <string>

#include "ledger/base/result.h"
#include "services/cli/session.h"

namespace services::cli {

struct HoldingOptions {
  std::string region;     // Code; empty: everywhere.
  std::string bank;       // Empty: all.
  std::string companion;  // NIK or token; empty: all.
  std::string group = "village";
  std::string from;  // YYYY-MM.
  std::string until;
  std::string instruction;  // RunCampaign instead, when not empty.
  std::uint32_t months = 3;
};
ledger::Status RunHolding(const HoldingOptions& options, Session& session);

}  // namespace services::cli
