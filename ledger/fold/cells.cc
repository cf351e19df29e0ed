#include "ledger/fold/cells.h"

#include <algorithm>
#include <new>
#include <type_traits>

#include "ledger/base/check.h"

namespace ledger::fold {
namespace {

constexpr std::size_t kFirstSlots = 64;

}  // namespace

Cell& Cells::Insert(std::string_view key, std::size_t hash,
                    std::optional<std::string_view> value) {
  static_assert(std::is_trivially_destructible_v<Cell>);
  // A third of the slots stay empty, so that a search is short.
  if ((count_ + 1) * 3 > slots_.size() * 2) Grow();
  const std::size_t value_bytes = value ? value->size() : 0;
  char* const memory = arena_->Take(sizeof(Cell) + key.size() + value_bytes);
  Cell* const cell = new (memory) Cell;
  cell->key_size_ = static_cast<std::uint32_t>(key.size());
  char* const key_bytes = memory + sizeof(Cell);
  std::memcpy(key_bytes, key.data(), key.size());
  cell->value_ = key_bytes + key.size();
  cell->capacity_ = static_cast<std::uint32_t>(value_bytes);
  Assign(*cell, value);
  Place(hash, cell);
  ++count_;
  return *cell;
}

void Cells::Assign(Cell& cell, std::optional<std::string_view> value) {
  cell.has_value_ = value.has_value();
  if (!value) return;
  if (value->size() > cell.capacity_) {
    // Values that have grown once grow again.
    const std::size_t wanted = value->size() + value->size() / 2;
    cell.value_ = arena_->Take(wanted);
    cell.capacity_ = static_cast<std::uint32_t>(wanted);
  }
  cell.value_size_ = static_cast<std::uint32_t>(value->size());
  if (!value->empty()) {
    std::memmove(cell.value_, value->data(), value->size());
  }
}

void Cells::Clear() {
  std::fill(slots_.begin(), slots_.end(), Slot{});
  count_ = 0;
  arena_->Clear();
}

void Cells::Place(std::size_t hash, Cell* cell) {
  std::size_t at = hash & mask();
  while (slots_[at].cell != nullptr) at = (at + 1) & mask();
  slots_[at] = {hash, cell};
}

void Cells::Grow() {
  std::vector<Slot> before(std::max(kFirstSlots, slots_.size() * 2));
  before.swap(slots_);
  for (const Slot& slot : before) {
    if (slot.cell != nullptr) Place(slot.hash, slot.cell);
  }
}

}  // namespace ledger::fold
