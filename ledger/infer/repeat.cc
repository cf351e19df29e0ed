#include "ledger/infer/repeat.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ledger/infer/order.h"
#include "ledger/stats/kendall.h"
#include "ledger/stats/permutation.h"

namespace ledger::infer {
namespace {

using Ranks = std::vector<std::int64_t>;

// The group's cards in the session that most of them are in, in order.
std::vector<std::uint32_t> OrderIn(const Period& period,
                                   std::span<const std::uint32_t> group) {
  std::vector<std::uint32_t> best;
  for (const Session& session : period) {
    std::vector<std::uint32_t> order;
    for (const Arrival& arrival : session.arrivals) {
      if (std::binary_search(group.begin(), group.end(), arrival.card)) {
        order.push_back(arrival.card);
      }
    }
    if (order.size() > best.size()) best = std::move(order);
  }
  return best;
}

// The cards of both, in the order of the first, with their place in the other.
struct Transition {
  std::vector<std::uint32_t> cards;
  Ranks first;
  Ranks second;
};
Transition TransitionOf(const std::vector<std::uint32_t>& before,
                        const std::vector<std::uint32_t>& after) {
  Transition transition;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const auto found = std::find(after.begin(), after.end(), before[i]);
    if (found == after.end()) continue;
    transition.cards.push_back(before[i]);
    transition.first.push_back(static_cast<std::int64_t>(i));
    transition.second.push_back(found - after.begin());
  }
  return transition;
}

double AbsTau(const Ranks& a, const Ranks& b) {
  return std::fabs(stats::KendallOf(a, b).tau());
}

// Neighbours among the common cards, both times.
std::uint32_t SameNeighbours(const Transition& transition) {
  std::vector<std::size_t> by_second(transition.cards.size());
  std::iota(by_second.begin(), by_second.end(), std::size_t{0});
  std::sort(by_second.begin(), by_second.end(), [&](auto a, auto b) {
    return transition.second[a] < transition.second[b];
  });
  std::uint32_t same = 0;
  for (std::size_t i = 1; i < by_second.size(); ++i) {
    const std::size_t a = by_second[i - 1];
    const std::size_t b = by_second[i];
    same += a + 1 == b || b + 1 == a;
  }
  return same;
}

}  // namespace

Repeat RepeatOf(const Village& village, std::span<const Period* const> periods,
                std::span<const std::uint32_t> group,
                std::span<const std::uint32_t> block_of, std::uint32_t rounds,
                std::uint64_t seed) {
  Repeat repeat;
  std::vector<Transition> transitions;
  std::vector<std::uint32_t> before;
  double total = 0;
  for (const Period* period : periods) {
    std::vector<std::uint32_t> order = OrderIn(*period, group);
    Transition transition = TransitionOf(before, order);
    if (transition.cards.size() >= kLeastCommonCards) {
      total += AbsTau(transition.first, transition.second);
      transitions.push_back(std::move(transition));
    }
    before = std::move(order);
  }
  if (transitions.empty()) return repeat;
  const auto count = static_cast<double>(transitions.size());
  repeat.transitions = static_cast<std::uint32_t>(transitions.size());
  repeat.mean_tau = total / count;
  std::size_t fewest = transitions[0].cards.size();
  for (const Transition& one : transitions) {
    fewest = std::min(fewest, one.cards.size());
  }
  repeat.cards = static_cast<std::uint32_t>(fewest);
  const Transition& last = transitions.back();
  repeat.same_neighbours = SameNeighbours(last);
  if (!village.list_rank.empty()) {
    Ranks list;
    for (const std::uint32_t card : last.cards) {
      list.push_back(village.list_rank[card]);
    }
    repeat.list_tau = AbsTau(list, last.second);
  }

  stats::Generator generator(seed);
  std::uint32_t as_extreme = 0;
  constexpr std::uint32_t kEnough = 50;  // Then p is known to be large.
  for (; repeat.rounds < rounds && as_extreme < kEnough; ++repeat.rounds) {
    double sum = 0;
    for (const Transition& one : transitions) {
      std::vector<std::uint32_t> blocks;
      for (const std::uint32_t card : one.cards) {
        blocks.push_back(block_of[card]);
      }
      const auto items = stats::BlockPermutation(blocks, generator);
      Ranks permuted(items.size());
      for (std::size_t i = 0; i < items.size(); ++i) {
        permuted[items[i]] = static_cast<std::int64_t>(i);
      }
      sum += AbsTau(one.first, permuted);
    }
    if (sum / count >= repeat.mean_tau - 1e-12) ++as_extreme;
  }
  repeat.block_p = (as_extreme + 1.0) / (repeat.rounds + 1.0);
  return repeat;
}

}  // namespace ledger::infer
