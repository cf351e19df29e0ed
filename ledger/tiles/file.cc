#include "ledger/tiles/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

namespace ledger::tiles {
namespace {

// An open file, closed at the end.
class File {
 public:
  File(const std::string& path, int flags)
      : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { (void)Close(); }

  bool is_open() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }
  bool Close() {
    const int descriptor = descriptor_;
    descriptor_ = -1;
    return descriptor < 0 || ::close(descriptor) == 0;
  }

 private:
  int descriptor_;
};

Error SystemError(std::string_view reason, const std::string& path) {
  return Error{Code::kUnavailable, reason,
               path + ": " + std::generic_category().message(errno)};
}

bool WriteAll(const File& file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote =
        ::write(file.descriptor(), bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

std::string BesideOf(const std::string& path) { return path + ".tmp"; }

}  // namespace

std::string JoinPath(std::string_view folder, std::string_view name) {
  std::string path(folder);
  path += '/';
  path += name;
  return path;
}

Result<std::optional<std::string>> ReadWholeFile(const std::string& path,
                                                 std::size_t max_bytes) {
  const File file(path, O_RDONLY);
  if (!file.is_open()) {
    if (errno == ENOENT || errno == ENOTDIR)
      return std::optional<std::string>();
    return SystemError(kFileUnreadable, path);
  }
  std::string bytes;
  std::vector<char> piece(65'536);
  while (true) {
    const ssize_t got = ::read(file.descriptor(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return SystemError(kFileUnreadable, path);
    if (got == 0) return std::optional<std::string>(std::move(bytes));
    bytes.append(piece.data(), static_cast<std::size_t>(got));
    if (bytes.size() > max_bytes) {
      return Error{
          Code::kDataLoss, kFileTooLarge,
          path + " has more than " + std::to_string(max_bytes) + " bytes"};
    }
  }
}

Status MakeFolder(const std::string& path) {
  std::error_code failed;
  std::filesystem::create_directories(path, failed);
  if (!failed) return Ok{};
  return Error{Code::kUnavailable, kFileUnwritable,
               path + ": " + failed.message()};
}

Status WriteBeside(const std::string& path, std::string_view bytes) {
  LEDGER_RETURN_IF_ERROR(
      MakeFolder(std::filesystem::path(path).parent_path().string()));
  File file(BesideOf(path), O_WRONLY | O_CREAT | O_TRUNC);
  if (!file.is_open() || !WriteAll(file, bytes) || !file.Close()) {
    return SystemError(kFileUnwritable, path);
  }
  return Ok{};
}

Status MoveIntoPlace(const std::string& path) {
  if (std::rename(BesideOf(path).c_str(), path.c_str()) != 0) {
    return SystemError(kFileUnwritable, path);
  }
  return Ok{};
}

Status SyncAll(const std::string& path) {
  const File file(path, O_RDONLY);
  if (!file.is_open() || ::syncfs(file.descriptor()) != 0) {
    return SystemError(kFileUnwritable, path);
  }
  return Ok{};
}

}  // namespace ledger::tiles
