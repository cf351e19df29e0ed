#include "ledger/note/signed_checkpoint.h"

namespace ledger::note {

std::string SignCheckpoint(const Checkpoint& checkpoint,
                           const std::vector<const SigningKey*>& keys) {
  return SignNote(FormatCheckpoint(checkpoint), keys);
}

Result<Checkpoint> OpenCheckpoint(std::string_view signed_note,
                                  std::string_view origin,
                                  const std::vector<VerifierKey>& keys,
                                  std::size_t threshold) {
  LEDGER_ASSIGN_OR_RETURN(const Note note, ParseNote(signed_note));
  LEDGER_ASSIGN_OR_RETURN(const std::vector<std::size_t> signers,
                          VerifyNote(note, keys));
  if (signers.size() < threshold) {
    return Error{Code::kUnauthenticated, kThresholdNotMet,
                 std::to_string(signers.size()) + " known keys signed, " +
                     std::to_string(threshold) + " are required"};
  }
  LEDGER_ASSIGN_OR_RETURN(Checkpoint checkpoint, ParseCheckpoint(note.text));
  if (checkpoint.origin != origin) {
    return Error{Code::kUnauthenticated, kOriginMismatch,
                 "the checkpoint is of the log " + checkpoint.origin +
                     ", not of " + std::string(origin)};
  }
  return checkpoint;
}

}  // namespace ledger::note
