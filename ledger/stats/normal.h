// The normal distribution.
//
// Relative error below 1e-13, in the tails too. Bit-equal everywhere.
// Thread safety: pure functions.

#pragma once

namespace ledger::stats {

// P(Z <= z). 0 below about -38.
double NormalCdf(double z);
// ln P(Z >= z), also where that is below the smallest double.
double LogNormalUpperTail(double z);
// φ(z) / P(Z >= z): the rate at which what has not happened by z happens then.
double NormalHazard(double z);
// The z that P(Z <= z) = p. Requires 0 < p < 1. Absolute error below 1e-9.
double NormalQuantile(double p);

}  // namespace ledger::stats
