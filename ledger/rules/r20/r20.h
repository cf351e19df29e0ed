// R20 SUSPENDED_ACTOR_ACTIVE: an agent went on after the bank had the order
// that it must stop. README.md.

#pragma once

#include <cstdint>
#include <memory>

#include "ledger/fold/fold.h"

namespace ledger::rules::r20 {

struct Parameters {
  // Time the bank has, from the receipt of the order, to act on it.
  std::int64_t grace_hours = 24;
};

std::unique_ptr<fold::Fold> MakeRule(const Parameters& parameters = {});

}  // namespace ledger::rules::r20
