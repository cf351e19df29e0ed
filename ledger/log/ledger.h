// The log of one ledger: takes submissions, keeps them for ever, proves them.
//
// A Ledger owns the directory `log/` of a ledger directory (FORMAT.md). One
// process at a time has it open.
//
// Threads: Submit from any thread; admission runs in the caller's, ordering
// and disk in the sequencer's own. Reading from any thread, never blocked by
// writing.

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/clock.h"
#include "ledger/base/result.h"
#include "ledger/log/entry.h"
#include "ledger/merkle/proof.h"
#include "ledger/note/checkpoint.h"
#include "ledger/note/note.h"
#include "ledger/registry/registry.h"

namespace ledger::log {

// Reasons; see ingest_service.proto for their codes.
inline constexpr std::string_view kSubmissionEmpty = "SUBMISSION_EMPTY";
inline constexpr std::string_view kSubmissionTooLarge = "SUBMISSION_TOO_LARGE";
inline constexpr std::string_view kSubmissionTooManyEvents =
    "SUBMISSION_TOO_MANY_EVENTS";
inline constexpr std::string_view kSubmitterRootMismatch =
    "SUBMITTER_ROOT_MISMATCH";
inline constexpr std::string_view kSubmitterWrongHead = "SUBMITTER_WRONG_HEAD";
inline constexpr std::string_view kSubmitterEquivocation =
    "SUBMITTER_EQUIVOCATION";
inline constexpr std::string_view kQueueFull = "QUEUE_FULL";
inline constexpr std::string_view kLogStopped = "LOG_STOPPED";
inline constexpr std::string_view kDiskLowWater = "DISK_LOW_WATER";
inline constexpr std::string_view kIndexBeyondHead = "INDEX_BEYOND_HEAD";
inline constexpr std::string_view kSizeBeyondHead = "SIZE_BEYOND_HEAD";
inline constexpr std::string_view kSubmissionUnknown = "SUBMISSION_UNKNOWN";
inline constexpr std::string_view kLogBehindAnchor = "LOG_BEHIND_ANCHOR";
inline constexpr std::string_view kLogForked = "LOG_FORKED_FROM_ANCHOR";
inline constexpr std::string_view kAnchorMissing = "ANCHOR_MISSING";
inline constexpr std::string_view kAnchorDamaged = "ANCHOR_DAMAGED";
inline constexpr std::string_view kLogDamaged = "LOG_DAMAGED";
inline constexpr std::string_view kLogExists = "LOG_EXISTS";
inline constexpr std::string_view kClockWentBack = "CLOCK_WENT_BACK";
inline constexpr std::string_view kClockJumped = "CLOCK_JUMPED";
inline constexpr std::string_view kLedgerKeyWrong = "LEDGER_KEY_WRONG";

inline constexpr std::size_t kMaxEventsPerSubmission = 10'000;
inline constexpr std::size_t kMaxSubmissionBytes = 8 * 1024 * 1024;

struct Receipt {
  std::uint64_t submission_index = 0;
  std::string submission_record;  // Exact bytes of the entry.
  std::string checkpoint;         // Signed note of the ledger.
  merkle::Proof inclusion_path;
  std::uint64_t event_count = 0;
};

// Checks a receipt as a client does: the record counts `event_count` events
// and carries the text of `submitter_checkpoint` (signatures may be others,
// when keys changed since), the ledger of that origin signed, the path leads to
// its root. Returns the ledger's checkpoint. kDataLoss, RECEIPT_INVALID.
inline constexpr std::string_view kReceiptInvalid = "RECEIPT_INVALID";
Result<note::Checkpoint> CheckReceipt(const Receipt& receipt,
                                      std::string_view submitter_checkpoint,
                                      std::uint64_t event_count,
                                      std::string_view ledger_origin,
                                      const note::VerifierKey& ledger);

// What the ledger last signed, durable.
struct Head {
  note::Checkpoint checkpoint;
  std::string signed_checkpoint;
};

struct SubmitterHead {
  std::uint64_t size = 0;
  crypto::Hash root;
  std::vector<crypto::Hash> edge;  // merkle/tree.h
  std::string checkpoint;          // Its latest signed note; empty at size 0.
};

struct LogStatus {
  bool accepting = true;
  std::string_view stopped_reason;
  std::string stopped_message;
  std::size_t queue_depth = 0;
  std::size_t queue_capacity = 0;
  std::uint64_t disk_free_bytes = 0;
  std::uint64_t disk_low_water_bytes = 0;
};

struct LedgerOptions {
  std::string directory;    // Of the ledger; the log is in its `log/`.
  std::string anchor_path;  // Outside the directory.
  std::size_t queue_submissions = 4'096;
  std::size_t queue_bytes = 64 * 1024 * 1024;
  std::uint64_t disk_low_water_bytes = 512ull * 1024 * 1024;
  // How far wall time may run ahead of the time that passed since the last
  // batch before it is not believed; 0: any. A restart believes it.
  std::chrono::seconds max_clock_jump = std::chrono::minutes(10);
  Clock* clock = &SystemClock();
  // For fault tests: a rocksdb::Env* in disguise (store/database.h); null for
  // the machine's own.
  void* storage_env = nullptr;
  // For fault tests: called by the sequencer at `before_commit`,
  // `before_anchor` and `before_receipts` of each batch.
  std::function<void(std::string_view)> on_step;
};

// What `Submit` is given: exact bytes, owned.
struct SubmissionBytes {
  std::string checkpoint;
  std::vector<std::string> events;
};

class Ledger {
 public:
  // Makes a new ledger: genesis record, first checkpoint, anchor. `root`
  // signs the genesis, once. LOG_EXISTS when there is one already.
  static ::ledger::Status Create(const LedgerOptions& options,
                                 std::string_view origin,
                                 const note::SigningKey& ledger_key,
                                 const note::SigningKey& root_key);

