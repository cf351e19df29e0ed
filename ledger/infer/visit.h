// What the inference of hidden holding looks at: who stood where in the queue.
//
// Plain values. A rule makes them from its views at the close of a village's
// period; cards are numbered 0 to card_count - 1 for that one call.
//
// Thread safety: pure functions and values.

#pragma once

#include <cstdint>
#include <vector>

namespace ledger::infer {

// A pause longer than this ends a session.
inline constexpr std::int64_t kSessionGapSeconds = 45 * 60;
// A longer session is cut: pairs are looked at one by one.
inline constexpr std::size_t kMaxSessionArrivals = 2000;
// Cards of one village. A larger one is to be parted by kelompok.
inline constexpr std::uint32_t kMaxVillageCards = 1024;

// One withdrawal. Terminal-local seconds; pin_ms 0 when it is not known.
struct Visit {
  std::uint32_t card = 0;
  std::uint32_t terminal = 0;
  std::int64_t second = 0;
  std::uint32_t pin_ms = 0;
};

struct Arrival {
  std::uint32_t card = 0;
  // Since the arrival before, of whatever card; 0 for the session's first.
  std::uint32_t gap_seconds = 0;
  std::uint32_t pin_ms = 0;
};

// The queue at one terminal on one day, in order; a card stands in it once.
struct Session {
  std::uint32_t terminal = 0;
  std::int64_t first_second = 0;
  std::vector<Arrival> arrivals;
};
using Period = std::vector<Session>;

// What is known of a village's cards from outside the queue.
struct Village {
  std::uint32_t card_count = 0;
  // Place of each card on the roll that people may be called by, else by
  // kelompok and RT; never learned from the queue. Empty when there is none.
  std::vector<std::uint32_t> list_rank;
  // Empty when it is not known.
  std::vector<std::uint32_t> kelompok;
};

// Sessions in order of terminal and time. Visits of the same second keep the
// order of their cards. Of a card's visits in one session the first counts.
Period SessionsOf(std::vector<Visit> visits);

}  // namespace ledger::infer
