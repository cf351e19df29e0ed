// How much a queue speaks for one hand: do the cards of a frozen group arrive
// together, more than honest people do?
//
// The arrivals are read one after the other, and before each a bet is made on
// whether it is one of the group. The bets follow six stories of a hand that
// comes with a stack (all at once; with one or three customers between two
// cards; with part of the stack; in several batches; nothing of the kind); the
// stakes double where a story is right more often than chance. Under an honest
// queue the product of the stakes is an e-value, exactly, at every moment.
//
// Neighbours and kin walk together. Who belongs to the same *convoy* of up to
// four is told by `unit_of`: those of one convoy who arrive within three places
// of each other are one unit, and units, not cards, are what chance places.
//
// Thread safety: pure functions.

#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "ledger/infer/queue_null.h"

namespace ledger::infer {

inline constexpr std::size_t kStories = 6;
inline constexpr std::uint32_t kNotInGroup = 0xffffffff;
// Convoy mates are this near to each other, in ranks.
inline constexpr std::uint32_t kConvoyReach = 3;

// Evidence of some sessions. Adding sessions adds it up.
struct OrderEvidence {
  // ln of each story's stake against chance.
  std::array<double, kStories> log_stake{};
  std::uint32_t members = 0;      // Arrivals of the group.
  std::uint32_t with_convoy = 0;  // Of these, behind one of their convoy.
  void Add(const OrderEvidence& other);
};

// `unit_of[card]` is kNotInGroup or the number of the card's convoy.
OrderEvidence OrderOf(const SessionNull& null,
                      std::span<const std::uint32_t> unit_of);

}  // namespace ledger::infer
