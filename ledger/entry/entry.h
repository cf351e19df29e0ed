// Entries of the log by their bytes, and the text kinds that the ledger itself
// writes (FORMAT.md). Text kinds begin with `amanah/`; an event never begins
// with `a`.
//
// Thread safety: values and pure functions.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/base/result.h"
#include "ledger/base/time.h"

namespace ledger::entry {

inline constexpr std::string_view kEntryMalformed = "ENTRY_MALFORMED";

enum class EntryKind {
  kSubmission = 1,
  kEvent = 2,
  kGenesis = 3,
  kEquivocation = 4,
  kRestore = 5,
};

// The kind by first bytes alone. ENTRY_MALFORMED for text of no known kind.
Result<EntryKind> KindOfEntry(std::string_view bytes);

// amanah/submission/v1
struct SubmissionRecord {
  Instant received;
  std::uint64_t count = 0;
  std::string checkpoint;  // The submitter's signed note, verbatim.
};
std::string FormatSubmissionRecord(const SubmissionRecord& record);
Result<SubmissionRecord> ParseSubmissionRecord(std::string_view bytes);

// amanah/genesis/v1: a note signed by the root key.
struct GenesisRecord {
  Instant created;
  std::string origin;  // The ledger's.
  std::string ledger_vkey;
  std::string root_vkey;
};
// The text to be signed.
std::string FormatGenesisText(const GenesisRecord& genesis);
// Parses and verifies the signed entry. ENTRY_MALFORMED; SIGNATURE_INVALID.
Result<GenesisRecord> ParseGenesis(std::string_view bytes);

// amanah/equivocation/v1: two checkpoints of one submitter, same size, two
// roots, both signed by it.
struct EquivocationRecord {
  Instant received;
  std::string logged_checkpoint;
  std::string refused_checkpoint;
};
std::string FormatEquivocationRecord(const EquivocationRecord& record);
Result<EquivocationRecord> ParseEquivocationRecord(std::string_view bytes);

}  // namespace ledger::entry
