#include "ledger/infer/control.h"

#include <algorithm>
#include <map>
#include <vector>

#include "ledger/stats/random.h"

namespace ledger::infer {
namespace {

double LogEvidence(const Queues& queues, const Candidate& candidate,
                   std::span<const std::uint32_t> cards) {
  const Stakes stakes =
      queues.StakesOf(cards, candidate.frozen_after, queues.last_number());
  return LogOrderOf(candidate.prior, stakes.order) +
         LogPaceOf(candidate.prior, stakes.pace);
}

}  // namespace

Matched MatchedControls(const Queues& queues, const Candidate& candidate,
                        std::uint32_t controls, std::uint64_t seed) {
  const Village& village = queues.village();
  const auto kelompok_of = [&](std::uint32_t card) {
    return village.kelompok.empty() ? 0U : village.kelompok[card];
  };
  std::map<std::uint32_t, std::vector<std::uint32_t>> cards_of;
  for (std::uint32_t card = 0; card < village.card_count; ++card) {
    cards_of[kelompok_of(card)].push_back(card);
  }
  std::map<std::uint32_t, std::size_t> wanted;
  for (const std::uint32_t card : candidate.cards) ++wanted[kelompok_of(card)];

  const double own = LogEvidence(queues, candidate, candidate.cards);
  stats::Generator generator(seed);
  Matched matched;
  std::vector<std::uint32_t> group;
  for (; matched.controls < controls; ++matched.controls) {
    group.clear();
    for (const auto& [kelompok, count] : wanted) {
      std::vector<std::uint32_t>& cards = cards_of[kelompok];
      generator.Shuffle(std::span(cards));
      group.insert(group.end(), cards.begin(),
                   cards.begin() + static_cast<long>(count));
    }
    std::sort(group.begin(), group.end());
    const double log_e = LogEvidence(queues, candidate, group);
    if (log_e >= own) ++matched.place;
    if (matched.controls == 0 || log_e > matched.highest_log_e) {
      matched.highest_log_e = log_e;
    }
  }
  return matched;
}

}  // namespace ledger::infer
