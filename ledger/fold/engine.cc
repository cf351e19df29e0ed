#include "ledger/fold/engine.h"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>
#include <utility>

#include "ledger/base/mutex.h"
#include "ledger/fold/ahead.h"
#include "ledger/fold/commit.h"
#include "ledger/fold/retractor.h"
#include "ledger/fold/snapshot.h"
#include "ledger/fold/state.h"
#include "ledger/fold/views_database.h"
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

class FoldEngine final : public Engine {
 public:
  FoldEngine(std::vector<std::unique_ptr<Fold>> folds,
             std::unique_ptr<EntrySource> source, const EngineOptions& options)
      : options_(options),
        folds_(std::move(folds)),
        source_(std::move(source)),
        views_(options_.directory, folds_, *source_) {}

  ~FoldEngine() override { Stop(); }

  ::ledger::Status OpenDatabase() {
    LEDGER_RETURN_IF_ERROR(views_.Open());
    state_ = views_.MakeState(options_.cache_bytes);
    position_ = state_->position();
    return Ok{};
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
    std::unique_ptr<SnapshotView> view = views_.MakeView();
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
      if (one->name() == fold) return views_.DigestOf(*one);
    }
    return Error{Code::kNotFound, kFoldUnknown,
                 "no fold named " + std::string(fold)};
  }

 private:
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
      for (std::size_t i = 0; i < chunk->size; ++i) {
        LEDGER_RETURN_IF_ERROR(FoldOne(chunk->events[i]));
      }
      at = chunk->end;
      last = chunk->last_entry;
    }
    state_->set_position(end);
    LEDGER_RETURN_IF_ERROR(Settle());
    LEDGER_ASSIGN_OR_RETURN(std::shared_ptr<Commit> commit,
                            state_->BeginCommit(last));
    committing_position_ = end;
    committing_ = std::async(std::launch::async, [this, commit] {
      return views_.database().Commit(*commit->MakeBatch(views_.database()),
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

  ::ledger::Status FoldOne(const DecodedEvent& decoded) {
    state_->set_position(decoded.index + 1);
    const FoldedEvent folded{decoded.index, decoded.submitter, decoded.received,
                             decoded.event};
    if (decoded.event.has_event_corrected()) {
      LEDGER_RETURN_IF_ERROR(retractor_.Retract(folded, *state_));
    }
    for (std::size_t f = 0; f < folds_.size(); ++f) {
      state_->Permit(views_.permits()[f]);
      if (!folds_[f]->Apply(folded, *state_)) break;
    }
    return Ok{};
  }

  bool IsStopping() const {
    MutexLock lock(mutex_);
    return stopping_;
  }

  const EngineOptions options_;
  const std::vector<std::unique_ptr<Fold>> folds_;
  const std::unique_ptr<EntrySource> source_;
  ViewsDatabase views_;
  const Retractor retractor_{folds_, views_.permits(), *source_};
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
