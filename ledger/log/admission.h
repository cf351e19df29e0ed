// The door: everything about a submission that can be judged without knowing
// what order it will come in. Runs in the caller's thread, outside any lock.
//
// Threads: any.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "amanah/v1/event.pb.h"
#include "ledger/base/result.h"
#include "ledger/crypto/hash.h"
#include "ledger/log/ledger.h"
#include "ledger/note/checkpoint.h"
#include "ledger/note/note.h"
#include "ledger/registry/registry.h"

namespace ledger::log {

// A submission that may be put in order.
struct Admitted {
  SubmissionBytes bytes;
  note::Note checkpoint_note;
  note::Checkpoint checkpoint;
  std::uint32_t submitter_number = 0;
  std::vector<crypto::Hash> leaf_hashes;  // One an event.
  // What each event may need to be authorised again or folded into the
  // registry; empty unless the submission holds registry events.
  std::vector<amanah::v1::Event> registry_events;
  std::uint64_t registry_version = 0;  // That it was authorised under.
  std::size_t size_bytes = 0;
};

// Judges `submission` by `registry`. Reasons and codes: ingest_service.proto.
// Violations name each bad event by its index, at most 100.
Result<Admitted> Admit(SubmissionBytes submission,
                       const registry::Registry& registry);

// Judges again what may have changed since: keys and authority.
Status Readmit(const Admitted& admitted, const registry::Registry& registry);

}  // namespace ledger::log
