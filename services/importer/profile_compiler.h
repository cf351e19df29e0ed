// From the text of a profile to its rules.

#pragma once

#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "services/importer/rules.h"

namespace services::importer {

// Fills `rules`. Returns what is wrong, each with its line; nothing when the
// profile is good. At most 100.
std::vector<ledger::Error::Violation> CompileProfile(std::string_view toml,
                                                     SourceRules& rules);

}  // namespace services::importer
