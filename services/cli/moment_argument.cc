#include "services/cli/moment_argument.h"

#include "ledger/base/time.h"

namespace services::cli {

using ledger::Code;
using ledger::Error;
using ledger::Result;

Result<std::int64_t> ParseAsOf(const std::string& text) {
  if (text.empty()) return std::int64_t{0};
  if (const auto moment = ledger::ParseRfc3339(text)) {
    return moment->instant.unix_micros;
  }
  if (const auto day = ledger::ParseDate(text, ledger::kWibMinutes)) {
    return day->instant.unix_micros + ledger::kMicrosPerDay - 1;
  }
  return Error{Code::kInvalidArgument, kMomentMalformed,
               "a moment is YYYY-MM-DD or like 2025-02-03T10:00:00+07:00, not "
               "'" +
                   text + "'"};
}

Result<std::int64_t> ParseDay(const std::string& text, int days_later) {
  if (text.empty()) return std::int64_t{0};
  const auto day = ledger::ParseDate(text, ledger::kWibMinutes);
  if (!day) {
    return Error{Code::kInvalidArgument, kDayMalformed,
                 "a day is YYYY-MM-DD, not '" + text + "'"};
  }
  return day->instant.unix_micros + days_later * ledger::kMicrosPerDay;
}

}  // namespace services::cli
