// Before the ledger signs: the new tree computed a second time, from bytes
// read back and hashed again, and proven consistent with the last checkpoint
// by the code that an outside verifier runs.
//
// A bit that flips between hashing and signing has ended other logs for good;
// one that is found before the signature costs a restart.
//
// Threads: the sequencer's.

#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/log/log_store.h"
#include "ledger/note/checkpoint.h"

namespace ledger::log {

inline constexpr std::string_view kHashDisagreement = "HASH_DISAGREEMENT";

// Ok when the committed tiles plus the entries in `runs` (as they will be
// stored, by first index, from `last.size` on) give `next`, and `last` is a
// prefix of it. HASH_DISAGREEMENT, kDataLoss, otherwise.
Status CheckBeforeSigning(
    const LogStore& store, const note::Checkpoint& last,
    const note::Checkpoint& next,
    const std::vector<std::pair<std::uint64_t, std::string>>& runs);

}  // namespace ledger::log
