#include "services/simulate/crime.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "ledger/stats/elementary.h"

namespace services::simulate {
namespace {

using ledger::stats::Generator;

constexpr std::uint64_t kChooseStream = 10'000;
constexpr std::uint64_t kBendStream = 20'000;
constexpr std::uint64_t kMonths = 100;

bool HidesBy(Level level, Level one) {
  return level == one || (level == Level::kAll &&
                          (one == Level::kBatches || one == Level::kPart ||
                           one == Level::kHonestPace));
}

}  // namespace

Crimes::Crimes(const Plan& plan, People& people,
               const ledger::crypto::TokenKey& key)
    : plan_(plan),
      people_(people),
      key_(key),
      is_taken_(people.families.size()) {
  for (std::size_t i = 0; i < plan.planted.size(); ++i) {
    Choose(plan.planted[i], static_cast<std::int32_t>(i));
  }
}

void Crimes::Choose(const Planted& planted, std::int32_t number) {
  Generator random(plan_.seed, plan_.village,
                   kChooseStream + static_cast<std::uint64_t>(number));
  Crime crime{planted, {}, 0, number};
  crime.between = 1 + static_cast<std::uint32_t>(random.Below(3));
  const std::uint32_t n = static_cast<std::uint32_t>(people_.families.size());
  std::vector<std::uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0U);
  std::uint32_t leader = 0;
  // A leader has its own kelompok's cards; others' are scattered.
  if (planted.scheme == Scheme::kLeaderRollCall ||
      planted.scheme == Scheme::kCollectedBefore) {
    const std::uint32_t kelompok =
        static_cast<std::uint32_t>(random.Below(people_.leaders.size()));
    leader = people_.leaders[kelompok];
    std::rotate(order.begin(),
                order.begin() + static_cast<std::ptrdiff_t>(leader),
                order.end());
  } else {
    random.Shuffle(std::span(order));
  }
  const bool keeps_leader = planted.scheme == Scheme::kCollectedBefore;
  for (const std::uint32_t i : order) {
    if (crime.members.size() >= planted.cards) break;
    if (is_taken_[i] || people_.families[i].proxy != kNoProxy) continue;
    if (keeps_leader && i == leader) continue;
    is_taken_[i] = true;
    crime.members.push_back(i);
  }
  random.Shuffle(std::span(crime.members));
  Label label;
  label.planted = planted;
  label.rule = RuleOf(planted.scheme);
  label.region_code = people_.region_code;
  label.village = plan_.village;
  for (const std::uint32_t i : crime.members) {
    label.cards.push_back(people_.families[i].kks);
    label.families.push_back(people_.families[i].kpm);
  }
  label.holder = people_.companion;
  label.holder_role = amanah::v1::PARTY_ROLE_COMPANION;
  if (leader != 0 || keeps_leader ||
      planted.scheme == Scheme::kLeaderRollCall) {
    label.holder = people_.families[leader].pengurus;
    label.holder_role = amanah::v1::PARTY_ROLE_GROUP_LEADER;
  }
  labels_.push_back(std::move(label));
  crimes_.push_back(std::move(crime));
  Prepare(crimes_.back());
}

std::vector<std::uint32_t> Crimes::CardsOf(Crime& crime, std::uint32_t period,
                                           Generator& random) {
  const Level level = crime.planted.level;
  if (level == Level::kChurn && period > crime.planted.from_period) {
    // One in ten goes, another comes; the label keeps those of the start.
    for (std::uint32_t& member : crime.members) {
      const std::uint64_t other = random.Below(people_.families.size());
      if (random.Unit() >= 0.1 || is_taken_[other]) continue;
      is_taken_[other] = true;
      member = static_cast<std::uint32_t>(other);
    }
  }
  std::vector<std::uint32_t> cards;
  for (const std::uint32_t member : crime.members) {
    if (crime.planted.intensity >= 1 ||
        random.Unit() < crime.planted.intensity) {
      cards.push_back(member);
    }
  }
  if (level != Level::kSameOrder) random.Shuffle(std::span(cards));
  if (HidesBy(level, Level::kPart)) {
    const double share = 0.4 + 0.3 * random.Unit();
    cards.resize(
        static_cast<std::size_t>(share * static_cast<double>(cards.size())));
  }
  return cards;
}

