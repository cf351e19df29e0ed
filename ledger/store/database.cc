#include "ledger/store/database.h"

#include <rocksdb/db.h>
#include <rocksdb/options.h>
#include <rocksdb/write_batch.h>

#include <filesystem>
#include <utility>

#include "ledger/base/check.h"
#include "ledger/store/tuning.h"

namespace ledger::store {
namespace {

rocksdb::Slice AsSlice(std::string_view text) {
  return {text.data(), text.size()};
}
std::string_view AsView(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

Error ErrorOf(const rocksdb::Status& status) {
  // RocksDB's words name files and offsets, never values.
  const std::string words = status.ToString();
  if (status.IsNoSpace()) {
    return Error{Code::kResourceExhausted, kStoreFull, words};
  }
  if (status.IsCorruption()) {
    return Error{Code::kDataLoss, kStoreDamaged, words};
  }
  if (status.IsInvalidArgument() &&
      words.find("does not exist") != std::string::npos) {
    return Error{Code::kNotFound, kStoreMissing, words};
  }
  if (status.IsIOError() && words.find("lock") != std::string::npos) {
    return Error{Code::kUnavailable, kStoreLocked, words};
  }
  // A file that the manifest names and the disk lacks is damage, too.
  if (status.IsPathNotFound() ||
      words.find("No such file") != std::string::npos) {
    return Error{Code::kDataLoss, kStoreDamaged, words};
  }
  return Error{Code::kUnavailable, kStoreIo, words};
}

Status StatusOf(const rocksdb::Status& status) {
  if (status.ok()) return Ok{};
  return ErrorOf(status);
}

// The log's keys travel with a checksum each from the caller to the memtable.
// Views are derived, and many times as many.
constexpr std::size_t ProtectionBytesPerKey(Tuning tuning) {
  return tuning == Tuning::kLog ? 8 : 0;
}

}  // namespace

struct Database::Parts {
  std::string path;
  bool read_only = false;
  Tuning tuning = Tuning::kLog;
  std::unique_ptr<rocksdb::DB> db;
  std::vector<rocksdb::ColumnFamilyHandle*> families;

