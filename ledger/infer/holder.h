// Who could the hand be? The likeliest holders of a group, with their margin;
// never a single name without it.
//
// Each candidate has some counts, each against what chance gives: how many of
// the group are his by assignment (hypergeometric), how often he was named in
// an unsigned handover of theirs, was logged in at the terminal, owns it, or
// had his own card at an end of the run. Each count turns into a likelihood
// ratio, half of it always for chance, so that no single missing trace rules
// anybody out. Prior odds by role are stated below; "none of these" is a
// candidate too. The rates are judgements, not field data: an alert shows them.
//
// Thread safety: pure functions.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace ledger::infer {

enum class Role : std::uint8_t {
  kCompanion = 1,
  kGroupLeader = 2,
  kAgent = 3,
  kOfficial = 4,
  kProxy = 5,
  kCardOwner = 6,  // Of a card of the group.
};
// Prior odds against "none of these", as odds of 1: who was found with cards in
// the cases that domain rule R01 cites.
double PriorOddsOf(Role role);

// So many times of so many; by chance at `chance` a time, 0 < chance < 1.
struct Trace {
  std::uint32_t times = 0;
  std::uint32_t of = 0;
  double chance = 0.5;
};

struct HolderTraces {
  std::uint64_t holder = 0;  // The caller's number for the party.
  Role role = Role::kCompanion;
  std::uint32_t assigned = 0;           // Of the village's cards.
  std::uint32_t assigned_in_group = 0;  // Of the group's.
  Trace handovers;  // Cards of the group whose handover was his, unsigned.
  Trace log_ins;    // Batches while he was the operator.
  Trace terminals;  // Batches at a terminal that is his.
  Trace own_card;   // Batches with his own card first or last.
};

struct LikelyHolder {
  std::uint64_t holder = 0;
  Role role = Role::kCompanion;
  double probability = 0;    // Among those given and "none of these".
  double log_overlap_p = 0;  // ln P(at least as many of his by chance).
};

struct Holders {
  std::vector<LikelyHolder> likeliest;  // At most three, best first.
  double none_probability = 1;
  // ln odds of the first against the second, or against none of these,
  // whichever is nearer.
  double margin = 0;
};

// `cards` in the village, `group_size` of them in the group. Holders with equal
// evidence come in order of their number.
Holders InferHolders(std::uint32_t cards, std::uint32_t group_size,
                     std::span<const HolderTraces> candidates);

}  // namespace ledger::infer
