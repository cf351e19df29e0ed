// A village's periods made ready for looking at groups, and what the bets on a
// group have made in them.
//
// Thread safety: const calls may be shared.

#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "ledger/infer/order.h"
#include "ledger/infer/pace.h"
#include "ledger/infer/queue_null.h"
#include "ledger/infer/visit.h"

namespace ledger::infer {

// Periods of one village, ascending, the one that closed last. `number` counts
// the village's periods.
struct NumberedPeriod {
  std::int64_t number = 0;
  Period sessions;
};

inline constexpr std::int64_t kBeforeAll =
    std::numeric_limits<std::int64_t>::min();

// What the bets on a group have made in some periods.
struct Stakes {
  OrderEvidence order;
  PaceEvidence pace;
};

class Queues {
 public:
  // Both must outlive it.
  Queues(const Village& village, std::span<const NumberedPeriod> periods);

  // Of the periods after `after` up to `through`; convoys are those of all
  // periods. `cards` ascending.
  Stakes StakesOf(std::span<const std::uint32_t> cards, std::int64_t after,
                  std::int64_t through) const;

  const Village& village() const { return *village_; }
  std::size_t count() const { return numbers_.size(); }
  std::int64_t first_number() const { return numbers_.front(); }
  std::int64_t last_number() const { return numbers_.back(); }
  const std::vector<const Period*>& sessions() const { return sessions_; }
  const std::vector<std::vector<SessionNull>>& nulls() const { return nulls_; }

 private:
  const Village* village_;
  std::vector<std::int64_t> numbers_;
  std::vector<const Period*> sessions_;
  std::vector<std::vector<SessionNull>> nulls_;
};

}  // namespace ledger::infer
