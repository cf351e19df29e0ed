// The official list of region codes, 38 provinces down to 83,763 villages.
//
// Derived from npm `idn-area-data` 3.1.2, under the Open Database License
// 1.0; regions/README.md has the notice and the format.
//
// Thread safety: const methods from any thread.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"

namespace services::importer {

inline constexpr std::string_view kRegionListUnreadable =
    "REGION_LIST_UNREADABLE";

class RegionList {
 public:
  // The list that is built into the program.
  // REGION_LIST_UNREADABLE, kInternal: it does not decompress.
  static ledger::Result<RegionList> BuiltIn();

  // A list in the same format, as text, not compressed.
  // REGION_LIST_UNREADABLE, kInvalidArgument: names the line.
  static ledger::Result<RegionList> FromText(std::string text);

  // Name of the list, for `Event.region_code_version`.
  std::string_view version() const { return version_; }

  // How many codes it has.
  std::size_t size() const { return codes_.size(); }

  // True when `code`, in any of the four dotted forms, is in the list.
  bool Contains(std::string_view code) const;

  // Its name, such as `Merbau Mataram`; nullopt when it is not in the list.
  // Lives as long as the list.
  std::optional<std::string_view> NameOf(std::string_view code) const;

 private:
  std::optional<std::size_t> Find(std::string_view code) const;

  std::string text_;
  std::string version_;
  // Ascending; each a code's digits behind its level, so that `18` and
  // `18.00` differ. Names are the slices of text_ at the same position.
  std::vector<std::uint64_t> codes_;
  std::vector<std::uint32_t> name_at_;
};

}  // namespace services::importer
