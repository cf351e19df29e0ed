#include "services/importer/region_list.h"

#include <zstd.h>

#include <algorithm>

#include "ledger/base/region.h"

// The compressed list, from the file that CMake names.
asm(R"(
  .section .rodata
  .balign 16
  .global kAmanahRegionsBegin
  .hidden kAmanahRegionsBegin
  .global kAmanahRegionsEnd
  .hidden kAmanahRegionsEnd
kAmanahRegionsBegin:
  .incbin ")" AMANAH_REGIONS_FILE R"("
kAmanahRegionsEnd:
  .byte 0
  .text
)");

extern "C" const char kAmanahRegionsBegin[];
extern "C" const char kAmanahRegionsEnd[];

namespace services::importer {
namespace {

using ledger::Code;
using ledger::Error;
using ledger::Result;

// How many digits a level adds: province, regency, district, village.
constexpr std::uint64_t kLevelDigits[] = {2, 2, 2, 4};
constexpr std::uint64_t kLevelScale[] = {100, 100, 100, 10'000};
constexpr std::uint64_t kMostListBytes = std::uint64_t{64} << 20;

// The digits of `code` as a number at full width, and its level in the lowest
// place: the order of these numbers is the order of the dotted codes.
std::uint64_t Pack(std::uint64_t digits, std::size_t level) {
  for (std::size_t below = level + 1; below < 4; ++below) {
    digits *= kLevelScale[below];
  }
  return digits * 4 + level;
}

Error Unreadable(std::size_t line, std::string_view what) {
  return Error{
      Code::kInvalidArgument, kRegionListUnreadable,
      "region list, line " + std::to_string(line) + ": " + std::string(what)};
}

// Value of `text`, `width` digits; false when it is not.
bool ReadDigits(std::string_view text, std::size_t width,
                std::uint64_t& value) {
  if (text.size() < width) return false;
  value = 0;
  for (std::size_t i = 0; i < width; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    value = value * 10 + static_cast<std::uint64_t>(text[i] - '0');
  }
  return true;
}

}  // namespace

Result<RegionList> RegionList::BuiltIn() {
  const std::size_t packed_size =
      static_cast<std::size_t>(kAmanahRegionsEnd - kAmanahRegionsBegin);
  const unsigned long long size =
      ZSTD_getFrameContentSize(kAmanahRegionsBegin, packed_size);
  if (size > kMostListBytes) {  // also the two error values
    return Error{Code::kInternal, kRegionListUnreadable,
                 "the built-in region list is not a zstd frame"};
  }
  std::string text(static_cast<std::size_t>(size), '\0');
  const std::size_t got = ZSTD_decompress(text.data(), text.size(),
                                          kAmanahRegionsBegin, packed_size);
  if (ZSTD_isError(got) != 0 || got != text.size()) {
    return Error{Code::kInternal, kRegionListUnreadable,
                 "the built-in region list does not decompress"};
  }
  return FromText(std::move(text));
}

Result<RegionList> RegionList::FromText(std::string text) {
  RegionList list;
  if (text.empty() || text.back() != '\n' || text.size() > kMostListBytes) {
    return Unreadable(1, "ends without a line end, or is too long");
  }
  list.text_ = std::move(text);
  const std::string_view all = list.text_;
  std::size_t at = all.find('\n');
  list.version_ = std::string(all.substr(0, at));
  if (list.version_.empty()) return Unreadable(1, "no version");
  std::uint64_t digits_above[4] = {0, 0, 0, 0};
  std::size_t level_above = 0;
  std::size_t line_number = 1;
  for (++at; at < all.size();) {
    ++line_number;
    const std::size_t end = all.find('\n', at);
    const std::string_view line = all.substr(at, end - at);
    const std::size_t level = std::min(line.find_first_not_of(' '), size_t{4});
    const bool first = list.codes_.empty();
    if (level > 3 || (first ? level != 0 : level > level_above + 1)) {
      return Unreadable(line_number, "wrong level");
    }
    std::uint64_t digits = 0;
    const std::size_t name = level + kLevelDigits[level] + 1;
    if (!ReadDigits(line.substr(level), kLevelDigits[level], digits) ||
        line.size() <= name || line[name - 1] != ' ') {
      return Unreadable(line_number, "not a code and a name");
    }
    if (level > 0) digits += digits_above[level - 1] * kLevelScale[level];
    digits_above[level] = digits;
    level_above = level;
    const std::uint64_t packed = Pack(digits, level);
    if (!first && packed <= list.codes_.back()) {
      return Unreadable(line_number, "not in ascending order");
    }
    list.codes_.push_back(packed);
    list.name_at_.push_back(static_cast<std::uint32_t>(at + name));
    at = end + 1;
  }
  return list;
}

std::optional<std::size_t> RegionList::Find(std::string_view code) const {
  if (!ledger::IsRegionCode(code)) return std::nullopt;
  const std::size_t level = code.size() == 13 ? 3 : code.size() / 3;
  std::uint64_t digits = 0;
  for (const char c : code) {
    if (c != '.') digits = digits * 10 + static_cast<std::uint64_t>(c - '0');
  }
  const std::uint64_t packed = Pack(digits, level);
  const auto found = std::lower_bound(codes_.begin(), codes_.end(), packed);
  if (found == codes_.end() || *found != packed) return std::nullopt;
  return static_cast<std::size_t>(found - codes_.begin());
}

bool RegionList::Contains(std::string_view code) const {
  return Find(code).has_value();
}

std::optional<std::string_view> RegionList::NameOf(
    std::string_view code) const {
  const auto index = Find(code);
  if (!index) return std::nullopt;
  const std::string_view from =
      std::string_view(text_).substr(name_at_[*index]);
  return from.substr(0, from.find('\n'));
}

}  // namespace services::importer
