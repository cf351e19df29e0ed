#include "ledger/fold/state.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "ledger/base/bytes.h"

namespace ledger::fold {
namespace {

// What a hash cell takes besides its key and value, about.
constexpr std::size_t kCellBytes = 120;

// What lies in [begin, end) of a sorted map, one after the other.
template <typename Map>
class Range {
 public:
  Range(const Map& map, std::string_view begin, std::string_view end)
      : at_(map.lower_bound(begin)),
        stop_(end.empty() ? map.end() : map.lower_bound(end)) {}
  // Null at the end.
  const typename Map::value_type* current() const {
    return at_ == stop_ ? nullptr : &*at_;
  }
  // Goes on, when at `key`.
  void Pass(const std::string& key) {
    if (at_ != stop_ && at_->first == key) ++at_;
  }

 private:
  typename Map::const_iterator at_;
  const typename Map::const_iterator stop_;
};

}  // namespace

std::string AfterPrefix(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty()) {
    const auto last = static_cast<unsigned char>(end.back());
    if (last != 0xff) {
      end.back() = static_cast<char>(last + 1);
      return end;
    }
    end.pop_back();
  }
  return end;
}

State::State(store::Database& database, const FoldNames& names,
             std::vector<bool> read_back, std::size_t cache_bytes)
    : database_(database),
      names_(names),
      read_back_(std::move(read_back)),
      cache_bytes_(cache_bytes),
      overlays_(names.size()) {}

std::optional<std::string> State::Load(std::size_t fold,
                                       std::string_view key) const {
  Result<std::optional<std::string>> value = database_.Get(fold, key);
  if (!value.ok()) {
    if (failure_.ok()) failure_ = value.error();
    return std::nullopt;
  }
  return *std::move(value);
}

std::optional<std::string_view> State::Get(std::string_view fold,
                                           std::string_view key) const {
  const std::size_t f = names_.Find(fold);
  Overlay& overlay = overlays_[f];
  if (IsOrdered(key)) {
    const auto change = overlay.ordered.find(key);
    if (change != overlay.ordered.end()) return change->second;
    const auto committing = overlay.committing_ordered.find(key);
    if (committing != overlay.committing_ordered.end()) {
      return committing->second;
    }
    loaded_ = Load(f, key);
    return loaded_;
  }
  const auto found = overlay.cells.find(key);
  if (found != overlay.cells.end()) return found->second.value;
  const auto committing = overlay.committing_cells.find(key);
  if (committing != overlay.committing_cells.end()) {
    return committing->second.value;
  }
  Cell cell{Load(f, key)};
  if (!read_back_[f]) {
    loaded_ = std::move(cell.value);
    return loaded_;
  }
  cached_bytes_ +=
      kCellBytes + key.size() + (cell.value ? cell.value->size() : 0);
  return overlay.cells.emplace(key, std::move(cell)).first->second.value;
}

void State::Set(std::string_view fold, std::string_view key,
                std::optional<std::string_view> value) {
  const std::size_t f = names_.Find(fold);
  AMANAH_CHECK(std::find(permitted_->begin(), permitted_->end(), f) !=
               permitted_->end());
  Overlay& overlay = overlays_[f];
  const auto assign = [&value](std::optional<std::string>& to) {
    if (!value.has_value()) {
      to.reset();
    } else if (to.has_value()) {
      to->assign(*value);  // Keeps its memory.
    } else {
      to.emplace(*value);
    }
  };
  if (IsOrdered(key)) {
    const auto at = overlay.ordered.lower_bound(key);
    if (at != overlay.ordered.end() && at->first == key) {
      assign(at->second);
    } else {
      assign(overlay.ordered.emplace_hint(at, key, std::nullopt)->second);
    }
    return;
  }
  auto found = overlay.cells.find(key);
  if (found == overlay.cells.end()) {
    found = overlay.cells.emplace(key, Cell{}).first;
    cached_bytes_ += kCellBytes + key.size();
  }
  if (value.has_value() && !found->second.value.has_value()) {
    cached_bytes_ += value->size();
  }
  assign(found->second.value);
  if (!found->second.is_changed) {
    found->second.is_changed = true;
    overlay.changed.push_back(&*found);
  }
}

