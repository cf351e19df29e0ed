// Where the engine gets entries from: a log, or a test's own history.
//
// Threads: any, at once: what lies ahead is read while the folder waits for
// more.

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

#include "ledger/base/result.h"
#include "ledger/log/entry.h"

namespace ledger::fold {

class EntrySource {
 public:
  virtual ~EntrySource() = default;

  // Entries there are.
  virtual std::uint64_t Size() const = 0;

  // As log::Ledger::ScanEntries.
  virtual Status Scan(
      std::uint64_t begin, std::uint64_t end,
      const std::function<bool(const log::Entry&)>& visit) const = 0;

  // As log::Ledger::WaitForMore.
  virtual std::uint64_t WaitForMore(
      std::uint64_t size,
      std::chrono::steady_clock::time_point deadline) const = 0;
};

}  // namespace ledger::fold
