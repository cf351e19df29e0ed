// A disk that fails on command, under RocksDB.
//
// It forwards to the machine's own file system and remembers, for each file
// that was written through it, how much was synced and whether the folder that
// names it was. Faults last until Heal().
//
// Threads: any; RocksDB's own call it.

#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>

namespace fault {

class FaultyFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  // For LedgerOptions.storage_env; lives as long as this.
  class Disk {
   public:
    Disk();
    void* env() { return env_.get(); }
    FaultyFileSystem* operator->() { return files_.get(); }

   private:
    std::shared_ptr<FaultyFileSystem> files_;
    std::unique_ptr<rocksdb::Env> env_;
  };

  FaultyFileSystem();
  const char* Name() const override { return "FaultyFileSystem"; }

  // The `nth` sync from here, counted from 1, and all after it fail with EIO.
  void FailSyncsFrom(int nth);
  // After `bytes` more, appends fail for want of space; the one that crosses
  // the line is written in part.
  void LimitSpace(std::uint64_t bytes);
  // What the file system says is free.
  void PretendFree(std::uint64_t bytes);
  // Reads of files whose name ends so have one bit flipped.
  void FlipBitOnReadsOf(std::string suffix);
  void Heal();

  // The power goes: nothing that is called later changes the disk.
  void CutPower();
  // With the power cut and the database closed: makes the files what a disk
  // may hold then. Bytes that were not synced go, up to a random multiple of
  // `block` bytes of the file (0: all of them go); files whose folder was not
  // synced go whole. Returns how many bytes went; power is back.
  std::uint64_t LoseUnsynced(std::uint64_t block, std::mt19937_64& random);

  // Syncs of files that succeeded.
  std::uint64_t syncs() const;

  // What files that this made call.
  rocksdb::IOStatus BeforeAppend(const std::string& path, std::size_t size,
                                 std::size_t* allowed);
  void AfterAppend(const std::string& path, std::size_t size);
  rocksdb::IOStatus BeforeSync();
  void AfterSync(const std::string& path);
  void AfterTruncate(const std::string& path, std::uint64_t size);
  rocksdb::IOStatus Powered() const;
  void AfterFolderSync(const std::string& folder);
  bool FlipsReadsOf(const std::string& path) const;

  rocksdb::IOStatus NewWritableFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSWritableFile>* file,
      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewRandomAccessFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewDirectory(const std::string& path,
                                 const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* folder,
                                 rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteFile(const std::string& path,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus GetFreeSpace(const std::string& path,
                                 const rocksdb::IOOptions& options,
                                 std::uint64_t* free,
                                 rocksdb::IODebugContext* debug) override;

 private:
  struct Written {
    std::uint64_t size = 0;
    std::uint64_t synced = 0;
    bool named = false;  // Its folder was synced since it was made.
  };

  mutable std::mutex mutex_;
  std::map<std::string, Written> written_;
  bool power_ = true;
  std::int64_t syncs_left_ = -1;  // Before they fail; -1 for ever.
  std::int64_t space_left_ = -1;  // As above.
  std::int64_t pretend_free_ = -1;
  std::string flip_suffix_;
  std::uint64_t syncs_ = 0;
};

}  // namespace fault
