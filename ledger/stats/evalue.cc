#include "ledger/stats/evalue.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "ledger/base/check.h"
#include "ledger/stats/elementary.h"

namespace ledger::stats {
namespace {

// The largest k of which `holds(k, k-th of order)` is true; its first k.
template <typename Holds>
std::vector<std::uint32_t> StepUp(std::vector<std::uint32_t> order,
                                  const Holds& holds) {
  std::size_t count = 0;
  for (std::size_t k = 1; k <= order.size(); ++k) {
    if (holds(static_cast<double>(k), order[k - 1])) count = k;
  }
  order.resize(count);
  std::sort(order.begin(), order.end());
  return order;
}

template <typename Before>
std::vector<std::uint32_t> OrderBy(std::size_t size, const Before& before) {
  std::vector<std::uint32_t> order(size);
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), before);
  return order;
}

}  // namespace

double LogEFromLogP(double log_p) {
  AMANAH_CHECK(log_p <= 0);
  return -kLn2 - std::max(log_p, kLogLeastP) / 2;
}

double LogMeanE(std::span<const double> log_e) {
  AMANAH_CHECK(!log_e.empty());
  double total = -std::numeric_limits<double>::infinity();
  for (const double one : log_e) total = LogAdd(total, one);
  return total - Log(static_cast<double>(log_e.size()));
}

std::vector<std::uint32_t> EBenjaminiHochberg(std::span<const double> log_e,
                                              double alpha) {
  AMANAH_CHECK(alpha > 0 && alpha < 1);
  const double needed = Log(static_cast<double>(log_e.size()) / alpha);
  return StepUp(
      OrderBy(log_e.size(),
              [&](auto a, auto b) { return log_e[a] > log_e[b]; }),
      [&](double k, std::uint32_t i) { return log_e[i] >= needed - Log(k); });
}

std::vector<std::uint32_t> BenjaminiHochberg(std::span<const double> log_p,
                                             double alpha) {
  AMANAH_CHECK(alpha > 0 && alpha < 1);
  const double unit = Log(alpha / static_cast<double>(log_p.size()));
  return StepUp(
      OrderBy(log_p.size(),
              [&](auto a, auto b) { return log_p[a] < log_p[b]; }),
      [&](double k, std::uint32_t i) { return log_p[i] <= unit + Log(k); });
}

Interval WilsonInterval(std::uint64_t hits, std::uint64_t trials, double z) {
  AMANAH_CHECK(hits <= trials);
  if (trials == 0) return {};
  const double n = static_cast<double>(trials);
  const double share = static_cast<double>(hits) / n;
  const double z2 = z * z;
  const double centre = share + z2 / (2 * n);
  const double reach = z * std::sqrt((share * (1 - share) + z2 / (4 * n)) / n);
  const double scale = 1 + z2 / n;
  return {hits == 0 ? 0 : std::max(0.0, (centre - reach) / scale),
          hits == trials ? 1 : std::min(1.0, (centre + reach) / scale)};
}

}  // namespace ledger::stats
