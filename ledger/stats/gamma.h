// Factorials, binomials and the gamma function, as natural logarithms.
//
// Relative error below 1e-13 of the value, or 1e-13 where that is near 0.
// Thread safety: pure functions. Bit-equal everywhere (elementary.h).

#pragma once

#include <cstdint>

namespace ledger::stats {

// ln n!
double LogFactorial(std::uint64_t n);
// ln C(n, k); minus infinity for k > n.
double LogBinomial(std::uint64_t n, std::uint64_t k);
// ln Γ(x). Requires x > 0.
double LogGamma(double x);
// ln P(G >= x) for G ~ Gamma(shape, 1): the regularized upper incomplete gamma
// function. Requires shape > 0, x >= 0. At most some hundred steps while
// shape < 1e4.
double LogGammaUpperTail(double shape, double x);
// ln P(X >= x) for X ~ chi-square with `degrees` > 0 degrees of freedom.
double LogChiSquareUpperTail(double degrees, double x);

}  // namespace ledger::stats
