// The view engine: pulls entries from the log, hands each event to every
// fold, commits their changes and the cursor in one batch.
//
// The database under `directory` is derived: delete it and the same bytes are
// built again. Its folder is named after the names and versions of the folds,
// so that a changed fold finds nothing and everything is rebuilt from entry 0;
// folders of other sets of folds are removed on Open, and so is one that is
// damaged, that is ahead of the log, or whose last entry is not the log's.
//
// Threads: one folder thread (Start). Queries from any thread, on committed
// states only. Appends never wait for it.

#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/crypto/hash.h"
#include "ledger/fold/entry_source.h"
#include "ledger/fold/fold.h"
#include "ledger/fold/reader.h"

namespace ledger::fold {

// kUnavailable: the views have not folded as many entries as asked for.
inline constexpr std::string_view kViewBehind = "VIEW_BEHIND";
// kDataLoss: an event of the log does not parse.
inline constexpr std::string_view kFoldEntryUnreadable =
    "FOLD_ENTRY_UNREADABLE";
// kNotFound: no fold of that name.
inline constexpr std::string_view kFoldUnknown = "FOLD_UNKNOWN";

struct EngineOptions {
  std::string directory;  // `views/` of a ledger directory.
  // A commit at the latest after so many entries. The more, the fewer times a
  // key is written that changes often, and the nearer its neighbour in memory.
  std::size_t batch_entries = 32'768;
  // What the folder keeps in memory of state it has read or written.
  std::size_t cache_bytes = 96 * 1024 * 1024;
};

struct FoldStatus {
  std::string_view name;
  std::uint32_t version = 0;
  std::uint64_t position = 0;
};

// What the views were at one committed moment. Ends before its engine does.
class ReadView : public Reader {};

class Engine {
 public:
  // `folds` in the order in which they see an event. Reasons of
  // store/database.h.
  static Result<std::unique_ptr<Engine>> Open(
      const EngineOptions& options, std::vector<std::unique_ptr<Fold>> folds,
      std::unique_ptr<EntrySource> source);

  // Stops.
  virtual ~Engine() = default;

  // Starts the folder thread. Not after Stop.
  virtual void Start() = 0;
  // Ends after the batch at hand; waiting callers are answered.
  virtual void Stop() = 0;

  // Folds to `until` entries, or the source's end if that is less, on the
  // caller's thread. Only while not started.
  virtual ::ledger::Status CatchUp(std::uint64_t until) = 0;

  // Entries folded and committed.
  virtual std::uint64_t position() const = 0;
  // Why folding stopped; Ok while it has not.
  virtual ::ledger::Status folding() const = 0;
  // One a fold, in their order.
  virtual std::vector<FoldStatus> statuses() const = 0;

  // A committed state of at least `min_position` entries. VIEW_BEHIND when
  // that is not reached by `deadline`.
  virtual Result<std::unique_ptr<ReadView>> View(
      std::uint64_t min_position,
      std::chrono::steady_clock::time_point deadline) const = 0;
  // The latest.
  Result<std::unique_ptr<ReadView>> View() const {
    return View(0, std::chrono::steady_clock::time_point::min());
  }

  // Waits until more than `position` entries are folded, Stop, or the
  // deadline; returns the position then.
  virtual std::uint64_t WaitForMore(
      std::uint64_t position,
      std::chrono::steady_clock::time_point deadline) const = 0;

  // SHA-256 over name, version and position of `fold` and its keys and values
  // in key order (README.md): two machines compare it. FOLD_UNKNOWN.
  virtual Result<crypto::Hash> DigestOf(std::string_view fold) const = 0;
};

}  // namespace ledger::fold
