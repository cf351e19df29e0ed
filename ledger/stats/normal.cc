#include "ledger/stats/normal.h"

#include "ledger/base/check.h"
#include "ledger/stats/elementary.h"

namespace ledger::stats {
namespace {

constexpr double kLogSqrtTwoPi = 0.918938533204672741780330;
constexpr double kFar = 3;

double LogDensity(double z) { return -z * z / 2 - kLogSqrtTwoPi; }

// P(0 <= Z <= z) = φ(z)(z + z³/3 + z⁵/15 + ...): all terms of one sign.
double Middle(double z) {
  double term = z;
  double sum = z;
  for (int odd = 3; term > sum * 1e-17 || -term > -sum * 1e-17; odd += 2) {
    term *= z * z / odd;
    sum += term;
    if (odd > 200) break;
  }
  return Exp(LogDensity(z)) * sum;
}

// Mills' ratio P(Z >= z) / φ(z) by its continued fraction. Requires z >= kFar.
double MillsRatio(double z) {
  double tail = z;
  for (int k = 100; k >= 1; --k) tail = z + k / tail;
  return 1 / tail;
}

}  // namespace

double NormalCdf(double z) {
  if (z <= -kFar) return Exp(LogDensity(z)) * MillsRatio(-z);
  if (z >= kFar) return 1 - Exp(LogDensity(z)) * MillsRatio(z);
  return 0.5 + Middle(z);
}

double LogNormalUpperTail(double z) {
  if (z >= kFar) return LogDensity(z) + Log(MillsRatio(z));
  if (z <= -kFar) return Log1p(-Exp(LogDensity(z)) * MillsRatio(-z));
  return Log(0.5 - Middle(z));
}

double NormalHazard(double z) {
  if (z >= kFar) return 1 / MillsRatio(z);
  return Exp(LogDensity(z) - LogNormalUpperTail(z));
}

double NormalQuantile(double p) {
  AMANAH_CHECK(p > 0 && p < 1);
  double low = -39;
  double high = 39;
  // Halving is slow and cannot go wrong; quantiles are asked for rarely.
  for (int i = 0; i < 64; ++i) {
    const double middle = (low + high) / 2;
    (NormalCdf(middle) < p ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace ledger::stats
