// What a money event does to its account.
//
// Thread safety: pure functions.

#pragma once

#include <optional>
#include <string>

#include "ledger/fold/fold.h"
#include "ledger/views/money/money.h"

namespace ledger::views::money {

struct Movement {
  Line line;
  bool is_approved = false;  // Something happened, and not a refusal.
};

// nullopt for events that are not about one account's money.
std::optional<Movement> MovementOf(const fold::FoldedEvent& folded);

// The use of a terminal that it was, if it was one.
std::optional<TerminalUse> UseOf(const Movement& movement,
                                 const std::string& account);

}  // namespace ledger::views::money
