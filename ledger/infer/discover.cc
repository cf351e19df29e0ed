#include "ledger/infer/discover.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace ledger::infer {
namespace {

// Widths of the stretches that sharpening starts from.
constexpr std::array<std::size_t, 3> kStretch = {8, 24, 64};
constexpr int kFirstRounds = 2;
constexpr int kMoreRounds = 6;
// Starts that are sharpened to the end.
constexpr std::size_t kPromising = 12;

std::vector<Group> BestOf(std::vector<Group> groups, std::size_t most) {
  std::sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
    return a.score != b.score ? a.score > b.score : a.cards < b.cards;
  });
  std::vector<Group> best;
  for (Group& group : groups) {
    if (best.size() == most) break;
    const bool is_like_another =
        std::any_of(best.begin(), best.end(), [&](const Group& other) {
          return Jaccard(group.cards, other.cards) > 0.5;
        });
    if (!is_like_another) best.push_back(std::move(group));
  }
  return best;
}

// All stretches of `width` arrivals, each half a width after the one before.
template <typename Visit>
void ForEachStretch(const Session& session, std::size_t width,
                    const Visit& visit) {
  const auto& arrivals = session.arrivals;
  std::vector<std::uint32_t> cards;
  for (std::size_t begin = 0; begin < arrivals.size(); begin += width / 2) {
    const std::size_t end = std::min(arrivals.size(), begin + width);
    if (end - begin < kLeastGroup) return;
    cards.clear();
    for (std::size_t i = begin; i < end; ++i) {
      cards.push_back(arrivals[i].card);
    }
    visit(cards);
    if (end == arrivals.size()) return;
  }
}

// Best stretch from each start, by the sum of what its gaps are worth.
void AddFastStretches(const Session& session, std::vector<Group>& groups) {
  const auto& arrivals = session.arrivals;
  if (arrivals.size() < 2 * kLeastGroup) return;
  std::vector<std::uint32_t> sorted;
  for (std::size_t i = 1; i < arrivals.size(); ++i) {
    sorted.push_back(arrivals[i].gap_seconds);
  }
  std::sort(sorted.begin(), sorted.end());
  const double n = static_cast<double>(sorted.size());
  // From 1.2 for the fastest to -1.6 for the slowest.
  const auto worth = [&](std::uint32_t gap) {
    const auto [low, high] =
        std::equal_range(sorted.begin(), sorted.end(), gap);
    const double place =
        static_cast<double>((low - sorted.begin()) + (high - sorted.begin())) /
        (2 * n);
    return 1.2 - 2.8 * place;
  };
  std::vector<double> sum(arrivals.size());
  for (std::size_t i = 1; i < arrivals.size(); ++i) {
    sum[i] = sum[i - 1] + worth(arrivals[i].gap_seconds);
  }
  for (std::size_t begin = 0; begin < arrivals.size(); ++begin) {
    double best = 3;
    std::size_t best_end = 0;
    const std::size_t end = std::min(arrivals.size(), begin + kMostGroup);
    for (std::size_t last = begin + kLeastGroup - 1; last < end; ++last) {
      if (sum[last] - sum[begin] > best) {
        best = sum[last] - sum[begin];
        best_end = last + 1;
      }
    }
    if (best_end == 0) continue;
    Group group;
    for (std::size_t i = begin; i < best_end; ++i) {
      group.cards.push_back(arrivals[i].card);
    }
    std::sort(group.cards.begin(), group.cards.end());
    group.score = best;
    groups.push_back(std::move(group));
  }
}

}  // namespace

double Jaccard(std::span<const std::uint32_t> a,
               std::span<const std::uint32_t> b) {
  std::vector<std::uint32_t> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(),
                        std::back_inserter(both));
  const std::size_t all = a.size() + b.size() - both.size();
  return all == 0 ? 1
                  : static_cast<double>(both.size()) / static_cast<double>(all);
}

std::vector<Group> SharpGroups(const Profiles& profiles, const Period& latest,
                               std::size_t most) {
  std::vector<Profiles::Fit> fits;
  for (const Session& session : latest) {
    for (const std::size_t width : kStretch) {
      ForEachStretch(session, width, [&](const auto& cards) {
        fits.push_back(profiles.StartFrom(cards));
        profiles.Sharpen(fits.back(), kFirstRounds);
      });
    }
  }
  std::stable_sort(fits.begin(), fits.end(), [](const auto& a, const auto& b) {
    return a.log_likelihood > b.log_likelihood;
  });
  std::vector<Group> groups;
  for (std::size_t i = 0; i < fits.size() && i < kPromising; ++i) {
    profiles.Sharpen(fits[i], kMoreRounds);
    Group group{Profiles::CardsOf(fits[i]), fits[i].log_likelihood};
    if (group.cards.size() < kLeastGroup || group.cards.size() > kMostGroup) {
      continue;
    }
    groups.push_back(std::move(group));
  }
  return BestOf(std::move(groups), most);
}

std::vector<Group> FastStretches(const Period& period, std::size_t most) {
  std::vector<Group> groups;
  for (const Session& session : period) AddFastStretches(session, groups);
  return BestOf(std::move(groups), most);
}

}  // namespace ledger::infer
