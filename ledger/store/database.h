// Keys and bytes on disk: RocksDB behind a small door.
//
// A Database has named families of keys. Keys are ordered bytewise. A Batch is
// applied whole or not at all. Nothing here knows what a key means.
//
// Two tunings (README.md says why): kLog for sequential append with every
// batch synced, kViews for many small overwrites that may be derived again.
//
// Threads: all of Database from any thread; a Batch, Iterator or Snapshot by
// one at a time.

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"

namespace ledger::store {

// kDataLoss: bytes on disk are not what was written.
inline constexpr std::string_view kStoreDamaged = "STORE_DAMAGED";
// kUnavailable: the operating system refused a read or write.
inline constexpr std::string_view kStoreIo = "STORE_IO";
// kResourceExhausted: no space left.
inline constexpr std::string_view kStoreFull = "STORE_FULL";
// kUnavailable: another process has it open.
inline constexpr std::string_view kStoreLocked = "STORE_LOCKED";
// kNotFound: there is no database at that path.
inline constexpr std::string_view kStoreMissing = "STORE_MISSING";

// A family by its place in DatabaseOptions.families.
using Family = std::size_t;

enum class Tuning { kLog, kViews };

enum class Durability {
  kSynced,    // On disk before Commit returns.
  kBuffered,  // Survives the process, not the machine.
};

struct DatabaseOptions {
  std::string path;
  std::vector<std::string> families;
  Tuning tuning = Tuning::kLog;
  // Makes the database when there is none; otherwise STORE_MISSING.
  bool create_if_missing = false;
  // Opens without a lock and without writing a byte. Commit then fails.
  bool read_only = false;
  // With read_only: when the write-ahead log is damaged, opens what can be read
  // before the damage instead of refusing. For finding out where it is.
  bool salvage = false;
  // A rocksdb::Env* for fault tests; null for the machine's own. Not owned.
  void* storage_env = nullptr;
};

class Database {
 public:
  class Snapshot;
  class Iterator;
  class Batch;

  // Fails with any reason above. A log that was torn by a crash in its last
  // write loses that write and nothing else; any other damage is
  // STORE_DAMAGED.
  static Result<std::unique_ptr<Database>> Open(const DatabaseOptions& options);
  ~Database();

  // The value, or nullopt. With a snapshot: as of it.
  Result<std::optional<std::string>> Get(
      Family family, std::string_view key,
      const Snapshot* snapshot = nullptr) const;

  // Applies `batch`, whole. After a failure the database takes no more
  // batches.
  Status Commit(Batch& batch, Durability durability);

  std::unique_ptr<Snapshot> TakeSnapshot() const;

  // Over one family in key order, starting nowhere: Seek first. `scan` reads
  // ahead and leaves the cache alone. Ends before `end` unless that is empty,
  // and then costs nothing for what lies behind it, such as deleted keys.
  std::unique_ptr<Iterator> NewIterator(Family family,
                                        const Snapshot* snapshot = nullptr,
                                        bool scan = false,
                                        std::string_view end = "") const;

  // Removes every key of `family`.
  Status Clear(Family family);

  // Writes what is buffered in memory to tables, so that the next start has
  // nothing to replay.
  Status Flush();

  // Reads every block of every table and checks it. STORE_DAMAGED names the
  // file.
  Status VerifyChecksums() const;

  // Bytes free where the database is.
  Result<std::uint64_t> FreeBytes() const;

 private:
  struct Parts;
  explicit Database(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

// What the database held at a moment. Ends before its database does.
class Database::Snapshot {
 public:
  ~Snapshot();

 private:
  friend class Database;
  struct Parts;
  explicit Snapshot(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

class Database::Iterator {
 public:
  ~Iterator();
  void SeekToFirst();
  void SeekToLast();
  // To the first key >= `key`, or the last key <= `key`.
  void Seek(std::string_view key);
  void SeekForPrev(std::string_view key);
  void Next();
  void Prev();
  bool Valid() const;
  // Shows what is committed by now; Seek then. Only of one without a snapshot.
  // A seek passes over everything that was committed since it was made or
  // refreshed, key by key, until it finds what it may show.
  ledger::Status Refresh();
  // Require Valid(); live until the iterator moves.
  std::string_view key() const;
  std::string_view value() const;
  // Not ok when it is not Valid because of damage and not because of the end.
  ledger::Status status() const;

 private:
  friend class Database;
  struct Parts;
  explicit Iterator(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

// Changes to be applied together. In the log each carries a checksum from here
// to disk.
class Database::Batch {
 public:
  explicit Batch(const Database& database);
  ~Batch();
  void Put(Family family, std::string_view key, std::string_view value);
  void Delete(Family family, std::string_view key);
  void Clear();
  std::size_t size_bytes() const;
  std::size_t change_count() const;

 private:
  friend class Database;
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace ledger::store
