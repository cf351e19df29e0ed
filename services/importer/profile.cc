#include "services/importer/profile.h"

#include <dirent.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "services/importer/profile_compiler.h"
#include "services/importer/read_file.h"
#include "services/importer/rules.h"

namespace services::importer {
namespace {

using ledger::Code;
using ledger::Error;
using ledger::Result;

constexpr std::uint64_t kMostProfileBytes = 1 << 20;

}  // namespace

Profile::Profile(std::unique_ptr<SourceRules> rules)
    : rules_(std::move(rules)) {}
Profile::Profile(Profile&&) noexcept = default;
Profile& Profile::operator=(Profile&&) noexcept = default;
Profile::~Profile() = default;

const std::string& Profile::origin() const { return rules_->origin; }
const std::string& Profile::display_name() const {
  return rules_->display_name;
}
const std::string& Profile::bank() const { return rules_->bank; }
const std::vector<std::string>& Profile::event_kinds() const {
  return rules_->event_kinds;
}

Result<Profile> Profile::Load(const std::string& path) {
  auto text = ReadWholeFile(path, kMostProfileBytes);
  if (!text.ok()) {
    return Error{Code::kNotFound, kProfileUnreadable, text.error().message};
  }
  return Parse(*text, path);
}

Result<Profile> Profile::Parse(std::string_view toml, std::string_view name) {
  auto rules = std::make_unique<SourceRules>();
  std::vector<Error::Violation> faults = CompileProfile(toml, *rules);
  if (!faults.empty()) {
    Error error{Code::kInvalidArgument, kProfileInvalid,
                std::string(name) + ", " + faults[0].field + ": " +
                    faults[0].description};
    error.violations = std::move(faults);
    return error;
  }
  return Profile(std::move(rules));
}

Result<std::vector<Profile>> LoadProfiles(const std::string& directory) {
  DIR* const listing = ::opendir(directory.c_str());
  if (listing == nullptr) {
    return Error{Code::kNotFound, kProfileUnreadable,
                 directory + ": " + std::strerror(errno)};
  }
  std::vector<std::string> names;
  while (const dirent* entry = ::readdir(listing)) {
    const std::string_view name = entry->d_name;
    if (name.ends_with(".toml") && !name.starts_with(".")) {
      names.emplace_back(name);
    }
  }
  ::closedir(listing);
  std::sort(names.begin(), names.end());
  std::vector<Profile> profiles;
  for (const std::string& name : names) {
    std::string path = directory;
    path.append("/").append(name);
    auto profile = Profile::Load(path);
    if (!profile.ok()) return profile.error();
    profiles.push_back(*std::move(profile));
  }
  return profiles;
}

}  // namespace services::importer
