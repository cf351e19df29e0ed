// An entry of the log, and whose it is.

#pragma once

#include <cstdint>
#include <string>

#include "ledger/base/time.h"
#include "ledger/entry/entry.h"

namespace ledger::log {

using entry::EntryKind;
using entry::GenesisRecord;

struct Entry {
  std::uint64_t index = 0;
  EntryKind kind = EntryKind::kEvent;
  std::string bytes;
  // Events and submission records only:
  std::string submitter;  // Origin.
  std::uint32_t submitter_number = 0;
  std::uint64_t submitter_index = 0;   // In the submitter's own log.
  std::uint64_t submission_index = 0;  // Ledger index of the record.
  Instant received;
};

}  // namespace ledger::log
