// Self-holding before and after an instruction ("KPM pegang KKS sendiri",
// domain.md 0.1), beside places of the same kind that were not told.
//
// That figures rose after an instruction does not say that they rose because of
// it: they rise for other reasons everywhere. What other places did in the same
// months is told beside it, and how many of them did as well.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/fold/reader.h"
#include "ledger/views/holding/holding.h"
#include "ledger/views/party/party.h"
#include "ledger/views/village/days.h"

namespace ledger::views::village {

// Cards whose holder is known, at the ends of some months, added up.
struct Held {
  std::uint64_t with_family = 0;
  std::uint64_t with_others = 0;
  std::uint64_t Cards() const { return with_family + with_others; }
  // Of a hundred; absent without a card.
  std::optional<double> Percent() const;
};

struct CampaignPlace {
  std::string region_code;
  std::vector<holding::Rate> rates;  // By month, before and after.
  Held before;
  Held after;
  std::uint64_t cards_before = 0;  // At the last month's end before.
  std::uint64_t cards_after = 0;   // At the last one after.
  // Percentage points; absent when there is no card before or after.
  std::optional<double> Change() const;
};

// How far the figures carry. Numbered as amanah.v1.CampaignReading.
enum class Reading : std::uint8_t {
  kNotOver = 1,       // No month has ended since the instruction.
  kTooFewCards = 2,   // Fewer than kFewCards before or after.
  kTooFewPlaces = 3,  // Fewer than kFewPlaces to compare with.
  kCompared = 4,
};
inline constexpr std::uint64_t kFewCards = 20;
inline constexpr std::size_t kFewPlaces = 5;

struct CampaignEffect {
  party::Instruction instruction;
  // The month in which it took effect: neither before nor, unless it began
  // with the month, wholly after; its end counts as after.
  holding::Month month;
  std::uint32_t months_before = 0;
  std::uint32_t months_after = 0;  // As many of those asked for as have ended.
  CampaignPlace told;
  // Places of the same level in the same region above, to none of which, nor
  // to any place in them or above them, a like instruction was given that held
  // in these months; by code.
  std::vector<CampaignPlace> others;
  std::size_t comparable = 0;           // Of them: enough cards.
  std::size_t did_as_well = 0;          // Of those: changed as much or more.
  std::optional<double> others_change;  // Median of those, percentage points.
  Reading reading = Reading::kNotOver;
};

inline constexpr std::uint32_t kMostCampaignMonths = 24;
inline constexpr std::string_view kInstructionUnknown = "INSTRUCTION_UNKNOWN";

// `months` to each side, [1, kMostCampaignMonths]: MONTHS_MALFORMED,
// kInvalidArgument.
Result<CampaignEffect> EffectOf(const fold::Reader& reader,
                                const party::Instruction& instruction,
                                std::uint32_t months);

// The instruction to a place within or above `region_prefix` that the source
// calls `name`, or whose index in the log is `name`. INSTRUCTION_UNKNOWN,
// kNotFound; REGION_MALFORMED, kInvalidArgument.
Result<party::Instruction> FindInstruction(const fold::Reader& reader,
                                           std::string_view region_prefix,
                                           std::string_view name);

}  // namespace ledger::views::village
