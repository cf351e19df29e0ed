// R02 BULK_HANDOVER_RECEIVER: cards were handed to somebody else than the
// family, or handovers were written down that nobody can have made. README.md.

#pragma once

#include <cstdint>
#include <memory>

#include "ledger/fold/fold.h"

namespace ledger::rules::r02 {

struct Parameters {
  // One receiver with so many families in the window is bulk.
  std::int64_t bulk_families = 3;
  std::int64_t window_days = 30;
  // One person said to be of so many families is of none.
  std::int64_t max_claimed_families = 2;
  // One signature under handovers of so many families.
  std::int64_t min_families_a_signature = 3;
  // An officer's handovers that follow within so many seconds, more than so
  // many in a row.
  std::int64_t run_gap_seconds = 20;
  std::int64_t max_run_handovers = 20;
};

std::unique_ptr<fold::Fold> MakeRule(const Parameters& parameters = {});

}  // namespace ledger::rules::r02
