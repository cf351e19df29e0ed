// The server's life: open the ledger, serve it, end when told.
//
// Threads: Run in the main thread; it must be called before any other thread
// is made, because it blocks SIGTERM and SIGINT for all of them and waits for
// them itself.

#pragma once

#include <functional>
#include <string>

#include "ledger/base/result.h"

namespace services::amanahd {

struct DaemonOptions {
  std::string data;      // The ledger's folder.
  std::string listen;    // Empty: as ledger.toml says. Port 0: any free one.
  std::string pid_file;  // Empty: none.
  bool quiet = false;    // Only warnings and errors in the log.
};

struct Ready {
  std::string address;  // With the port.
  std::string origin;
  std::uint64_t entries = 0;
};

// Opens, serves, calls `ready` once, and returns after SIGTERM or SIGINT when
// all submissions are answered and the ledger is closed. A ledger that fails
// any check of its opening is not served: the error says which.
ledger::Status Run(const DaemonOptions& options,
                   const std::function<void(const Ready&)>& ready);

}  // namespace services::amanahd
