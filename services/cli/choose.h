// How a command that was chosen on the command line comes to be run.
//
// Threads: main, before and after the parse.

#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

#include "ledger/base/result.h"
#include "services/cli/session.h"

namespace services::cli {

// What the chosen command does.
using Action = std::function<ledger::Result<ExitCode>(Session&)>;

// Has `action` call `run(*options, session)` when `command` is chosen. `run`
// gives a Status (kOk when it is ok) or a Result<ExitCode>.
template <typename Options, typename Run>
void Choose(CLI::App* command, std::shared_ptr<Options> options, Run run,
            Action& action) {
  command->callback([options = std::move(options), run, &action] {
    action = [options, run](Session& session) -> ledger::Result<ExitCode> {
      using Outcome = std::invoke_result_t<Run, const Options&, Session&>;
      if constexpr (std::is_same_v<Outcome, ledger::Status>) {
        LEDGER_RETURN_IF_ERROR(run(*options, session));
        return ExitCode::kOk;
      } else {
        return run(*options, session);
      }
    };
  });
}

}  // namespace services::cli
