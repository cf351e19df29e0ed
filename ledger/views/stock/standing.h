// Where one card is on its way to the family.
//
// Thread safety: a value and a pure function.

#pragma once

#include <optional>
#include <string>

#include "ledger/views/card/card.h"
#include "ledger/views/stock/stock.h"

namespace ledger::views::stock {

struct Standing {
  Place place = Place::kPrinted;
  Moment since;        // Of the step that brought it there.
  std::string branch;  // The last that it was sent to or seen at.
  std::optional<Moment> printed_at;
  std::optional<Moment> handed_over_at;  // First handover.

  bool IsWaiting() const {
    return place == Place::kPrinted || place == Place::kInDispatch ||
           place == Place::kAtBranch;
  }
};

Standing StandingOf(const card::Card& card);

// What of the card breaks I3, if anything.
std::optional<CardBreak> BreakOf(const card::Card& card);

}  // namespace ledger::views::stock
