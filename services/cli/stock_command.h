// `amanah stock`: cards that have not reached their families.

#pragma once

#include <cstdint>
#include <string>

#include "ledger/base/result.h"
#include "services/cli/session.h"

namespace services::cli {

struct StockOptions {
  std::string bank;    // Empty: all.
  std::string branch;  // Of `bank`; empty: all.
  std::string region;  // Code; empty: everywhere.
  std::uint64_t min_days = 0;
  bool cards = false;     // One line a card, not a branch.
  bool credited = false;  // Only cards with aid credited.
  std::uint32_t most = 100;
  bool indices = false;
};
ledger::Status RunStock(const StockOptions& options, Session& session);

}  // namespace services::cli
