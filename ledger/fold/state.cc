#include "ledger/fold/state.h"

#include <algorithm>
#include <utility>

namespace ledger::fold {
namespace {

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
  void Pass(std::string_view key) {
    if (at_ != stop_ && at_->first == key) ++at_;
  }

 private:
  typename Map::const_iterator at_;
  const typename Map::const_iterator stop_;
};

}  // namespace

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

std::optional<std::string_view> State::GetOrdered(std::size_t fold,
                                                  std::string_view key) const {
  const Overlay& overlay = overlays_[fold];
  for (const Ordered* changes :
       {overlay.ordered.get(), overlay.committing_ordered.get()}) {
    const auto change = changes->rows().find(key);
    if (change != changes->rows().end()) return change->second;
  }
  loaded_ = Load(fold, key);
  return loaded_;
}

std::optional<std::string_view> State::Get(std::string_view fold,
                                           std::string_view key) const {
  const std::size_t f = names_.Find(fold);
  if (IsOrdered(key)) return GetOrdered(f, key);
  Overlay& overlay = overlays_[f];
  const std::size_t hash = Cells::HashOf(key);
  if (const Cell* cell = overlay.cells.Find(key, hash)) return cell->value();
  if (!read_back_[f]) {
    if (const Cell* cell = overlay.committing_cells.Find(key, hash)) {
      return cell->value();
    }
    loaded_ = Load(f, key);
    return loaded_;
  }
  if (const Cell* cell = overlay.elder.Find(key, hash)) {
    return overlay.cells.Insert(key, hash, cell->value()).value();
  }
  return overlay.cells.Insert(key, hash, Load(f, key)).value();
}

void State::Set(std::string_view fold, std::string_view key,
                std::optional<std::string_view> value) {
  const std::size_t f = names_.Find(fold);
  AMANAH_CHECK(std::find(permitted_->begin(), permitted_->end(), f) !=
               permitted_->end());
  Overlay& overlay = overlays_[f];
  if (IsOrdered(key)) {
    overlay.ordered->Set(key, value);
    return;
  }
  const std::size_t hash = Cells::HashOf(key);
  Cell* cell = overlay.cells.Find(key, hash);
  if (cell == nullptr) {
    cell = &overlay.cells.Insert(key, hash, value);
  } else {
    overlay.cells.Assign(*cell, value);
  }
  if (cell->is_changed) return;
  cell->is_changed = true;
  if (read_back_[f]) overlay.changed.push_back(cell);
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
  if (stored == nullptr) {
    stored = database_.NewIterator(f);
  } else if (Status fresh = stored->Refresh(); !fresh.ok() && failure_.ok()) {
    // What the commit that is begun has written meanwhile is no harm: it is
    // above, in `committing`. Without seeing it, a seek walks through it.
    failure_ = std::move(fresh);
  }
  Range changed(overlays_[f].ordered->rows(), begin, end);
  Range committing(overlays_[f].committing_ordered->rows(), begin, end);
  stored->Seek(begin);
  const auto has_stored = [&] {
    return stored->Valid() && (end.empty() || stored->key() < end);
  };
  while (true) {
    const bool is_stored = has_stored();
    const Ordered::Rows::value_type* change = changed.current();
    const Ordered::Rows::value_type* other = committing.current();
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

Result<std::unique_ptr<Commit>> State::BeginCommit(
    std::string_view last_entry) {
  if (!failure_.ok()) return failure_.error();
  auto commit = std::make_unique<Commit>(overlays_.size());
  std::size_t cached_bytes = 0;
  for (std::size_t f = 0; f < overlays_.size(); ++f) {
    Overlay& overlay = overlays_[f];
    AMANAH_CHECK(overlay.committing_ordered->empty() &&
                 overlay.committing_cells.empty());
    for (Cell* cell : overlay.changed) {
      commit->AddCopy(f, *cell);
      cell->is_changed = false;
    }
    overlay.changed.clear();
    overlay.committing_ordered.swap(overlay.ordered);
    commit->Add(f, *overlay.committing_ordered);
    if (!read_back_[f]) {
      std::swap(overlay.committing_cells, overlay.cells);
      commit->Add(f, overlay.committing_cells);
    }
    cached_bytes += overlay.cells.size_bytes();
  }
  commit->SetCursor(position_, last_entry);
  if (cached_bytes > cache_bytes_ / 2) ForgetElder();
  return commit;
}

void State::EndCommit() {
  for (Overlay& overlay : overlays_) {
    overlay.stored.reset();
    overlay.committing_cells.Clear();
    overlay.committing_ordered->Clear();
  }
}

// What is forgotten was committed before the commit that is begun: whatever
// that one changed is in the younger generation.
void State::ForgetElder() {
  for (Overlay& overlay : overlays_) {
    AMANAH_CHECK(overlay.changed.empty());
    std::swap(overlay.cells, overlay.elder);
    overlay.cells.Clear();
  }
}

}  // namespace ledger::fold
