// R01 COLLECTIVE_HOLDING_DECLARED: somebody from outside the families has
// their cards, as officers, families or several witnesses say. README.md.

#pragma once

#include <cstdint>
#include <memory>

#include "ledger/fold/fold.h"

namespace ledger::rules::r01 {

struct Parameters {
  // Foreign cards from which a holder is named.
  std::int64_t min_cards = 1;
  // The same for one who is said to be a proxy, of different families.
  std::int64_t min_unregistered_proxy_families = 2;
  // A card lent for a case is back within so many hours; so many at a time.
  std::int64_t advocacy_hours = 24;
  std::int64_t max_advocacy_cards = 2;
  // Allegations alone: so many cards, told by so many named persons; or so
  // many cards when nobody gives his name.
  std::int64_t min_reported_cards = 2;
  std::int64_t min_reporters = 2;
  std::int64_t min_anonymous_cards = 4;
  // An officer who sees the card with the family within so many days refutes
  // an allegation.
  std::int64_t refutation_days = 30;
};

std::unique_ptr<fold::Fold> MakeRule(const Parameters& parameters = {});

}  // namespace ledger::rules::r01