void Crimes::StackUp(const Crime& crime, std::vector<std::uint32_t> cards,
                     MonthPlan& month, Generator& random) {
  const Level level = crime.planted.level;
  const std::size_t batches =
      HidesBy(level, Level::kBatches) ? 2 + random.Below(3) : 1;
  const std::uint32_t usual =
      static_cast<std::uint32_t>(crime.number) % plan_.terminals;
  std::vector<Stack> stacks(batches);
  for (Stack& stack : stacks) {
    stack.between = level == Level::kBetween ? crime.between : 0;
    stack.is_hasty = !HidesBy(level, Level::kHonestPace);
    stack.terminal =
        batches == 1
            ? usual
            : static_cast<std::uint32_t>(random.Below(plan_.terminals));
    stack.crime = crime.number;
  }
  for (std::size_t i = 0; i < cards.size(); ++i) {
    stacks[i * batches / cards.size()].cards.push_back(cards[i]);
    month.turns[cards[i]].is_away = true;
  }
  for (Stack& stack : stacks) month.stacks.push_back(std::move(stack));
}

void Crimes::UseAt(const Crime& crime, std::span<const std::uint32_t> cards,
                   const Place& place, MonthPlan& month, Generator& random) {
  std::int64_t at = place.from_micros;
  for (const std::uint32_t family : cards) {
    at += static_cast<std::int64_t>(1e6 * place.median_seconds *
                                    ledger::stats::Exp(0.19 * random.Normal()));
    Act act = ActAt(at, family, place.terminal, Deed::kWithdraw);
    act.pin_ms = static_cast<std::uint32_t>(
        900 * ledger::stats::Exp(0.15 * random.Normal()));
    act.crime = crime.number;
    month.acts.push_back(act);
    month.turns[family].is_away = true;
  }
}

bool Crimes::IsActive(const Crime& crime, std::uint32_t period) {
  const bool has_begun = period >= crime.planted.from_period;
  return crime.planted.scheme == Scheme::kRegimeChange ? !has_begun : has_begun;
}

void Crimes::Bend(Paper& paper, MonthPlan& month) {
  for (Crime& crime : crimes_) {
    BendPapers(crime, paper, month);
    if (!IsActive(crime, month.period)) continue;
    Generator random(plan_.seed, plan_.village,
                     kBendStream + month.period +
                         kMonths * static_cast<std::uint64_t>(crime.number));
    std::vector<std::uint32_t> cards = CardsOf(crime, month.period, random);
    if (!month.is_paid || cards.empty()) continue;
    if (crime.planted.scheme == Scheme::kSweepPrelude) {
      // The evening before, is there money on them?
      std::int64_t at = month.month.At(kPaymentDay - 1, 19 * 3600);
      for (const std::uint32_t family : cards) {
        month.acts.push_back(ActAt(at += 35 * ledger::kMicrosPerSecond, family,
                                   0, Deed::kInquiry));
      }
    }
    switch (crime.planted.scheme) {
      case Scheme::kRing:
      case Scheme::kCollectedBefore:
      case Scheme::kBulkHandover:
      case Scheme::kSweepPrelude:
      case Scheme::kShortCash:
      case Scheme::kPinCapture:
      case Scheme::kReplacementCapture:
      case Scheme::kLeaderRollCall:
        StackUp(crime, std::move(cards), month, random);
        break;
      default:
        BendTurns(crime, cards, month, random);
    }
  }
}

void Crimes::Count(const Act& act, std::int64_t rupiah) {
  if (act.crime < 0) return;
  labels_[static_cast<std::size_t>(act.crime)].moved_rupiah +=
      rupiah > 0 ? rupiah : 0;
  if (act.fee_rupiah > 0) {
    labels_[static_cast<std::size_t>(act.crime)].lost_rupiah += act.fee_rupiah;
  }
}

}  // namespace services::simulate
