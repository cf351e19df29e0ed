// Numbers, money, times, tokens and roles as people read them.
//
// Thread safety: pure functions.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "amanah/v1/alert.pb.h"
#include "amanah/v1/common.pb.h"
#include "amanah/v1/custody_service.pb.h"
#include "services/cli/console.h"

namespace services::cli {

// `1.234.567` in Indonesian, `1,234,567` in English.
std::string Number(std::int64_t value, Language language);
std::string Number(std::uint64_t value, Language language);

// `Rp1.234.567`, `-Rp5.000`; dots in both languages, as on every receipt.
std::string Rupiah(std::int64_t value);

// `2025-02-03 09:12 +07:00` where it happened; empty when absent.
std::string DateTime(const amanah::v1::ZonedTime& time);
// `2025-02-03`.
std::string Date(const amanah::v1::ZonedTime& time);

// The first 8 hex digits and `…`; `-` for none. Enough to tell rows apart;
// --json has all 32.
std::string ShortToken(std::string_view token);
std::string FullToken(std::string_view token);

std::string RoleText(amanah::v1::PartyRole role, Language language);
std::string RankText(amanah::v1::CustodyRank rank, Language language);
std::string ClassText(amanah::v1::EvidenceClass evidence);
std::string LookAlikeText(amanah::v1::LookAlikeResult result,
                          Language language);

// `3, 4, 9 …+12`: at most `most` of them.
template <typename Indices>
std::string IndexList(const Indices& indices, std::uint64_t total,
                      std::size_t most = 6) {
  std::string text;
  std::size_t shown = 0;
  for (const auto index : indices) {
    if (shown == most) break;
    if (shown++ > 0) text += ", ";
    text += std::to_string(index);
  }
  if (total > shown) text += " …+" + std::to_string(total - shown);
  return text;
}

// `text` broken into lines of at most `width` columns, at spaces.
std::vector<std::string> Wrap(std::string_view text, std::size_t width);

}  // namespace services::cli