void State::Put(std::string_view fold, std::string_view key,
                std::string_view value) {
  Set(fold, key, value);
}

void State::Delete(std::string_view fold, std::string_view key) {
  Set(fold, key, std::nullopt);
}

// Of three that have the same key, what is changed counts before what is being
// committed, and that before what is stored.
void State::Scan(std::string_view fold, std::string_view begin,
                 std::string_view end, const Visitor& visit) const {
  AMANAH_CHECK(IsOrdered(begin));
  const std::size_t f = names_.Find(fold);
  // A scan within a scan makes its own.
  std::unique_ptr<store::Database::Iterator> stored =
      std::move(overlays_[f].stored);
  if (stored == nullptr) stored = database_.NewIterator(f);
  Range changed(overlays_[f].ordered, begin, end);
  Range committing(overlays_[f].committing_ordered, begin, end);
  stored->Seek(begin);
  const auto has_stored = [&] {
    return stored->Valid() && (end.empty() || stored->key() < end);
  };
  while (true) {
    const bool is_stored = has_stored();
    const Changes::value_type* change = changed.current();
    const Changes::value_type* other = committing.current();
    if (change == nullptr ||
        (other != nullptr && other->first < change->first)) {
      change = other;
    }
    if (change == nullptr && !is_stored) break;
    if (change == nullptr || (is_stored && stored->key() < change->first)) {
      if (!visit(stored->key(), stored->value())) break;
      stored->Next();
      continue;
    }
    if (is_stored && stored->key() == change->first) stored->Next();
    changed.Pass(change->first);
    committing.Pass(change->first);
    if (change->second && !visit(change->first, *change->second)) break;
  }
  if (Status status = stored->status(); !status.ok() && failure_.ok()) {
    failure_ = std::move(status);
  }
  overlays_[f].stored = std::move(stored);
}

Result<std::unique_ptr<store::Database::Batch>> State::BeginCommit(
    std::string_view last_entry) {
  if (!failure_.ok()) return failure_.error();
  auto batch = std::make_unique<store::Database::Batch>(database_);
  const auto write = [&batch](std::size_t f, std::string_view key,
                              const std::optional<std::string>& value) {
    if (value.has_value()) {
      batch->Put(f, key, *value);
    } else {
      batch->Delete(f, key);
    }
  };
  for (std::size_t f = 0; f < overlays_.size(); ++f) {
    Overlay& overlay = overlays_[f];
    AMANAH_CHECK(overlay.committing_ordered.empty());
    // Ascending keys find their place in memory from the one before.
    std::sort(overlay.changed.begin(), overlay.changed.end(),
              [](const auto* a, const auto* b) { return a->first < b->first; });
    for (Cells::value_type* cell : overlay.changed) {
      write(f, cell->first, cell->second.value);
      cell->second.is_changed = false;
    }
    overlay.changed.clear();
    for (const auto& [key, value] : overlay.ordered) write(f, key, value);
    overlay.committing_ordered.swap(overlay.ordered);
    if (!read_back_[f]) overlay.committing_cells.swap(overlay.cells);
  }
  std::string position;
  AppendU64(position, position_);
  batch->Put(names_.size(), kPositionKey, position);
  batch->Put(names_.size(), kLastEntryKey, last_entry);
  return batch;
}

void State::EndCommit() {
  for (Overlay& overlay : overlays_) {
    overlay.stored.reset();
    overlay.committing_cells.clear();
    overlay.committing_ordered.clear();
  }
}

void State::Forget() {
  for (Overlay& overlay : overlays_) {
    AMANAH_CHECK(overlay.changed.empty() && overlay.ordered.empty() &&
                 overlay.committing_ordered.empty());
    overlay.cells.clear();
  }
  cached_bytes_ = 0;
}

}  // namespace ledger::fold
