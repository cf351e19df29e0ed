// Checkpoints: C2SP tlog-checkpoint v1.0.0.
//
// Text: origin LF, decimal size LF, base64 root LF, and no extension lines:
// cosignatures of newer kinds do not cover them, so this house neither writes
// nor accepts any.
//
// Thread safety: pure functions.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/base/result.h"
#include "ledger/crypto/hash.h"

namespace ledger::note {

inline constexpr std::string_view kCheckpointMalformed = "CHECKPOINT_MALFORMED";

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;  // Below 2^63.
  crypto::Hash root;
  bool operator==(const Checkpoint&) const = default;
};

// The note text. Requires IsOrigin(checkpoint.origin).
std::string FormatCheckpoint(const Checkpoint& checkpoint);

// CHECKPOINT_MALFORMED for anything FormatCheckpoint does not write, and for
// size 0 with a root other than the empty one.
Result<Checkpoint> ParseCheckpoint(std::string_view text);

// What may be an origin here: 3 to 128 bytes of [a-z0-9./-].
bool IsOrigin(std::string_view origin);

}  // namespace ledger::note
