// Duties that are overdue now: of each family the periods in a row that ended
// without it, until today.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/fold/reader.h"
#include "ledger/views/companion/dues.h"
#include "ledger/views/companion/region.h"

namespace ledger::views::companion {

// Families looked at for one page, found or not.
inline constexpr std::size_t kMostLookedAt = 100;

struct OverdueQuery {
  Duty duty = Duty::kDataUpdate;
  std::string region_prefix;  // Empty: all.
  std::string companion;      // Responsible then or now; empty: all.
  std::optional<std::int64_t> at_micros;
  std::size_t page_size = 100;
  std::string page_token;
};
struct OverdueRow {
  std::string kpm;
  std::string region_code;
  // First day after the first of the periods in a row that ended without it;
  // of this and the last year.
  Day since = 0;
  std::uint32_t periods = 0;
  std::string responsible_then;  // On the last day owed of that first period.
  std::uint64_t assignment_index = 0;
  std::string responsible_now;
  // When it was done last, of this duty, ever.
  std::optional<Obligation::Done> last_done;
  std::int64_t excused_days = 0;  // Taken out of those periods.
};
struct OverduePage {
  std::vector<OverdueRow> rows;  // By village, then token.
  std::int64_t at_micros = 0;
  // Not empty while there is more to look at, even when `rows` is.
  std::string next_page_token;
};
// REGION_MALFORMED, PAGE_TOKEN_INVALID, PAGE_EMPTY.
Result<OverduePage> ListOverdue(const fold::Reader& reader,
                                const OverdueQuery& query);

}  // namespace ledger::views::companion
