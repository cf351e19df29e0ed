#include "ledger/infer/watch.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include "ledger/base/check.h"
#include "ledger/infer/convoy.h"
#include "ledger/infer/discover.h"
#include "ledger/infer/profile.h"
#include "ledger/infer/queue_null.h"
#include "ledger/stats/elementary.h"
#include "ledger/stats/evalue.h"
#include "ledger/stats/gamma.h"

namespace ledger::infer {
namespace {

// Of a prior, from the periods that a group was found in.
constexpr double kFromPast = 0.75;
// Groups found in the queues that are looked at closely.
constexpr std::size_t kMostJudged = 8;
// From so much evidence on a narrower version is frozen beside: ln 10.
constexpr double kNarrowLogE = 2.302585092994046;

// ln Σ prior * stake.
template <std::size_t kCount>
double LogMix(const std::array<double, kCount>& prior,
              const std::array<double, kCount>& log_stake) {
  double total = -std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < kCount; ++i) {
    total = stats::LogAdd(total, stats::Log(prior[i]) + log_stake[i]);
  }
  return total;
}

// A quarter in equal parts, the rest as the stakes of the past have done.
template <std::size_t kCount>
std::array<double, kCount> PriorFrom(
    const std::array<double, kCount>& log_stake) {
  std::array<double, kCount> prior{};
  const double highest = *std::max_element(log_stake.begin(), log_stake.end());
  double total = 0;
  for (std::size_t i = 0; i < kCount; ++i) {
    prior[i] = stats::Exp(log_stake[i] - highest);
    total += prior[i];
  }
  for (double& one : prior)
    one = kFromPast * one / total + (1 - kFromPast) / kCount;
  return prior;
}

class Closing {
 public:
  Closing(const Village& village, std::span<const NumberedPeriod> periods,
          const WatchParameters& parameters)
      : village_(village),
        parameters_(parameters),
        latest_(periods.back()),
        queues_(village, periods),
        profiles_(village.card_count, queues_.nulls(), parameters.use_pace) {}

  void Test(Candidate& candidate) const;
  std::vector<Candidate> Find(std::span<const Candidate> known) const;
  std::vector<std::uint32_t> CoreOf(std::span<const std::uint32_t> cards) const;

 private:
  std::vector<std::vector<std::uint32_t>> BestQueueGroups() const;
  void Freeze(std::vector<std::uint32_t> cards, Origin origin,
              std::span<const Candidate> known,
              std::vector<Candidate>& fresh) const;

