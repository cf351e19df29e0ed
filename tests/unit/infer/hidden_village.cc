#include "tests/unit/infer/hidden_village.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "ledger/stats/elementary.h"
#include "ledger/stats/random.h"

namespace ledger::infer {
namespace {

using stats::Generator;

constexpr std::uint32_t kKelompokCards = 25;
constexpr double kGapSpread = 0.5;
constexpr double kHolderSpread = 0.25;

struct Standing {
  double place;
  std::uint32_t card;
  bool is_held;  // Used by the holder now.
};
using Queue = std::vector<Standing>;

class Maker {
 public:
  explicit Maker(HiddenVillage& hidden) : hidden_(hidden) {}

  void Settle() {
    Generator random(hidden_.seed, 1, 0);
    const std::uint32_t n = hidden_.cards;
    Village& village = hidden_.village;
    village.card_count = n;
    std::vector<std::uint32_t> list(n);
    std::iota(list.begin(), list.end(), 0U);
    random.Shuffle(std::span(list));
    village.list_rank.resize(n);
    village.kelompok.resize(n);
    for (std::uint32_t i = 0; i < n; ++i) {
      village.list_rank[list[i]] = i;
      village.kelompok[list[i]] = i / kKelompokCards;
    }
    // Convoys are neighbours on the list, 1 + geometric.
    for (std::uint32_t at = 0; at < n;) {
      std::uint32_t size = 1;
      while (size < hidden_.largest_convoy && random.Unit() < 0.5) ++size;
      convoys_.emplace_back();
      for (; size > 0 && at < n; --size) convoys_.back().push_back(list[at++]);
    }
    for (std::uint32_t card = 0; card < n; ++card) {
      habit_.push_back(random.Unit());
      home_.push_back(random.Below(hidden_.terminals));
      pace_.push_back(stats::Exp(hidden_.person_pace * random.Normal()));
      pin_.push_back(1800 * stats::Exp(0.4 * random.Normal()));
    }
    std::vector<std::uint32_t> ring = list;
    if (hidden_.ring_is_kelompok) {
      const std::uint64_t from = random.Below(n / kKelompokCards);
      std::rotate(ring.begin(),
                  ring.begin() + static_cast<long>(from * kKelompokCards),
                  ring.end());
    } else {
      random.Shuffle(std::span(ring));
    }
    ring.resize(hidden_.ring_cards);
    stack_ = ring;
    std::sort(ring.begin(), ring.end());
    hidden_.ring = ring;
  }

  Period MakePeriod(std::uint32_t number) {
    Generator random(hidden_.seed, 2, number);
    const std::vector<std::vector<std::uint32_t>> batches =
        BatchesOf(number, random);
    std::vector<bool> is_held(hidden_.cards);
    for (const auto& batch : batches) {
      for (const std::uint32_t card : batch) is_held[card] = true;
    }
    std::vector<Queue> queues = HonestQueues(is_held, random);
    for (const auto& batch : batches) {
      PutIn(batch, queues[random.Below(queues.size())], random);
    }
    std::vector<Visit> visits;
    for (std::uint32_t terminal = 0; terminal < queues.size(); ++terminal) {
      Serve(queues[terminal], terminal, random, visits);
    }
    return SessionsOf(std::move(visits));
  }

 private:
  std::vector<std::vector<std::uint32_t>> BatchesOf(std::uint32_t number,
                                                    Generator& random) {
    if (stack_.empty()) return {};
    std::vector<std::uint32_t> stack = stack_;
    const Hiding hiding = hidden_.hiding;
    if (hiding != Hiding::kSameOrder) random.Shuffle(std::span(stack));
    if (hiding == Hiding::kPart || hiding == Hiding::kAll) {
      stack.resize(std::max<std::size_t>(2, stack.size() * 6 / 10));
    }
    static_cast<void>(number);
    const bool is_parted = hiding == Hiding::kBatches || hiding == Hiding::kAll;
    const std::size_t count = is_parted ? 3 : 1;
    std::vector<std::vector<std::uint32_t>> batches(count);
    for (std::size_t i = 0; i < stack.size(); ++i) {
      batches[i * count / stack.size()].push_back(stack[i]);
    }
    return batches;
  }

