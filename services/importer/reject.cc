#include "services/importer/reject.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace services::importer {
namespace {

constexpr std::size_t kMaskedBytes = 40;
// Longest run of digits that is shown: a date without separators, half a
// card number less one.
constexpr std::size_t kShownDigits = 8;
constexpr std::size_t kBufferBytes = 64 * 1024;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// How many of `text`, from `at` on, are digits.
std::size_t DigitRun(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && IsDigit(text[end])) ++end;
  return end - at;
}

void AppendCell(std::string& line, std::string_view value) {
  if (value.find_first_of(",\"\n\r") == std::string_view::npos) {
    line += value;
    return;
  }
  line += '"';
  for (const char c : value) {
    if (c == '"') line += '"';
    line += c;
  }
  line += '"';
}

ledger::Error Unwritable(const std::string& path, int error) {
  return {ledger::Code::kUnavailable, RejectFile::kUnwritable,
          path + ": " + std::strerror(error)};
}

}  // namespace

std::string Mask(std::string_view value, bool show_digits) {
  std::string masked;
  for (std::size_t i = 0; i < value.size();) {
    const char c = value[i];
    if (const std::size_t run = DigitRun(value, i); run > 0) {
      if (!show_digits || run > kShownDigits) {
        masked.append(run, '#');
      } else {
        masked += value.substr(i, run);
      }
      i += run;
      continue;
    }
    if (IsLetter(c)) {
      masked += 'x';
    } else {
      masked += c < ' ' || c > '~' ? '?' : c;
    }
    ++i;
  }
  if (masked.size() > kMaskedBytes) masked.resize(kMaskedBytes);
  return masked;
}

ledger::Result<RejectFile> RejectFile::Create(const std::string& path) {
  const int fd =
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return Unwritable(path, errno);
  RejectFile file(fd, path);
  file.buffer_ = "file,line,column,value,reason\n";
  return file;
}

RejectFile::RejectFile(int fd, std::string path)
    : fd_(fd), path_(std::move(path)) {}

RejectFile::RejectFile(RejectFile&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      path_(std::move(other.path_)),
      buffer_(std::move(other.buffer_)),
      failed_(other.failed_) {}

RejectFile::~RejectFile() {
  if (fd_ < 0) return;
  Write();
  ::close(fd_);
}

void RejectFile::Take(const Reject& reject) {
  AppendCell(buffer_, reject.file);
  buffer_ += ',';
  buffer_ += std::to_string(reject.line);
  buffer_ += ',';
  AppendCell(buffer_, reject.column);
  buffer_ += ',';
  AppendCell(buffer_, reject.value);
  buffer_ += ',';
  buffer_ += reject.reason;
  buffer_ += '\n';
  if (buffer_.size() >= kBufferBytes) Write();
}

void RejectFile::Write() {
  std::string_view left = buffer_;
  while (!left.empty() && !failed_) {
    const ssize_t wrote = ::write(fd_, left.data(), left.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) {
      failed_ = true;
    } else {
      left.remove_prefix(static_cast<std::size_t>(wrote));
    }
  }
  buffer_.clear();
}

ledger::Status RejectFile::Close() {
  if (fd_ >= 0) {
    Write();
    if (::close(std::exchange(fd_, -1)) != 0) failed_ = true;
  }
  if (failed_) return Unwritable(path_, errno);
  return ledger::Ok{};
}

}  // namespace services::importer
