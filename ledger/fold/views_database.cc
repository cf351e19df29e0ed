#include "ledger/fold/views_database.h"

#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/fold/ahead.h"

namespace ledger::fold {
namespace {

// Of the set of folds: names, versions and their order.
std::string FolderName(const std::vector<std::unique_ptr<Fold>>& folds) {
  std::string text;
  for (const std::unique_ptr<Fold>& fold : folds) {
    text.append(fold->name()).append(" ");
    text.append(std::to_string(fold->version())).append("\n");
  }
  constexpr std::size_t kDigits = 16;
  return HexEncode(AsBytes(DigestOfEntry(text))).substr(0, kDigits);
}

// What FolderName gives: nothing else under the directory is ours to remove.
bool IsFolderName(const std::string& name) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  return name.size() == kDigits.size() &&
         name.find_first_not_of(kDigits) == std::string::npos;
}

FoldNames NamesOf(const std::vector<std::unique_ptr<Fold>>& folds) {
  std::vector<std::string_view> names;
  names.reserve(folds.size());
  for (const std::unique_ptr<Fold>& fold : folds) {
    names.push_back(fold->name());
  }
  return FoldNames(std::move(names));
}

std::vector<std::vector<std::size_t>> PermitsOf(
    const std::vector<std::unique_ptr<Fold>>& folds, const FoldNames& names) {
  std::vector<std::vector<std::size_t>> permits;
  for (std::size_t f = 0; f < folds.size(); ++f) {
    permits.push_back({f});
    for (const std::string_view shared : folds[f]->Shares()) {
      permits.back().push_back(names.Find(shared));
    }
  }
  return permits;
}

}  // namespace

ViewsDatabase::ViewsDatabase(std::string directory,
                             const std::vector<std::unique_ptr<Fold>>& folds,
                             const EntrySource& source)
    : directory_(std::move(directory)),
      folds_(folds),
      source_(source),
      names_(NamesOf(folds)),
      permits_(PermitsOf(folds, names_)) {}

Status ViewsDatabase::Open() {
  const std::filesystem::path root(directory_);
  const std::filesystem::path mine = root / FolderName(folds_);
  std::error_code failed;
  std::filesystem::create_directories(root, failed);
  for (const auto& other : std::filesystem::directory_iterator(root, failed)) {
    if (other.path() != mine && IsFolderName(other.path().filename())) {
      std::filesystem::remove_all(other.path(), failed);
    }
  }
  Status opened = TryOpen(mine.string());
  if (opened.ok() && IsContinuable()) return Ok{};
  if (!opened.ok() && opened.error().reason != store::kStoreDamaged) {
    return opened;
  }
  // Derived, and of no use as it is: build it again.
  database_.reset();
  std::filesystem::remove_all(mine, failed);
  return TryOpen(mine.string());
}

Status ViewsDatabase::TryOpen(const std::string& path) {
  store::DatabaseOptions options;
  options.path = path;
  options.tuning = store::Tuning::kViews;
  options.create_if_missing = true;
  for (const std::unique_ptr<Fold>& fold : folds_) {
    options.families.emplace_back(fold->name());
  }
  options.families.emplace_back("meta");
  LEDGER_ASSIGN_OR_RETURN(database_, store::Database::Open(options));
  return MakeView()->status();
}

// True when the log still has the entries that were folded.
bool ViewsDatabase::IsContinuable() const {
  const std::uint64_t at = MakeView()->position();
  if (at == 0) return true;
  if (at > source_.Size()) return false;
  const Result<std::optional<std::string>> folded =
      database_->Get(names_.size(), kLastEntryKey);
  if (!folded.ok() || !folded->has_value()) return false;
  bool is_same = false;
  const Status scanned = source_.Scan(at - 1, at, [&](const log::Entry& entry) {
    is_same = DigestOfEntry(entry.bytes) == **folded;
    return false;
  });
  return scanned.ok() && is_same;
}

std::unique_ptr<State> ViewsDatabase::MakeState(std::size_t cache_bytes) {
  std::vector<bool> read_back;
  for (const std::unique_ptr<Fold>& fold : folds_) {
    read_back.push_back(fold->IsReadBack());
  }
  auto state = std::make_unique<State>(*database_, names_, std::move(read_back),
                                       cache_bytes);
  state->set_position(MakeView()->position());
  return state;
}

std::unique_ptr<SnapshotView> ViewsDatabase::MakeView() const {
  return std::make_unique<SnapshotView>(*database_, names_);
}

Result<crypto::Hash> ViewsDatabase::DigestOf(const Fold& fold) const {
  const SnapshotView view(*database_, names_);
  std::string head;
  AppendU32(head, fold.version());
  AppendU64(head, view.position());
  crypto::Hash digest = crypto::Sha256({AsBytes(fold.name()), AsBytes(head)});
  std::string lengths;
  view.Scan(fold.name(), "", "",
            [&](std::string_view key, std::string_view value) {
              lengths.clear();
              AppendU64(lengths, key.size());
              AppendU64(lengths, value.size());
              digest = crypto::Sha256({AsBytes(digest.view()), AsBytes(lengths),
                                       AsBytes(key), AsBytes(value)});
              return true;
            });
  LEDGER_RETURN_IF_ERROR(view.status());
  return digest;
}

}  // namespace ledger::fold
