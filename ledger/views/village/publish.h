// Figures of villages that may be shown to everybody (issue: k >= 5): one
// table a subdistrict and period, with cells left empty so that nothing about
// fewer than five families can be read or worked out (suppress.h).
//
// Only whole tables are given, the same ones to everybody who asks at the same
// position, and no sums over periods, programmes or subdistricts: what is not
// published cannot be subtracted.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "amanah/v1/common.pb.h"
#include "ledger/base/result.h"
#include "ledger/fold/reader.h"
#include "ledger/views/village/days.h"

namespace ledger::views::village {

// Families of the list that ... Numbered as amanah.v1.PublicMeasure. Each but
// the first is a part of another (BaseOf).
enum class Measure : std::uint8_t {
  kListed = 1,      // ... are on it, not taken off after its closing.
  kPaid = 2,        // ... were credited, or paid in cash by PT Pos.
  kDrew = 3,        // Of those paid: took money out within kDrawDays.
  kReturned = 4,    // Of those paid: some of it was debited back.
  kComplained = 5,  // ... complained in the months paid for.
  kCardKnown = 6,   // ... have a card of which is known who had it at the end.
  kSelfHeld = 7,    // Of those: the family itself had all of its cards.
};
inline constexpr std::size_t kMeasures = 7;
// The measure that it is a part of; nullopt for kListed.
std::optional<Measure> BaseOf(Measure measure);

inline constexpr std::int64_t kDrawDays = 90;

// Absent when withheld.
struct PublicCell {
  std::optional<std::uint64_t> families;
  std::optional<std::int64_t> rupiah;  // kListed, kPaid, kReturned only.
};
struct PublicRow {
  std::string region_code;  // The village; the subdistrict in the total.
  std::array<PublicCell, kMeasures> cells;  // By measure, first kListed.
  const PublicCell& At(Measure measure) const {
    return cells[static_cast<std::size_t>(measure) - 1];
  }
};
struct PublicTable {
  std::string region_code;  // The subdistrict, as it was called on the list.
  std::string period_id;
  amanah::v1::Programme programme = amanah::v1::PROGRAMME_UNSPECIFIED;
  std::vector<PublicRow> villages;  // By code.
  PublicRow total;
  std::uint64_t withheld_cells = 0;
};

struct PublicQuery {
  std::string region_prefix;  // A village's gives its subdistrict's table.
  std::string period_id;      // Required.
  // Subdistricts on a page.
  std::size_t page_size = 20;
  std::string page_token;
};
struct PublicPage {
  std::vector<PublicTable> tables;  // By subdistrict.
  std::string next_page_token;
};
inline constexpr std::string_view kPeriodUnknown = "PERIOD_UNKNOWN";
// REGION_MALFORMED, PAGE_TOKEN_INVALID: kInvalidArgument; PERIOD_UNKNOWN (no
// list of that period in that region): kNotFound.
Result<PublicPage> PublishFigures(const fold::Reader& reader,
                                  const PublicQuery& query);

}  // namespace ledger::views::village