  ~Parts() {
    for (rocksdb::ColumnFamilyHandle* family : families) {
      // Only fails for the default family's handle, which is not deleted here.
      (void)db->DestroyColumnFamilyHandle(family);
    }
  }
};

struct Database::Snapshot::Parts {
  rocksdb::DB* db = nullptr;
  const rocksdb::Snapshot* snapshot = nullptr;
};

struct Database::Iterator::Parts {
  // RocksDB keeps a pointer to the bound.
  std::string end;
  rocksdb::Slice bound;
  std::unique_ptr<rocksdb::Iterator> iterator;
};

struct Database::Batch::Parts {
  explicit Parts(Tuning tuning)
      : batch(0, 0, ProtectionBytesPerKey(tuning), 0) {}
  rocksdb::WriteBatch batch;
  const std::vector<rocksdb::ColumnFamilyHandle*>* families = nullptr;
};

Database::Database(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::Open(
    const DatabaseOptions& options) {
  rocksdb::DBOptions db_options = DatabaseTuning(options.tuning);
  db_options.create_if_missing = options.create_if_missing;
  db_options.create_missing_column_families = options.create_if_missing;
  if (options.read_only) {
    // Held open from the start: beside a running server a table that is not
    // may be gone when it is wanted.
    db_options.max_open_files = -1;
  }
  if (options.read_only && options.salvage) {
    db_options.wal_recovery_mode =
        rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  }
  if (options.storage_env != nullptr) {
    db_options.env = static_cast<rocksdb::Env*>(options.storage_env);
  }
  if (!options.create_if_missing) {
    std::error_code ignored;
    if (!std::filesystem::exists(options.path, ignored)) {
      return Error{Code::kNotFound, kStoreMissing,
                   "no database at " + options.path};
    }
  }
  const rocksdb::ColumnFamilyOptions family_options =
      FamilyTuning(options.tuning);
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  descriptors.emplace_back(rocksdb::kDefaultColumnFamilyName, family_options);
  for (const std::string& name : options.families) {
    descriptors.emplace_back(name, family_options);
  }
  auto parts = std::make_unique<Parts>();
  parts->path = options.path;
  parts->read_only = options.read_only;
  parts->tuning = options.tuning;
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened =
      options.read_only
          ? rocksdb::DB::OpenForReadOnly(db_options, options.path, descriptors,
                                         &parts->families, &db)
          : rocksdb::DB::Open(db_options, options.path, descriptors,
                              &parts->families, &db);
  if (!opened.ok()) return ErrorOf(opened);
  parts->db.reset(db);
  // The default family is RocksDB's, not one of ours.
  AMANAH_CHECK(parts->families.size() == options.families.size() + 1);
  (void)db->DestroyColumnFamilyHandle(parts->families.front());
  parts->families.erase(parts->families.begin());
  return std::unique_ptr<Database>(new Database(std::move(parts)));
}

Result<std::optional<std::string>> Database::Get(
    Family family, std::string_view key, const Snapshot* snapshot) const {
  AMANAH_CHECK(family < parts_->families.size());
  rocksdb::ReadOptions read;
  if (snapshot != nullptr) read.snapshot = snapshot->parts_->snapshot;
  rocksdb::PinnableSlice value;
  const rocksdb::Status status =
      parts_->db->Get(read, parts_->families[family], AsSlice(key), &value);
  if (status.IsNotFound()) return std::optional<std::string>();
  if (!status.ok()) return ErrorOf(status);
  return std::optional<std::string>(value.ToString());
}

Status Database::Commit(Batch& batch, Durability durability) {
  rocksdb::WriteOptions write;
  write.sync = durability == Durability::kSynced;
  return StatusOf(parts_->db->Write(write, &batch.parts_->batch));
}

std::unique_ptr<Database::Snapshot> Database::TakeSnapshot() const {
  auto parts = std::make_unique<Snapshot::Parts>();
  parts->db = parts_->db.get();
  parts->snapshot = parts->db->GetSnapshot();
  return std::unique_ptr<Snapshot>(new Snapshot(std::move(parts)));
}

std::unique_ptr<Database::Iterator> Database::NewIterator(
    Family family, const Snapshot* snapshot, bool scan,
    std::string_view end) const {
  AMANAH_CHECK(family < parts_->families.size());
  rocksdb::ReadOptions read;
  if (snapshot != nullptr) read.snapshot = snapshot->parts_->snapshot;
  if (scan) {
    constexpr std::size_t kReadAheadBytes = 1024 * 1024;
    read.readahead_size = kReadAheadBytes;
    read.fill_cache = false;
  }
  auto parts = std::make_unique<Iterator::Parts>();
  if (!end.empty()) {
    parts->end = end;
    parts->bound = parts->end;
    read.iterate_upper_bound = &parts->bound;
  }
  parts->iterator.reset(
      parts_->db->NewIterator(read, parts_->families[family]));
  return std::unique_ptr<Iterator>(new Iterator(std::move(parts)));
}

Status Database::Clear(Family family) {
  AMANAH_CHECK(family < parts_->families.size());
  rocksdb::ColumnFamilyHandle* handle = parts_->families[family];
  const std::unique_ptr<Iterator> last = NewIterator(family, nullptr, true);
  last->parts_->iterator->SeekToLast();
  if (!last->Valid()) return last->status();
  // The range's end is not part of it: one byte beyond the last key is.
  const std::string end = std::string(last->key()) + '\0';
  rocksdb::WriteOptions write;
  return StatusOf(parts_->db->DeleteRange(write, handle, "", end));
}

Status Database::Flush() {
  return StatusOf(parts_->db->Flush(rocksdb::FlushOptions(), parts_->families));
}

Status Database::VerifyChecksums() const {
  return StatusOf(parts_->db->VerifyChecksum());
}

Result<std::uint64_t> Database::FreeBytes() const {
  std::uint64_t free_bytes = 0;
  const rocksdb::Status status =
      parts_->db->GetEnv()->GetFreeSpace(parts_->path, &free_bytes);
  if (!status.ok()) return ErrorOf(status);
  return free_bytes;
}

Database::Snapshot::Snapshot(std::unique_ptr<Parts> parts)
    : parts_(std::move(parts)) {}
Database::Snapshot::~Snapshot() {
  parts_->db->ReleaseSnapshot(parts_->snapshot);
}

Database::Iterator::Iterator(std::unique_ptr<Parts> parts)
    : parts_(std::move(parts)) {}
Database::Iterator::~Iterator() = default;
void Database::Iterator::SeekToFirst() { parts_->iterator->SeekToFirst(); }
void Database::Iterator::SeekToLast() { parts_->iterator->SeekToLast(); }
void Database::Iterator::Seek(std::string_view key) {
  parts_->iterator->Seek(AsSlice(key));
}
void Database::Iterator::SeekForPrev(std::string_view key) {
  parts_->iterator->SeekForPrev(AsSlice(key));
}
void Database::Iterator::Next() { parts_->iterator->Next(); }
void Database::Iterator::Prev() { parts_->iterator->Prev(); }
Status Database::Iterator::Refresh() {
  return StatusOf(parts_->iterator->Refresh());
}
bool Database::Iterator::Valid() const { return parts_->iterator->Valid(); }
std::string_view Database::Iterator::key() const {
  return AsView(parts_->iterator->key());
}
std::string_view Database::Iterator::value() const {
  return AsView(parts_->iterator->value());
}
Status Database::Iterator::status() const {
  return StatusOf(parts_->iterator->status());
}

Database::Batch::Batch(const Database& database)
    : parts_(std::make_unique<Parts>(database.parts_->tuning)) {
  parts_->families = &database.parts_->families;
}
Database::Batch::~Batch() = default;

// A batch grows in memory only: it fails when memory does, and then the
// process has ended.
void Database::Batch::Put(Family family, std::string_view key,
                          std::string_view value) {
  const rocksdb::Status put = parts_->batch.Put((*parts_->families)[family],
                                                AsSlice(key), AsSlice(value));
  AMANAH_CHECK(put.ok());
}
void Database::Batch::Delete(Family family, std::string_view key) {
  const rocksdb::Status deleted =
      parts_->batch.Delete((*parts_->families)[family], AsSlice(key));
  AMANAH_CHECK(deleted.ok());
}
void Database::Batch::Clear() { parts_->batch.Clear(); }
std::size_t Database::Batch::size_bytes() const {
  return parts_->batch.GetDataSize();
}
std::size_t Database::Batch::change_count() const {
  return parts_->batch.Count();
}

}  // namespace ledger::store
