// A moment as people type it.
//
// Thread safety: pure functions.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/base/result.h"

namespace services::cli {

inline constexpr std::string_view kMomentMalformed = "MOMENT_MALFORMED";

// Microseconds since 1970 UTC of YYYY-MM-DD (the last microsecond of that day,
// WIB) or an RFC 3339 time; 0 for an empty text. MOMENT_MALFORMED,
// kInvalidArgument.
ledger::Result<std::int64_t> ParseAsOf(const std::string& text);

inline constexpr std::string_view kDayMalformed = "DAY_MALFORMED";

// Midnight (WIB) of the day YYYY-MM-DD, or `days_later`; 0 for an empty text.
// DAY_MALFORMED, kInvalidArgument.
ledger::Result<std::int64_t> ParseDay(const std::string& text,
                                      int days_later = 0);

}  // namespace services::cli
