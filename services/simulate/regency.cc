#include "services/simulate/regency.h"

#include <utility>

#include "ledger/base/check.h"

namespace services::simulate {

Regency::Regency(const std::vector<Plan>& plans,
                 const ledger::crypto::TokenKey& key) {
  AMANAH_CHECK(!plans.empty());
  seed_ = plans.front().seed;
  for (const Plan& plan : plans) {
    AMANAH_CHECK(plan.seed == seed_);
    villages_.push_back(std::make_unique<Village>(plan, key));
  }
}

Sources Regency::Begin() {
  std::vector<Sources> parts;
  for (const auto& village : villages_) parts.push_back(village->Begin());
  return Merge(std::move(parts));
}

Sources Regency::Period(std::uint32_t period) {
  std::vector<Sources> parts;
  Totals totals;
  for (const auto& village : villages_) {
    parts.push_back(village->Period(period));
    for (const auto& [key, total] : village->TakeTotals()) {
      totals[key].count += total.count;
      totals[key].rupiah += total.rupiah;
    }
  }
  parts.push_back(TotalsAsEvents(totals, seed_, period));
  return Merge(std::move(parts));
}

std::vector<Label> Regency::Labels() const {
  std::vector<Label> labels;
  for (const auto& village : villages_) {
    for (const Label& label : village->labels()) labels.push_back(label);
  }
  return labels;
}

}  // namespace services::simulate
