// `amanah card`, `holder`, `holders`: who holds whose cards.

#pragma once

#include <cstdint>
#include <string>

#include "ledger/base/result.h"
#include "services/cli/session.h"

namespace services::cli {

struct CardOptions {
  std::string card;   // Number or token.
  std::string as_of;  // YYYY-MM-DD (end of that day, WIB) or RFC 3339.
  bool indices = false;
};
ledger::Status RunCard(const CardOptions& options, Session& session);

struct HolderOptions {
  std::string holder;  // NIK or token.
  std::string as_of;
  bool ever = false;     // Ended custody, too.
  bool profile = false;  // RunProfile instead.
  bool indices = false;
};
ledger::Status RunHolder(const HolderOptions& options, Session& session);

struct HoldersOptions {
  std::string region;  // Code; empty: everywhere.
  std::uint32_t most = 20;
  bool indices = false;
};
ledger::Status RunHolders(const HoldersOptions& options, Session& session);

}  // namespace services::cli
