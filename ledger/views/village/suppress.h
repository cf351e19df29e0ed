// What of a table of counts may be shown to everybody: no figure about fewer
// than five families, and none from which such a figure follows.
//
// The table has one row for each village of a subdistrict, their total, and
// some counts. A count may be a part of another count of the same row (of the
// listed those paid, of the paid those who drew). README.md says what is
// withheld and why nothing withheld can be worked out.
//
// Thread safety: pure functions.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace ledger::views::village {

// Fewer families than this stay hidden.
inline constexpr std::uint64_t kLeastFamilies = 5;

// One count, of all villages.
struct Column {
  // The column of which it is a part, an earlier one; nullopt: of none.
  std::optional<std::size_t> base;
  std::vector<std::uint64_t> counts;  // One a village, at most its base's.
};

// Which cells may be shown: as the columns given, villages in the same order,
// the total last.
using Shown = std::vector<std::vector<bool>>;

// All columns have as many villages.
Shown Suppress(const std::vector<Column>& columns);

}  // namespace ledger::views::village
