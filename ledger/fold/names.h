// The folds of an engine, by number: the order in which they see an event, and
// their families in its database.
//
// Thread safety: immutable.

#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/base/check.h"

namespace ledger::fold {

class FoldNames {
 public:
  explicit FoldNames(std::vector<std::string_view> names)
      : names_(std::move(names)) {}
  std::size_t size() const { return names_.size(); }
  std::string_view name(std::size_t i) const { return names_[i]; }
  // Few: searched in line. Aborts on a name that is none of them: rooms name
  // their own constants.
  std::size_t Find(std::string_view name) const {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (names_[i].data() == name.data()) return i;
    }
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (names_[i] == name) return i;
    }
    AMANAH_CHECK(false);
  }

 private:
  std::vector<std::string_view> names_;
};

// The meta family: its number is the count of folds.
inline constexpr std::string_view kPositionKey = "position";
inline constexpr std::string_view kLastEntryKey = "last_entry";

}  // namespace ledger::fold
