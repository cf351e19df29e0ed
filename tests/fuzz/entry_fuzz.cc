// Text entries of the log: one form a record, and the kind that the first
// bytes tell is the only kind that parses.

#include "ledger/log/entry.h"
#include "tests/fuzz/fuzz.h"

AMANAH_FUZZ_TARGET(input) {
  namespace log = ledger::log;
  auto kind = log::KindOfEntry(input);
  auto submission = log::ParseSubmissionRecord(input);
  auto genesis = log::ParseGenesis(input);
  auto equivocation = log::ParseEquivocationRecord(input);
  if (submission.ok()) {
    AMANAH_CHECK(kind.ok() && *kind == log::EntryKind::kSubmission);
    AMANAH_CHECK(log::FormatSubmissionRecord(*submission) == input);
  }
  if (genesis.ok()) {
    AMANAH_CHECK(kind.ok() && *kind == log::EntryKind::kGenesis);
    AMANAH_CHECK(input.starts_with(log::FormatGenesisText(*genesis)));
  }
  if (equivocation.ok()) {
    AMANAH_CHECK(kind.ok() && *kind == log::EntryKind::kEquivocation);
    AMANAH_CHECK(log::FormatEquivocationRecord(*equivocation) == input);
  }
}
