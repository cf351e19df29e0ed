#include "ledger/stats/tails.h"

#include <algorithm>
#include <limits>

#include "ledger/base/check.h"
#include "ledger/stats/elementary.h"
#include "ledger/stats/gamma.h"

namespace ledger::stats {
namespace {

constexpr double kMinusInfinity = -std::numeric_limits<double>::infinity();

double Real(std::uint64_t n) { return static_cast<double>(n); }

std::uint64_t LeastHits(const Hypergeometric& urn) {
  const std::uint64_t blank = urn.population - urn.marked;
  return urn.drawn > blank ? urn.drawn - blank : 0;
}
std::uint64_t MostHits(const Hypergeometric& urn) {
  return std::min(urn.marked, urn.drawn);
}

// mass(x + 1) / mass(x).
double UpRatio(const Hypergeometric& urn, std::uint64_t x) {
  return Real(urn.marked - x) * Real(urn.drawn - x) /
         (Real(x + 1) * Real(urn.population - urn.marked + x + 1 - urn.drawn));
}

// ln of the sum of mass over [from, most], downhill from `from`.
double SumUp(const Hypergeometric& urn, std::uint64_t from) {
  double term = 1;
  double sum = 1;
  for (std::uint64_t x = from; x < MostHits(urn) && term > sum * 1e-18; ++x) {
    term *= UpRatio(urn, x);
    sum += term;
  }
  return LogHypergeometricMass(urn, from) + Log(sum);
}

// The same over [least, from].
double SumDown(const Hypergeometric& urn, std::uint64_t from) {
  double term = 1;
  double sum = 1;
  for (std::uint64_t x = from; x > LeastHits(urn) && term > sum * 1e-18; --x) {
    term /= UpRatio(urn, x - 1);
    sum += term;
  }
  return LogHypergeometricMass(urn, from) + Log(sum);
}

bool IsAboveMean(const Hypergeometric& urn, std::uint64_t x) {
  return Real(x) * Real(urn.population) > Real(urn.marked) * Real(urn.drawn);
}

double Complement(double log_p) { return LogOneMinusExp(std::min(0.0, log_p)); }

}  // namespace

double LogHypergeometricMass(const Hypergeometric& urn, std::uint64_t hits) {
  AMANAH_CHECK(urn.marked <= urn.population && urn.drawn <= urn.population);
  if (hits < LeastHits(urn) || hits > MostHits(urn)) return kMinusInfinity;
  return LogBinomial(urn.marked, hits) +
         LogBinomial(urn.population - urn.marked, urn.drawn - hits) -
         LogBinomial(urn.population, urn.drawn);
}

double LogHypergeometricUpperTail(const Hypergeometric& urn,
                                  std::uint64_t hits) {
  AMANAH_CHECK(urn.marked <= urn.population && urn.drawn <= urn.population);
  if (hits <= LeastHits(urn)) return 0;
  if (hits > MostHits(urn)) return kMinusInfinity;
  if (IsAboveMean(urn, hits)) return std::min(0.0, SumUp(urn, hits));
  return Complement(SumDown(urn, hits - 1));
}

double LogHypergeometricLowerTail(const Hypergeometric& urn,
                                  std::uint64_t hits) {
  AMANAH_CHECK(urn.marked <= urn.population && urn.drawn <= urn.population);
  if (hits >= MostHits(urn)) return 0;
  if (hits < LeastHits(urn)) return kMinusInfinity;
  if (!IsAboveMean(urn, hits)) return std::min(0.0, SumDown(urn, hits));
  return Complement(SumUp(urn, hits + 1));
}

double LogBinomialMass(std::uint64_t trials, double p, std::uint64_t hits) {
  AMANAH_CHECK(p >= 0 && p <= 1);
  if (hits > trials) return kMinusInfinity;
  const std::uint64_t misses = trials - hits;
  const double hit_part = hits == 0 ? 0 : Real(hits) * Log(p);
  const double miss_part =
      misses == 0 ? 0 : (p == 1 ? kMinusInfinity : Real(misses) * Log1p(-p));
  return LogBinomial(trials, hits) + hit_part + miss_part;
}

double LogBinomialUpperTail(std::uint64_t trials, double p,
                            std::uint64_t hits) {
  AMANAH_CHECK(p >= 0 && p <= 1);
  if (hits == 0) return 0;
  if (hits > trials || p == 0) return kMinusInfinity;
  if (p == 1) return 0;
  if (Real(hits) <= Real(trials) * p) {
    return Complement(LogBinomialLowerTail(trials, p, hits - 1));
  }
  double term = 1;
  double sum = 1;
  for (std::uint64_t x = hits; x < trials && term > sum * 1e-18; ++x) {
    term *= Real(trials - x) * p / (Real(x + 1) * (1 - p));
    sum += term;
  }
  return std::min(0.0, LogBinomialMass(trials, p, hits) + Log(sum));
}

double LogBinomialLowerTail(std::uint64_t trials, double p,
                            std::uint64_t hits) {
  AMANAH_CHECK(p >= 0 && p <= 1);
  if (hits >= trials || p == 0) return 0;
  if (p == 1) return kMinusInfinity;
  if (Real(hits) > Real(trials) * p) {
    return Complement(LogBinomialUpperTail(trials, p, hits + 1));
  }
  double term = 1;
  double sum = 1;
  for (std::uint64_t x = hits; x > 0 && term > sum * 1e-18; --x) {
    term *= Real(x) * (1 - p) / (Real(trials - x + 1) * p);
    sum += term;
  }
  return std::min(0.0, LogBinomialMass(trials, p, hits) + Log(sum));
}

double LogPoissonMass(double mean, std::uint64_t hits) {
  AMANAH_CHECK(mean >= 0);
  if (hits == 0) return -mean;
  return Real(hits) * Log(mean) - mean - LogFactorial(hits);
}

double LogPoissonUpperTail(double mean, std::uint64_t hits) {
  AMANAH_CHECK(mean >= 0);
  if (hits == 0) return 0;
  if (mean == 0) return kMinusInfinity;
  // P(X >= k) = P(Gamma(k, 1) <= mean): summed directly above the mean, by
  // the gamma's upper tail below it.
  if (Real(hits) <= mean) {
    return Complement(LogGammaUpperTail(Real(hits), mean));
  }
  double term = 1;
  double sum = 1;
  for (std::uint64_t x = hits; term > sum * 1e-18; ++x) {
    term *= mean / Real(x + 1);
    sum += term;
  }
  return std::min(0.0, LogPoissonMass(mean, hits) + Log(sum));
}

double LogFisherGreater(const TwoByTwo& table) {
  const Hypergeometric urn{table.a + table.b + table.c + table.d,
                           table.a + table.c, table.a + table.b};
  return LogHypergeometricUpperTail(urn, table.a);
}

double LogFisherTwoSided(const TwoByTwo& table) {
  const Hypergeometric urn{table.a + table.b + table.c + table.d,
                           table.a + table.c, table.a + table.b};
  const double limit = LogHypergeometricMass(urn, table.a) + 1e-7;
  double total = kMinusInfinity;
  for (std::uint64_t x = LeastHits(urn); x <= MostHits(urn); ++x) {
    const double mass = LogHypergeometricMass(urn, x);
    if (mass <= limit) total = LogAdd(total, mass);
  }
  return std::min(0.0, total);
}

}  // namespace ledger::stats
