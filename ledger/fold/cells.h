// Values by key, in memory: a hash table whose keys and values lie side by side
// in an arena, so that a look-up touches two places and nothing is allocated
// one by one.
//
// Threads: one that changes, or any number that read.

#pragma once

#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "ledger/fold/arena.h"

namespace ledger::fold {

// What is known of one key: its value, or that there is none.
class Cell {
 public:
  std::string_view key() const {
    return {reinterpret_cast<const char*>(this + 1), key_size_};
  }
  std::optional<std::string_view> value() const {
    if (!has_value_) return std::nullopt;
    return std::string_view(value_, value_size_);
  }

  bool is_changed = false;  // Since it was last committed.

 private:
  friend class Cells;
  bool has_value_ = false;
  std::uint32_t key_size_ = 0;
  std::uint32_t value_size_ = 0;
  std::uint32_t capacity_ = 0;
  char* value_ = nullptr;
};

class Cells {
 public:
  static std::size_t HashOf(std::string_view key) {
    return std::hash<std::string_view>{}(key);
  }

  // Null when nothing is known of it. `hash` is HashOf(key), throughout.
  Cell* Find(std::string_view key, std::size_t hash) const {
    if (slots_.empty()) return nullptr;
    for (std::size_t at = hash & mask();; at = (at + 1) & mask()) {
      const Slot& slot = slots_[at];
      if (slot.cell == nullptr) return nullptr;
      if (slot.hash == hash && slot.cell->key() == key) return slot.cell;
    }
  }

  // Requires that nothing is known of `key`. Cells stay where they are until
  // Clear.
  Cell& Insert(std::string_view key, std::size_t hash,
               std::optional<std::string_view> value);

  void Assign(Cell& cell, std::optional<std::string_view> value);

  template <typename Visit>
  void ForEach(const Visit& visit) const {
    for (const Slot& slot : slots_) {
      if (slot.cell != nullptr) visit(*slot.cell);
    }
  }

  std::size_t size_bytes() const {
    return arena_->taken_bytes() + slots_.size() * sizeof(Slot);
  }
  bool empty() const { return count_ == 0; }
  void Clear();

 private:
  struct Slot {
    std::size_t hash = 0;
    Cell* cell = nullptr;
  };

  std::size_t mask() const { return slots_.size() - 1; }
  void Place(std::size_t hash, Cell* cell);
  void Grow();

  std::vector<Slot> slots_;  // A power of two, or none.
  std::size_t count_ = 0;
  std::unique_ptr<Arena> arena_ = std::make_unique<Arena>();
};

}  // namespace ledger::fold
