#include "ledger/views/village/suppress.h"

#include <algorithm>
#include <numeric>

#include "ledger/base/check.h"

namespace ledger::views::village {
namespace {

bool IsSmall(std::uint64_t families) { return families < kLeastFamilies; }
// Those of the base who are not in the part: nobody, or enough.
bool IsTelling(std::uint64_t rest) { return rest > 0 && IsSmall(rest); }

std::uint64_t SumOf(const std::vector<std::uint64_t>& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

// One column, after the one that it is a part of.
class Hiding {
 public:
  Hiding(const Column& column, const Column* base,
         const std::vector<bool>* base_shown)
      : counts_(column.counts),
        base_(base == nullptr ? nullptr : &base->counts),
        shown_(counts_.size() + 1, true) {
    for (std::size_t v = 0; v < counts_.size(); ++v) {
      shown_[v] = (base_shown == nullptr || (*base_shown)[v]) &&
                  MayStand(counts_[v], RestOf(v));
    }
    const std::size_t total = counts_.size();
    shown_[total] =
        (base_shown == nullptr || (*base_shown)[total]) &&
        MayStand(SumOf(counts_), base_ ? SumOf(*base_) - SumOf(counts_) : 0);
  }

  std::vector<bool> Run() {
    // The total gives away what its hidden villages come to.
    while (shown_.back() && HiddenVillages() > 0 && IsGivenAway()) {
      if (!HideOneMore()) shown_.back() = false;
    }
    // All villages give away a hidden total.
    if (!shown_.back() && HiddenVillages() == 0) HideOneMore();
    return shown_;
  }

 private:
  static bool MayStand(std::uint64_t part, std::uint64_t rest) {
    return !IsSmall(part) && !IsTelling(rest);
  }

  std::uint64_t RestOf(std::size_t v) const {
    if (base_ == nullptr) return 0;
    AMANAH_CHECK(counts_[v] <= (*base_)[v]);
    return (*base_)[v] - counts_[v];
  }

  std::size_t HiddenVillages() const {
    return static_cast<std::size_t>(
        std::count(shown_.begin(), shown_.end() - 1, false));
  }

  bool IsGivenAway() const {
    std::uint64_t part = 0;
    std::uint64_t rest = 0;
    for (std::size_t v = 0; v < counts_.size(); ++v) {
      if (shown_[v]) continue;
      part += counts_[v];
      rest += RestOf(v);
    }
    return HiddenVillages() < 2 || !MayStand(part, rest);
  }

  // The smallest that is shown; false when none is.
  bool HideOneMore() {
    std::optional<std::size_t> smallest;
    for (std::size_t v = 0; v < counts_.size(); ++v) {
      if (shown_[v] && (!smallest || counts_[v] < counts_[*smallest])) {
        smallest = v;
      }
    }
    if (!smallest) return false;
    shown_[*smallest] = false;
    return true;
  }

  const std::vector<std::uint64_t>& counts_;
  const std::vector<std::uint64_t>* base_;
  std::vector<bool> shown_;
};

}  // namespace

Shown Suppress(const std::vector<Column>& columns) {
  Shown shown;
  for (const Column& column : columns) {
    AMANAH_CHECK(column.counts.size() == columns.front().counts.size());
    AMANAH_CHECK(!column.base || *column.base < shown.size());
    shown.push_back(Hiding(column,
                           column.base ? &columns[*column.base] : nullptr,
                           column.base ? &shown[*column.base] : nullptr)
                        .Run());
  }
  return shown;
}

}  // namespace ledger::views::village
