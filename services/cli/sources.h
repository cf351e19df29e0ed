// Sources on the command line: profiles, and the keys and states that belong
// to them by name.
//
// Thread safety: pure functions, but for the file system.

#pragma once

#include <string>
#include <vector>

#include "ledger/base/result.h"
#include "services/importer/profile.h"

namespace services::cli {

inline constexpr std::string_view kProfilesNone = "PROFILES_NONE";

struct Source {
  std::string name;  // `bank_a` of `bank_a.toml`.
  importer::Profile profile;
};

// The profile in the file, or all of the folder, by name. PROFILES_NONE,
// kNotFound; else as importer::Profile::Load.
ledger::Result<std::vector<Source>> LoadSources(const std::string& path);

// FOLDER/<name>.key, or `path` itself when it is a file.
std::string KeyPathOf(const std::string& path, const Source& source);

}  // namespace services::cli
