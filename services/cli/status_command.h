// `amanah status`, `submitters`, `head`: how the ledger is, who may sign, and
// how far a submitter is.

#pragma once

#include <cstdint>
#include <string>

#include "ledger/base/result.h"
#include "services/cli/session.h"

namespace services::cli {

struct StatusOptions {
  // Waits until the views have folded all that the log has; 0: does not.
  std::uint32_t wait_seconds = 0;
};
// kFailedCheck when the ledger takes no submissions.
ledger::Result<ExitCode> RunStatus(const StatusOptions& options,
                                   Session& session);

ledger::Status RunSubmitters(Session& session);

// The submitter's latest checkpoint, as it signed it: size and root of its log
// as the ledger has it, to compare with what the submitter itself keeps.
ledger::Status RunHead(const std::string& origin, Session& session);

}  // namespace services::cli
