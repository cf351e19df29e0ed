// A bank's submissions: how complete its sequences are, how late they come,
// what it corrected. Numbers to ask about, no accusation: other customers'
// transactions are not in the files, so most numbers of a sequence are missing
// on every honest day.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/fold/reader.h"
#include "ledger/views/bank_report/bank_report.h"

namespace ledger::views::reconcile {

// One day of the host.
struct DayHealth {
  std::int32_t day = 0;
  std::uint64_t rows = 0;  // Refused ones too.
  std::uint64_t offline = 0;
  std::string first_reference;
  std::string last_reference;
  std::uint64_t span = 0;  // Numbers from first to last.
  // Widest run of numbers with no row: between these two.
  std::uint64_t widest_gap = 0;
  std::string gap_after_reference;
  std::string gap_before_reference;
  std::uint64_t gap_after_index = 0;
  std::uint64_t gap_before_index = 0;
  std::uint64_t repeated = 0;        // References that occur twice.
  std::uint64_t backwards = 0;       // Posted earlier than a lower number.
  std::uint64_t stan_backwards = 0;  // A terminal's number that went back.
  // From terminal's clock to host: how many took over an hour, and longest.
  std::uint64_t posted_late = 0;
  std::int64_t longest_post_seconds = 0;
  // From host to ledger: longest.
  std::int64_t longest_receive_seconds = 0;
  bool has_totals = false;  // The bank told a total of the day.
  bool totals_agree = true;
};

struct Health {
  std::string bank;
  std::uint64_t rows = 0;
  std::uint64_t days_with_rows = 0;
  std::uint64_t days_without_totals = 0;
  std::uint64_t days_that_differ = 0;
  std::uint64_t corrections = 0;
  std::vector<bank_report::Correction> latest_corrections;  // At most 100.
  std::vector<DayHealth> days;
};

// `bank` as it calls itself, days in [begin, end). BANK_UNKNOWN.
Result<Health> HealthOf(const fold::Reader& reader, std::string_view bank,
                        std::int32_t begin_day, std::int32_t end_day);

}  // namespace ledger::views::reconcile
