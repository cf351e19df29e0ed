#include "ledger/infer/visit.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace ledger::infer {
namespace {

bool IsIn(const Session& session, std::uint32_t card) {
  return std::any_of(session.arrivals.begin(), session.arrivals.end(),
                     [&](const Arrival& one) { return one.card == card; });
}

}  // namespace

Period SessionsOf(std::vector<Visit> visits) {
  std::sort(visits.begin(), visits.end(), [](const Visit& a, const Visit& b) {
    return std::tie(a.terminal, a.second, a.card, a.pin_ms) <
           std::tie(b.terminal, b.second, b.card, b.pin_ms);
  });
  Period period;
  std::int64_t last_second = 0;
  for (const Visit& visit : visits) {
    const bool begins = period.empty() ||
                        period.back().terminal != visit.terminal ||
                        visit.second - last_second > kSessionGapSeconds ||
                        period.back().arrivals.size() >= kMaxSessionArrivals;
    if (begins) {
      period.push_back({visit.terminal, visit.second, {}});
    } else if (IsIn(period.back(), visit.card)) {
      continue;
    }
    const std::int64_t gap = begins ? 0 : visit.second - last_second;
    period.back().arrivals.push_back(
        {visit.card, static_cast<std::uint32_t>(gap), visit.pin_ms});
    last_second = visit.second;
  }
  return period;
}

}  // namespace ledger::infer
