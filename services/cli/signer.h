// Submits a few events under a submitter's own keys: the way of registry
// events. (Imports go through ledger/submitter, which survives a crash.)
//
// Threads: one.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "amanah/v1/event.pb.h"
#include "ledger/base/result.h"
#include "ledger/log/ledger.h"
#include "ledger/note/note.h"
#include "services/cli/client.h"

namespace services::cli {

inline constexpr std::string_view kSignerUnknown = "SIGNER_UNKNOWN";
inline constexpr std::string_view kHeadUntrusted = "HEAD_UNTRUSTED";

// The keys in the files, in order.
ledger::Result<std::vector<ledger::note::SigningKey>> ReadKeys(
    const std::vector<std::string>& paths);

// The submitter that has all of `keys`, by the ledger's registry.
// SIGNER_UNKNOWN, kNotFound.
ledger::Result<std::string> OriginOfKeys(
    Client& client, const std::vector<ledger::note::SigningKey>& keys);

// An event about the registry, stated now; `event` has its body. Fills in
// occurred_at and an id made of origin and content.
void FinishEvent(std::string_view origin, amanah::v1::Event* event);

// Appends `events` to the log of `origin`, signed by `keys`, submits them and
// checks the receipt. HEAD_UNTRUSTED, kDataLoss, when the ledger tells another
// head than these keys have signed.
ledger::Result<ledger::log::Receipt> SubmitEvents(
    Client& client, const std::string& origin,
    const std::vector<ledger::note::SigningKey>& keys,
    const std::vector<amanah::v1::Event>& events);

}  // namespace services::cli
