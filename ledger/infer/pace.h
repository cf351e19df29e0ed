// One practised hand is fast: the pace from card to card within a group
// against that of the whole session.
//
// Each gap between two neighbouring cards of the group is placed among all the
// session's gaps; honest queues spread those places evenly. A bet on fast
// places, with weights f(v) = θ v^(θ-1) scaled to mean 1 over the session's
// gaps, has mean at most 1 for gaps drawn from them without replacement
// (Hoeffding, JASA 58 (1963), theorem 4). No law of gaps is assumed; agents may
// be slow or fast, and long tails cost nothing.
//
// Thread safety: pure functions.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "ledger/infer/visit.h"

namespace ledger::infer {

inline constexpr std::size_t kPaces = 4;

// Evidence of some sessions. Adding sessions adds it up.
struct PaceEvidence {
  // ln of the stake of each boldness θ; the last is no bet.
  std::array<double, kPaces> log_stake{};
  std::uint32_t steps = 0;  // Gaps from one of the group to the next.
  std::uint32_t median_gap_seconds = 0;  // Of these; 0 when there are none.
  std::uint32_t session_median_seconds = 0;
  // Medians are of the session added last.
  void Add(const PaceEvidence& other);
};

PaceEvidence PaceOf(const Session& session,
                    std::span<const std::uint32_t> unit_of);

// One person types differently each time, twenty persons more so: spread of
// the PIN times of neighbouring cards of the group against the session's.
// A permutation test with `rounds` rounds; p 1 for fewer than six such times.
struct HandEvidence {
  double p = 1;
  std::uint32_t cards = 0;
};
HandEvidence HandOf(const Session& session,
                    std::span<const std::uint32_t> unit_of,
                    std::uint32_t rounds, std::uint64_t seed);

}  // namespace ledger::infer
