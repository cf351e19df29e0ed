#include "ledger/infer/holder.h"

#include <algorithm>

#include "ledger/base/check.h"
#include "ledger/stats/elementary.h"
#include "ledger/stats/tails.h"

namespace ledger::infer {
namespace {

// If he is the hand: share of the group's cards that are his by assignment, and
// how often each trace shows.
constexpr double kAssigned = 0.85;
constexpr double kHandover = 0.5;
constexpr double kLogIn = 0.7;
constexpr double kTerminal = 0.7;
constexpr double kOwnCard = 0.3;

// Half for chance.
double Tempered(double log_ratio) {
  return stats::LogAdd(-stats::kLn2, log_ratio - stats::kLn2);
}

double LogRatio(const Trace& trace, double if_holder) {
  if (trace.of == 0) return 0;
  AMANAH_CHECK(trace.times <= trace.of && trace.chance > 0 && trace.chance < 1);
  const double hits = trace.times;
  const double misses = trace.of - trace.times;
  return Tempered(hits * stats::Log(if_holder / trace.chance) +
                  misses * stats::Log((1 - if_holder) / (1 - trace.chance)));
}

double LogOverlapRatio(const stats::Hypergeometric& urn,
                       std::uint32_t overlap) {
  if (urn.marked == 0 || urn.marked == urn.population) return 0;
  return Tempered(stats::LogBinomialMass(urn.drawn, kAssigned, overlap) -
                  stats::LogHypergeometricMass(urn, overlap));
}

}  // namespace

double PriorOddsOf(Role role) {
  switch (role) {
    case Role::kCompanion:
    case Role::kGroupLeader:
    case Role::kAgent:
      return 1;
    case Role::kOfficial:
      return 0.5;
    case Role::kProxy:
      return 0.2;
    case Role::kCardOwner:
      return 0.05;
  }
  return 0.05;
}

Holders InferHolders(std::uint32_t cards, std::uint32_t group_size,
                     std::span<const HolderTraces> candidates) {
  struct Weighed {
    double log_odds;
    LikelyHolder holder;
  };
  std::vector<Weighed> weighed;
  double log_total = 0;  // "None of these" has odds 1.
  for (const HolderTraces& one : candidates) {
    const stats::Hypergeometric urn{cards, one.assigned, group_size};
    const double log_odds =
        stats::Log(PriorOddsOf(one.role)) +
        LogOverlapRatio(urn, one.assigned_in_group) +
        LogRatio(one.handovers, kHandover) + LogRatio(one.log_ins, kLogIn) +
        LogRatio(one.terminals, kTerminal) + LogRatio(one.own_card, kOwnCard);
    log_total = stats::LogAdd(log_total, log_odds);
    weighed.push_back(
        {log_odds,
         {one.holder, one.role, 0,
          stats::LogHypergeometricUpperTail(urn, one.assigned_in_group)}});
  }
  std::sort(
      weighed.begin(), weighed.end(), [](const Weighed& a, const Weighed& b) {
        return a.log_odds != b.log_odds ? a.log_odds > b.log_odds
                                        : a.holder.holder < b.holder.holder;
      });
  constexpr std::size_t kNamed = 3;
  Holders holders;
  holders.none_probability = stats::Exp(-log_total);
  for (const Weighed& one : weighed) {
    if (holders.likeliest.size() == kNamed) break;
    holders.likeliest.push_back(one.holder);
    holders.likeliest.back().probability = stats::Exp(one.log_odds - log_total);
  }
  if (!weighed.empty()) {
    const double next =
        weighed.size() > 1 ? std::max(0.0, weighed[1].log_odds) : 0.0;
    holders.margin = weighed[0].log_odds - next;
  }
  return holders;
}

}  // namespace ledger::infer
