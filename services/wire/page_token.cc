#include "services/wire/page_token.h"

#include <algorithm>

#include "ledger/base/bytes.h"

namespace services::wire {
namespace {

std::string Prefix(std::string_view listing) {
  return "p1" + std::string(listing) + ":";
}

}  // namespace

std::uint32_t PageSize(std::uint32_t asked) {
  return asked == 0 ? kDefaultPageSize : std::min(asked, kMaxPageSize);
}

std::string FormatPageToken(std::string_view listing, std::uint64_t position) {
  return ledger::Base64Encode(
      ledger::AsBytes(Prefix(listing) + std::to_string(position)));
}

ledger::Result<std::uint64_t> ParsePageToken(std::string_view listing,
                                             std::string_view token) {
  if (token.empty()) return std::uint64_t{0};
  const std::string prefix = Prefix(listing);
  if (const auto text = ledger::Base64Decode(token);
      text.has_value() && text->starts_with(prefix)) {
    const auto position =
        ledger::ParseDecimal(std::string_view(*text).substr(prefix.size()));
    if (position.has_value()) return *position;
  }
  return ledger::Error{ledger::Code::kInvalidArgument, kPageTokenInvalid,
                       "the page token is not from this listing"};
}

}  // namespace services::wire
