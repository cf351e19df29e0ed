#include "ledger/infer/convoy.h"

#include <algorithm>
#include <numeric>

#include "ledger/infer/order.h"

namespace ledger::infer {
namespace {

constexpr std::size_t kLeastNear = 2;
constexpr std::size_t kLeastPercent = 30;  // Of the periods.

struct Pair {
  std::uint32_t near;  // How often.
  std::uint32_t a;     // Places in the group.
  std::uint32_t b;
};

}  // namespace

std::vector<std::uint32_t> ConvoysOf(std::uint32_t card_count,
                                     std::span<const std::uint32_t> group,
                                     std::span<const Period* const> periods) {
  const auto size = static_cast<std::uint32_t>(group.size());
  std::vector<std::uint32_t> place(card_count, kNotInGroup);
  for (std::uint32_t i = 0; i < size; ++i) place[group[i]] = i;
  std::vector<std::uint32_t> near(std::size_t{size} * size);
  for (const Period* period : periods) {
    for (const Session& session : *period) {
      const auto& arrivals = session.arrivals;
      for (std::size_t rank = 0; rank < arrivals.size(); ++rank) {
        const std::uint32_t a = place[arrivals[rank].card];
        if (a == kNotInGroup) continue;
        for (std::size_t back = 1; back <= kConvoyReach && back <= rank;
             ++back) {
          const std::uint32_t b = place[arrivals[rank - back].card];
          if (b == kNotInGroup) continue;
          ++near[std::size_t{std::min(a, b)} * size + std::max(a, b)];
        }
      }
    }
  }
  // Who was near only once, or seldom, was so by chance.
  const auto least = std::max<std::size_t>(
      kLeastNear, (periods.size() * kLeastPercent + 99) / 100);
  std::vector<Pair> pairs;
  for (std::uint32_t a = 0; a < size; ++a) {
    for (std::uint32_t b = a + 1; b < size; ++b) {
      const std::uint32_t count = near[std::size_t{a} * size + b];
      if (count >= least) pairs.push_back({count, a, b});
    }
  }
  std::stable_sort(
      pairs.begin(), pairs.end(),
      [](const Pair& x, const Pair& y) { return x.near > y.near; });
  std::vector<std::uint32_t> convoy(size);
  std::iota(convoy.begin(), convoy.end(), 0U);
  std::vector<std::uint32_t> members(size, 1);
  for (const Pair& pair : pairs) {
    const std::uint32_t keep = convoy[pair.a];
    const std::uint32_t join = convoy[pair.b];
    if (keep == join || members[keep] + members[join] > kMaxConvoy) continue;
    members[keep] += members[join];
    for (std::uint32_t& one : convoy) {
      if (one == join) one = keep;
    }
  }
  for (const std::uint32_t card : group) {
    place[card] = convoy[place[card]];
  }
  return place;
}

}  // namespace ledger::infer
