// `amanah alerts`: patterns to check, with their sentences; and as they come.

#pragma once

#include <cstdint>
#include <string>

#include "ledger/base/result.h"
#include "services/cli/session.h"

namespace services::cli {

struct AlertsOptions {
  std::string rule;    // `R03`; empty: all.
  std::string region;  // Code; empty: everywhere.
  bool withdrawn = false;
  std::uint32_t most = 0;  // 0: all.
  bool details = false;    // Statistic, look-alikes, law and next step, too.
  bool indices = false;
  bool watch = false;
  std::string resume;            // Token of the last change seen.
  std::uint32_t stop_after = 0;  // Watching: end after so many; 0: never.
};
ledger::Status RunAlerts(const AlertsOptions& options, Session& session);

}  // namespace services::cli
