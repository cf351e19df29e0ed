// E-values: evidence that may be looked at after every period.
//
// An e-value is a non-negative number whose mean under the null is at most 1.
// Products over periods are again e-values, and P(the product ever reaches
// 1/α) <= α (Ville). So an alert may be raised at any time without a
// correction for having looked often. Here as natural logarithms.
// Sources: Vovk and Wang, E-values: calibration, combination and applications
// (Ann. Stat. 2021); Wang and Ramdas, False discovery rate control with
// e-values (JRSS B 2022); Benjamini and Hochberg (JRSS B 1995).
//
// Thread safety: pure functions. Bit-equal everywhere (elementary.h).

#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace ledger::stats {

// Smallest p-value that a period may count: the tails of a null are known
// worse than their arithmetic.
inline constexpr double kLogLeastP = -27.631021115928547;  // ln 1e-12

// ln e for e = ½ p^(-½), p not below 1e-12. Requires log_p <= 0.
double LogEFromLogP(double log_p);

// ln of the mean of several e-values of one null: an e-value even when they
// depend on each other. Requires at least one.
double LogMeanE(std::span<const double> log_e);

// The e-BH procedure: which of the hypotheses to reject so that the expected
// share of false ones among the rejected is at most `alpha`, however they
// depend. Indices ascending. Requires 0 < alpha < 1.
std::vector<std::uint32_t> EBenjaminiHochberg(std::span<const double> log_e,
                                              double alpha);
// The same by p-values, for independent or positively dependent ones.
std::vector<std::uint32_t> BenjaminiHochberg(std::span<const double> log_p,
                                             double alpha);

// Wilson's score interval of a proportion, without continuity correction.
// `z` is 1.959964 for 95%. Requires hits <= trials; [0, 1] for no trials.
struct Interval {
  double low = 0;
  double high = 1;
};
inline constexpr double kZ95 = 1.959963984540054;
Interval WilsonInterval(std::uint64_t hits, std::uint64_t trials,
                        double z = kZ95);

}  // namespace ledger::stats
