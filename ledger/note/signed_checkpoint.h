// A checkpoint as it travels: a signed note around the checkpoint text.
//
// Thread safety: pure functions.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/note/checkpoint.h"
#include "ledger/note/note.h"

namespace ledger::note {

inline constexpr std::string_view kOriginMismatch =
    "CHECKPOINT_ORIGIN_MISMATCH";
inline constexpr std::string_view kThresholdNotMet = "SIGNATURE_THRESHOLD";

// `checkpoint` as a note signed by `keys`, in order.
std::string SignCheckpoint(const Checkpoint& checkpoint,
                           const std::vector<const SigningKey*>& keys);

// The checkpoint that `signed_note` carries, once it is known to be what
// `origin` says: at least `threshold` different keys of `keys` signed it
// (at least one, whatever `threshold` is).
// Fails as ParseNote, VerifyNote and ParseCheckpoint do; SIGNATURE_THRESHOLD,
// kUnauthenticated, when too few signed; CHECKPOINT_ORIGIN_MISMATCH,
// kUnauthenticated, when they signed for another log.
Result<Checkpoint> OpenCheckpoint(std::string_view signed_note,
                                  std::string_view origin,
                                  const std::vector<VerifierKey>& keys,
                                  std::size_t threshold);

}  // namespace ledger::note
