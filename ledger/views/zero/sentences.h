// The answer in words, twice for the family and twice for the officer.

#pragma once

#include "ledger/views/zero/facts.h"

namespace ledger::views::zero {

// Fills in the four sentences of `answer`, whose cause and sums are set.
void Say(const Facts& facts, Answer& answer);

}  // namespace ledger::views::zero
