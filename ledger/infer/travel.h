// Cards that travel together: the same distant terminal within a quarter of an
// hour, period after period (R07).
//
// Thread safety: pure functions.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ledger/infer/visit.h"

namespace ledger::infer {

inline constexpr std::int64_t kTravelSeconds = 15 * 60;

struct Travel {
  std::vector<std::uint32_t> cards;      // Ascending.
  std::vector<std::uint32_t> terminals;  // Where two of them met, ascending.
  // Mean over the pairs that ever met: periods in which they did.
  double mean_meetings = 0;
};

// Connected groups of cards that met at terminals other than the village's
// modal one, of at least `least_cards` whose mean is at least `least_meetings`.
// Only pairs that met in two periods or more connect: one shared ride to town
// is none. Largest first. card_count² / 2 small numbers of memory.
std::vector<Travel> CoTravel(std::uint32_t card_count,
                             std::span<const std::vector<Visit>> periods,
                             std::size_t least_cards = 8,
                             double least_meetings = 3);

}  // namespace ledger::infer
