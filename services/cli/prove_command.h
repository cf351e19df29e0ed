// `amanah prove`: an event with its proofs, as files; `amanah check`: checks
// such files offline, with nothing but verifier keys.
//
// The folder: `event.bin` (the exact bytes), `submitter.tlog-proof` (its place
// in the submitter's own log) and `ledger.tlog-proof` (in the ledger's); C2SP
// tlog-proof, which other people's tools read.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/result.h"
#include "services/cli/session.h"

namespace services::cli {

struct ProveOptions {
  std::string event;  // Id, 32 hex digits; or
  std::optional<std::uint64_t> index;
  std::string out;
};
ledger::Status RunProve(const ProveOptions& options, Session& session);

struct CheckOptions {
  std::string folder;
  // Verifier keys, or files that hold one. Empty ledger keys: client.toml's.
  std::vector<std::string> ledger_vkeys;
  std::vector<std::string> submitter_vkeys;
  std::uint32_t threshold = 1;   // Of the submitter's keys.
  std::string submitter_origin;  // Empty: whatever the proof says.
};
// kFailedCheck when a proof does not hold.
ledger::Result<ExitCode> RunCheck(const CheckOptions& options,
                                  Session& session);

}  // namespace services::cli
