#include "ledger/log/sequencer.h"

#include <fmt/format.h>

#include <utility>

#include "ledger/log/receipt.h"
#include "ledger/log/second_opinion.h"
#include "ledger/note/checkpoint.h"

namespace ledger::log {
namespace {

// A batch ends at either bound, so that nobody waits long behind others.
constexpr std::size_t kBatchSubmissions = 1024;
constexpr std::size_t kBatchBytes = 8 * 1024 * 1024;

}  // namespace

Sequencer::Sequencer(const LedgerOptions& options, store::Database& database,
                     const LogStore& store, note::SigningKey key, Start start)
    : options_(options),
      database_(database),
      store_(store),
      key_(std::move(key)),
      draft_(std::move(start.draft)),
      anchor_(std::move(start.anchor)),
      published_(std::move(start.published)),
      thread_([this] { Run(); }) {}

Sequencer::~Sequencer() { Stop(); }

Status Sequencer::RefusalNow(std::size_t size_bytes) const {
  if (!stopped_reason_.empty()) {
    return Error{Code::kUnavailable, stopped_reason_, stopped_message_};
  }
  if (stopping_) {
    return Error{Code::kUnavailable, kLogStopped, "the log is closing"};
  }
  if (queue_.size() >= options_.queue_submissions ||
      queue_bytes_ + size_bytes > options_.queue_bytes) {
    return Error{Code::kResourceExhausted, kQueueFull,
                 fmt::format("{} submissions of {} bytes are waiting",
                             queue_.size(), queue_bytes_)};
  }
  return Ok{};
}

Status Sequencer::CheckRoom(std::size_t size_bytes) const {
  const MutexLock lock(mutex_);
  return RefusalNow(size_bytes);
}

void Sequencer::Enqueue(Admitted admitted, Ledger::Done done) {
  ::ledger::Status refusal = Ok{};
  {
    const MutexLock lock(mutex_);
    refusal = RefusalNow(admitted.size_bytes);
    if (refusal.ok()) {
      queue_bytes_ += admitted.size_bytes;
      queue_.push_back(Pending{std::move(admitted), std::move(done)});
      changed_.NotifyAll();
      return;
    }
  }
  done(refusal.error());
}

void Sequencer::Stop() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
    changed_.NotifyAll();
  }
  std::call_once(joined_, [this] { thread_.join(); });
}

Published Sequencer::published() const {
  const MutexLock lock(mutex_);
  return published_;
}

LogStatus Sequencer::Status() const {
  LogStatus status;
  // A failure to ask is shown as no space: safe, and as visible.
  const Result<std::uint64_t> free_bytes = database_.FreeBytes();
  status.disk_free_bytes = free_bytes.ok() ? *free_bytes : 0;
  status.disk_low_water_bytes = options_.disk_low_water_bytes;
  status.queue_capacity = options_.queue_submissions;
  const Result<Instant> conditions = CheckConditions();
  const MutexLock lock(mutex_);
  status.queue_depth = queue_.size();
  status.accepting = conditions.ok() && !stopping_;
  if (stopping_) {
    status.stopped_reason = kLogStopped;
    status.stopped_message = "the log is closing";
  } else if (!conditions.ok()) {
    status.stopped_reason = conditions.error().reason;
    status.stopped_message = conditions.error().message;
  }
  return status;
}

std::uint64_t Sequencer::WaitForMore(
    std::uint64_t size, std::chrono::steady_clock::time_point deadline) const {
  const MutexLock lock(mutex_);
  while (published_.head->checkpoint.size <= size && !stopping_) {
    if (!changed_.WaitUntil(mutex_, deadline)) break;
  }
  return published_.head->checkpoint.size;
}

void Sequencer::Run() {
  while (true) {
    std::vector<Pending> batch = TakeBatch();
    if (batch.empty()) return;
    Process(std::move(batch));
  }
}

std::vector<Sequencer::Pending> Sequencer::TakeBatch() {
  std::vector<Pending> batch;
  const MutexLock lock(mutex_);
  while (queue_.empty() && !stopping_) changed_.Wait(mutex_);
  std::size_t size_bytes = 0;
  while (!queue_.empty() && batch.size() < kBatchSubmissions &&
         size_bytes < kBatchBytes) {
    size_bytes += queue_.front().admitted.size_bytes;
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  queue_bytes_ -= size_bytes;
  return batch;
}

Result<Instant> Sequencer::CheckConditions() const {
  LEDGER_ASSIGN_OR_RETURN(const std::uint64_t free_bytes,
                          database_.FreeBytes());
  const Instant now = options_.clock->Now();
  const MutexLock lock(mutex_);
  if (!stopped_reason_.empty()) {
    return Error{Code::kUnavailable, stopped_reason_, stopped_message_};
  }
  if (free_bytes < options_.disk_low_water_bytes) {
    return Error{Code::kUnavailable, kDiskLowWater,
                 fmt::format("{} bytes free, {} kept in reserve", free_bytes,
                             options_.disk_low_water_bytes)};
  }
  if (now < published_.last_received) {
    return Error{Code::kUnavailable, kClockWentBack,
                 fmt::format("the clock says {}, the last entry was received "
                             "at {}",
                             FormatUtcMicros(now),
                             FormatUtcMicros(published_.last_received))};
  }
  LEDGER_RETURN_IF_ERROR(CheckForJump(now));
  return now;
}

Status Sequencer::CheckForJump(Instant now) const {
  // What can't be written can't be verified.
  if (ParseUtcMicros(FormatUtcMicros(now)) != now) {
    return Error{Code::kUnavailable, kClockJumped,
                 "the clock is beyond the year 9999"};
  }
  if (!last_batch_ || options_.max_clock_jump.count() == 0) return Ok{};
  const auto passed = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - last_batch_->second);
  const std::int64_t ahead =
      now.unix_micros - last_batch_->first.unix_micros - passed.count();
  const auto allowed = std::chrono::duration_cast<std::chrono::microseconds>(
      options_.max_clock_jump);
  if (ahead <= allowed.count()) return Ok{};
  return Error{Code::kUnavailable, kClockJumped,
               fmt::format("the clock says {}, {} seconds more than have "
                           "passed; if it is right, restart the server",
                           FormatUtcMicros(now), ahead / kMicrosPerSecond)};
}

