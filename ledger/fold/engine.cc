#include "ledger/fold/engine.h"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <future>
#include <optional>
#include <thread>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/base/mutex.h"
#include "ledger/fold/ahead.h"
#include "ledger/fold/commit.h"
#include "ledger/fold/names.h"
#include "ledger/fold/snapshot.h"
#include "ledger/fold/state.h"
#include "ledger/store/database.h"

namespace ledger::fold {
namespace {

using TimePoint = std::chrono::steady_clock::time_point;

// How long Stop may wait for a folder that waits for entries.
constexpr std::chrono::milliseconds kPatience{100};

// Appends never wait for views: where both want the processor, the log and
// those who read go first. Linux keeps niceness by thread.
void GoBehindAppends() {
  constexpr int kNiceness = 10;
  // Refused or not, the views are the same.
  (void)::setpriority(PRIO_PROCESS, 0, kNiceness);
}

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

class FoldEngine final : public Engine {
 public:
  FoldEngine(std::vector<std::unique_ptr<Fold>> folds,
             std::unique_ptr<EntrySource> source, const EngineOptions& options)
      : options_(options),
        folds_(std::move(folds)),
        source_(std::move(source)),
        names_(NamesOf(folds_)) {}

  ~FoldEngine() override { Stop(); }

  // Opens or makes the database of this set of folds; drops one that cannot
  // be continued.
  ::ledger::Status OpenDatabase() {
    const std::filesystem::path root(options_.directory);
    const std::filesystem::path mine = root / FolderName(folds_);
    std::error_code failed;
    std::filesystem::create_directories(root, failed);
    for (const auto& other :
         std::filesystem::directory_iterator(root, failed)) {
      if (other.path() != mine && IsFolderName(other.path().filename())) {
        std::filesystem::remove_all(other.path(), failed);
      }
    }
    ::ledger::Status opened = TryOpen(mine.string());
    if (opened.ok() && IsContinuable()) return Ok{};
    if (!opened.ok() && opened.error().reason != store::kStoreDamaged) {
      return opened;
    }
    // Derived, and of no use as it is: build it again.
    state_.reset();
    database_.reset();
    std::filesystem::remove_all(mine, failed);
    position_ = 0;
    return TryOpen(mine.string());
  }

  void Start() override {
    AMANAH_CHECK(!thread_.joinable());
    thread_ = std::thread([this] { Run(); });
  }

  void Stop() override {
    {
      MutexLock lock(mutex_);
      stopping_ = true;
      changed_.NotifyAll();
    }
    if (thread_.joinable()) thread_.join();
    // The last batch reaches the disk; whether it did, the next Open sees.
    if (committing_.valid()) committing_.wait();
  }

  ::ledger::Status CatchUp(std::uint64_t until) override {
    AMANAH_CHECK(!thread_.joinable());
    until = std::min(until, source_->Size());
    LEDGER_RETURN_IF_ERROR(folding());
    ::ledger::Status folded = FoldTo(until);
    ::ledger::Status settled = Settle();
    if (folded.ok()) folded = std::move(settled);
    if (!folded.ok()) StopFolding(folded);
    return folded;
  }

  std::uint64_t position() const override {
    return position_.load(std::memory_order_acquire);
  }

  ::ledger::Status folding() const override {
    MutexLock lock(mutex_);
    return folding_;
  }

  std::vector<FoldStatus> statuses() const override {
    std::vector<FoldStatus> statuses;
    const std::uint64_t at = position();
    for (const std::unique_ptr<Fold>& fold : folds_) {
      statuses.push_back({fold->name(), fold->version(), at});
    }
    return statuses;
  }

