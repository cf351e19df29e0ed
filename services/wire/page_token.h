// Page tokens: where a listing goes on. Opaque to clients.
//
// base64 of: `p1`, the listing's name, `:`, a position in decimal. A token of
// another listing is refused.
//
// Thread safety: pure functions.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/base/result.h"

namespace services::wire {

inline constexpr std::string_view kPageTokenInvalid = "PAGE_TOKEN_INVALID";

inline constexpr std::uint32_t kDefaultPageSize = 100;
inline constexpr std::uint32_t kMaxPageSize = 1'000;

// 0 becomes the default; more than the most becomes the most.
std::uint32_t PageSize(std::uint32_t asked);

std::string FormatPageToken(std::string_view listing, std::uint64_t position);

// The position; 0 for an empty token. PAGE_TOKEN_INVALID, kInvalidArgument.
ledger::Result<std::uint64_t> ParsePageToken(std::string_view listing,
                                             std::string_view token);

}  // namespace services::wire
