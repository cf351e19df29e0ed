// How a few marked cards lie among many in a sequence.
//
// A *run* is a maximal stretch of neighbours of one kind. Null model: every
// placement of the marked among all is equally likely.
//
// Thread safety: pure functions. Bit-equal everywhere (elementary.h).

#pragma once

#include <cstdint>

namespace ledger::stats {

// `marked` among `all` in a row. Requires marked <= all.
struct Row {
  std::uint64_t all = 0;
  std::uint64_t marked = 0;
};
// ln P(the marked lie in exactly `runs` runs) =
// ln C(k-1, r-1) C(n-k+1, r) / C(n, k).
double LogRunsMass(const Row& row, std::uint64_t runs);
// ln P(at most `runs` runs of marked): few runs are surprising.
double LogRunsLowerTail(const Row& row, std::uint64_t runs);
// ln P(all marked lie within some `width` neighbouring places). Exact:
// (n-w+1) C(w,k) - (n-w) C(w-1,k) of C(n,k). Requires width <= all.
double LogSpanLowerTail(const Row& row, std::uint64_t width);

// Wald and Wolfowitz: runs of both kinds together among m + n signs, at most
// `runs`. Exact.
double LogWaldWolfowitzLowerTail(std::uint64_t m, std::uint64_t n,
                                 std::uint64_t runs);
// The same by the normal law, with continuity correction; for m, n > 20.
double WaldWolfowitzZ(std::uint64_t m, std::uint64_t n, std::uint64_t runs);

// P(some `length` successes in a row within `trials`), each of rate `p`.
// Exact, in `trials` steps; at most `kMaxTrials`. Requires length >= 1.
inline constexpr std::uint64_t kMaxTrials = 4096;
double LongestRunTail(std::uint64_t trials, double p, std::uint64_t length);

}  // namespace ledger::stats
