// Logarithm and exponential whose last bit is the same on every machine.
//
// The C library's may differ between versions and processors; an alert's
// numbers may not. These use only +, -, *, / of IEEE 754 binary64, which are
// exactly rounded, and scaling by powers of two; the room is compiled without
// fused multiply-add. Error below 3 units in the last place.
//
// Thread safety: pure functions.

#pragma once

namespace ledger::stats {

inline constexpr double kLn2 = 0.693147180559945309417232;
inline constexpr double kLn10 = 2.302585092994045684017991;
inline constexpr double kPi = 3.141592653589793238462643;

// Natural logarithm. Minus infinity for 0. Requires 0 <= x < infinity.
double Log(double x);
// ln(1 + x), exact in the last digits for small x. Requires x > -1.
double Log1p(double x);
// e^x; 0 below about -745. Requires x < 709.
double Exp(double x);
// ln(e^a + e^b); either may be minus infinity.
double LogAdd(double a, double b);
// ln(1 - e^a), without loss where e^a is near 0 or 1. Requires a <= 0.
double LogOneMinusExp(double a);

}  // namespace ledger::stats
