// `amanah companion`, `companions`, `duties`, `overdue`, `awards`,
// `honoraria`: how companions do their duty.

#pragma once

#include <cstdint>
#include <string>

#include "ledger/base/result.h"
#include "services/cli/session.h"

namespace services::cli {

struct CompanionOptions {
  std::string companion;   // NIK or token.
  std::uint32_t year = 0;  // 0: the latest known.
  std::string as_of;
  bool indices = false;
};
ledger::Status RunCompanion(const CompanionOptions& options, Session& session);

struct CompanionsOptions {
  std::string region;
  std::string by = "updates";  // As kMeasureNames.
  std::uint32_t year = 0;
  std::uint32_t quarter = 0;  // 0: the year.
  std::string as_of;
  bool highest = false;
  std::uint32_t most = 0;  // 0: all.
};
// Names of the measures, as numbered in amanah.v1.CompanionMeasure.
inline constexpr const char* kMeasureNames[] = {
    "graduations", "confirmed", "checks",     "updates", "visits",
    "sessions",    "labels",    "attendance", "load",    "grievances"};
ledger::Status RunCompanions(const CompanionsOptions& options,
                             Session& session);

struct DutiesOptions {
  std::string region;
  std::string companion;
  std::string by = "village";  // As kCoverageNames.
  std::uint32_t year = 0;
  std::uint32_t quarter = 0;
  std::string as_of;
  std::uint32_t most = 0;
};
// As numbered in amanah.v1.CoverageGroup.
inline constexpr const char* kCoverageNames[] = {
    "village", "subdistrict", "regency", "province", "companion"};
ledger::Status RunDuties(const DutiesOptions& options, Session& session);

struct OverdueOptions {
  std::string duty;  // As kDutyNames.
  std::string region;
  std::string companion;
  std::string as_of;
  std::uint32_t most = 0;
  bool indices = false;
};
// As numbered in amanah.v1.CompanionDuty.
inline constexpr const char* kDutyNames[] = {"check", "update", "visit",
                                             "session", "label"};
ledger::Status RunOverdue(const OverdueOptions& options, Session& session);

struct AwardsOptions {
  std::string region;
  std::string companion;
  std::string as_of;
  bool indices = false;
};
ledger::Status RunAwards(const AwardsOptions& options, Session& session);

struct HonorariaOptions {
  std::string region;
  std::string companion;
  std::uint32_t year = 0;  // Months of this year; 0: all.
  bool breaks = false;
  std::uint32_t deadline_days = 0;  // 0: the usual.
  std::string as_of;
  bool indices = false;
};
ledger::Status RunHonoraria(const HonorariaOptions& options, Session& session);

}  // namespace services::cli
