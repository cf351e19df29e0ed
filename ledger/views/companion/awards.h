// Awards for graduations beside the graduations: were there as many, can the
// ledger confirm them, and did the families stay out?
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/fold/reader.h"
#include "ledger/views/companion/graduation.h"
#include "ledger/views/companion/region.h"

namespace ledger::views::companion {

struct AwardsQuery {
  std::string region_prefix;  // Of the award, or of the office held.
  std::string companion;      // Token; empty: all.
  std::optional<std::int64_t> at_micros;
  std::size_t page_size = 100;
  std::string page_token;  // The last person's token.
};
struct AwardRow {
  duty::Conduct award;
  std::string region_code;
  // The days that it is for; the year until it was given when it does not say.
  Span span;
  // The metric speaks of graduations (GRADUASI); of others nothing is counted.
  bool is_checked = false;
  std::uint64_t confirmed = 0;
  std::uint64_t undone = 0;
  std::uint64_t recent = 0;
  // Claimed and not found; negative when more were found.
  std::int64_t missing = 0;
  std::vector<Graduation> graduations;  // Found, by time.
};
struct AwardsPage {
  std::vector<AwardRow> rows;  // By person's token, then time.
  std::int64_t at_micros = 0;
  std::string next_page_token;
};
// REGION_MALFORMED, PAGE_TOKEN_INVALID, PAGE_EMPTY. A page ends with all
// awards of a person.
Result<AwardsPage> ListAwards(const fold::Reader& reader,
                              const AwardsQuery& query);

}  // namespace ledger::views::companion
