// Receipts, hashes and entries: the log's values as messages, and back.
//
// Thread safety: pure functions.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "amanah/v1/log_service.pb.h"
#include "amanah/v1/proof.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "ledger/base/result.h"
#include "ledger/crypto/hash.h"
#include "ledger/log/entry.h"
#include "ledger/log/ledger.h"

namespace services::wire {

// What came over the wire is not of the form that its message promises.
inline constexpr std::string_view kMessageMalformed = "MESSAGE_MALFORMED";

using RepeatedBytes = google::protobuf::RepeatedPtrField<std::string>;

void FillReceipt(ledger::log::Receipt&& receipt, amanah::v1::Receipt* message);
// MESSAGE_MALFORMED, kDataLoss.
ledger::Result<ledger::log::Receipt> ReceiptOf(
    const amanah::v1::Receipt& message);

void FillHashes(const std::vector<ledger::crypto::Hash>& hashes,
                RepeatedBytes* message);
// MESSAGE_MALFORMED, kDataLoss, for one that has not 32 bytes.
ledger::Result<std::vector<ledger::crypto::Hash>> HashesOf(
    const RepeatedBytes& message);

void FillEntry(ledger::log::Entry&& entry, bool in_doubt,
               amanah::v1::Entry* message);

}  // namespace services::wire
