#include "ledger/stats/kendall.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "ledger/base/check.h"
#include "ledger/stats/elementary.h"
#include "ledger/stats/normal.h"

namespace ledger::stats {
namespace {

double Real(std::int64_t n) { return static_cast<double>(n); }
double Real(std::uint64_t n) { return static_cast<double>(n); }

// What the ties of one side take away: Kendall, Rank Correlation Methods,
// chapter 5.
struct Ties {
  std::uint64_t pairs = 0;  // Σ t(t-1)/2
  double t1 = 0;            // Σ t(t-1)
  double t2 = 0;            // Σ t(t-1)(t-2)
  double t5 = 0;            // Σ t(t-1)(2t+5)
  void Add(std::uint64_t t) {
    const double real = Real(t);
    pairs += t * (t - 1) / 2;
    t1 += real * (real - 1);
    t2 += real * (real - 1) * (real - 2);
    t5 += real * (real - 1) * (2 * real + 5);
  }
};

// Requires sorted values.
Ties TiesOf(std::span<const std::int64_t> values) {
  Ties ties;
  for (std::size_t begin = 0; begin < values.size();) {
    std::size_t end = begin;
    while (end < values.size() && values[end] == values[begin]) ++end;
    ties.Add(end - begin);
    begin = end;
  }
  return ties;
}

// Sorts and counts the pairs that were out of order.
std::uint64_t SortCountingInversions(std::span<std::int64_t> values,
                                     std::span<std::int64_t> spare) {
  if (values.size() < 2) return 0;
  const std::size_t half = values.size() / 2;
  const auto left = values.first(half);
  const auto right = values.subspan(half);
  std::uint64_t inversions = SortCountingInversions(left, spare.first(half)) +
                             SortCountingInversions(right, spare.subspan(half));
  std::size_t i = 0;
  std::size_t j = 0;
  for (std::int64_t& out : spare) {
    if (j == right.size() || (i < left.size() && left[i] <= right[j])) {
      out = left[i++];
    } else {
      inversions += left.size() - i;
      out = right[j++];
    }
  }
  std::copy(spare.begin(), spare.end(), values.begin());
  return inversions;
}

// Share of the orders of `size` by number of inversions.
std::vector<double> InversionShares(std::uint64_t size) {
  std::vector<double> share = {1};
  for (std::uint64_t n = 2; n <= size; ++n) {
    std::vector<double> next(share.size() + n - 1, 0.0);
    // The n-th card adds 0 to n - 1 inversions, all equally likely.
    for (std::size_t i = 0; i < share.size(); ++i) {
      for (std::uint64_t add = 0; add < n; ++add) {
        next[i + add] += share[i] / Real(n);
      }
    }
    share = std::move(next);
  }
  return share;
}

}  // namespace

double Kendall::tau() const {
  if (pairs_x == 0 || pairs_y == 0) return 0;
  return Real(score) / std::sqrt(Real(pairs_x) * Real(pairs_y));
}

Kendall KendallOf(std::span<const std::int64_t> x,
                  std::span<const std::int64_t> y) {
  AMANAH_CHECK(x.size() == y.size() && x.size() <= (1U << 20));
  Kendall result;
  result.size = x.size();
  if (x.size() < 2) return result;
  std::vector<std::uint32_t> order(x.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    if (x[a] != x[b]) return x[a] < x[b];
    if (y[a] != y[b]) return y[a] < y[b];
    return a < b;
  });
  std::vector<std::int64_t> sorted_x(x.size());
  std::vector<std::int64_t> by_x(x.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    sorted_x[i] = x[order[i]];
    by_x[i] = y[order[i]];
  }
  std::uint64_t tied_both = 0;
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin;
    while (end < order.size() && sorted_x[end] == sorted_x[begin] &&
           by_x[end] == by_x[begin]) {
      ++end;
    }
    tied_both += (end - begin) * (end - begin - 1) / 2;
    begin = end;
  }
  const Ties ties_x = TiesOf(sorted_x);
  std::vector<std::int64_t> spare(x.size());
  const std::uint64_t discordant = SortCountingInversions(by_x, spare);
  const Ties ties_y = TiesOf(by_x);

  const std::uint64_t n = x.size();
  const std::uint64_t all = n * (n - 1) / 2;
  result.pairs_x = all - ties_x.pairs;
  result.pairs_y = all - ties_y.pairs;
  const std::uint64_t untied = all - ties_x.pairs - ties_y.pairs + tied_both;
  result.score = static_cast<std::int64_t>(untied) -
                 2 * static_cast<std::int64_t>(discordant);
  result.has_ties = ties_x.pairs + ties_y.pairs > 0;
  const double m = Real(n);
  result.score_variance =
      (m * (m - 1) * (2 * m + 5) - ties_x.t5 - ties_y.t5) / 18 +
      ties_x.t1 * ties_y.t1 / (2 * m * (m - 1));
  if (n > 2) {
    result.score_variance +=
        ties_x.t2 * ties_y.t2 / (9 * m * (m - 1) * (m - 2));
  }
  return result;
}

double LogKendallUpperTail(const Kendall& kendall) {
  if (kendall.size < 2 || kendall.score_variance <= 0) return 0;
  const std::uint64_t all = kendall.size * (kendall.size - 1) / 2;
  if (!kendall.has_ties && kendall.size <= kMaxExactKendall) {
    const std::vector<double> share = InversionShares(kendall.size);
    const auto most = static_cast<std::size_t>(
        (static_cast<std::int64_t>(all) - kendall.score) / 2);
    double total = 0;
    for (std::size_t i = 0; i <= most; ++i) total += share[i];
    return Log(std::min(1.0, total));
  }
  const double corrected = Real(kendall.score) - 1;
  return LogNormalUpperTail(corrected / std::sqrt(kendall.score_variance));
}

double LogKendallTwoSided(const Kendall& kendall) {
  Kendall positive = kendall;
  positive.score = kendall.score < 0 ? -kendall.score : kendall.score;
  if (positive.score == 0) return 0;
  return std::min(0.0, kLn2 + LogKendallUpperTail(positive));
}

double KendallInversionShare(std::uint64_t size, std::uint64_t inversions) {
  AMANAH_CHECK(size <= kMaxExactKendall);
  const std::vector<double> share = InversionShares(size);
  return inversions < share.size() ? share[inversions] : 0;
}

double KendallW(std::span<const std::span<const std::uint32_t>> ranks) {
  if (ranks.empty() || ranks[0].size() < 2) return 0;
  const std::size_t k = ranks[0].size();
  const double m = Real(static_cast<std::uint64_t>(ranks.size()));
  const double mean = m * (Real(static_cast<std::uint64_t>(k)) - 1) / 2;
  double squares = 0;
  for (std::size_t i = 0; i < k; ++i) {
    double sum = 0;
    for (const auto& period : ranks) {
      AMANAH_CHECK(period.size() == k);
      sum += period[i];
    }
    squares += (sum - mean) * (sum - mean);
  }
  const double size = Real(static_cast<std::uint64_t>(k));
  return 12 * squares / (m * m * (size * size * size - size));
}

}  // namespace ledger::stats