void Sequencer::Process(std::vector<Pending> batch) {
  const Result<Instant> received = CheckConditions();
  if (!received.ok()) {
    for (Pending& pending : batch) pending.done(received.error());
    return;
  }
  std::vector<Answer> answers;
  std::vector<std::pair<Ledger::Done, Error>> refusals;
  for (Pending& pending : batch) {
    Result<Draft::Placed> placed = draft_.Place(pending.admitted, *received);
    if (placed.ok()) {
      answers.push_back(Answer{*std::move(placed), std::move(pending.done)});
    } else {
      refusals.emplace_back(std::move(pending.done), placed.error());
    }
  }
  if (!draft_.empty()) {
    const ::ledger::Status committed = Commit(*received);
    if (!committed.ok()) {
      // Whether the batch is durable is not known: the submitter asks again
      // once the log is open again, and learns.
      Error error = committed.error();
      error.code = Code::kUnavailable;
      StopWriting(error);
      for (Answer& answer : answers) answer.done(error);
      for (auto& [done, unused] : refusals) done(error);
      return;
    }
  }
  Reply(std::move(answers));
  // An equivocation is refused only once its record is durable.
  for (auto& [done, error] : refusals) done(error);
}

Status Sequencer::Commit(Instant received) {
  const note::Checkpoint last = published().head->checkpoint;
  const note::Checkpoint next{last.origin, draft_.size(), draft_.Root()};
  LEDGER_RETURN_IF_ERROR(CheckBeforeSigning(store_, last, next, draft_.runs()));
  auto head = std::make_shared<Head>();
  head->checkpoint = next;
  head->signed_checkpoint =
      note::SignNote(note::FormatCheckpoint(next), {&key_});

  store::Database::Batch batch(database_);
  draft_.Write(batch);
  batch.Put(kCheckpoints, IndexKey(next.size), head->signed_checkpoint);
  batch.Put(kMeta, kHeadKey,
            EncodeHeadRow({received, head->signed_checkpoint}));
  if (options_.on_step) options_.on_step("before_commit");
  LEDGER_RETURN_IF_ERROR(database_.Commit(batch, store::Durability::kSynced));
  // Durable from here. The anchor makes it impossible to take back unseen.
  if (options_.on_step) options_.on_step("before_anchor");
  LEDGER_RETURN_IF_ERROR(anchor_->Advance(head->signed_checkpoint));
  if (options_.on_step) options_.on_step("before_receipts");
  const MutexLock lock(mutex_);
  last_batch_ = std::make_pair(received, std::chrono::steady_clock::now());
  published_ = Published{std::move(head), draft_.registry(), received};
  changed_.NotifyAll();
  return Ok{};
}

void Sequencer::Reply(std::vector<Answer> answers) {
  const std::shared_ptr<const Head> head = published().head;
  std::vector<std::uint64_t> indices;
  for (const Answer& answer : answers) {
    if (!answer.placed.repeated || answer.placed.repeats_draft) {
      indices.push_back(answer.placed.record_index);
    }
  }
  std::vector<merkle::Proof> proofs = draft_.ProveInclusion(indices);
  draft_.Settle();
  std::size_t next_proof = 0;
  for (Answer& answer : answers) {
    if (answer.placed.repeated && !answer.placed.repeats_draft) {
      answer.done(OriginalReceipt(store_, answer.placed.submitter_number,
                                  answer.placed.submitter_size,
                                  head->checkpoint.size));
      continue;
    }
    Receipt receipt;
    receipt.submission_index = answer.placed.record_index;
    receipt.submission_record = std::move(answer.placed.record);
    receipt.event_count = answer.placed.count;
    receipt.checkpoint = head->signed_checkpoint;
    receipt.inclusion_path = std::move(proofs[next_proof++]);
    answer.done(std::move(receipt));
  }
}

void Sequencer::StopWriting(const Error& error) {
  const MutexLock lock(mutex_);
  stopped_reason_ = error.reason;
  stopped_message_ = error.message;
}

}  // namespace ledger::log
