// Changes of ordered tables, in memory, in order.
//
// Threads: one that changes, or any number that read.

#pragma once

#include <map>
#include <memory_resource>
#include <optional>
#include <string_view>

#include "ledger/fold/arena.h"

namespace ledger::fold {

class Ordered {
 public:
  // nullopt: deleted.
  using Rows = std::pmr::map<std::string_view, std::optional<std::string_view>,
                             std::less<>>;

  const Rows& rows() const { return rows_; }
  bool empty() const { return rows_.empty(); }

  void Set(std::string_view key, std::optional<std::string_view> value) {
    auto at = rows_.lower_bound(key);
    if (at == rows_.end() || at->first != key) {
      at = rows_.emplace_hint(at, arena_.Copy(key), std::nullopt);
    }
    if (value) {
      at->second = arena_.Copy(*value);
    } else {
      at->second.reset();
    }
  }

  void Clear() {
    rows_.clear();
    arena_.Clear();
  }

 private:
  Arena arena_;
  Rows rows_{&arena_};
};

}  // namespace ledger::fold