  // Opens with every check of recovery (recovery.h): LOG_DAMAGED,
  // LOG_BEHIND_ANCHOR, LOG_FORKED_FROM_ANCHOR, ANCHOR_MISSING,
  // ANCHOR_DAMAGED, all kDataLoss. Time and memory do not grow with the log.
  static Result<std::unique_ptr<Ledger>> Open(const LedgerOptions& options,
                                              note::SigningKey ledger_key);

  virtual ~Ledger() = default;

  // Admits `submission` and queues it; `done` is called once, from the
  // sequencer's thread when it is durable or refused by order, or from the
  // caller's when it is refused at the door. `done` must not block, throw,
  // Stop or destroy the Ledger.
  using Done = std::function<void(Result<Receipt>)>;
  virtual void Submit(SubmissionBytes submission, Done done) = 0;
  // The same, waiting.
  Result<Receipt> SubmitAndWait(SubmissionBytes submission);

  // Takes no more submissions, answers those queued, stops the sequencer.
  virtual void Stop() = 0;

  virtual LogStatus Status() const = 0;
  virtual const GenesisRecord& genesis() const = 0;
  virtual std::shared_ptr<const Head> head() const = 0;
  virtual std::shared_ptr<const registry::Registry> registry() const = 0;

  // Entries below head. INDEX_BEYOND_HEAD, kOutOfRange; LOG_DAMAGED.
  virtual Result<Entry> ReadEntry(std::uint64_t index) const = 0;
  // Calls `visit` for each of [begin, end), in order, until it returns false.
  // SIZE_BEYOND_HEAD, kOutOfRange, when end is beyond the head.
  virtual ::ledger::Status ScanEntries(
      std::uint64_t begin, std::uint64_t end,
      const std::function<bool(const Entry&)>& visit) const = 0;
  // Waits until the log has more than `size` entries, Stop, or the deadline;
  // returns the size then.
  virtual std::uint64_t WaitForMore(
      std::uint64_t size,
      std::chrono::steady_clock::time_point deadline) const = 0;

  // Proofs in the ledger's tree, or in a submitter's when `submitter` (an
  // origin) is not empty. SIZE_BEYOND_HEAD, INDEX_BEYOND_HEAD, kOutOfRange;
  // SUBMITTER_UNKNOWN, kNotFound.
  virtual Result<merkle::Proof> ProveInclusion(std::string_view submitter,
                                               std::uint64_t index,
                                               std::uint64_t size) const = 0;
  virtual Result<merkle::Proof> ProveConsistency(
      std::string_view submitter, std::uint64_t old_size,
      std::uint64_t new_size) const = 0;
  // The leaf hash at `index`.
  virtual Result<crypto::Hash> LeafHashAt(std::string_view submitter,
                                          std::uint64_t index) const = 0;
  // The signed note of the smallest signed size >= `size`.
  virtual Result<std::string> CheckpointCovering(std::string_view submitter,
                                                 std::uint64_t size) const = 0;
  // Tiles of the ledger's tree, for export.
  virtual const merkle::TileReader& tiles() const = 0;

  virtual Result<SubmitterHead> GetSubmitterHead(
      std::string_view origin) const = 0;
  // SUBMISSION_UNKNOWN, kNotFound.
  virtual Result<Receipt> GetReceipt(std::string_view origin,
                                     std::uint64_t submitter_size) const = 0;
  // True when a key that signed the submission of this entry is known to have
  // been in wrong hands then.
  virtual Result<bool> IsInDoubt(const Entry& entry) const = 0;
};

}  // namespace ledger::log
