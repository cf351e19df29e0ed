// Finding groups worth a test, in two ways: profiles (profile.h) sharpened from
// every stretch of the latest queues; and, as they are, stretches of unusually
// fast service in the latest period.
//
// Thread safety: pure functions.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ledger/infer/profile.h"
#include "ledger/infer/visit.h"

namespace ledger::infer {

inline constexpr std::size_t kLeastGroup = 5;
inline constexpr std::size_t kMostGroup = 64;

struct Group {
  std::vector<std::uint32_t> cards;  // Ascending.
  double score = 0;                  // Among those of one way of finding.
};

// At most `most`, best first; none holds half of a better one. `latest` is the
// last period that `profiles` knows.
std::vector<Group> SharpGroups(const Profiles& profiles, const Period& latest,
                               std::size_t most);

// The same of stretches of fast service. A gap counts by its place among the
// session's gaps, the fastest most (pace.h says why not by seconds).
std::vector<Group> FastStretches(const Period& period, std::size_t most);

// |a ∩ b| / |a ∪ b| of two ascending lists.
double Jaccard(std::span<const std::uint32_t> a,
               std::span<const std::uint32_t> b);

}  // namespace ledger::infer
