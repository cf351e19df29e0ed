// Honoraria withheld beside honoraria returned to the regional treasury
// (domain report 3.4): what was withheld and is not there.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/fold/reader.h"
#include "ledger/views/companion/region.h"
#include "ledger/views/companion/scorecard.h"

namespace ledger::views::companion {

// No source names a deadline for honoraria; this is the one for unused aid
// (domain report 2.4).
inline constexpr std::int32_t kReturnDays = 105;

struct HonorariaQuery {
  std::string region_prefix;     // As told, or of the office held; empty: all.
  std::string companion;         // Token; empty: all.
  std::uint32_t from_month = 0;  // YYYYMM; 0: no bound.
  std::uint32_t to_month = 0;
  bool breaks_only = false;
  std::int32_t deadline_days = kReturnDays;
  std::optional<std::int64_t> at_micros;
  std::size_t page_size = 100;
  std::string page_token;  // The last person's token.
};
struct HonorariumRow {
  Honorarium honorarium;
  // Not wholly returned, and the deadline is past.
  bool is_overdue = false;
  bool was_late = false;  // Wholly returned, after the deadline.
  bool is_over = false;   // More returned than withheld.
  std::int64_t days = 0;  // From withholding to return, or until now.
};
struct HonorariaSum {
  std::string key;  // Region code or the person's token.
  std::uint64_t months = 0;
  std::int64_t withheld_rupiah = 0;
  std::int64_t returned_rupiah = 0;
  std::int64_t overdue_rupiah = 0;  // Not returned past the deadline.
  std::uint64_t breaks = 0;         // Overdue, late or over.
};
struct HonorariaPage {
  std::vector<HonorariumRow> rows;    // By person's token, then month.
  HonorariaSum all;                   // Of the whole answer, not of this page.
  std::vector<HonorariaSum> regions;  // By region, of the whole answer.
  std::vector<HonorariaSum> companions;  // By token, of this page.
  std::int64_t at_micros = 0;
  std::string next_page_token;
};
// REGION_MALFORMED, PAGE_TOKEN_INVALID, PAGE_EMPTY. A page ends with all
// months of a person.
Result<HonorariaPage> ListHonoraria(const fold::Reader& reader,
                                    const HonorariaQuery& query);

}  // namespace ledger::views::companion
