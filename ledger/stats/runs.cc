#include "ledger/stats/runs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "ledger/base/check.h"
#include "ledger/stats/elementary.h"
#include "ledger/stats/gamma.h"

namespace ledger::stats {
namespace {

constexpr double kMinusInfinity = -std::numeric_limits<double>::infinity();

// ln C(n, k), where n may stand for n - 1 of an n that is 0.
double LogWays(std::uint64_t n, std::uint64_t k) { return LogBinomial(n, k); }

double LogWaldWolfowitzMass(std::uint64_t m, std::uint64_t n,
                            std::uint64_t runs) {
  const std::uint64_t half = runs / 2;
  const double all = LogBinomial(m + n, m);
  if (runs % 2 == 0) {
    return kLn2 + LogWays(m - 1, half - 1) + LogWays(n - 1, half - 1) - all;
  }
  return LogAdd(LogWays(m - 1, half) + LogWays(n - 1, half - 1),
                LogWays(m - 1, half - 1) + LogWays(n - 1, half)) -
         all;
}

}  // namespace

double LogRunsMass(const Row& row, std::uint64_t runs) {
  AMANAH_CHECK(row.marked <= row.all);
  if (row.marked == 0) return runs == 0 ? 0 : kMinusInfinity;
  if (runs == 0) return kMinusInfinity;
  return LogBinomial(row.marked - 1, runs - 1) +
         LogBinomial(row.all - row.marked + 1, runs) -
         LogBinomial(row.all, row.marked);
}

double LogRunsLowerTail(const Row& row, std::uint64_t runs) {
  AMANAH_CHECK(row.marked <= row.all);
  if (runs >= row.marked) return 0;
  double total = kMinusInfinity;
  for (std::uint64_t r = runs + 1; r-- > 0;) {
    total = LogAdd(total, LogRunsMass(row, r));
  }
  return std::min(0.0, total);
}

double LogSpanLowerTail(const Row& row, std::uint64_t width) {
  AMANAH_CHECK(row.marked <= row.all && width <= row.all);
  if (row.marked == 0) return 0;
  if (width < row.marked) return kMinusInfinity;
  // Placements within [i, i + w), less those within [i + 1, i + w), which the
  // next window counts again. With q = C(w-1,k)/C(w,k) = (w-k)/w the sum
  // C(w,k) ((n-w+1) - (n-w) q) has nothing to cancel.
  const double n = static_cast<double>(row.all);
  const double w = static_cast<double>(width);
  const double k = static_cast<double>(row.marked);
  const double windows = 1 + (n - w) * k / w;
  return std::min(0.0, LogBinomial(width, row.marked) + Log(windows) -
                           LogBinomial(row.all, row.marked));
}

double LogWaldWolfowitzLowerTail(std::uint64_t m, std::uint64_t n,
                                 std::uint64_t runs) {
  AMANAH_CHECK(m >= 1 && n >= 1);
  const std::uint64_t most = 2 * std::min(m, n) + (m == n ? 0 : 1);
  if (runs >= most) return 0;
  double total = kMinusInfinity;
  for (std::uint64_t r = 2; r <= runs; ++r) {
    total = LogAdd(total, LogWaldWolfowitzMass(m, n, r));
  }
  return std::min(0.0, total);
}

double WaldWolfowitzZ(std::uint64_t m, std::uint64_t n, std::uint64_t runs) {
  AMANAH_CHECK(m >= 1 && n >= 1);
  const double a = static_cast<double>(m);
  const double b = static_cast<double>(n);
  const double both = a + b;
  const double mean = 1 + 2 * a * b / both;
  const double variance =
      2 * a * b * (2 * a * b - both) / (both * both * (both - 1));
  const double off = static_cast<double>(runs) - mean;
  const double corrected =
      off > 0 ? std::max(0.0, off - 0.5) : std::min(0.0, off + 0.5);
  return corrected / std::sqrt(variance);
}

double LongestRunTail(std::uint64_t trials, double p, std::uint64_t length) {
  AMANAH_CHECK(length >= 1 && trials <= kMaxTrials && p >= 0 && p <= 1);
  if (length > trials) return 0;
  double power = 1;
  for (std::uint64_t i = 0; i < length; ++i) power *= p;
  // tail[t]: a run of `length` is complete within the first t. It completes
  // at t for the first time when none did before t - length, a failure
  // follows, and then all succeed.
  std::array<double, kMaxTrials + 1> tail{};
  tail[length] = power;
  for (std::uint64_t t = length + 1; t <= trials; ++t) {
    tail[t] = tail[t - 1] + (1 - tail[t - length - 1]) * (1 - p) * power;
  }
  return std::min(1.0, tail[trials]);
}

}  // namespace ledger::stats
