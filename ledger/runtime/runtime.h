// A ledger at work: opens the log, then the views and rules over it; closes
// from the roof down.
//
// Threads: Open and Close by one thread; what log() and views() give, as
// their own headers say.

#pragma once

#include <memory>

#include "ledger/base/result.h"
#include "ledger/fold/engine.h"
#include "ledger/log/ledger.h"
#include "ledger/runtime/config.h"

namespace ledger::runtime {

// The options under which the log of `config` is opened.
log::LedgerOptions LogOptions(const Config& config);

class Runtime {
 public:
  // Opens the log with all its checks (log/ledger.h names the reasons; none
  // of them lets it serve), then the views, and starts folding.
  static Result<std::unique_ptr<Runtime>> Open(const Config& config);

  // As Close.
  ~Runtime();

  log::Ledger& log() { return *log_; }
  fold::Engine& views() { return *views_; }

  // Stops folding, answers what the log has queued, and stops it. Requires
  // that no ReadView is in use. May be called twice.
  void Close();

 private:
  Runtime() = default;
  // Destroyed in the opposite order: the views read the log.
  std::unique_ptr<log::Ledger> log_;
  std::unique_ptr<fold::Engine> views_;
};

}  // namespace ledger::runtime
