// Entries read and decoded ahead of the folder, on a thread of its own when
// there are many. What lies ready is little, so that it is still in the
// processor's cache when the folder comes to it.
//
// Threads: the folder thread; a reader thread inside.

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "amanah/v1/event.pb.h"
#include "ledger/base/mutex.h"
#include "ledger/base/result.h"
#include "ledger/base/time.h"
#include "ledger/fold/entry_source.h"

namespace ledger::fold {

struct DecodedEvent {
  std::uint64_t index = 0;
  std::uint32_t submitter = 0;
  Instant received;
  amanah::v1::Event event;
};

// The entries [begin, end), of which `size` are events.
struct Chunk {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::vector<DecodedEvent> events;  // Longer: they keep their memory.
  std::size_t size = 0;
  std::string last_entry;  // SHA-256 of the entry before `end`.
};

// SHA-256 of an entry, as the cursor keeps it.
std::string DigestOfEntry(std::string_view bytes);

class Ahead {
 public:
  // Of the entries [begin, end), of which there are so many. A chunk ends where
  // a batch of `batch_entries` from `begin` does.
  Ahead(const EntrySource& source, std::uint64_t begin, std::uint64_t end,
        std::size_t batch_entries);
  ~Ahead();
  Ahead(const Ahead&) = delete;
  Ahead& operator=(const Ahead&) = delete;

  // The next chunk; lives until the next call. Requires that not all of them
  // were given. FOLD_ENTRY_UNREADABLE, or reasons of the source: after that it
  // is not to be called.
  Result<const Chunk*> Next();

 private:
  static constexpr std::uint64_t kChunkEntries = 64;
  // A ledger that keeps up has few at once: not worth a thread.
  static constexpr std::uint64_t kWorthAThread = 4'096;
  static constexpr std::size_t kChunks = 3;

  std::uint64_t EndOfChunk(std::uint64_t begin) const;
  Status Fill(std::uint64_t begin, Chunk& chunk) const;
  void ReadAll();

  const EntrySource& source_;
  const std::uint64_t begin_;
  const std::uint64_t end_;
  const std::size_t batch_entries_;
  std::uint64_t next_ = 0;  // Where the next chunk given begins.

  Mutex mutex_;
  Condition changed_;
  std::vector<std::unique_ptr<Chunk>> free_ GUARDED_BY(mutex_);
  std::vector<std::unique_ptr<Chunk>> ready_ GUARDED_BY(mutex_);
  Status failure_ GUARDED_BY(mutex_) = Ok{};
  bool is_stopping_ GUARDED_BY(mutex_) = false;
  std::unique_ptr<Chunk> given_;
  std::thread reader_;
};

}  // namespace ledger::fold
