#include "ledger/runtime/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace ledger::runtime {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

Error Unreadable(const std::string& path, std::string_view why) {
  return {Code::kNotFound, kFileUnreadable,
          "cannot read " + path + ": " + std::string(why)};
}

Error Unwritable(const std::string& path, int error) {
  return {Code::kFailedPrecondition, kFileUnwritable,
          "cannot write " + path + ": " + std::strerror(error)};
}

mode_t FileMode(Access access) {
  return access == Access::kOwner ? 0600 : 0644;
}

Status WriteAll(const std::string& path, int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return Unwritable(path, errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(fd) != 0) return Unwritable(path, errno);
  return Ok{};
}

Status SyncFolderOf(const std::string& path) {
  std::string folder = std::filesystem::path(path).parent_path().string();
  if (folder.empty()) folder = ".";
  const Descriptor fd(::open(folder.c_str(), O_RDONLY | O_CLOEXEC));
  if (fd.get() < 0 || ::fsync(fd.get()) != 0) return Unwritable(folder, errno);
  return Ok{};
}

}  // namespace

Result<std::string> ReadSmallFile(const std::string& path) {
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (fd.get() < 0) return Unreadable(path, std::strerror(errno));
  std::string bytes;
  char buffer[16 * 1024];
  while (true) {
    const ssize_t got = ::read(fd.get(), buffer, sizeof(buffer));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Unreadable(path, std::strerror(errno));
    if (got == 0) return bytes;
    bytes.append(buffer, static_cast<std::size_t>(got));
    if (bytes.size() > kMaxSmallFileBytes) return Unreadable(path, "too long");
  }
}

Status CreateFile(const std::string& path, std::string_view bytes,
                  Access access) {
  const Descriptor fd(::open(
      path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, FileMode(access)));
  if (fd.get() < 0 && errno == EEXIST) {
    return Error{Code::kAlreadyExists, kFileExists,
                 path + " exists and is not overwritten"};
  }
  if (fd.get() < 0) return Unwritable(path, errno);
  LEDGER_RETURN_IF_ERROR(WriteAll(path, fd.get(), bytes));
  return SyncFolderOf(path);
}

Status ReplaceFile(const std::string& path, std::string_view bytes,
                   Access access) {
  const std::string beside = path + ".part";
  {
    const Descriptor fd(::open(beside.c_str(),
                               O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
                               FileMode(access)));
    if (fd.get() < 0) return Unwritable(beside, errno);
    LEDGER_RETURN_IF_ERROR(WriteAll(beside, fd.get(), bytes));
  }
  if (std::rename(beside.c_str(), path.c_str()) != 0) {
    return Unwritable(path, errno);
  }
  return SyncFolderOf(path);
}

Status MakeFolder(const std::string& path, Access access) {
  namespace fs = std::filesystem;
  std::error_code error;
  const bool made = fs::create_directories(path, error);
  if (error) return Unwritable(path, error.value());
  if (made && access == Access::kOwner) {
    fs::permissions(path, fs::perms::owner_all, error);
    if (error) return Unwritable(path, error.value());
  }
  return Ok{};
}

}  // namespace ledger::runtime