  Result<std::unique_ptr<ReadView>> View(std::uint64_t min_position,
                                         TimePoint deadline) const override {
    if (position() < min_position) {
      const std::uint64_t at = WaitForMore(min_position - 1, deadline);
      if (at < min_position) {
        return Error{Code::kUnavailable, kViewBehind,
                     "views have folded " + std::to_string(at) +
                         " entries, asked for " + std::to_string(min_position)};
      }
    }
    auto view = std::make_unique<SnapshotView>(*database_, names_);
    LEDGER_RETURN_IF_ERROR(view->status());
    return std::unique_ptr<ReadView>(std::move(view));
  }

  std::uint64_t WaitForMore(std::uint64_t position_seen,
                            TimePoint deadline) const override {
    MutexLock lock(mutex_);
    while (position() <= position_seen && !stopping_ && folding_.ok()) {
      if (!changed_.WaitUntil(mutex_, deadline)) break;
    }
    return position();
  }

  Result<crypto::Hash> DigestOf(std::string_view fold) const override {
    for (const std::unique_ptr<Fold>& one : folds_) {
      if (one->name() == fold) return DigestRows(*one);
    }
    return Error{Code::kNotFound, kFoldUnknown,
                 "no fold named " + std::string(fold)};
  }

 private:
  static FoldNames NamesOf(const std::vector<std::unique_ptr<Fold>>& folds) {
    std::vector<std::string_view> names;
    names.reserve(folds.size());
    for (const std::unique_ptr<Fold>& fold : folds) {
      names.push_back(fold->name());
    }
    return FoldNames(std::move(names));
  }

  ::ledger::Status TryOpen(const std::string& path) {
    store::DatabaseOptions options;
    options.path = path;
    options.tuning = store::Tuning::kViews;
    options.create_if_missing = true;
    std::vector<bool> read_back;
    permits_.clear();
    for (std::size_t f = 0; f < folds_.size(); ++f) {
      options.families.emplace_back(folds_[f]->name());
      read_back.push_back(folds_[f]->IsReadBack());
      permits_.push_back({f});
      for (const std::string_view shared : folds_[f]->Shares()) {
        permits_.back().push_back(names_.Find(shared));
      }
    }
    options.families.emplace_back("meta");
    LEDGER_ASSIGN_OR_RETURN(database_, store::Database::Open(options));
    const SnapshotView view(*database_, names_);
    LEDGER_RETURN_IF_ERROR(view.status());
    position_ = view.position();
    state_ = std::make_unique<State>(*database_, names_, std::move(read_back),
                                     options_.cache_bytes);
    state_->set_position(view.position());
    return Ok{};
  }

  // True when the log still has the entries that were folded.
  bool IsContinuable() const {
    const std::uint64_t at = position();
    if (at == 0) return true;
    if (at > source_->Size()) return false;
    const Result<std::optional<std::string>> folded =
        database_->Get(names_.size(), kLastEntryKey);
    if (!folded.ok() || !folded->has_value()) return false;
    bool is_same = false;
    const ::ledger::Status scanned =
        source_->Scan(at - 1, at, [&](const log::Entry& entry) {
          is_same = DigestOfEntry(entry.bytes) == **folded;
          return false;
        });
    return scanned.ok() && is_same;
  }

  void Run() {
    GoBehindAppends();
    while (!IsStopping()) {
      const std::uint64_t size = source_->WaitForMore(
          state_->position(), std::chrono::steady_clock::now() + kPatience);
      if (size <= state_->position()) continue;
      ::ledger::Status folded = FoldTo(size);
      // Nothing more to fold meanwhile: those who wait shall have it.
      if (folded.ok() && state_->position() >= size) folded = Settle();
      if (folded.ok()) continue;
      // What was committed before stays, and stays readable.
      (void)Settle();
      StopFolding(std::move(folded));
      return;
    }
  }

  // For good: what is in memory may be half of a batch.
  void StopFolding(::ledger::Status why) {
    MutexLock lock(mutex_);
    folding_ = std::move(why);
    changed_.NotifyAll();
  }

