#include "ledger/infer/queue_null.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include "ledger/stats/elementary.h"
#include "ledger/stats/normal.h"

namespace ledger::infer {
namespace {

constexpr double kLeastSigma = 2;
constexpr double kMadToSigma = 1.4826;
// Share of the session beyond which a list says no more than free arrival:
// that has 1.4826 * 0.29 = 0.43.
constexpr double kWidest = 0.35;
// Of the arrivals, those behind one of their own kelompok where the groups are
// called one by one: some 0.9; with free arrival, 0.3 to 0.5.
constexpr double kLeastTogether = 0.6;
// Hazards by steps of 1/16 of sigma, over z in [-8, 8).
constexpr int kSteps = 16;
constexpr int kReach = 8;

const std::vector<double>& HazardTable() {
  static const std::vector<double>* const table = [] {
    auto* made = new std::vector<double>;
    for (int i = 0; i < 2 * kReach * kSteps; ++i) {
      made->push_back(stats::NormalHazard(
          (static_cast<double>(i) + 0.5) / kSteps - kReach));
    }
    return made;
  }();
  return *table;
}

double HazardAt(double z) {
  const double step = (z + kReach) * kSteps;
  const int last = 2 * kReach * kSteps - 1;
  const int at = step <= 0 ? 0 : std::min(last, static_cast<int>(step));
  return HazardTable()[static_cast<std::size_t>(at)];
}

}  // namespace

double LogProduct::log() const { return folded_ + stats::Log(product_); }

void LogProduct::Fold() {
  folded_ += stats::Log(product_);
  product_ = 1;
}

ListNull::ListNull(const std::vector<double>& place_of) {
  const std::size_t n = place_of.size();
  std::vector<std::uint32_t> by_list(n);
  std::iota(by_list.begin(), by_list.end(), 0U);
  std::stable_sort(by_list.begin(), by_list.end(),
                   [&](std::uint32_t a, std::uint32_t b) {
                     return place_of[a] < place_of[b];
                   });
  place_.resize(n);
  for (std::uint32_t i = 0; i < n; ++i) place_[by_list[i]] = i;
  std::vector<std::uint32_t> off(n);
  for (std::uint32_t i = 0; i < n; ++i) {
    off[i] = place_[i] > i ? place_[i] - i : i - place_[i];
  }
  if (n < 4) return;
  std::nth_element(off.begin(), off.begin() + static_cast<long>(n / 2),
                   off.end());
  sigma_ = std::max(kLeastSigma, kMadToSigma * off[n / 2]);
  if (sigma_ > kWidest * static_cast<double>(n)) return;

  hazard_by_lag_.resize(2 * n + 1);
  for (std::size_t i = 0; i < hazard_by_lag_.size(); ++i) {
    const double lag = static_cast<double>(i) - static_cast<double>(n);
    hazard_by_lag_[i] = HazardAt(lag / sigma_);
  }
  total_hazard_.resize(n);
  for (std::size_t now = 0; now < n; ++now) {
    double total = 0;
    for (std::size_t i = now; i < n; ++i) total += Hazard(now, i);
    total_hazard_[now] = total;
  }
}

SessionNull::SessionNull(const Village& village, const Session& session,
                         const std::vector<double>& habit)
    : session_(&session) {
  const auto follow = [&](const auto& place_of) {
    std::vector<double> place;
    for (const Arrival& arrival : session.arrivals) {
      place.push_back(static_cast<double>(place_of[arrival.card]));
    }
    // One without a habit stands where it came: it says nothing.
    for (std::size_t i = 0; i < place.size(); ++i) {
      if (place[i] < 0) {
        place[i] =
            (static_cast<double>(i) + 0.5) / static_cast<double>(place.size());
      }
    }
    ListNull list(place);
    if (list.is_followed()) lists_.push_back(std::move(list));
  };
  if (!village.list_rank.empty()) follow(village.list_rank);
  if (!habit.empty()) follow(habit);
  if (village.kelompok.empty()) return;
  std::map<std::uint32_t, std::uint32_t> number;
  for (const Arrival& arrival : session.arrivals) {
    const auto next = static_cast<std::uint32_t>(number.size());
    group_.push_back(
        number.try_emplace(village.kelompok[arrival.card], next).first->second);
  }
  std::size_t same = 0;
  for (std::size_t i = 1; i < group_.size(); ++i) {
    same += group_[i] == group_[i - 1];
  }
  if (static_cast<double>(same) <
      kLeastTogether * static_cast<double>(group_.size())) {
    group_.clear();
    return;
  }
  group_count_ = static_cast<std::uint32_t>(number.size());
}

}  // namespace ledger::infer
