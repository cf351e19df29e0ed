// Every placement of `marked` among `all`, as a bit mask; all <= 20.

#pragma once

#include <bit>
#include <cstdint>

namespace ledger::stats {

template <typename Visit>
void ForEachPlacement(std::uint32_t all, std::uint32_t marked,
                      const Visit& visit) {
  for (std::uint32_t mask = 0; mask < (1U << all); ++mask) {
    if (static_cast<std::uint32_t>(std::popcount(mask)) == marked) visit(mask);
  }
}

inline std::uint32_t RunsOf(std::uint32_t mask) {
  return static_cast<std::uint32_t>(std::popcount(mask & ~(mask << 1)));
}

}  // namespace ledger::stats
