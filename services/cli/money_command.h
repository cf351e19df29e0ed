// `amanah reconcile`, `money`, `silent`, `submissions`: do the books agree,
// what became of the money, who touches it, how a bank submits.

#pragma once

#include <cstdint>
#include <string>

#include "ledger/base/result.h"
#include "services/cli/session.h"

namespace services::cli {

struct ReconcileOptions {
  std::string bank;
  std::string period;
  std::string region;
  std::uint32_t only = 0;  // 1 to 8: I1 to I8; 0: all.
  std::uint32_t deadline_days = 0;
  std::uint32_t most = 100;
  bool indices = false;
};
ledger::Status RunReconcile(const ReconcileOptions& options, Session& session);

struct MoneyOptions {
  std::string family;  // KPM id or token.
  std::string sp2d;
  std::string bank;
  std::string region;
  std::string period;
  bool indices = false;
};
ledger::Status RunMoney(const MoneyOptions& options, Session& session);

struct SilentOptions {
  std::string bank;
  std::string branch;
  std::string region;
  std::string period;
  std::string by = "branch";
  std::string as_of;  // As moment_argument.h; empty: now.
  std::uint32_t min_days = 0;
  std::uint32_t deadline_days = 0;
  std::uint32_t most = 100;
  bool indices = false;
};
ledger::Status RunSilent(const SilentOptions& options, Session& session);

struct SubmissionsOptions {
  std::string bank;
  std::string from;  // YYYY-MM-DD.
  std::string until;
  bool indices = false;
};
ledger::Status RunSubmissions(const SubmissionsOptions& options,
                              Session& session);

}  // namespace services::cli
