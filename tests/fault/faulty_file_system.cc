#include "tests/fault/faulty_file_system.h"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace fault {
namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

class File final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  File(std::unique_ptr<rocksdb::FSWritableFile> file, std::string path,
       FaultyFileSystem* files)
      : FSWritableFileOwnerWrapper(std::move(file)),
        path_(std::move(path)),
        files_(files) {}

  IOStatus Append(const Slice& bytes, const IOOptions& options,
                  IODebugContext* debug) override {
    std::size_t allowed = bytes.size();
    const IOStatus before = files_->BeforeAppend(path_, bytes.size(), &allowed);
    const Slice part(bytes.data(), allowed);
    IOStatus wrote = target()->Append(part, options, debug);
    if (wrote.ok()) files_->AfterAppend(path_, allowed);
    return before.ok() ? wrote : before;
  }
  IOStatus Append(const Slice& bytes, const IOOptions& options,
                  const rocksdb::DataVerificationInfo& /*verification*/,
                  IODebugContext* debug) override {
    return Append(bytes, options, debug);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    return Synced([&] { return target()->Sync(options, debug); });
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Synced([&] { return target()->Fsync(options, debug); });
  }
  // A hint to the kernel, no promise: what it covers stays unsynced.
  IOStatus RangeSync(std::uint64_t, std::uint64_t, const IOOptions&,
                     IODebugContext*) override {
    return IOStatus::OK();
  }
  IOStatus Truncate(std::uint64_t size, const IOOptions& options,
                    IODebugContext* debug) override {
    IOStatus status = files_->Powered();
    if (!status.ok()) return status;
    status = target()->Truncate(size, options, debug);
    if (status.ok()) files_->AfterTruncate(path_, size);
    return status;
  }

 private:
  template <typename Do>
  IOStatus Synced(Do sync) {
    IOStatus status = files_->BeforeSync();
    if (!status.ok()) return status;
    status = sync();
    if (status.ok()) files_->AfterSync(path_);
    return status;
  }

  std::string path_;
  FaultyFileSystem* files_;
};

class Reads final : public rocksdb::FSRandomAccessFileOwnerWrapper {
 public:
  Reads(std::unique_ptr<rocksdb::FSRandomAccessFile> file, std::string path,
        FaultyFileSystem* files)
      : FSRandomAccessFileOwnerWrapper(std::move(file)),
        path_(std::move(path)),
        files_(files) {}

  IOStatus Read(std::uint64_t offset, std::size_t size,
                const IOOptions& options, Slice* result, char* scratch,
                IODebugContext* debug) const override {
    IOStatus status =
        target()->Read(offset, size, options, result, scratch, debug);
    if (!status.ok() || result->empty() || !files_->FlipsReadsOf(path_)) {
      return status;
    }
    if (result->data() != scratch) {
      std::copy_n(result->data(), result->size(), scratch);
    }
    char& flipped = scratch[result->size() / 2];
    flipped = static_cast<char>(flipped ^ 0x10);
    *result = Slice(scratch, result->size());
    return status;
  }
  IOStatus MultiRead(rocksdb::FSReadRequest* requests, std::size_t count,
                     const IOOptions& options, IODebugContext* debug) override {
    for (std::size_t i = 0; i < count; ++i) {
      rocksdb::FSReadRequest& request = requests[i];
      request.status = Read(request.offset, request.len, options,
                            &request.result, request.scratch, debug);
    }
    return IOStatus::OK();
  }

 private:
  std::string path_;
  FaultyFileSystem* files_;
};

class Folder final : public rocksdb::FSDirectoryWrapper {
 public:
  Folder(std::unique_ptr<rocksdb::FSDirectory> folder, std::string path,
         FaultyFileSystem* files)
      : FSDirectoryWrapper(std::move(folder)),
        path_(std::move(path)),
        files_(files) {}

  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Synced(FSDirectoryWrapper::Fsync(options, debug));
  }
  IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* debug,
                               const rocksdb::DirFsyncOptions& how) override {
    return Synced(FSDirectoryWrapper::FsyncWithDirOptions(options, debug, how));
  }

 private:
  IOStatus Synced(IOStatus status) {
    if (status.ok()) status = files_->BeforeSync();
    if (status.ok()) files_->AfterFolderSync(path_);
    return status;
  }

  std::string path_;
  FaultyFileSystem* files_;
};

