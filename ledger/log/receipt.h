// Receipts of earlier submissions, from what is stored.
//
// Thread safety: any.

#pragma once

#include <cstdint>

#include "ledger/base/result.h"
#include "ledger/log/ledger.h"
#include "ledger/log/log_store.h"

namespace ledger::log {

// The receipt that was given when the submitter's log reached `size`, the same
// bytes: its record, the checkpoint of its batch, the path between them.
// SUBMISSION_UNKNOWN, kNotFound, when no submission ended at `size`, or only
// one that is beyond the published head of `head_size` entries.
Result<Receipt> OriginalReceipt(const LogStore& store,
                                std::uint32_t submitter_number,
                                std::uint64_t size, std::uint64_t head_size);

}  // namespace ledger::log
