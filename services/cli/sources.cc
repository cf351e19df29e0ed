#include "services/cli/sources.h"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace services::cli {
namespace {

namespace fs = std::filesystem;
using ledger::Result;

}  // namespace

Result<std::vector<Source>> LoadSources(const std::string& path) {
  std::vector<fs::path> files;
  std::error_code failure;
  if (fs::is_directory(path, failure)) {
    for (const auto& entry : fs::directory_iterator(path, failure)) {
      if (entry.path().extension() == ".toml") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
  } else {
    files.emplace_back(path);
  }
  std::vector<Source> sources;
  for (const fs::path& file : files) {
    LEDGER_ASSIGN_OR_RETURN(importer::Profile profile,
                            importer::Profile::Load(file.string()));
    sources.push_back({file.stem().string(), std::move(profile)});
  }
  if (sources.empty()) {
    return ledger::Error{ledger::Code::kNotFound, kProfilesNone,
                         path + " holds no profile (*.toml)"};
  }
  return sources;
}

std::string KeyPathOf(const std::string& path, const Source& source) {
  std::error_code ignored;
  if (fs::is_regular_file(path, ignored)) return path;
  return (fs::path(path) / (source.name + ".key")).string();
}

}  // namespace services::cli
