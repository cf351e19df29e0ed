#include "services/simulate/queue.h"

#include <algorithm>

#include "ledger/stats/elementary.h"

namespace services::simulate {
namespace {

using ledger::stats::Exp;
using ledger::stats::Generator;

constexpr double kFloorSeconds = 15;  // No chip and PIN is faster.
constexpr double kDaySeconds = 24 * 3600;
constexpr double kHolderPinMs = 900;

struct Standing {
  double place = 0;
  Customer customer;
};

double PlaceOf(const Comer& comer, const ArrivalLaw& law,
               std::span<const double> slots, Generator& random) {
  const double u = random.Unit();
  switch (law.arrival) {
    case Arrival::kRollCall:
      return (comer.list_number + law.roll_sigma * random.Normal()) /
             law.list_size;
    case Arrival::kKelompok:
      return slots[comer.kelompok] + u * 1e-3;
    default:
      return u;
  }
}

}  // namespace

ArrivalLaw LawOfDay(const Plan& plan, Generator& random) {
  ArrivalLaw law;
  law.arrival = plan.arrival;
  law.together = plan.together;
  law.list_size = plan.families;
  law.terminals = plan.terminals;
  const double u = random.Unit();
  const double v = random.Unit();
  if (plan.arrival == Arrival::kMixed) {
    law.arrival = u < 0.55   ? Arrival::kFree
                  : u < 0.85 ? Arrival::kRollCall
                             : Arrival::kKelompok;
  }
  law.roll_sigma = plan.roll_sigma > 0 ? plan.roll_sigma : 4 + 11 * v;
  return law;
}

std::vector<Queue> HonestQueues(std::span<const Comer> comers,
                                const ArrivalLaw& law, Generator& random) {
  std::uint32_t kelompok = 0;
  for (const Comer& comer : comers) {
    kelompok = std::max(kelompok, comer.kelompok);
  }
  std::vector<double> slots;
  for (std::uint32_t i = 0; i <= kelompok; ++i) slots.push_back(random.Unit());
  std::vector<std::vector<Standing>> standing(law.terminals);
  double place = 0;
  std::uint32_t terminal = 0;
  bool together = false;
  for (std::size_t i = 0; i < comers.size(); ++i) {
    const Comer& comer = comers[i];
    const bool is_first = i == 0 || comers[i - 1].convoy != comer.convoy;
    if (is_first) {
      together = comer.is_inseparable || random.Unit() < law.together;
    }
    if (is_first || !together) {
      terminal = comer.terminal;
      place = PlaceOf(comer, law, slots, random);
    }
    place += 1e-9;
    standing[terminal].push_back({place, {comer.family, false, false}});
  }
  std::vector<Queue> queues(law.terminals);
  for (std::uint32_t i = 0; i < law.terminals; ++i) {
    std::stable_sort(
        standing[i].begin(), standing[i].end(),
        [](const Standing& a, const Standing& b) { return a.place < b.place; });
    for (const Standing& one : standing[i]) queues[i].push_back(one.customer);
  }
  return queues;
}

void PutIn(std::span<const std::uint32_t> stack, std::uint32_t between,
           bool is_hasty, Queue& queue, Generator& random) {
  std::size_t at = random.Below(queue.size() + 1);
  const std::size_t reach = between * stack.size();
  if (at + reach > queue.size()) {
    at = queue.size() > reach ? queue.size() - reach : 0;
  }
  for (const std::uint32_t family : stack) {
    at = std::min(at, queue.size());
    queue.insert(queue.begin() + static_cast<std::ptrdiff_t>(at),
                 {family, true, is_hasty});
    at += 1 + between;
  }
}

std::vector<Served> Serve(const Queue& queue, const Pace& pace,
                          const Hours& hours, std::span<const Hand> hands,
                          Generator& random) {
  std::vector<Served> served;
  served.reserve(queue.size());
  double second = hours.open_second;
  const bool has_outage = hours.has_pauses && random.Unit() < 0.3;
  const std::size_t outage_at = random.Below(queue.size() + 1);
  bool had_lunch = hours.open_second > 12 * 3600.0 || !hours.has_pauses;
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const Customer& customer = queue[i];
    const Hand& hand = hands[customer.family];
    Served one;
    one.family = customer.family;
    one.is_held = customer.is_held;
    one.is_hasty = customer.is_hasty;
    const double normal = random.Normal();
    const double pin_normal = random.Normal();
    if (customer.is_hasty) {
      one.gap_seconds =
          pace.holder_median_seconds * Exp(pace.holder_spread * normal);
      one.pin_ms =
          static_cast<std::uint32_t>(kHolderPinMs * Exp(0.15 * pin_normal));
    } else {
      one.gap_seconds =
          pace.agent_median_seconds * hand.pace * Exp(pace.gap_spread * normal);
      one.pin_ms = static_cast<std::uint32_t>(hand.pin_median_ms *
                                              Exp(0.2 * pin_normal));
      // Transfers, electricity, credit for the telephone.
      while (one.others < 3 && random.Unit() < 0.2) ++one.others;
    }
    one.gap_seconds = std::max(one.gap_seconds, kFloorSeconds);
    second += one.gap_seconds;
    if (has_outage && i == outage_at) second += 1800;
    if (!had_lunch && second > 12 * 3600.0) {
      second += 2400;
      had_lunch = true;
    }
    const double of_day =
        second - kDaySeconds * static_cast<double>(
                                   static_cast<int>(second / kDaySeconds));
    if (of_day > hours.close_second || of_day < hours.open_second) {
      const int day =
          static_cast<int>((second - hours.open_second) / kDaySeconds);
      second = (day + 1) * kDaySeconds + hours.open_second;
    }
    one.second = second;
    served.push_back(one);
  }
  return served;
}

}  // namespace services::simulate
