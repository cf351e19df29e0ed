// Moments and tokens as views keep them.
//
// Thread safety: values and pure functions.

#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "amanah/v1/common.pb.h"
#include "ledger/base/time.h"

namespace ledger::views {

// Tokens have 16 bytes (crypto/token.h); anything else stands for nobody.
inline constexpr std::size_t kTokenBytes = 16;
inline bool IsToken(std::string_view text) {
  return text.size() == kTokenBytes;
}

// A moment and the zone of the clock that told it (amanah.v1.ZonedTime).
struct Moment {
  std::int64_t unix_micros = 0;
  std::int32_t zone_offset_minutes = 0;

  auto operator<=>(const Moment&) const = default;

  // The date where it happened, `2025-02-03`.
  std::string Date() const {
    return FormatDate(Instant{unix_micros}, zone_offset_minutes);
  }

  template <typename Archive>
  void Fields(Archive& archive) {
    archive(unix_micros)(zone_offset_minutes);
  }
};

inline Moment MomentOf(const amanah::v1::ZonedTime& time) {
  return {time.unix_micros(), time.zone_offset_minutes()};
}

}  // namespace ledger::views
