#include "ledger/infer/queues.h"

#include "ledger/infer/convoy.h"

namespace ledger::infer {
namespace {

// How early each card came, over all periods: what the habit in any one period
// is taken from, that period left out.
class Earliness {
 public:
  Earliness(std::uint32_t card_count, std::span<const NumberedPeriod> periods)
      : sum_(card_count), count_(card_count) {
    for (const NumberedPeriod& period : periods) Count(period.sessions, 1);
  }
  // Empty while too little is known.
  std::vector<double> Without(const Period& period) {
    Count(period, -1);
    std::vector<double> habit(sum_.size(), -1.0);
    bool is_known = false;
    for (std::size_t card = 0; card < sum_.size(); ++card) {
      if (count_[card] < 1) continue;
      habit[card] = sum_[card] / count_[card];
      is_known = true;
    }
    Count(period, 1);
    if (!is_known) habit.clear();
    return habit;
  }

 private:
  void Count(const Period& period, int sign) {
    for (const Session& session : period) {
      const auto size = static_cast<double>(session.arrivals.size());
      for (std::size_t rank = 0; rank < session.arrivals.size(); ++rank) {
        const std::uint32_t card = session.arrivals[rank].card;
        // In steps of 2^-20, so that adding and taking away is exact.
        const auto place = static_cast<std::int64_t>(
            (static_cast<double>(rank) + 0.5) / size * (1 << 20));
        sum_[card] += sign * static_cast<double>(place) / (1 << 20);
        count_[card] += sign;
      }
    }
  }
  std::vector<double> sum_;
  std::vector<int> count_;
};

}  // namespace

Queues::Queues(const Village& village, std::span<const NumberedPeriod> periods)
    : village_(&village) {
  Earliness earliness(village.card_count, periods);
  for (const NumberedPeriod& period : periods) {
    const std::vector<double> habit = earliness.Without(period.sessions);
    numbers_.push_back(period.number);
    sessions_.push_back(&period.sessions);
    nulls_.emplace_back();
    for (const Session& session : period.sessions) {
      nulls_.back().emplace_back(village, session, habit);
    }
  }
}

Stakes Queues::StakesOf(std::span<const std::uint32_t> cards,
                        std::int64_t after, std::int64_t through) const {
  const std::vector<std::uint32_t> unit_of =
      ConvoysOf(village_->card_count, cards, sessions_);
  Stakes stakes;
  for (std::size_t p = 0; p < numbers_.size(); ++p) {
    if (numbers_[p] <= after || numbers_[p] > through) continue;
    for (const SessionNull& null : nulls_[p]) {
      stakes.order.Add(OrderOf(null, unit_of));
      stakes.pace.Add(PaceOf(null.session(), unit_of));
    }
  }
  return stakes;
}

}  // namespace ledger::infer
