#include "ledger/fold/snapshot.h"

#include <utility>

#include "ledger/base/bytes.h"

namespace ledger::fold {

SnapshotView::SnapshotView(const store::Database& database,
                           const FoldNames& names)
    : database_(database), names_(names), snapshot_(database.TakeSnapshot()) {
  Result<std::optional<std::string>> position =
      database_.Get(names_.size(), kPositionKey, snapshot_.get());
  if (!position.ok()) {
    failure_ = position.error();
  } else if (position->has_value()) {
    position_ = GetU64(**position);
  }
}

std::optional<std::string_view> SnapshotView::Get(std::string_view fold,
                                                  std::string_view key) const {
  Result<std::optional<std::string>> value =
      database_.Get(names_.Find(fold), key, snapshot_.get());
  if (!value.ok()) {
    if (failure_.ok()) failure_ = value.error();
    return std::nullopt;
  }
  loaded_ = *std::move(value);
  return loaded_;
}

void SnapshotView::Scan(std::string_view fold, std::string_view begin,
                        std::string_view end, const Visitor& visit) const {
  const std::unique_ptr<store::Database::Iterator> stored =
      database_.NewIterator(names_.Find(fold), snapshot_.get(), false, end);
  for (stored->Seek(begin); stored->Valid(); stored->Next()) {
    if (!visit(stored->key(), stored->value())) return;
  }
  if (::ledger::Status status = stored->status();
      !status.ok() && failure_.ok()) {
    failure_ = std::move(status);
  }
}

}  // namespace ledger::fold
