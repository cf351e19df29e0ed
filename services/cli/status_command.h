// `amanah status`, `amanah submitters`: how the ledger is, who may sign.

#pragma once

#include <cstdint>

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

}  // namespace services::cli
