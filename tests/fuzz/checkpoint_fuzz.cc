// Checkpoint texts: one form a checkpoint.

#include "ledger/note/checkpoint.h"
#include "tests/fuzz/fuzz.h"

AMANAH_FUZZ_TARGET(input) {
  auto checkpoint = ledger::note::ParseCheckpoint(input);
  if (!checkpoint.ok()) return;
  AMANAH_CHECK(ledger::note::IsOrigin(checkpoint->origin));
  AMANAH_CHECK(checkpoint->size < (1ull << 63));
  AMANAH_CHECK(ledger::note::FormatCheckpoint(*checkpoint) == input);
}
