// A mapping profile: how one source's files become events. PROFILES.md is its
// language; profiles/ has those of four sources.
//
// Thread safety: const methods from any thread.

#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"

namespace services::importer {

inline constexpr std::string_view kProfileUnreadable = "PROFILE_UNREADABLE";
inline constexpr std::string_view kProfileInvalid = "PROFILE_INVALID";

struct SourceRules;

class Profile {
 public:
  // PROFILE_UNREADABLE, kNotFound: no such file, or over 1 MiB;
  // PROFILE_INVALID, kInvalidArgument: not TOML, or not of the language: the
  //   message names file and line, the violations each fault found.
  static ledger::Result<Profile> Load(const std::string& path);
  // `name` stands for the file in messages.
  static ledger::Result<Profile> Parse(std::string_view toml,
                                       std::string_view name);

  Profile(Profile&&) noexcept;
  Profile& operator=(Profile&&) noexcept;
  ~Profile();

  // Origin of the submitter that signs this source's events.
  const std::string& origin() const;
  // What it is called on screens.
  const std::string& display_name() const;
  // The bank, such as `BANK A`; empty when it is none.
  const std::string& bank() const;
  // Kinds of event that it makes, ascending: what the submitter must be
  // allowed to sign.
  const std::vector<std::string>& event_kinds() const;

  // The compiled rules, for this room.
  const SourceRules& rules() const { return *rules_; }

 private:
  explicit Profile(std::unique_ptr<SourceRules> rules);
  std::unique_ptr<SourceRules> rules_;
};

// All `*.toml` of a directory, in order of their file names.
ledger::Result<std::vector<Profile>> LoadProfiles(const std::string& directory);

}  // namespace services::importer
