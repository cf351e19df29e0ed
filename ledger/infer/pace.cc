#include "ledger/infer/pace.h"

#include <algorithm>
#include <array>

#include "ledger/infer/order.h"
#include "ledger/stats/elementary.h"
#include "ledger/stats/random.h"

namespace ledger::infer {
namespace {

// Bets on fast: the smaller, the bolder. 1 is no bet.
constexpr std::array<double, kPaces> kTheta = {0.35, 0.5, 0.7, 1};
// Sessions with fewer gaps tell nothing of their pace.
constexpr std::size_t kLeastGaps = 10;

bool IsStep(const Session& session, std::span<const std::uint32_t> unit_of,
            std::size_t rank) {
  return unit_of[session.arrivals[rank].card] != kNotInGroup &&
         unit_of[session.arrivals[rank - 1].card] != kNotInGroup;
}

std::uint32_t MedianOf(std::vector<std::uint32_t> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<long>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

void PaceEvidence::Add(const PaceEvidence& other) {
  for (std::size_t i = 0; i < kPaces; ++i) log_stake[i] += other.log_stake[i];
  if (other.steps > 0) {
    median_gap_seconds = other.median_gap_seconds;
    session_median_seconds = other.session_median_seconds;
  }
  steps += other.steps;
}

PaceEvidence PaceOf(const Session& session,
                    std::span<const std::uint32_t> unit_of) {
  PaceEvidence evidence;
  if (session.arrivals.size() < kLeastGaps + 1) return evidence;
  std::vector<std::uint32_t> gaps;
  std::vector<std::uint32_t> steps;
  for (std::size_t rank = 1; rank < session.arrivals.size(); ++rank) {
    gaps.push_back(session.arrivals[rank].gap_seconds);
    if (IsStep(session, unit_of, rank)) steps.push_back(gaps.back());
  }
  evidence.session_median_seconds = MedianOf(gaps);
  if (steps.empty() || steps.size() == gaps.size()) return evidence;
  std::sort(gaps.begin(), gaps.end());
  const double n = static_cast<double>(gaps.size());
  auto& log_stake = evidence.log_stake;
  // ln of the place among all gaps, ties in the middle.
  const auto log_place = [&](std::uint32_t gap) {
    const auto [low, high] = std::equal_range(gaps.begin(), gaps.end(), gap);
    return stats::Log(
        static_cast<double>((low - gaps.begin()) + (high - gaps.begin())) /
        (2 * n));
  };
  std::array<double, kTheta.size()> scale{};
  for (std::size_t begin = 0; begin < gaps.size();) {
    const auto end = static_cast<std::size_t>(
        std::upper_bound(gaps.begin(), gaps.end(), gaps[begin]) - gaps.begin());
    const double place = log_place(gaps[begin]);
    for (std::size_t i = 0; i < kTheta.size(); ++i) {
      scale[i] += static_cast<double>(end - begin) *
                  stats::Exp((kTheta[i] - 1) * place) / n;
    }
    begin = end;
  }
  for (const std::uint32_t step : steps) {
    const double place = log_place(step);
    for (std::size_t i = 0; i < kTheta.size(); ++i) {
      log_stake[i] += (kTheta[i] - 1) * place;
    }
  }
  for (std::size_t i = 0; i < kTheta.size(); ++i) {
    log_stake[i] -= static_cast<double>(steps.size()) * stats::Log(scale[i]);
  }
  evidence.steps = static_cast<std::uint32_t>(steps.size());
  evidence.median_gap_seconds = MedianOf(steps);
  return evidence;
}

HandEvidence HandOf(const Session& session,
                    std::span<const std::uint32_t> unit_of,
                    std::uint32_t rounds, std::uint64_t seed) {
  constexpr std::uint32_t kLeastCards = 6;
  HandEvidence evidence;
  std::vector<double> log_pin;  // Of the steps first, then of the others.
  std::vector<double> others;
  for (std::size_t rank = 1; rank < session.arrivals.size(); ++rank) {
    const std::uint32_t pin_ms = session.arrivals[rank].pin_ms;
    if (pin_ms == 0) continue;
    (IsStep(session, unit_of, rank) ? log_pin : others)
        .push_back(stats::Log(pin_ms));
  }
  const std::size_t cards = log_pin.size();
  evidence.cards = static_cast<std::uint32_t>(cards);
  if (cards < kLeastCards || others.size() < kLeastCards) return evidence;
  log_pin.insert(log_pin.end(), others.begin(), others.end());
  const auto spread = [&] {
    double sum = 0;
    double squares = 0;
    for (std::size_t i = 0; i < cards; ++i) {
      sum += log_pin[i];
      squares += log_pin[i] * log_pin[i];
    }
    return squares - sum * sum / static_cast<double>(cards);
  };
  const double observed = spread();
  stats::Generator generator(seed);
  std::uint32_t as_narrow = 0;
  for (std::uint32_t round = 0; round < rounds; ++round) {
    generator.Shuffle(std::span(log_pin));
    if (spread() <= observed) ++as_narrow;
  }
  evidence.p = (as_narrow + 1.0) / (rounds + 1.0);
  return evidence;
}

}  // namespace ledger::infer
