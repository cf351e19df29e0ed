// Families of a region, one by one, as companions' duties look at them.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/result.h"
#include "ledger/fold/reader.h"
#include "ledger/views/companion/care.h"

namespace ledger::views::companion {

inline constexpr std::string_view kPageTokenInvalid = "PAGE_TOKEN_INVALID";
inline constexpr std::string_view kRegionMalformed = "REGION_MALFORMED";
// kInvalidArgument: more families live there than one answer adds up.
inline constexpr std::string_view kRegionTooWide = "REGION_TOO_WIDE";
// kInvalidArgument: a page size of 0.
inline constexpr std::string_view kPageEmpty = "PAGE_EMPTY";

inline constexpr std::size_t kMostFamilies = 60'000;

// REGION_MALFORMED.
Status CheckRegion(std::string_view region_prefix);

// Of a list whose page token is the last person's token. PAGE_TOKEN_INVALID,
// PAGE_EMPTY.
Status CheckPersonPage(std::string_view page_token, std::size_t page_size);

// Where a walk begins: after that family of that village.
struct After {
  std::string region_code;
  std::string kpm;
};
// `region NUL kpm`, and back; empty stands for the beginning.
// PAGE_TOKEN_INVALID.
std::string TokenOf(const After& after);
Result<After> AfterOf(std::string_view page_token);

// Families that live in the region now (as listed last; of those that no list
// names, where their group is), as known at `at_micros`, by village,
// then token, until `visit` returns false or `most` were looked at; each once.
// Gives the last family looked at, or nothing when there were no more.
std::optional<After> VisitRegion(
    const fold::Reader& reader, std::string_view region_prefix,
    const After& after, std::int64_t at_micros, std::size_t most,
    const std::function<bool(const CaredFor&)>& visit);

}  // namespace ledger::views::companion
