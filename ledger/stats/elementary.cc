#include "ledger/stats/elementary.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "ledger/base/check.h"

namespace ledger::stats {
namespace {

// ln 2 in two parts: the first has 33 bits, so that a small integer times it
// is exact.
constexpr double kLn2High = 0x1.62e42feep-1;
constexpr double kLn2Low = 0x1.a39ef35793c76p-33;

constexpr double kMinusInfinity = -std::numeric_limits<double>::infinity();

// 2 atanh(s) - 2 s, by its series. Requires |s| <= 0.18: the first term left
// out is below 2^-58 of 2 s.
double TwiceAtanhTail(double s) {
  const double z = s * s;
  double sum = 0;
  for (int odd = 23; odd >= 3; odd -= 2) {
    sum = (sum + 1.0 / odd) * z;
  }
  return 2 * s * sum;
}

}  // namespace

double Log(double x) {
  AMANAH_CHECK(x >= 0 && x < std::numeric_limits<double>::infinity());
  if (x == 0) return kMinusInfinity;
  int exponent = 0;
  double mantissa = std::frexp(x, &exponent);  // In [1/2, 1).
  if (mantissa < 0.70710678118654752) {
    mantissa *= 2;
    --exponent;
  }
  const double f = mantissa - 1;  // Exact.
  const double s = f / (2 + f);
  // 2 s = f - s f: so that the leading part f has no rounding error.
  const double rest = TwiceAtanhTail(s) - s * f;
  return exponent * kLn2High + (f + (rest + exponent * kLn2Low));
}

double Log1p(double x) {
  AMANAH_CHECK(x > -1);
  if (x < -0.25 || x > 0.4) return Log(1 + x);
  const double s = x / (2 + x);
  return x + (TwiceAtanhTail(s) - s * x);
}

double Exp(double x) {
  AMANAH_CHECK(x < 709);
  if (!(x > -746)) return 0;
  const double scale = std::floor(x / kLn2 + 0.5);
  const double r = (x - scale * kLn2High) - scale * kLn2Low;
  double sum = 1;  // Taylor; |r| < 0.35, so 15 terms pass 2^-56.
  for (int k = 14; k >= 2; --k) {
    sum = 1 + sum * r / k;
  }
  return std::ldexp(1 + r * sum, static_cast<int>(scale));
}

double LogAdd(double a, double b) {
  if (a < b) std::swap(a, b);
  if (b == kMinusInfinity) return a;
  return a + Log1p(Exp(b - a));
}

double LogOneMinusExp(double a) {
  AMANAH_CHECK(a <= 0);
  if (a == 0) return kMinusInfinity;
  if (a < -kLn2) return Log1p(-Exp(a));
  // 1 - e^a = -(e^a - 1), whose series keeps its digits for small a.
  if (a < -0.1) return Log(1 - Exp(a));
  double sum = 1;
  for (int k = 14; k >= 2; --k) {
    sum = 1 + sum * a / k;
  }
  return Log(-a * sum);
}

}  // namespace ledger::stats
