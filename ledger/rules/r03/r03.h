// R03 DEBIT_BEFORE_HANDOVER: money was drawn with a card that had not been
// handed to anybody. README.md.

#pragma once

#include <cstdint>
#include <memory>

#include "ledger/fold/fold.h"

namespace ledger::rules::r03 {

struct Parameters {
  // A debit so short before the handover is the ceremony itself.
  std::int64_t tolerance_minutes = 10;
  // A card younger than this, without a handover, may still get one.
  std::int64_t min_card_age_days = 14;
  // How long after a debit its handover record may still be entered.
  std::int64_t handover_entry_days = 14;
};

std::unique_ptr<fold::Fold> MakeRule(const Parameters& parameters = {});

}  // namespace ledger::rules::r03
