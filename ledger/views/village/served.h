// Recipients served at each outlet on each day, beside what was planned or
// declared for it and the cash that it said it had. One outlet that serves a
// whole village on one day is the normal case (domain.md, point 7).
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/fold/reader.h"
#include "ledger/views/party/party.h"
#include "ledger/views/village/days.h"
#include "ledger/views/village/use.h"

namespace ledger::views::village {

// One outlet on one day of its place's clock.
struct ServedDay {
  std::string region_code;  // Of the outlet.
  std::string agent_id;     // Empty: a terminal of the bank's own.
  std::string bank;
  std::vector<std::string> tids;  // Used that day.
  std::int64_t day = 0;           // Since 1970.
  Use use;
  // Filed for its village or one of its terminals and touching the day.
  std::vector<party::Schedule> schedules;
  std::int64_t cash_limit_rupiah = 0;  // The lowest of them; 0: none declared.
};

struct ServedQuery {
  std::string region_prefix;  // Of the outlets; empty: all.
  std::string agent_id;       // Empty: all outlets.
  Days days;
  std::size_t page_size = 100;  // Rows; an outlet is not divided by pages.
  std::string page_token;
};
struct ServedPage {
  std::vector<ServedDay> rows;  // By place, outlet, day.
  std::string next_page_token;
};
// REGION_MALFORMED, PAGE_TOKEN_INVALID; kInvalidArgument.
Result<ServedPage> ListServed(const fold::Reader& reader,
                              const ServedQuery& query);

// Schedules of the village and of the places it lies in that touch
// [begin, end) microseconds.
std::vector<party::Schedule> SchedulesOver(const fold::Reader& reader,
                                           std::string_view region_code,
                                           std::int64_t begin_micros,
                                           std::int64_t end_micros);

}  // namespace ledger::views::village