std::string Plain(const std::string& path) {
  std::string plain = std::filesystem::path(path).lexically_normal().string();
  while (plain.size() > 1 && plain.back() == '/') plain.pop_back();
  return plain;
}

}  // namespace

FaultyFileSystem::Disk::Disk()
    : files_(std::make_shared<FaultyFileSystem>()),
      env_(rocksdb::NewCompositeEnv(files_)) {}

FaultyFileSystem::FaultyFileSystem()
    : FileSystemWrapper(rocksdb::FileSystem::Default()) {}

void FaultyFileSystem::FailSyncsFrom(int nth) {
  const std::lock_guard lock(mutex_);
  syncs_left_ = nth - 1;
}
void FaultyFileSystem::LimitSpace(std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  space_left_ = static_cast<std::int64_t>(bytes);
}
void FaultyFileSystem::PretendFree(std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  pretend_free_ = static_cast<std::int64_t>(bytes);
}
void FaultyFileSystem::FlipBitOnReadsOf(std::string suffix) {
  const std::lock_guard lock(mutex_);
  flip_suffix_ = std::move(suffix);
}
void FaultyFileSystem::Heal() {
  const std::lock_guard lock(mutex_);
  syncs_left_ = space_left_ = pretend_free_ = -1;
  flip_suffix_.clear();
}
void FaultyFileSystem::CutPower() {
  const std::lock_guard lock(mutex_);
  power_ = false;
}
std::uint64_t FaultyFileSystem::syncs() const {
  const std::lock_guard lock(mutex_);
  return syncs_;
}

std::uint64_t FaultyFileSystem::LoseUnsynced(std::uint64_t block,
                                             std::mt19937_64& random) {
  const std::lock_guard lock(mutex_);
  std::uint64_t lost = 0;
  for (const auto& [path, file] : written_) {
    std::error_code gone;
    if (!std::filesystem::exists(path, gone)) continue;
    if (!file.named) {
      lost += file.size;
      std::filesystem::remove(path);
      continue;
    }
    std::uint64_t kept = file.synced;
    if (block > 0 && file.size > file.synced) {
      std::uniform_int_distribution<std::uint64_t> pick(file.synced, file.size);
      kept = std::max(file.synced, pick(random) / block * block);
    }
    lost += file.size - kept;
    std::filesystem::resize_file(path, kept);
  }
  written_.clear();
  power_ = true;
  return lost;
}

IOStatus FaultyFileSystem::Powered() const {
  const std::lock_guard lock(mutex_);
  return power_ ? IOStatus::OK() : IOStatus::IOError("the power is cut");
}

IOStatus FaultyFileSystem::BeforeAppend(const std::string& path,
                                        std::size_t size,
                                        std::size_t* allowed) {
  const std::lock_guard lock(mutex_);
  *allowed = size;
  if (!power_) {
    *allowed = 0;
    return IOStatus::IOError("the power is cut");
  }
  if (space_left_ < 0) return IOStatus::OK();
  *allowed = std::min(size, static_cast<std::size_t>(space_left_));
  space_left_ -= static_cast<std::int64_t>(*allowed);
  return *allowed == size ? IOStatus::OK()
                          : IOStatus::NoSpace("no space left on device", path);
}

void FaultyFileSystem::AfterAppend(const std::string& path, std::size_t size) {
  const std::lock_guard lock(mutex_);
  written_[path].size += size;
}

IOStatus FaultyFileSystem::BeforeSync() {
  const std::lock_guard lock(mutex_);
  if (!power_) return IOStatus::IOError("the power is cut");
  if (syncs_left_ == 0) return IOStatus::IOError("Input/output error");
  if (syncs_left_ > 0) --syncs_left_;
  return IOStatus::OK();
}

