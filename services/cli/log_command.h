// `amanah entry`, `export tiles`, `verify`: the log itself.

#pragma once

#include <cstdint>
#include <string>

#include "ledger/base/result.h"
#include "services/cli/session.h"

namespace services::cli {

// One entry: an event decoded, a text kind as it is.
ledger::Status RunEntry(std::uint64_t index, Session& session);

struct ExportTilesOptions {
  std::string out;
  std::string data;  // Reads this folder instead of asking the server.
};
ledger::Status RunExportTiles(const ExportTilesOptions& options,
                              Session& session);

struct VerifyLedgerOptions {
  std::string data;
  std::string root_vkey;  // Or a file that holds it.
  std::string anchor;     // Empty: as ledger.toml says.
  bool no_anchor = false;
};
// kFailedCheck when anything is damaged.
ledger::Result<ExitCode> RunVerify(const VerifyLedgerOptions& options,
                                   Session& session);

}  // namespace services::cli
