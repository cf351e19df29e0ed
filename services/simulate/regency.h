// Several villages with the same sources, told period by period: each source's
// stream in the order in which it writes down, over all villages, and each
// bank's daily totals of all of them.
//
// Holds one period of all villages at once: some 230 KB a village of 200 cards.
//
// Thread safety: none.

#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "services/simulate/village.h"

namespace services::simulate {

class Regency {
 public:
  // Plans of one seed, each of another village. `key` must live as long.
  Regency(const std::vector<Plan>& plans, const ledger::crypto::TokenKey& key);

  // As Village's.
  Sources Begin();
  Sources Period(std::uint32_t period);
  std::vector<Label> Labels() const;

 private:
  std::uint64_t seed_;
  std::vector<std::unique_ptr<Village>> villages_;
};

}  // namespace services::simulate