void FaultyFileSystem::AfterSync(const std::string& path) {
  const std::lock_guard lock(mutex_);
  written_[path].synced = written_[path].size;
  ++syncs_;
}

void FaultyFileSystem::AfterTruncate(const std::string& path,
                                     std::uint64_t size) {
  const std::lock_guard lock(mutex_);
  Written& file = written_[path];
  file.size = size;
  file.synced = std::min(file.synced, size);
}

void FaultyFileSystem::AfterFolderSync(const std::string& folder) {
  const std::lock_guard lock(mutex_);
  for (auto& [path, file] : written_) {
    if (std::filesystem::path(path).parent_path().string() == folder) {
      file.named = true;
    }
  }
}

bool FaultyFileSystem::FlipsReadsOf(const std::string& path) const {
  const std::lock_guard lock(mutex_);
  return !flip_suffix_.empty() && path.ends_with(flip_suffix_);
}

IOStatus FaultyFileSystem::NewWritableFile(
    const std::string& path, const rocksdb::FileOptions& options,
    std::unique_ptr<rocksdb::FSWritableFile>* file, IODebugContext* debug) {
  IOStatus status = Powered();
  if (!status.ok()) return status;
  std::unique_ptr<rocksdb::FSWritableFile> made;
  status = target()->NewWritableFile(path, options, &made, debug);
  if (!status.ok()) return status;
  {
    const std::lock_guard lock(mutex_);
    written_[Plain(path)] = Written{};
  }
  *file = std::make_unique<File>(std::move(made), Plain(path), this);
  return status;
}

IOStatus FaultyFileSystem::NewRandomAccessFile(
    const std::string& path, const rocksdb::FileOptions& options,
    std::unique_ptr<rocksdb::FSRandomAccessFile>* file, IODebugContext* debug) {
  std::unique_ptr<rocksdb::FSRandomAccessFile> opened;
  IOStatus status =
      target()->NewRandomAccessFile(path, options, &opened, debug);
  if (status.ok()) {
    *file = std::make_unique<Reads>(std::move(opened), Plain(path), this);
  }
  return status;
}

IOStatus FaultyFileSystem::NewDirectory(
    const std::string& path, const IOOptions& options,
    std::unique_ptr<rocksdb::FSDirectory>* folder, IODebugContext* debug) {
  std::unique_ptr<rocksdb::FSDirectory> opened;
  IOStatus status = target()->NewDirectory(path, options, &opened, debug);
  if (status.ok()) {
    *folder = std::make_unique<Folder>(std::move(opened), Plain(path), this);
  }
  return status;
}

IOStatus FaultyFileSystem::DeleteFile(const std::string& path,
                                      const IOOptions& options,
                                      IODebugContext* debug) {
  IOStatus status = Powered();
  if (!status.ok()) return status;
  status = target()->DeleteFile(path, options, debug);
  const std::lock_guard lock(mutex_);
  if (status.ok()) written_.erase(Plain(path));
  return status;
}

IOStatus FaultyFileSystem::RenameFile(const std::string& from,
                                      const std::string& to,
                                      const IOOptions& options,
                                      IODebugContext* debug) {
  IOStatus status = Powered();
  if (!status.ok()) return status;
  status = target()->RenameFile(from, to, options, debug);
  if (!status.ok()) return status;
  const std::lock_guard lock(mutex_);
  if (auto moved = written_.extract(Plain(from))) {
    // A rename is taken for durable at once: a file system's journal orders it.
    moved.key() = Plain(to);
    moved.mapped().named = true;
    written_.erase(moved.key());
    written_.insert(std::move(moved));
  }
  return status;
}

IOStatus FaultyFileSystem::GetFreeSpace(const std::string& path,
                                        const IOOptions& options,
                                        std::uint64_t* free,
                                        IODebugContext* debug) {
  {
    const std::lock_guard lock(mutex_);
    if (pretend_free_ >= 0) {
      *free = static_cast<std::uint64_t>(pretend_free_);
      return IOStatus::OK();
    }
  }
  return target()->GetFreeSpace(path, options, free, debug);
}

}  // namespace fault
