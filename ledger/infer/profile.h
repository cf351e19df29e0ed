// Finding groups: where in each period's queues did a group stand, and which
// cards stood there each time?
//
// Expectation and maximization from many starts. A group's *profile* in a
// period is how densely it stands around each place of the queues; a card
// belongs to the group as far as it stands where the others of it are dense,
// period after period, more than an honest card with its habits would. With
// odds 1/4 a card is elsewhere in a period, so part of a stack may be missing.
// Profiles of three widths (some 2, 7 and 20 ranks) are followed and the best
// one is kept. With `use_pace`, cards served faster than most of their session
// belong to it a little more.
//
// Why not pairs: a stack with three customers between two cards hardly shows in
// any pair of cards, but its window in the queue does. Measured in README.md.
//
// Finding proves nothing: what is found is frozen and tested on later periods.
//
// Memory: a few numbers for each arrival. Work: some 30 operations for each
// arrival and round.
// Thread safety: const calls may be shared.

#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "ledger/infer/queue_null.h"

namespace ledger::infer {

class Profiles {
 public:
  // Sessions of each period, with their honest ways.
  Profiles(std::uint32_t card_count,
           std::span<const std::vector<SessionNull>> periods, bool use_pace);

  // How far each card belongs to the group, 0 to 1.
  struct Fit {
    std::vector<double> weight;
    // ln likelihood of the village with such a group, against without one.
    double log_likelihood = 0;
  };
  Fit StartFrom(std::span<const std::uint32_t> cards) const;
  void Sharpen(Fit& fit, int rounds) const;

  // The cards that may well belong, ascending: odds from 1 to 4 on.
  static std::vector<std::uint32_t> CardsOf(const Fit& fit);

 private:
  static constexpr std::size_t kWidths = 3;
  using PerWidth = std::array<double, kWidths>;
  struct Place {
    std::uint32_t card;
    double per_density;  // 1 / honest density of this card here.
    double pace;         // How much likelier its gap is for a fast hand.
  };
  // Arrivals of a period; those of a session are neighbours.
  struct Queue {
    std::vector<Place> places;
    std::vector<std::size_t> session_ends;
  };
  void Weigh(const Queue& queue, const std::vector<double>& weight,
             std::vector<PerWidth>& dense, std::vector<PerWidth>& ratio) const;

  std::uint32_t card_count_;
  std::vector<Queue> periods_;
};

}  // namespace ledger::infer