  std::vector<Queue> HonestQueues(const std::vector<bool>& is_held,
                                  Generator& random) {
    const std::uint32_t terminals = hidden_.terminals;
    std::vector<ArrivalMode> mode(terminals, hidden_.mode);
    std::vector<double> sigma(terminals, hidden_.roll_sigma);
    if (hidden_.mode == ArrivalMode::kMixed) {
      for (std::uint32_t i = 0; i < terminals; ++i) {
        const double u = random.Unit();
        mode[i] = u < 0.55   ? ArrivalMode::kFree
                  : u < 0.85 ? ArrivalMode::kRollCall
                             : ArrivalMode::kKelompok;
        sigma[i] = 4 + 11 * random.Unit();
      }
    }
    std::vector<double> slot;
    for (std::uint32_t i = 0; i <= hidden_.cards / kKelompokCards; ++i) {
      slot.push_back(random.Unit());
    }
    const double n = hidden_.cards;
    std::vector<Queue> queues(terminals);
    for (const auto& convoy : convoys_) {
      const bool together = random.Unit() < hidden_.together;
      double place = 0;
      std::uint64_t terminal = 0;
      bool is_first = true;
      for (const std::uint32_t card : convoy) {
        if (is_first || !together) {
          terminal =
              random.Unit() < 0.8 ? home_[card] : random.Below(terminals);
          const double list = hidden_.village.list_rank[card];
          const double u = hidden_.early_birds * habit_[card] +
                           (1 - hidden_.early_birds) * random.Unit();
          switch (mode[terminal]) {
            case ArrivalMode::kRollCall:
              place = (list + sigma[terminal] * random.Normal()) / n;
              break;
            case ArrivalMode::kKelompok:
              place = slot[hidden_.village.kelompok[card]] + u * 1e-3;
              break;
            default:
              place = u;
          }
        }
        is_first = false;
        place += 1e-9;
        if (random.Unit() < hidden_.absent || is_held[card]) continue;
        queues[terminal].push_back({place, card, false});
      }
    }
    for (Queue& queue : queues) {
      std::sort(
          queue.begin(), queue.end(), [](const Standing& a, const Standing& b) {
            return a.place != b.place ? a.place < b.place : a.card < b.card;
          });
    }
    return queues;
  }

  void PutIn(const std::vector<std::uint32_t>& batch, Queue& queue,
             Generator& random) {
    std::size_t between = 0;
    if (hidden_.hiding == Hiding::kOneBetween) between = 1;
    if (hidden_.hiding == Hiding::kThreeBetween) between = 3;
    std::size_t at = random.Below(queue.size() + 1);
    const std::size_t reach = between * batch.size();
    if (at + reach > queue.size()) {
      at = queue.size() > reach ? queue.size() - reach : 0;
    }
    for (const std::uint32_t card : batch) {
      at = std::min(at, queue.size());
      queue.insert(queue.begin() + static_cast<long>(at), {0, card, true});
      at += 1 + between;
    }
  }

  void Serve(const Queue& queue, std::uint32_t terminal, Generator& random,
             std::vector<Visit>& visits) {
    const double agent = stats::Exp(0.2 * random.Normal());
    const bool imitates =
        hidden_.hiding == Hiding::kHonestPace || hidden_.hiding == Hiding::kAll;
    double second = 8 * 3600;
    const std::size_t pause_at =
        random.Unit() < 0.3 ? random.Below(queue.size() + 1) : queue.size();
    for (std::size_t i = 0; i < queue.size(); ++i) {
      const Standing& one = queue[i];
      const bool is_fast = one.is_held && !imitates;
      const double gap =
          is_fast ? hidden_.holder_gap_seconds *
                        stats::Exp(kHolderSpread * random.Normal())
                  : agent * pace_[one.card] * hidden_.honest_gap_seconds *
                        stats::Exp(kGapSpread * random.Normal());
      const double pin =
          is_fast ? 900 * stats::Exp(0.15 * random.Normal())
                  : pin_[one.card] * stats::Exp(0.2 * random.Normal());
      second += gap + (i == pause_at ? 1800 : 0);
      visits.push_back({one.card, terminal, static_cast<std::int64_t>(second),
                        static_cast<std::uint32_t>(pin)});
    }
  }

  HiddenVillage& hidden_;
  std::vector<std::vector<std::uint32_t>> convoys_;
  std::vector<double> habit_;
  std::vector<std::uint64_t> home_;
  std::vector<double> pace_;
  std::vector<double> pin_;
  std::vector<std::uint32_t> stack_;
};

}  // namespace

void Make(HiddenVillage& hidden) {
  Maker maker(hidden);
  maker.Settle();
  hidden.made.clear();
  for (std::uint32_t number = 1; number <= hidden.periods; ++number) {
    hidden.made.push_back({number, maker.MakePeriod(number)});
  }
  if (hidden.list_is_unknown) {
    hidden.village.list_rank.clear();
    hidden.village.kelompok.clear();
  }
}

}  // namespace ledger::infer
