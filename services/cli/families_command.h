// `amanah families`, `grievances`: families and complaints to look at.

#pragma once

#include <cstdint>
#include <string>

#include "ledger/base/result.h"
#include "services/cli/session.h"

namespace services::cli {

struct FamiliesOptions {
  std::string list;  // As kListNames.
  std::string region;
  std::string from_month;  // YYYY-MM.
  std::string to_month;
  bool credited = false;
  std::uint32_t most = 0;  // 0: all.
  bool indices = false;
};
// Names of the lists that `families --list` takes.
inline constexpr const char* kListNames[] = {"exited", "silent", "gap",
                                             "double"};
ledger::Status RunFamilies(const FamiliesOptions& options, Session& session);

struct GrievancesOptions {
  std::string region;
  std::string kind;  // As in the proto without prefix; empty: all.
  bool list = false;
  bool open = false;
  bool excluded = false;
  std::string as_of;
  bool indices = false;
};
ledger::Status RunGrievances(const GrievancesOptions& options,
                             Session& session);

}  // namespace services::cli