  // Folds the entries below `until`, batch by batch, or what comes before Stop.
  ::ledger::Status FoldTo(std::uint64_t until) {
    if (state_->position() >= until) return Ok{};
    Ahead ahead(*source_, state_->position(), until, options_.batch_entries);
    while (state_->position() < until && !IsStopping()) {
      LEDGER_RETURN_IF_ERROR(FoldBatch(ahead, until));
    }
    return Ok{};
  }

  // Folds a batch of the entries below `until`, and has it committed while the
  // next is folded.
  ::ledger::Status FoldBatch(Ahead& ahead, std::uint64_t until) {
    const std::uint64_t begin = state_->position();
    const std::uint64_t end =
        std::min<std::uint64_t>(until, begin + options_.batch_entries);
    std::string last;
    for (std::uint64_t at = begin; at < end;) {
      LEDGER_ASSIGN_OR_RETURN(const Chunk* chunk, ahead.Next());
      for (std::size_t i = 0; i < chunk->size; ++i) FoldOne(chunk->events[i]);
      at = chunk->end;
      last = chunk->last_entry;
    }
    state_->set_position(end);
    LEDGER_RETURN_IF_ERROR(Settle());
    LEDGER_ASSIGN_OR_RETURN(std::shared_ptr<Commit> commit,
                            state_->BeginCommit(last));
    committing_position_ = end;
    committing_ = std::async(std::launch::async, [this, commit] {
      return database_->Commit(*commit->MakeBatch(*database_),
                               store::Durability::kBuffered);
    });
    return Ok{};
  }

  // Waits for the batch that is being committed, if one is.
  ::ledger::Status Settle() {
    if (!committing_.valid()) return Ok{};
    LEDGER_RETURN_IF_ERROR(committing_.get());
    state_->EndCommit();
    MutexLock lock(mutex_);
    position_.store(committing_position_, std::memory_order_release);
    changed_.NotifyAll();
    return Ok{};
  }

  void FoldOne(const DecodedEvent& decoded) {
    state_->set_position(decoded.index + 1);
    const FoldedEvent folded{decoded.index, decoded.submitter, decoded.received,
                             decoded.event};
    for (std::size_t f = 0; f < folds_.size(); ++f) {
      state_->Permit(permits_[f]);
      if (!folds_[f]->Apply(folded, *state_)) break;
    }
  }

  Result<crypto::Hash> DigestRows(const Fold& fold) const {
    const SnapshotView view(*database_, names_);
    std::string head;
    AppendU32(head, fold.version());
    AppendU64(head, view.position());
    crypto::Hash digest = crypto::Sha256({AsBytes(fold.name()), AsBytes(head)});
    std::string lengths;
    view.Scan(
        fold.name(), "", "", [&](std::string_view key, std::string_view value) {
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

  bool IsStopping() const {
    MutexLock lock(mutex_);
    return stopping_;
  }

  const EngineOptions options_;
  const std::vector<std::unique_ptr<Fold>> folds_;
  const std::unique_ptr<EntrySource> source_;
  const FoldNames names_;
  std::vector<std::vector<std::size_t>> permits_;
  std::unique_ptr<store::Database> database_;
  // Folder thread's own, or CatchUp's.
  std::unique_ptr<State> state_;
  std::uint64_t committing_position_ = 0;
  std::future<::ledger::Status> committing_;
  std::thread thread_;

  std::atomic<std::uint64_t> position_{0};
  mutable Mutex mutex_;
  mutable Condition changed_;
  bool stopping_ GUARDED_BY(mutex_) = false;
  ::ledger::Status folding_ GUARDED_BY(mutex_) = Ok{};
};

}  // namespace

Result<std::unique_ptr<Engine>> Engine::Open(
    const EngineOptions& options, std::vector<std::unique_ptr<Fold>> folds,
    std::unique_ptr<EntrySource> source) {
  auto engine = std::make_unique<FoldEngine>(std::move(folds),
                                             std::move(source), options);
  LEDGER_RETURN_IF_ERROR(engine->OpenDatabase());
  return std::unique_ptr<Engine>(std::move(engine));
}

}  // namespace ledger::fold
