// Text entries of the log: one form a record, and the kind that the first
// bytes tell is the only kind that parses.

#include "ledger/entry/entry.h"
#include "tests/fuzz/fuzz.h"

AMANAH_FUZZ_TARGET(input) {
  namespace entry = ledger::entry;
  auto kind = entry::KindOfEntry(input);
  auto submission = entry::ParseSubmissionRecord(input);
  auto genesis = entry::ParseGenesis(input);
  auto equivocation = entry::ParseEquivocationRecord(input);
  if (submission.ok()) {
    AMANAH_CHECK(kind.ok() && *kind == entry::EntryKind::kSubmission);
    AMANAH_CHECK(entry::FormatSubmissionRecord(*submission) == input);
  }
  if (genesis.ok()) {
    AMANAH_CHECK(kind.ok() && *kind == entry::EntryKind::kGenesis);
    AMANAH_CHECK(input.starts_with(entry::FormatGenesisText(*genesis)));
  }
  if (equivocation.ok()) {
    AMANAH_CHECK(kind.ok() && *kind == entry::EntryKind::kEquivocation);
    AMANAH_CHECK(entry::FormatEquivocationRecord(*equivocation) == input);
  }
}
