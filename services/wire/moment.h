// Moments and tokens of views as messages.
//
// Thread safety: pure functions.

#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "amanah/v1/common.pb.h"
#include "ledger/base/result.h"

namespace services::wire {

// A token is not 16 bytes.
inline constexpr std::string_view kTokenMalformed = "TOKEN_MALFORMED";

inline constexpr std::size_t kTokenBytes = 16;

// Longest that a call waits for the views to reach min_position.
inline constexpr std::chrono::seconds kViewPatience{10};
// Left of the caller's deadline to say that they have not.
inline constexpr std::chrono::milliseconds kAnswerMargin{200};

// From anything with unix_micros and zone_offset_minutes.
template <typename Moment>
void FillMoment(const Moment& moment, amanah::v1::ZonedTime* message) {
  message->set_unix_micros(moment.unix_micros);
  message->set_zone_offset_minutes(moment.zone_offset_minutes);
}

// TOKEN_MALFORMED, kInvalidArgument, unless `token` has 16 bytes. `field` is
// its path in the request.
ledger::Status CheckToken(std::string_view token, std::string_view field);

// 0 on the wire is absent here.
inline std::optional<std::int64_t> OptionalMicros(std::int64_t micros) {
  return micros == 0 ? std::nullopt : std::optional<std::int64_t>(micros);
}

// When to stop waiting for the views: after kViewPatience, or kAnswerMargin
// before the caller's deadline if that is sooner.
std::chrono::steady_clock::time_point ViewDeadline(
    std::chrono::system_clock::time_point callers_deadline);

}  // namespace services::wire
