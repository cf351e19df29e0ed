// A submitter's state file: one form a state.

#include "ledger/submitter/state.h"
#include "tests/fuzz/fuzz.h"

AMANAH_FUZZ_TARGET(input) {
  auto state = ledger::submitter::ParseState(input);
  if (!state.ok()) {
    AMANAH_CHECK(state.error().reason == ledger::submitter::kStateDamaged);
    return;
  }
  AMANAH_CHECK(ledger::submitter::FormatState(*state) == input);
}
