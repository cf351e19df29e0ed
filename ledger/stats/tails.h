// Exact tails of counts, as natural logarithms of probabilities.
//
// Sums of the mass itself, so that 1e-300 has as many good digits as 0.3:
// relative error of the probability below 1e-11 while counts stay under 1e6.
// Work: at most as many steps as the support has points.
//
// Thread safety: pure functions. Bit-equal everywhere (elementary.h).

#pragma once

#include <cstdint>

namespace ledger::stats {

// `drawn` cards taken blindly from `population`, of which `marked` are marked.
// Requires marked <= population, drawn <= population.
struct Hypergeometric {
  std::uint64_t population = 0;
  std::uint64_t marked = 0;
  std::uint64_t drawn = 0;
};
double LogHypergeometricMass(const Hypergeometric& urn, std::uint64_t hits);
// ln P(X >= hits), ln P(X <= hits).
double LogHypergeometricUpperTail(const Hypergeometric& urn,
                                  std::uint64_t hits);
double LogHypergeometricLowerTail(const Hypergeometric& urn,
                                  std::uint64_t hits);

// X successes of `trials` at rate `p`. Requires 0 <= p <= 1.
double LogBinomialMass(std::uint64_t trials, double p, std::uint64_t hits);
double LogBinomialUpperTail(std::uint64_t trials, double p, std::uint64_t hits);
double LogBinomialLowerTail(std::uint64_t trials, double p, std::uint64_t hits);

// X events where `mean` are expected. Requires mean >= 0.
double LogPoissonMass(double mean, std::uint64_t hits);
double LogPoissonUpperTail(double mean, std::uint64_t hits);

// A 2x2 table: of `a + b` here, `a` have the trait; of `c + d` there, `c`.
struct TwoByTwo {
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  std::uint64_t c = 0;
  std::uint64_t d = 0;
};
// Fisher's exact test, margins fixed: ln P(at least `a` here).
double LogFisherGreater(const TwoByTwo& table);
// ln P(a table no likelier than this one), as R's fisher.test counts: ties
// within one part in 10^7 are ties.
double LogFisherTwoSided(const TwoByTwo& table);

}  // namespace ledger::stats
