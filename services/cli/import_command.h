// `amanah import`: a source's files into the ledger, resumable at any point.
//
// Every submission is signed once and kept until its receipt verifies
// (ledger/submitter), and the events are made again from the files
// (services/importer), so a kill at any moment costs only time: the next run
// goes on where the ledger is, without a gap or a repetition.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/base/result.h"
#include "services/cli/session.h"

namespace services::cli {

struct ImportOptions {
  std::string source_dir;         // Of one source, or above several.
  std::string profile;            // A profile, or a folder of them.
  std::vector<std::string> keys;  // Key files; or one folder of <name>.key.
  std::string state;              // Folder for what must not be forgotten.
  std::uint32_t events_per_submission = 1'000;
  std::uint32_t patience_seconds = 300;  // For a server that went away.
  bool recover = false;  // The state was lost: go on from the ledger's head.
  bool abandon = false;  // Forget submissions that the ledger refused.
};

ledger::Status RunImport(const ImportOptions& options, Session& session);

}  // namespace services::cli
