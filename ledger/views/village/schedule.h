// What was planned or declared against what happened then and there
// (domain.md 0.10, 0.14, 4.2).
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
#include "ledger/views/party/party.h"
#include "ledger/views/village/days.h"
#include "ledger/views/village/use.h"

namespace ledger::views::village {

// Numbered as amanah.v1.ScheduleOutcome.
enum class Outcome : std::uint8_t {
  // It is not over by what the ledger knows.
  kNotOver = 1,
  // Something of its kind happened within the window, or a report says so.
  kHeld = 2,
  // Only outside of the window, on the same days.
  kOtherHours = 3,
  // Nothing is known of it.
  kNothingKnown = 4,
  // A report of a distribution that nobody had planned.
  kUnplanned = 5,
  // A limit, an outage, a suspension: nothing speaks against it.
  kKept = 6,
  // A limit exceeded, postings without delay from an offline terminal or in
  // an outage, a suspended duty done.
  kNotKept = 7,
};

struct ScheduleRow {
  std::string region_code;
  std::optional<party::Schedule> planned;    // Absent: kUnplanned.
  std::vector<party::Distribution> reports;  // Of it.
  // Looked at: planned, else the village's, of the bank that filed it.
  std::vector<std::string> tids;
  bool filed_after_begin = false;
  Use in_window;
  Use beside;                     // On the days of the window, outside of it.
  std::uint64_t handovers = 0;    // Of cards; of a ceremony.
  std::uint64_t duties_done = 0;  // Of a suspended duty, in the window.
  Outcome outcome = Outcome::kNothingKnown;
  std::vector<std::uint64_t> indices;  // Ascending, the first 100.
};

struct ScheduleQuery {
  std::string region_prefix;                    // Empty: all.
  std::vector<amanah::v1::ScheduleKind> kinds;  // Empty: all.
  Days days;                                    // Windows that touch them.
  std::size_t page_size = 100;
  std::string page_token;
};
struct SchedulePage {
  std::vector<ScheduleRow> rows;  // By place, then beginning, then index.
  std::string next_page_token;
};
// REGION_MALFORMED, PAGE_TOKEN_INVALID; kInvalidArgument.
Result<SchedulePage> CompareSchedules(const fold::Reader& reader,
                                      const ScheduleQuery& query);

}  // namespace ledger::views::village
