// What can be planted in a village: schemes of misuse (domain.md section 3.3,
// detection.md) and how their holder tries not to be seen.
//
// Thread safety: pure functions and values.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace services::simulate {

enum class Scheme : std::uint8_t {
  kRing,             // One hand uses the cards at the agent's.
  kCollectedBefore,  // A leader collects the cards three days before.
  kBulkHandover,     // The bank hands the cards to the companion.
  kNeverHandedOver,  // The companion keeps undelivered cards and uses them.
  kLeftAtBranch,     // Cards lie at the branch, credited.
  kTownTrips,        // The stack goes to a distant cash machine each time.
  kNightBatch,       // The stack is used at night.
  kSweepPrelude,     // All balances are looked up first.
  kSplitDebit,       // The agent keeps a first, smaller debit.
  kTransfer,         // To the agent's own account, paid back once asked about.
  kResidual,         // What families leave is taken between payments.
  kExcessFee,        // The agent takes more than its tariff.
  kRemoteDraw,       // Drawn on one day in another regency.
  kAfterDeath,       // The cards of the dead are used.
  kEmptied,          // Emptied before the family comes, which complains.
  kDormant,          // Nobody takes it, and nobody returns it.
  kPackage,          // Goods of the same sum at one merchant.
  kSuspendedAgent,   // The agent goes on in spite of an order.
  kShortCash,        // Families get less than was drawn.
  kPledged,          // A lender draws within hours of each credit.
  kPinCapture,       // PINs reset at one place in one hour, then a ring.
  kLeaderRollCall,   // A leader has the cards of the whole kelompok.
  kDoubled,          // One person is the account manager of two families.
  kBulkDuties,       // Home visits written down by the dozen, one photo.
  kRegimeChange,     // Cards used by a companion until another one comes.
  kSilent,           // Used one by one, by a hand nobody sees.
  kReplacementCapture,  // Cards replaced in one hour, then a ring.
  kIdentitySwap,        // Another account manager for some days, then back.
};
inline constexpr std::size_t kSchemes = 28;

// Short name in labels, such as `RING`; the rule that should find it, such as
// `R05`; cards when a plan does not say how many.
std::string_view NameOf(Scheme scheme);
std::string_view RuleOf(Scheme scheme);
std::uint32_t UsualCards(Scheme scheme);

// Adversary levels L0 to L7 of detection.md.
enum class Level : std::uint8_t {
  kSameOrder = 0,
  kShuffled = 1,
  kBetween = 2,     // One to three honest customers between two cards.
  kBatches = 3,     // Two to four re-mixed batches, terminals and hours.
  kPart = 4,        // 40% to 70% of the cards, others each period.
  kHonestPace = 5,  // Gaps and PIN times by the honest law.
  kAll = 6,         // 3, 4 and 5.
  kChurn = 7,       // One in ten cards is another each period.
};

struct Planted {
  Scheme scheme = Scheme::kRing;
  std::uint32_t cards = 14;
  Level level = Level::kSameOrder;
  // kRegimeChange: when the other companion comes, and it ends.
  std::uint32_t from_period = 1;
  // Chance that a card is taken part in, a period. (0, 1].
  double intensity = 1;
};

}  // namespace services::simulate
