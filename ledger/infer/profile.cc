#include "ledger/infer/profile.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "ledger/stats/elementary.h"

namespace ledger::infer {
namespace {

// A kernel (1-q)/(1+q) q^|d|, for each width.
constexpr std::array<double, 3> kKeep = {0.6, 0.87, 0.95};
constexpr double kElsewhere = 0.25;
constexpr double kLeastWeight = 5;
// A card left out costs a test more than a stranger taken in.
constexpr double kMayBelong = 0.2;
constexpr double kInverseSqrtTwoPi = 0.398942280401432678;

// How often each card was at each terminal.
class Homes {
 public:
  Homes(std::uint32_t card_count,
        std::span<const std::vector<SessionNull>> periods)
      : visits_(card_count) {
    for (const auto& nulls : periods) {
      for (const SessionNull& null : nulls) {
        auto& at = at_[null.session().terminal];
        at.resize(card_count);
        for (const Arrival& arrival : null.session().arrivals) {
          ++at[arrival.card];
          ++visits_[arrival.card];
        }
      }
    }
  }
  // Chance of the card to be at the terminal, where `share` of all are.
  double At(std::uint32_t card, std::uint32_t terminal, double share) const {
    return (at_.at(terminal)[card] + share) / (visits_[card] + 1.0);
  }

 private:
  std::vector<std::uint32_t> visits_;
  std::map<std::uint32_t, std::vector<std::uint32_t>> at_;
};

// For each arrival how much likelier its gap is for a fast hand, by its place
// among the session's gaps: from 4 for the fastest to 0.5 for the slowest.
std::vector<double> PacesOf(const Session& session) {
  constexpr double kFast = 0.5;
  const auto& arrivals = session.arrivals;
  std::vector<std::uint32_t> sorted;
  for (std::size_t i = 1; i < arrivals.size(); ++i) {
    sorted.push_back(arrivals[i].gap_seconds);
  }
  std::sort(sorted.begin(), sorted.end());
  std::vector<double> paces(arrivals.size(), 1.0);
  for (std::size_t i = 1; i < arrivals.size(); ++i) {
    const auto [low, high] =
        std::equal_range(sorted.begin(), sorted.end(), arrivals[i].gap_seconds);
    const double place =
        static_cast<double>((low - sorted.begin()) + (high - sorted.begin())) /
        (2 * static_cast<double>(sorted.size()));
    paces[i] = std::min(4.0, kFast / std::sqrt(place));
  }
  return paces;
}

}  // namespace

Profiles::Profiles(std::uint32_t card_count,
                   std::span<const std::vector<SessionNull>> periods,
                   bool use_pace)
    : card_count_(card_count) {
  const Homes homes(card_count, periods);
  for (const auto& nulls : periods) {
    Queue queue;
    double all = 0;
    for (const SessionNull& null : nulls) {
      all += static_cast<double>(null.size());
    }
    for (const SessionNull& null : nulls) {
      const double size = static_cast<double>(null.size());
      const std::vector<double> pace = PacesOf(null.session());
      for (std::size_t rank = 0; rank < null.size(); ++rank) {
        const std::uint32_t card = null.session().arrivals[rank].card;
        double density = 1 / size;
        for (const ListNull& list : null.lists()) {
          const double z = (static_cast<double>(rank) -
                            static_cast<double>(list.place(rank))) /
                           list.sigma();
          density = std::max(density, kInverseSqrtTwoPi / list.sigma() *
                                          stats::Exp(-z * z / 2));
        }
        density *= homes.At(card, null.session().terminal, size / all);
        queue.places.push_back(
            {card, 1 / density, use_pace ? pace[rank] : 1.0});
      }
      queue.session_ends.push_back(queue.places.size());
    }
    periods_.push_back(std::move(queue));
  }
}

void Profiles::Weigh(const Queue& queue, const std::vector<double>& weight,
                     std::vector<PerWidth>& dense,
                     std::vector<PerWidth>& ratio) const {
  double total = 0;
  for (const Place& place : queue.places) total += weight[place.card];
  if (total < 1) return;
  dense.resize(queue.places.size());
  std::size_t begin = 0;
  for (const std::size_t end : queue.session_ends) {
    PerWidth run{};
    for (std::size_t i = begin; i < end; ++i) {
      const double own = weight[queue.places[i].card];
      for (std::size_t w = 0; w < kWidths; ++w) {
        run[w] *= kKeep[w];
        dense[i][w] = run[w];
        run[w] += own;
      }
    }
    run = {};
    for (std::size_t i = end; i-- > begin;) {
      const double own = weight[queue.places[i].card];
      for (std::size_t w = 0; w < kWidths; ++w) {
        run[w] *= kKeep[w];
        dense[i][w] += run[w];
        run[w] += own;
      }
    }
    begin = end;
  }
  for (std::size_t i = 0; i < dense.size(); ++i) {
    const Place& place = queue.places[i];
    const double others = std::max(1.0, total - weight[place.card]);
    const double scale = (1 - kElsewhere) * place.per_density / others;
    PerWidth& card = ratio[place.card];
    for (std::size_t w = 0; w < kWidths; ++w) {
      constexpr PerWidth kCentre = {(1 - kKeep[0]) / (1 + kKeep[0]),
                                    (1 - kKeep[1]) / (1 + kKeep[1]),
                                    (1 - kKeep[2]) / (1 + kKeep[2])};
      card[w] *= kElsewhere + scale * kCentre[w] * dense[i][w] * place.pace;
    }
  }
}

void Profiles::Sharpen(Fit& fit, int rounds) const {
  std::vector<PerWidth> dense;
  std::vector<PerWidth> ratio(card_count_);
  for (int round = 0; round < rounds; ++round) {
    double total = 0;
    for (const double weight : fit.weight) total += weight;
    const double share =
        std::clamp(total, kLeastWeight, card_count_ / 2.0) / card_count_;
    std::fill(ratio.begin(), ratio.end(), PerWidth{1, 1, 1});
    for (const Queue& queue : periods_) Weigh(queue, fit.weight, dense, ratio);
    std::array<LogProduct, kWidths> likelihood;
    for (const PerWidth& card : ratio) {
      for (std::size_t w = 0; w < kWidths; ++w) {
        likelihood[w].Multiply(1 - share + share * card[w]);
      }
    }
    std::size_t best = 0;
    fit.log_likelihood = likelihood[0].log();
    for (std::size_t w = 1; w < kWidths; ++w) {
      const double log = likelihood[w].log();
      if (log > fit.log_likelihood) {
        fit.log_likelihood = log;
        best = w;
      }
    }
    for (std::uint32_t card = 0; card < card_count_; ++card) {
      const double odds = share / (1 - share) * ratio[card][best];
      fit.weight[card] = odds / (1 + odds);
    }
  }
}

Profiles::Fit Profiles::StartFrom(std::span<const std::uint32_t> cards) const {
  Fit fit;
  fit.weight.resize(card_count_);
  for (const std::uint32_t card : cards) fit.weight[card] = 1;
  return fit;
}

std::vector<std::uint32_t> Profiles::CardsOf(const Fit& fit) {
  std::vector<std::uint32_t> cards;
  for (std::uint32_t card = 0; card < fit.weight.size(); ++card) {
    if (fit.weight[card] > kMayBelong) cards.push_back(card);
  }
  return cards;
}

}  // namespace ledger::infer
