// The same order each time: a stack kept in a box is swiped in nearly the order
// of last time, a queue is not.
//
// For the cards that two consecutive periods have in common, Kendall's τ of
// their orders. The null keeps neighbours together: blocks (RT, kelompok, or
// convoys) come in random order, each block's cards in random order. |τ| is
// tested, as a stack may be turned over.
//
// Thread safety: pure functions.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ledger/infer/visit.h"

namespace ledger::infer {

inline constexpr std::size_t kLeastCommonCards = 12;

struct Repeat {
  std::uint32_t transitions = 0;  // With enough cards in common.
  std::uint32_t cards = 0;        // Fewest in common among these.
  double mean_tau = 0;            // Of |τ|.
  // (extreme + 1) / (rounds + 1); 1 without transitions.
  double block_p = 1;
  std::uint32_t rounds = 0;
  // Of the last transition: pairs of neighbours among the common cards that
  // are neighbours both times, of cards - 1; by chance about 2.
  std::uint32_t same_neighbours = 0;
  // |τ| of the last order and the list; 0 without a list. Near mean_tau: a
  // call by list explains the order.
  double list_tau = 0;
};

// `group` ascending. `block_of[card]` for all cards of the village. Only cards
// in the period's largest session of the group count.
Repeat RepeatOf(const Village& village, std::span<const Period* const> periods,
                std::span<const std::uint32_t> group,
                std::span<const std::uint32_t> block_of, std::uint32_t rounds,
                std::uint64_t seed);

}  // namespace ledger::infer
