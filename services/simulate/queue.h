// A payment day's queues at an agent's terminals, and how long each customer
// takes. Honest people come as their village does; a stack of cards in one hand
// is put among them.
//
// Seconds are since midnight there; an hour past 24 is the next day.
//
// Thread safety: pure functions; the generator is the caller's.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ledger/stats/random.h"
#include "services/simulate/plan.h"

namespace services::simulate {

// Somebody with one card who comes today.
struct Comer {
  std::uint32_t family = 0;
  std::uint32_t list_number = 0;  // From 0.
  std::uint32_t kelompok = 0;
  std::uint32_t convoy = 0;  // Comers of one convoy follow each other.
  std::uint32_t terminal = 0;
  bool is_inseparable = false;  // The convoy is one person: a proxy.
};

struct Customer {
  std::uint32_t family = 0;
  bool is_held = false;   // The card is in another's hand.
  bool is_hasty = false;  // That hand works at its own pace.
};
using Queue = std::vector<Customer>;

struct ArrivalLaw {
  Arrival arrival = Arrival::kFree;  // Not kMixed.
  double roll_sigma = 8;
  double together = 0.6;
  std::uint32_t list_size = 1;
  std::uint32_t terminals = 1;
};

// The day's law for a village: kMixed is drawn.
ArrivalLaw LawOfDay(const Plan& plan, ledger::stats::Generator& random);

// One queue a terminal. Comers must be ordered by convoy.
std::vector<Queue> HonestQueues(std::span<const Comer> comers,
                                const ArrivalLaw& law,
                                ledger::stats::Generator& random);

// Puts the stack into the queue at any place, `between` honest customers
// between two of its cards as far as there are.
void PutIn(std::span<const std::uint32_t> stack, std::uint32_t between,
           bool is_hasty, Queue& queue, ledger::stats::Generator& random);

// How long customers take. Honest gaps are log-normal about the agent's median
// times the person's own factor; a holder's about 40 s, and evener.
struct Pace {
  double agent_median_seconds = 75;  // [50, 110].
  double gap_spread = 0.5;           // ln.
  double holder_median_seconds = 40;
  double holder_spread = 0.19;  // ln: a variation of 0.19 (domain.md, R05).
};

// A person at the terminal.
struct Hand {
  double pace = 1;  // Factor of the gap.
  double pin_median_ms = 1800;
};

struct Served {
  std::uint32_t family = 0;
  bool is_held = false;
  bool is_hasty = false;
  double second = 0;
  double gap_seconds = 0;  // Since the one before, pauses left out.
  std::uint32_t pin_ms = 0;
  std::uint32_t others = 0;  // Customers with other cards before.
};

struct Hours {
  double open_second = 8 * 3600;
  double close_second = 20 * 3600;  // The rest is served on the next day.
  bool has_pauses = true;  // Lunch at noon; three days in ten an outage.
};

// `hands` by family.
std::vector<Served> Serve(const Queue& queue, const Pace& pace,
                          const Hours& hours, std::span<const Hand> hands,
                          ledger::stats::Generator& random);

}  // namespace services::simulate
