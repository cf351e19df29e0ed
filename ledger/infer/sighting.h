// One session as an inspector can follow it: so many of the group among so many
// cards, in so few runs, and how seldom chance does that.
//
// The sentence counts every card as one, as if nobody walked together; the
// evidence of watch.h does not, and is the cautious number.
//
// Thread safety: pure functions.

#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "ledger/infer/visit.h"

namespace ledger::infer {

struct Sighting {
  std::uint32_t all = 0;      // Cards in the session.
  std::uint32_t members = 0;  // Of the group.
  std::uint32_t runs = 0;     // Unbroken runs that these stand in.
  std::uint32_t longest_run = 0;
  std::uint32_t span = 0;  // Places from the first to the last.
  double log_runs_p = 0;   // ln P(at most as many runs) by chance.
  double log_span_p = 0;   // ln P(within so few places) by chance.
};

// `group` ascending.
Sighting SightingOf(const Session& session,
                    std::span<const std::uint32_t> group);

// "1 in 6 × 10^18" of a probability; "1 in 1,200" below a million; "1 in 1" for
// 1. Rounded down to one digit from a million on.
std::string OneIn(double log_p);

}  // namespace ledger::infer
