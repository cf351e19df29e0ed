// Matched controls: how do groups like this one, drawn blindly from the same
// village, look to the same test?
//
// An e-value is as good as its null model. Controls share the sessions, the
// size and the mix of kelompok of the group and so whatever the model has
// missed: were the village unusual as a whole, they would score as high.
//
// Thread safety: pure functions.

#pragma once

#include <cstdint>
#include <span>

#include "ledger/infer/watch.h"

namespace ledger::infer {

inline constexpr std::uint32_t kControls = 199;

struct Matched {
  std::uint32_t controls = 0;
  // Place of the group among them and itself, from 1, highest evidence first.
  std::uint32_t place = 1;
  double highest_log_e = 0;  // Of the controls.
};

// Tests `controls` groups, drawn from `seed`, as `candidate` is tested on the
// periods that are still in the window. About as much work as that many tests:
// for alerts only.
Matched MatchedControls(const Queues& queues, const Candidate& candidate,
                        std::uint32_t controls, std::uint64_t seed);

}  // namespace ledger::infer
