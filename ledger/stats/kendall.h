// Kendall's rank correlation: do two periods serve the same cards in the same
// order?
//
// Memory: a few copies of the input; the exact null keeps n(n-1)/2 numbers.
// Thread safety: pure functions. Bit-equal everywhere (elementary.h).

#pragma once

#include <cstdint>
#include <span>

namespace ledger::stats {

// Pairs that agree less pairs that do not, and what ties take away.
struct Kendall {
  std::uint64_t size = 0;
  std::int64_t score = 0;     // Concordant less discordant pairs.
  std::uint64_t pairs_x = 0;  // Pairs not tied in x.
  std::uint64_t pairs_y = 0;  // Pairs not tied in y.
  double score_variance = 0;  // Under the null, ties taken into account.
  bool has_ties = false;
  // τ-b; 0 when one side is all ties.
  double tau() const;
};

// Requires x.size() == y.size() <= 2^20. O(n log n).
Kendall KendallOf(std::span<const std::int64_t> x,
                  std::span<const std::int64_t> y);

// Largest size with an exact null.
inline constexpr std::uint64_t kMaxExactKendall = 60;
// ln P(score >= `score`) over all orders of `size` without ties: exact up to
// kMaxExactKendall, else normal with continuity correction.
double LogKendallUpperTail(const Kendall& kendall);
// The same for |score|: a stack may be turned over.
double LogKendallTwoSided(const Kendall& kendall);
// Permutations of `size` with exactly `inversions`, as a share of all. Exact
// but for rounding. Requires size <= kMaxExactKendall.
double KendallInversionShare(std::uint64_t size, std::uint64_t inversions);

// Kendall's W of `periods` orders of the same `size` cards: ranks[p][i] is the
// place of card i in period p, 0-based and without ties. 1 is the same order
// each time. chi-square = m(k-1)W has about k-1 degrees of freedom (k > 7).
double KendallW(std::span<const std::span<const std::uint32_t>> ranks);

}  // namespace ledger::stats
