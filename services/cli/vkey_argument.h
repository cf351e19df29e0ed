// Verifier keys on the command line: the text itself, or a file that holds it.
//
// Thread safety: as the file system's.

#pragma once

#include <string>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/note/note.h"

namespace services::cli {

// VKEY_MALFORMED, FILE_UNREADABLE.
ledger::Result<ledger::note::VerifierKey> ReadVkeyArgument(
    const std::string& argument);
ledger::Result<std::vector<ledger::note::VerifierKey>> ReadVkeyArguments(
    const std::vector<std::string>& arguments);

}  // namespace services::cli
