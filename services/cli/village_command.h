// `amanah banners`, `public`, `agents`, `schedule`: what happened in a place
// against what was listed, planned or said, and what the public may see.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/base/result.h"
#include "services/cli/session.h"

namespace services::cli {

struct BannersOptions {
  std::string region;
  std::string period;
  std::uint32_t due_days = 14;
  bool findings = false;  // Only where something does not agree.
  std::uint32_t most = 0;
  bool indices = false;
};
ledger::Status RunBanners(const BannersOptions& options, Session& session);

struct PublicOptions {
  std::string region;
  std::string period;
};
ledger::Status RunPublic(const PublicOptions& options, Session& session);

struct AgentsOptions {
  std::string region;
  std::string agent;
  std::string from;  // YYYY-MM-DD; empty: the latest day.
  std::string until;
  bool indices = false;
};
ledger::Status RunAgents(const AgentsOptions& options, Session& session);

struct ScheduleOptions {
  std::string region;
  std::string from;
  std::string until;
  std::vector<std::string> kinds;  // Words of kScheduleWords.
  bool indices = false;
};
// In the order of ScheduleKind, from its first.
inline constexpr const char* kScheduleWords[] = {
    "distribution", "ceremony",   "home-delivery", "offline",
    "outage",       "cash-limit", "duty-suspended"};
ledger::Status RunSchedule(const ScheduleOptions& options, Session& session);

}  // namespace services::cli
