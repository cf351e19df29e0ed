#include "ledger/stats/gamma.h"

#include <algorithm>
#include <limits>

#include "ledger/base/check.h"
#include "ledger/stats/elementary.h"

namespace ledger::stats {
namespace {

constexpr double kHalfLogTwoPi = 0.918938533204672741780330;
constexpr double kMinusInfinity = -std::numeric_limits<double>::infinity();

// Stirling's series for ln Γ(x). Requires x >= 16: the first term left out is
// below 1e-15.
double Stirling(double x) {
  const double inverse = 1 / x;
  const double z = inverse * inverse;
  const double series =
      inverse *
      (1.0 / 12 +
       z * (-1.0 / 360 + z * (1.0 / 1260 + z * (-1.0 / 1680 + z / 1188))));
  return (x - 0.5) * Log(x) - x + kHalfLogTwoPi + series;
}

// ln of the lower tail by its series. Requires x < shape + 1.
double LogLowerSeries(double shape, double x) {
  double term = 1 / shape;
  double sum = term;
  for (double a = shape + 1; term > sum * 1e-17; a += 1) {
    term *= x / a;
    sum += term;
  }
  return shape * Log(x) - x - LogGamma(shape) + Log(sum);
}

// ln of the upper tail by Lentz's continued fraction. Requires x >= shape + 1.
double LogUpperFraction(double shape, double x) {
  double b = x + 1 - shape;
  double c = 1e300;
  double d = 1 / b;
  double value = d;
  for (int i = 1; i < 100000; ++i) {
    const double a = -i * (i - shape);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    const double step = c * d;
    value *= step;
    if (step > 1 - 1e-16 && step < 1 + 1e-16) break;
  }
  return shape * Log(x) - x - LogGamma(shape) + Log(value);
}

}  // namespace

double LogFactorial(std::uint64_t n) {
  if (n <= 20) {
    std::uint64_t product = 1;  // 20! < 2^63.
    for (std::uint64_t i = 2; i <= n; ++i) product *= i;
    return Log(static_cast<double>(product));
  }
  return Stirling(static_cast<double>(n) + 1);
}

double LogBinomial(std::uint64_t n, std::uint64_t k) {
  if (k > n) return kMinusInfinity;
  k = std::min(k, n - k);
  // While the product is exact, or nearly so, it beats three factorials.
  if (k <= 40) {
    double value = 1;
    for (std::uint64_t i = 1; i <= k; ++i) {
      value = value * static_cast<double>(n - k + i) / static_cast<double>(i);
    }
    if (value < 1e300) return Log(value);
  }
  return LogFactorial(n) - LogFactorial(k) - LogFactorial(n - k);
}

double LogGamma(double x) {
  AMANAH_CHECK(x > 0);
  double product = 1;
  while (x < 16) {
    product *= x;
    x += 1;
  }
  return Stirling(x) - Log(product);
}

double LogGammaUpperTail(double shape, double x) {
  AMANAH_CHECK(shape > 0 && x >= 0);
  if (x == 0) return 0;
  if (x >= shape + 1) return LogUpperFraction(shape, x);
  return LogOneMinusExp(std::min(0.0, LogLowerSeries(shape, x)));
}

double LogChiSquareUpperTail(double degrees, double x) {
  return LogGammaUpperTail(degrees / 2, x / 2);
}

}  // namespace ledger::stats
