// Who walks together: the honest explanation of nearness that must be ruled
// out first.
//
// A group is parted into convoys of at most four cards so that its nearness in
// *all* periods, the tested ones too, is explained as far as four at a time
// can: pairs that were seen near each other most often are joined first, those
// near in fewer than two periods or three tenths of them not at all. The
// evidence is what no such parting explains.
//
// Thread safety: pure functions.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ledger/infer/visit.h"

namespace ledger::infer {

inline constexpr std::uint32_t kMaxConvoy = 4;

// For each card of the village: kNotInGroup, or the number of its convoy.
// `group` ascending, without repeats. O(k² + arrivals) a period.
std::vector<std::uint32_t> ConvoysOf(std::uint32_t card_count,
                                     std::span<const std::uint32_t> group,
                                     std::span<const Period* const> periods);

}  // namespace ledger::infer
