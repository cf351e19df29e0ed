// `.tlog-proof` files: C2SP tlog-proof. An entry's place in a log, with the
// signed checkpoint that proves it, for checking offline.
//
//   c2sp.org/tlog-proof@v1
//   extra <base64>            (optional, not authenticated)
//   index <n>
//   <base64 hash>             (0 to 63, leaf side first)
//   (empty line)
//   <checkpoint, a signed note, verbatim>
//
// Thread safety: pure functions.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/crypto/hash.h"
#include "ledger/note/checkpoint.h"
#include "ledger/note/note.h"

namespace ledger::note {

inline constexpr std::string_view kProofFileMalformed = "PROOF_FILE_MALFORMED";
inline constexpr std::string_view kProofFileInvalid = "PROOF_FILE_INVALID";

inline constexpr std::size_t kMaxPathHashes = 63;
inline constexpr std::size_t kMaxProofFileBytes = 262'144;

struct ProofFile {
  std::optional<std::string> extra;  // Decoded.
  std::uint64_t index = 0;
  std::vector<crypto::Hash> path;
  std::string checkpoint;  // Signed note.
};

// Requires at most kMaxPathHashes, a checkpoint, and a file of at most
// kMaxProofFileBytes.
std::string FormatProofFile(const ProofFile& proof);

// PROOF_FILE_MALFORMED for anything FormatProofFile does not write.
Result<ProofFile> ParseProofFile(std::string_view file);

// Checks that `entry` is in the log whose checkpoint the proof carries: at
// least `threshold` of `keys` signed it, its origin is `origin`, and the path
// leads from the entry to its root. Returns the checkpoint.
// PROOF_FILE_INVALID when the path does not lead there; otherwise as
// OpenCheckpoint (signed_checkpoint.h) fails.
Result<Checkpoint> CheckProofFile(const ProofFile& proof,
                                  std::string_view entry,
                                  std::string_view origin,
                                  const std::vector<VerifierKey>& keys,
                                  std::size_t threshold);

}  // namespace ledger::note
