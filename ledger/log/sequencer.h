// Puts admitted submissions in order and makes them durable: one thread, group
// commit, one synced batch, then the anchor, then the receipts.
//
// Threads: Enqueue, Stop and the getters from any; all else is the
// sequencer's own thread.

#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "ledger/base/clock.h"
#include "ledger/base/mutex.h"
#include "ledger/base/result.h"
#include "ledger/log/admission.h"
#include "ledger/log/anchor.h"
#include "ledger/log/draft.h"
#include "ledger/log/ledger.h"
#include "ledger/log/log_store.h"
#include "ledger/note/note.h"
#include "ledger/store/database.h"

namespace ledger::log {

// What readers are shown: the last durable head and the registry at it.
struct Published {
  std::shared_ptr<const Head> head;
  std::shared_ptr<const registry::Registry> registry;
  Instant last_received;
};

class Sequencer {
 public:
  // What it starts from, checked by recovery.
  struct Start {
    Published published;
    Draft draft;
    std::unique_ptr<Anchor> anchor;
  };

  Sequencer(const LedgerOptions& options, store::Database& database,
            const LogStore& store, note::SigningKey key, Start start);
  // Stops.
  ~Sequencer();
  Sequencer(const Sequencer&) = delete;
  Sequencer& operator=(const Sequencer&) = delete;

  // Ok when there is room for one more of `size_bytes`, before its caller
  // spends work on it. QUEUE_FULL, LOG_STOPPED or the reason it stopped for.
  ::ledger::Status CheckRoom(std::size_t size_bytes) const;

  // Queues it. `done` is called at once when CheckRoom would refuse.
  void Enqueue(Admitted admitted, Ledger::Done done);

  // Takes no more, answers what is queued, ends the thread.
  void Stop();

  Published published() const;
  LogStatus Status() const;
  // Waits until the head is beyond `size`, Stop or the deadline.
  std::uint64_t WaitForMore(
      std::uint64_t size, std::chrono::steady_clock::time_point deadline) const;

 private:
  struct Pending {
    Admitted admitted;
    Ledger::Done done;
  };
  // A placed submission that waits for the batch to be durable.
  struct Answer {
    Draft::Placed placed;
    Ledger::Done done;
  };

  void Run();
  std::vector<Pending> TakeBatch();
  void Process(std::vector<Pending> batch);
  // Free space and clock; an error refuses the batch and tries again with the
  // next one.
  Result<Instant> CheckConditions() const;
  // Ok unless wall time ran ahead of the time that passed.
  ::ledger::Status CheckForJump(Instant now) const REQUIRES(mutex_);
  // Durable or an error, after which nothing more is written.
  ::ledger::Status Commit(Instant received);
  void Reply(std::vector<Answer> answers);
  void StopWriting(const Error& error);
  ::ledger::Status RefusalNow(std::size_t size_bytes) const REQUIRES(mutex_);

  const LedgerOptions options_;
  store::Database& database_;
  const LogStore& store_;
  const note::SigningKey key_;

  // The sequencer thread's own.
  Draft draft_;
  std::unique_ptr<Anchor> anchor_;

  mutable Mutex mutex_;
  mutable Condition changed_;
  std::deque<Pending> queue_ GUARDED_BY(mutex_);
  std::size_t queue_bytes_ GUARDED_BY(mutex_) = 0;
  Published published_ GUARDED_BY(mutex_);
  bool stopping_ GUARDED_BY(mutex_) = false;
  // When the last batch was received by both clocks; none since the start
  // at first.
  std::optional<std::pair<Instant, std::chrono::steady_clock::time_point>>
      last_batch_ GUARDED_BY(mutex_);
  // Set when writing failed, for good.
  std::string_view stopped_reason_ GUARDED_BY(mutex_);
  std::string stopped_message_ GUARDED_BY(mutex_);

  std::once_flag joined_;
  std::thread thread_;
};

}  // namespace ledger::log
