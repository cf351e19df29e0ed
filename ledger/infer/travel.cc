#include "ledger/infer/travel.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include "ledger/base/check.h"

namespace ledger::infer {
namespace {

std::uint32_t ModalTerminal(std::span<const std::vector<Visit>> periods) {
  std::map<std::uint32_t, std::uint64_t> visits;
  for (const auto& period : periods) {
    for (const Visit& visit : period) ++visits[visit.terminal];
  }
  std::uint32_t modal = 0;
  std::uint64_t most = 0;
  for (const auto& [terminal, count] : visits) {
    if (count > most) {
      most = count;
      modal = terminal;
    }
  }
  return modal;
}

// Periods in which two cards met.
class Meetings {
 public:
  explicit Meetings(std::uint32_t card_count)
      : count_(card_count), periods_(std::size_t{card_count} * card_count) {}

  void Add(std::vector<Visit> visits, std::uint32_t modal) {
    std::sort(visits.begin(), visits.end(), [](const auto& a, const auto& b) {
      return std::tie(a.terminal, a.second, a.card) <
             std::tie(b.terminal, b.second, b.card);
    });
    std::set<std::pair<std::uint32_t, std::uint32_t>> met;
    for (std::size_t i = 0; i < visits.size(); ++i) {
      const Visit& one = visits[i];
      if (one.terminal == modal) continue;
      for (std::size_t j = i + 1; j < visits.size(); ++j) {
        const Visit& other = visits[j];
        if (other.terminal != one.terminal ||
            other.second - one.second > kTravelSeconds) {
          break;
        }
        if (one.card == other.card) continue;
        met.insert(std::minmax(one.card, other.card));
        terminals_[one.card].insert(one.terminal);
        terminals_[other.card].insert(one.terminal);
      }
    }
    for (const auto& [a, b] : met) ++periods_[std::size_t{a} * count_ + b];
  }
  std::uint8_t Of(std::uint32_t a, std::uint32_t b) const {
    return periods_[std::size_t{std::min(a, b)} * count_ + std::max(a, b)];
  }
  const std::set<std::uint32_t>& TerminalsOf(std::uint32_t card) {
    return terminals_[card];
  }

 private:
  std::size_t count_;
  std::vector<std::uint8_t> periods_;
  std::map<std::uint32_t, std::set<std::uint32_t>> terminals_;
};

Travel Describe(std::vector<std::uint32_t> cards, Meetings& meetings) {
  Travel travel;
  double total = 0;
  double pairs = 0;
  std::set<std::uint32_t> terminals;
  for (std::size_t i = 0; i < cards.size(); ++i) {
    const auto& of_card = meetings.TerminalsOf(cards[i]);
    terminals.insert(of_card.begin(), of_card.end());
    for (std::size_t j = i + 1; j < cards.size(); ++j) {
      const std::uint8_t met = meetings.Of(cards[i], cards[j]);
      if (met == 0) continue;
      total += met;
      pairs += 1;
    }
  }
  travel.cards = std::move(cards);
  travel.terminals.assign(terminals.begin(), terminals.end());
  travel.mean_meetings = pairs == 0 ? 0 : total / pairs;
  return travel;
}

}  // namespace

std::vector<Travel> CoTravel(std::uint32_t card_count,
                             std::span<const std::vector<Visit>> periods,
                             std::size_t least_cards, double least_meetings) {
  AMANAH_CHECK(card_count <= kMaxVillageCards && periods.size() < 256);
  const std::uint32_t modal = ModalTerminal(periods);
  Meetings meetings(card_count);
  for (const auto& period : periods) meetings.Add(period, modal);
  std::vector<Travel> found;
  std::vector<bool> is_seen(card_count);
  for (std::uint32_t seed = 0; seed < card_count; ++seed) {
    if (is_seen[seed]) continue;
    std::vector<std::uint32_t> cards = {seed};
    is_seen[seed] = true;
    for (std::size_t at = 0; at < cards.size(); ++at) {
      for (std::uint32_t other = 0; other < card_count; ++other) {
        if (is_seen[other] || meetings.Of(cards[at], other) < 2) continue;
        is_seen[other] = true;
        cards.push_back(other);
      }
    }
    if (cards.size() < least_cards) continue;
    std::sort(cards.begin(), cards.end());
    Travel travel = Describe(std::move(cards), meetings);
    if (travel.mean_meetings >= least_meetings) {
      found.push_back(std::move(travel));
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Travel& a, const Travel& b) {
                     return a.cards.size() > b.cards.size();
                   });
  return found;
}

}  // namespace ledger::infer
