// An invented village whose cards queue at its terminals, honestly or not, as
// the project's study of hidden holding describes it. Everything follows from
// one seed; the same on every machine. Pace and PIN values are assumptions, not
// field data.

#pragma once

#include <cstdint>
#include <vector>

#include "ledger/infer/watch.h"

namespace ledger::infer {

enum class ArrivalMode {
  kFree,      // Whenever one likes.
  kRollCall,  // By the list, give or take `roll_sigma` ranks.
  kKelompok,  // Group after group, the groups in any order.
  kMixed,     // Each session its own: 55%, 30%, 15%.
};

// How the holder of a ring tries not to be seen; adversary levels L0 to L6.
enum class Hiding {
  kSameOrder,     // L0
  kShuffled,      // L1
  kOneBetween,    // L2, one honest customer between two cards
  kThreeBetween,  // L2, three
  kBatches,       // L3, three re-mixed batches over the terminals
  kPart,          // L4, some 60% of the cards, others each period
  kHonestPace,    // L5, shuffled, honest gaps and PINs
  kAll,           // L6, L3 + L4 + L5
};

struct HiddenVillage {
  // What to make.
  std::uint64_t seed = 1;
  std::uint32_t cards = 200;
  std::uint32_t periods = 8;
  std::uint32_t terminals = 2;
  double absent = 0.06;
  double together = 0.6;  // A convoy walks together so often.
  std::uint32_t largest_convoy = 4;
  ArrivalMode mode = ArrivalMode::kFree;
  double roll_sigma = 8;
  bool list_is_unknown = false;  // To the ledger: neither list nor kelompok.
  std::uint32_t ring_cards = 0;  // 0: everybody is honest.
  Hiding hiding = Hiding::kSameOrder;
  // The ring is one kelompok, or part of one, instead of scattered.
  bool ring_is_kelompok = false;
  double honest_gap_seconds = 75;
  double holder_gap_seconds = 40;
  double person_pace = 0.15;  // Spread of persons' own speed, ln.
  double early_birds = 0;     // Spread taken from a person's own habit, 0..1.

  // What was made.
  Village village;
  std::vector<NumberedPeriod> made;
  std::vector<std::uint32_t> ring;
};

void Make(HiddenVillage& hidden);

}  // namespace ledger::infer
