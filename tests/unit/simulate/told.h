// Simulated villages told to the end of their year.

#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/crypto/token.h"
#include "services/simulate/regency.h"

namespace services::simulate::testing {

inline const ledger::crypto::TokenKey& TestKey() {
  static const ledger::crypto::TokenKey key =
      *ledger::crypto::TokenKey::FromBytes(
          ledger::AsBytes("a key of the simulator, 32 bytes"));
  return key;
}

inline Plan SmallPlan(std::uint32_t village, Honest honest = Honest::kPlain) {
  Plan plan;
  plan.seed = 7;
  plan.village = village;
  plan.families = 80;
  plan.honest = honest;
  return plan;
}

// All of a source's events, in its order, a period after the other.
struct Told {
  std::vector<std::pair<std::string, std::string>> events;  // Source, bytes.
  std::vector<Label> labels;
};

inline void Append(Sources sources, Told& told) {
  for (auto& [source, events] : sources) {
    for (Recorded& event : events) {
      told.events.emplace_back(source, std::move(event.bytes));
    }
  }
}

inline Told Tell(const std::vector<Plan>& plans, std::uint32_t periods = 12) {
  Told told;
  Regency regency(plans, TestKey());
  Append(regency.Begin(), told);
  for (std::uint32_t period = 1; period <= periods; ++period) {
    Append(regency.Period(period), told);
  }
  told.labels = regency.Labels();
  return told;
}

}  // namespace services::simulate::testing
