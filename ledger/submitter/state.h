// What a submitter must not forget: FORMAT.md.
//
// Thread safety: values and pure functions.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/merkle/tree.h"
#include "ledger/note/checkpoint.h"

namespace ledger::submitter {

inline constexpr std::string_view kStateDamaged = "SUBMITTER_STATE_DAMAGED";

// A checkpoint that was signed and is not known to be in the ledger.
struct Pending {
  note::Checkpoint checkpoint;
  std::string note;  // Exact bytes that may have left the house.
  bool operator==(const Pending&) const = default;
};

struct State {
  std::string origin;
  // The submitter's log as the ledger acknowledged it.
  merkle::Tree acknowledged;
  // By size, ascending, all above acknowledged.size(); each extends the one
  // before.
  std::vector<Pending> pending;
};

// On disk: FORMAT.md.
std::string FormatState(const State& state);

// SUBMITTER_STATE_DAMAGED, kDataLoss, for anything FormatState does not write.
Result<State> ParseState(std::string_view bytes);

}  // namespace ledger::submitter
