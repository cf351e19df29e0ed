// Where each event first appeared, that a fact told twice counts once, and
// that one which its submitter has corrected does not count.
//
// A fact is (submitter, event id): another submitter's event of the same id is
// another fact. Given to the engine first, this fold hides repetitions from
// all others, and events that were corrected before they came. It tells the
// engine which event a correction takes back.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "ledger/fold/fold.h"

namespace ledger::views::event_index {

inline constexpr std::string_view kName = "view.event_index";

// Index of the first appearance of `event_id` (16 bytes), of any submitter.
// Only for queries, not while folding.
std::optional<std::uint64_t> Find(const fold::Reader& reader,
                                  std::string_view event_id);

// Index of the first correction that took back the event of that submitter
// (its number in the registry); nullopt when none did, or the event is not
// there.
std::optional<std::uint64_t> CorrectedBy(const fold::Reader& reader,
                                         std::string_view event_id,
                                         std::uint32_t submitter);

std::unique_ptr<fold::Fold> MakeFold();

}  // namespace ledger::views::event_index
