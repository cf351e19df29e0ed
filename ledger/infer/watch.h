// A village under watch: groups frozen from earlier periods, tested on each
// later one, and the evidence so far.
//
// At the close of each of the village's periods call ClosePeriod with the last
// periods and the groups kept. It tests those groups on the period that
// closed, then looks for groups to be tested next time. Discovery and test
// never use the same period. Cards are numbered for one call: who keeps
// candidates keeps their cards by token and numbers them anew.
//
// Work: one call is bounded by the limits of visit.h and below, a few
// milliseconds at 200 cards and 8 periods. Memory between calls: the
// candidates, at most kMaxCandidates.
//
// Thread safety: pure functions and values.

#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "ledger/infer/order.h"
#include "ledger/infer/pace.h"
#include "ledger/infer/queues.h"
#include "ledger/infer/visit.h"

namespace ledger::infer {

inline constexpr std::size_t kMaxCandidates = 8;
inline constexpr std::size_t kMaxPeriods = 12;

struct WatchParameters {
  bool use_pace = true;
  // New groups frozen at one close.
  std::size_t queue = 3;
  std::size_t fast = 2;
  std::size_t narrowed = 1;
};

enum class Origin : std::uint8_t {
  kQueue = 1,        // Stood together in earlier periods.
  kFastStretch = 2,  // Was served unusually fast in the period before.
  kNarrowed = 3,     // What stands together of another candidate.
};

// How much of the stakes each way of betting gets, adding up to 1.
struct Prior {
  std::array<double, kStories> story{};
  std::array<double, kPaces> pace{};
};

// A group frozen at the close of period `frozen_after`. Nothing below Evidence
// changes later but with the testing.
struct Candidate {
  std::vector<std::uint32_t> cards;  // Ascending.
  std::int64_t frozen_after = 0;
  Origin origin = Origin::kQueue;
  // From the periods that it was found in.
  Prior prior;
  // Stakes of tested periods that have left the window.
  std::int64_t settled_through = 0;
  OrderEvidence settled_order;
  PaceEvidence settled_pace;

  // Evidence as of the last close: ln e-values.
  double log_order = 0;
  double log_pace = 0;
  std::uint32_t tested_periods = 0;
  double log_e() const { return log_order + log_pace; }
  // Of the cards, those that stand together again and again; the others may be
  // by-catch. Filled in from kWatchLogE on.
  std::vector<std::uint32_t> core;
};

// Bands of detection: ln 10^2, 10^4, 10^6.
inline constexpr double kWatchLogE = 4.605170185988092;
inline constexpr double kAlertLogE = 9.210340371976184;
inline constexpr double kEscalateLogE = 13.815510557964274;

// ln of the e-value of stakes under a prior: order, pace.
double LogOrderOf(const Prior& prior, const OrderEvidence& order);
double LogPaceOf(const Prior& prior, const PaceEvidence& pace);

// Tests `candidates` on the last of `periods`, then freezes further ones.
// Candidates come back by descending evidence. Requires 1 to kMaxPeriods
// periods; cards below village.card_count <= kMaxVillageCards.
void ClosePeriod(const Village& village,
                 std::span<const NumberedPeriod> periods,
                 const WatchParameters& parameters,
                 std::vector<Candidate>& candidates);

}  // namespace ledger::infer
