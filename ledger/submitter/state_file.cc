#include "ledger/submitter/state_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

namespace ledger::submitter {
namespace {

constexpr int kFileMode = 0600;

std::string ErrnoText() {
  return std::error_code(errno, std::generic_category()).message();
}

Error Unwritable(std::string_view step) {
  return Error{
      Code::kUnavailable, kStateUnwritable,
      "the submitter's state: " + std::string(step) + ": " + ErrnoText()};
}

// Closes on the way out.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }
  bool open() const { return number_ >= 0; }

 private:
  const int number_;
};

bool WriteAll(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

Status WriteSynced(const std::string& path, std::string_view bytes) {
  const Descriptor file(
      open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kFileMode));
  if (!file.open()) return Unwritable("create");
  if (!WriteAll(file.number(), bytes)) return Unwritable("write");
  if (fsync(file.number()) != 0) return Unwritable("fsync");
  return Ok{};
}

Status SyncDirectoryOf(const std::string& path) {
  const std::filesystem::path parent =
      std::filesystem::path(path).parent_path();
  const Descriptor directory(open(parent.empty() ? "." : parent.c_str(),
                                  O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.open()) return Unwritable("open directory");
  if (fsync(directory.number()) != 0) return Unwritable("fsync directory");
  return Ok{};
}

}  // namespace

StateFile::StateFile(std::string path, int lock)
    : path_(std::move(path)), lock_(lock) {}

StateFile::~StateFile() { close(lock_); }

Result<std::unique_ptr<StateFile>> StateFile::Open(std::string path) {
  const std::string lock_path = path + ".lock";
  const int lock =
      open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kFileMode);
  if (lock < 0) return Unwritable("create lock");
  if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
    close(lock);
    return Error{Code::kFailedPrecondition, kStateBusy,
                 "another process signs for this submitter"};
  }
  return std::unique_ptr<StateFile>(new StateFile(std::move(path), lock));
}

Result<std::optional<std::string>> StateFile::Load() {
  const auto unreadable = [] {
    return Error{Code::kUnavailable, kStateUnreadable,
                 "the submitter's state: read: " + ErrnoText()};
  };
  const Descriptor file(open(path_.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.open()) {
    if (errno == ENOENT) return std::optional<std::string>();
    return unreadable();
  }
  std::string bytes;
  char block[4096];
  for (;;) {
    const ssize_t got = read(file.number(), block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return unreadable();
    if (got == 0) return std::optional<std::string>(std::move(bytes));
    bytes.append(block, static_cast<std::size_t>(got));
  }
}

Status StateFile::Save(std::string_view bytes) {
  const std::string fresh = path_ + ".new";
  LEDGER_RETURN_IF_ERROR(WriteSynced(fresh, bytes));
  if (std::rename(fresh.c_str(), path_.c_str()) != 0) {
    return Unwritable("rename");
  }
  LEDGER_RETURN_IF_ERROR(SyncDirectoryOf(path_));
  return Ok{};  // Durable from here.
}

}  // namespace ledger::submitter
