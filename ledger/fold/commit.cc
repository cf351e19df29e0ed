#include "ledger/fold/commit.h"

#include <algorithm>

#include "ledger/base/bytes.h"
#include "ledger/fold/names.h"

namespace ledger::fold {

Commit::Change Commit::ChangeOf(std::string_view key,
                                std::optional<std::string_view> value) {
  Change change{0, key, value};
  for (std::size_t i = 0; i < sizeof(change.order); ++i) {
    change.order = change.order << 8 |
                   (i < key.size() ? static_cast<unsigned char>(key[i]) : 0);
  }
  return change;
}

void Commit::AddCopy(std::size_t fold, const Cell& cell) {
  const std::optional<std::string_view> value = cell.value();
  folds_[fold].copied.push_back(
      ChangeOf(arena_.Copy(cell.key()),
               value ? std::optional(arena_.Copy(*value)) : std::nullopt));
}

void Commit::SetCursor(std::uint64_t position, std::string_view last_entry) {
  position_.clear();
  AppendU64(position_, position);
  last_entry_ = last_entry;
}

std::vector<Commit::Change> Commit::SortedPoints(const OfFold& of) {
  std::vector<Change> changes = of.copied;
  if (of.cells != nullptr) {
    of.cells->ForEach([&changes](const Cell& cell) {
      if (cell.is_changed)
        changes.push_back(ChangeOf(cell.key(), cell.value()));
    });
  }
  std::sort(changes.begin(), changes.end(),
            [](const Change& a, const Change& b) {
              if (a.order != b.order) return a.order < b.order;
              return a.key < b.key;
            });
  return changes;
}

std::unique_ptr<store::Database::Batch> Commit::MakeBatch(
    const store::Database& database) const {
  auto batch = std::make_unique<store::Database::Batch>(database);
  const auto write = [&batch](std::size_t fold, std::string_view key,
                              std::optional<std::string_view> value) {
    if (value) {
      batch->Put(fold, key, *value);
    } else {
      batch->Delete(fold, key);
    }
  };
  for (std::size_t f = 0; f < folds_.size(); ++f) {
    // Point tables come before ordered ones: kFirstOrderedTable.
    for (const Change& change : SortedPoints(folds_[f])) {
      write(f, change.key, change.value);
    }
    if (folds_[f].ordered == nullptr) continue;
    for (const auto& [key, value] : folds_[f].ordered->rows()) {
      write(f, key, value);
    }
  }
  batch->Put(folds_.size(), kPositionKey, position_);
  batch->Put(folds_.size(), kLastEntryKey, last_entry_);
  return batch;
}

}  // namespace ledger::fold
