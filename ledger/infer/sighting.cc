#include "ledger/infer/sighting.h"

#include <algorithm>
#include <cmath>

#include "ledger/stats/elementary.h"
#include "ledger/stats/runs.h"

namespace ledger::infer {

Sighting SightingOf(const Session& session,
                    std::span<const std::uint32_t> group) {
  Sighting sighting;
  sighting.all = static_cast<std::uint32_t>(session.arrivals.size());
  std::uint32_t run = 0;
  std::uint32_t first = 0;
  for (std::uint32_t rank = 0; rank < sighting.all; ++rank) {
    if (!std::binary_search(group.begin(), group.end(),
                            session.arrivals[rank].card)) {
      run = 0;
      continue;
    }
    if (sighting.members == 0) first = rank;
    ++sighting.members;
    if (run == 0) ++sighting.runs;
    ++run;
    sighting.longest_run = std::max(sighting.longest_run, run);
    sighting.span = rank - first + 1;
  }
  const stats::Row row{sighting.all, sighting.members};
  sighting.log_runs_p = stats::LogRunsLowerTail(row, sighting.runs);
  sighting.log_span_p = stats::LogSpanLowerTail(row, sighting.span);
  return sighting;
}

std::string OneIn(double log_p) {
  constexpr double kMillion = 1e6;
  // A hair towards the whole number that an exact 1/n means.
  const double log_times = -log_p + 1e-9;
  if (log_times < stats::Log(kMillion)) {
    const auto times = static_cast<std::int64_t>(stats::Exp(log_times));
    std::string digits = std::to_string(std::max<std::int64_t>(1, times));
    if (digits.size() > 3) digits.insert(digits.size() - 3, ",");
    return "1 in " + digits;
  }
  const auto power = static_cast<int>(std::floor(log_times / stats::kLn10));
  const auto digit = std::clamp(
      static_cast<int>(stats::Exp(log_times - power * stats::kLn10)), 1, 9);
  const std::string ten = "10^" + std::to_string(power);
  return "1 in " + (digit == 1 ? ten : std::to_string(digit) + " × " + ten);
}

}  // namespace ledger::infer