  const Village& village_;
  const WatchParameters& parameters_;
  const NumberedPeriod& latest_;
  const Queues queues_;
  const Profiles profiles_;
};

void Closing::Test(Candidate& candidate) const {
  Stakes stakes = queues_.StakesOf(
      candidate.cards,
      std::max(candidate.frozen_after, candidate.settled_through),
      latest_.number);
  stakes.order.Add(candidate.settled_order);
  stakes.pace.Add(candidate.settled_pace);
  // The oldest period leaves the window before the next close.
  if (queues_.count() == kMaxPeriods) {
    const std::int64_t oldest = queues_.first_number();
    const Stakes leaving = queues_.StakesOf(
        candidate.cards,
        std::max(candidate.frozen_after, candidate.settled_through), oldest);
    candidate.settled_order.Add(leaving.order);
    candidate.settled_pace.Add(leaving.pace);
    candidate.settled_through = std::max(candidate.settled_through, oldest);
  }
  candidate.log_order = LogOrderOf(candidate.prior, stakes.order);
  candidate.log_pace =
      parameters_.use_pace ? LogPaceOf(candidate.prior, stakes.pace) : 0;
  ++candidate.tested_periods;
  candidate.core = candidate.log_e() >= kWatchLogE
                       ? CoreOf(candidate.cards)
                       : std::vector<std::uint32_t>();
}

std::vector<std::uint32_t> Closing::CoreOf(
    std::span<const std::uint32_t> cards) const {
  constexpr int kRounds = 8;
  Profiles::Fit fit = profiles_.StartFrom(cards);
  profiles_.Sharpen(fit, kRounds);
  const std::vector<std::uint32_t> sharp = Profiles::CardsOf(fit);
  std::vector<std::uint32_t> core;
  std::set_intersection(sharp.begin(), sharp.end(), cards.begin(), cards.end(),
                        std::back_inserter(core));
  return core;
}

// By what the tests would have made of them in the periods that they were found
// in, less what it costs to have chosen among all groups of their size.
std::vector<std::vector<std::uint32_t>> Closing::BestQueueGroups() const {
  std::vector<Group> groups =
      SharpGroups(profiles_, latest_.sessions, kMostJudged);
  for (Group& group : groups) {
    const Stakes past =
        queues_.StakesOf(group.cards, kBeforeAll, latest_.number);
    group.score = stats::LogMeanE(past.order.log_stake) +
                  stats::LogMeanE(past.pace.log_stake) -
                  stats::LogBinomial(village_.card_count, group.cards.size());
  }
  std::stable_sort(
      groups.begin(), groups.end(),
      [](const Group& a, const Group& b) { return a.score > b.score; });
  std::vector<std::vector<std::uint32_t>> best;
  for (Group& group : groups) {
    if (best.size() < parameters_.queue) best.push_back(std::move(group.cards));
  }
  return best;
}

void Closing::Freeze(std::vector<std::uint32_t> cards, Origin origin,
                     std::span<const Candidate> known,
                     std::vector<Candidate>& fresh) const {
  if (cards.size() < kLeastGroup || cards.size() > kMostGroup) return;
  const auto is_like = [&](const Candidate& other) {
    return Jaccard(cards, other.cards) > 0.9;
  };
  if (std::any_of(known.begin(), known.end(), is_like) ||
      std::any_of(fresh.begin(), fresh.end(), is_like)) {
    return;
  }
  Candidate candidate;
  candidate.frozen_after = latest_.number;
  candidate.settled_through = latest_.number;
  candidate.origin = origin;
  const Stakes past = queues_.StakesOf(cards, kBeforeAll, latest_.number);
  candidate.prior.story = PriorFrom(past.order.log_stake);
  candidate.prior.pace = PriorFrom(past.pace.log_stake);
  candidate.cards = std::move(cards);
  fresh.push_back(std::move(candidate));
}

std::vector<Candidate> Closing::Find(std::span<const Candidate> known) const {
  std::vector<Candidate> fresh;
  if (queues_.count() >= 2) {
    for (std::vector<std::uint32_t>& cards : BestQueueGroups()) {
      Freeze(std::move(cards), Origin::kQueue, known, fresh);
    }
    std::size_t narrowed = 0;
    for (const Candidate& candidate : known) {
      if (narrowed == parameters_.narrowed || candidate.log_e() < kNarrowLogE) {
        break;
      }
      const std::size_t before = fresh.size();
      Freeze(CoreOf(candidate.cards), Origin::kNarrowed, known, fresh);
      narrowed += fresh.size() - before;
    }
  }
  if (!parameters_.use_pace) return fresh;
  for (Group& group : FastStretches(latest_.sessions, parameters_.fast)) {
    Freeze(std::move(group.cards), Origin::kFastStretch, known, fresh);
  }
  return fresh;
}

void SortByEvidence(std::vector<Candidate>& candidates) {
  std::sort(candidates.begin(), candidates.end(),
            [](const Candidate& a, const Candidate& b) {
              if (a.log_e() != b.log_e()) return a.log_e() > b.log_e();
              if (a.frozen_after != b.frozen_after) {
                return a.frozen_after > b.frozen_after;
              }
              return a.cards < b.cards;
            });
}

}  // namespace

double LogOrderOf(const Prior& prior, const OrderEvidence& order) {
  return LogMix(prior.story, order.log_stake);
}
double LogPaceOf(const Prior& prior, const PaceEvidence& pace) {
  return LogMix(prior.pace, pace.log_stake);
}

void ClosePeriod(const Village& village,
                 std::span<const NumberedPeriod> periods,
                 const WatchParameters& parameters,
                 std::vector<Candidate>& candidates) {
  AMANAH_CHECK(!periods.empty() && periods.size() <= kMaxPeriods);
  AMANAH_CHECK(village.card_count <= kMaxVillageCards);
  const Closing closing(village, periods, parameters);
  for (Candidate& candidate : candidates) closing.Test(candidate);
  SortByEvidence(candidates);
  std::vector<Candidate> fresh = closing.Find(candidates);
  // What has failed its tests makes room for what was found since.
  const std::size_t room =
      kMaxCandidates - std::min(kMaxCandidates, fresh.size());
  if (candidates.size() > room) candidates.resize(room);
  for (Candidate& candidate : fresh) candidates.push_back(std::move(candidate));
  SortByEvidence(candidates);
}

}  // namespace ledger::infer
