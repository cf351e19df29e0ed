#include "ledger/views/companion/region.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "ledger/base/region.h"
#include "ledger/views/listing/listing.h"

namespace ledger::views::companion {

namespace {

// Families of groups of the region that no list names, after `after`, and not
// after the last of `families` when those were cut off.
void AddUnlisted(const fold::Reader& reader, std::string_view region_prefix,
                 const std::pair<std::string, std::string>& after, bool is_cut,
                 std::vector<std::pair<std::string, std::string>>& families) {
  std::vector<std::pair<std::string, std::string>> members;
  duty::VisitGroupFamilies(reader, region_prefix,
                           [&](std::string_view region, std::string_view kpm) {
                             std::pair<std::string, std::string> home(region,
                                                                      kpm);
                             if (is_cut && families.back() < home) return false;
                             if (after < home)
                               members.push_back(std::move(home));
                             return true;
                           });
  std::erase_if(members, [&](const auto& home) {
    return !family::RegionOf(reader, home.second).empty();
  });
  families.insert(families.end(), members.begin(), members.end());
  std::sort(families.begin(), families.end());
  families.erase(std::unique(families.begin(), families.end()), families.end());
}

}  // namespace

Status CheckRegion(std::string_view region_prefix) {
  if (region_prefix.empty() || IsRegionCode(region_prefix)) return Ok{};
  return Error{Code::kInvalidArgument, kRegionMalformed,
               "a region code is digits and dots, such as 18.01.18"};
}

Status CheckPersonPage(std::string_view page_token, std::size_t page_size) {
  if (page_size == 0) {
    return Error{Code::kInvalidArgument, kPageEmpty,
                 "a page holds at least one row"};
  }
  if (page_token.empty() || IsToken(page_token)) return Ok{};
  return Error{Code::kInvalidArgument, kPageTokenInvalid,
               "not a page token of this list"};
}

std::string TokenOf(const After& after) {
  return after.region_code + '\0' + after.kpm;
}

Result<After> AfterOf(std::string_view page_token) {
  if (page_token.empty()) return After{};
  const std::size_t mark = page_token.find('\0');
  if (mark == std::string_view::npos || !IsToken(page_token.substr(mark + 1))) {
    return Error{Code::kInvalidArgument, kPageTokenInvalid,
                 "not a page token of this list"};
  }
  return After{std::string(page_token.substr(0, mark)),
               std::string(page_token.substr(mark + 1))};
}

std::optional<After> VisitRegion(
    const fold::Reader& reader, std::string_view region_prefix,
    const After& after, std::int64_t at_micros, std::size_t most,
    const std::function<bool(const CaredFor&)>& visit) {
  // A look-up may not be made within a scan.
  using Home = std::pair<std::string, std::string>;
  std::vector<Home> families;
  bool is_cut = false;
  listing::VisitFamilies(reader, region_prefix, after.region_code, after.kpm,
                         [&](std::string_view region, std::string_view kpm) {
                           is_cut = families.size() == most;
                           if (!is_cut) families.emplace_back(region, kpm);
                           return !is_cut;
                         });
  AddUnlisted(reader, region_prefix, {after.region_code, after.kpm}, is_cut,
              families);
  for (const auto& [region, kpm] : families) {
    if (!IsWithinRegion(region, region_prefix)) continue;
    const auto family = CaredForAt(reader, kpm, at_micros);
    // Of one that moved, only where it is now.
    if (!family || family->region_code != region) continue;
    if (!visit(*family)) return After{region, kpm};
  }
  if (!is_cut) return std::nullopt;
  return After{families.back().first, families.back().second};
}

}  // namespace ledger::views::companion
