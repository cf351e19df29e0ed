#include "services/importer/csv_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "services/importer/importer.h"
#include "services/importer/text.h"

namespace services::importer {
namespace {

using ledger::Code;
using ledger::Error;
using ledger::Result;
using ledger::Status;

constexpr std::size_t kBufferBytes = 4 * kMostRowBytes;
constexpr std::string_view kBom = "\xEF\xBB\xBF";

// A short file needs no more than itself.
std::size_t BufferBytesFor(int fd) {
  struct stat status {};
  if (::fstat(fd, &status) != 0 || status.st_size < 0) return kBufferBytes;
  return std::min(kBufferBytes, static_cast<std::size_t>(status.st_size) + 16);
}

}  // namespace

CsvReader::CsvReader(int fd, std::string path, const CsvDialect& dialect)
    : fd_(fd),
      path_(std::move(path)),
      dialect_(dialect),
      buffer_(BufferBytesFor(fd), '\0') {}

CsvReader::~CsvReader() { ::close(fd_); }

Error CsvReader::ReadError() const {
  return Error{Code::kUnavailable, kFileUnreadable,
               path_ + ": " + std::strerror(errno)};
}

Result<std::unique_ptr<CsvReader>> CsvReader::Open(const std::string& path,
                                                   const CsvDialect& dialect) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return Error{Code::kUnavailable, kFileUnreadable,
                 path + ": " + std::strerror(errno)};
  }
  std::unique_ptr<CsvReader> reader(new CsvReader(fd, path, dialect));
  LEDGER_RETURN_IF_ERROR(reader->SkipBom());
  return reader;
}

Status CsvReader::SkipBom() {
  LEDGER_RETURN_IF_ERROR(Fill());
  const std::string_view start(buffer_.data(), end_);
  if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF")) {
    return Error{Code::kInvalidArgument, kFileEncoding,
                 path_ + " is UTF-16; export it as UTF-8"};
  }
  if (start.starts_with(kBom)) begin_ = kBom.size();
  return ledger::Ok{};
}

// Afterwards a whole row of allowed length is in the buffer, or the rest of
// the file.
Status CsvReader::Fill() {
  if (at_end_of_file_ || end_ - begin_ > kMostRowBytes + 2) {
    return ledger::Ok{};
  }
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  file_offset_ += begin_;
  end_ -= begin_;
  begin_ = 0;
  while (end_ < buffer_.size()) {
    const ssize_t got =
        ::read(fd_, buffer_.data() + end_, buffer_.size() - end_);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return ReadError();
    if (got == 0) {
      at_end_of_file_ = true;
      break;
    }
    end_ += static_cast<std::size_t>(got);
  }
  return ledger::Ok{};
}

// Passes over the line at begin_, however long.
Status CsvReader::SkipLine(bool& at_end) {
  for (;;) {
    const void* found =
        std::memchr(buffer_.data() + begin_, '\n', end_ - begin_);
    if (found != nullptr) {
      begin_ = static_cast<std::size_t>(static_cast<const char*>(found) -
                                        buffer_.data()) +
               1;
      at_end = false;
      return ledger::Ok{};
    }
    begin_ = end_;
    if (at_end_of_file_) {
      at_end = true;
      return ledger::Ok{};
    }
    LEDGER_RETURN_IF_ERROR(Fill());
  }
}

Result<CsvReader::Got> CsvReader::Next(CsvRow& row, CsvFault& fault) {
  for (;;) {
    LEDGER_RETURN_IF_ERROR(Fill());
    if (begin_ == end_) return Got::kEnd;
    const char* const from = buffer_.data() + begin_;
    const void* const found = std::memchr(from, '\n', end_ - begin_);
    const std::size_t line_end =
        found == nullptr
            ? end_
            : static_cast<std::size_t>(static_cast<const char*>(found) -
                                       buffer_.data());
    const std::size_t length = line_end - begin_;
    row.cells.clear();
    row.line = line_;
    made_.clear();
    if (length == 0 || (length == 1 && *from == '\r')) {
      begin_ = line_end < end_ ? line_end + 1 : end_;
      ++line_;
      continue;
    }
    Attempt attempt;
    if (length > kMostRowBytes) {
      attempt.reason = kLineTooLong;
    } else if (dialect_.quote != 0 &&
               std::memchr(from, dialect_.quote, length) != nullptr) {
      attempt = ReadQuotedRow(row);
    } else {
      attempt = ReadPlainRow(line_end, row);
    }
    if (attempt.reason.empty() && columns_ != 0 &&
        row.cells.size() != columns_) {
      attempt.reason = kColumnCount;
    }
    if (attempt.reason.empty()) {
      begin_ = attempt.end;
      line_ += attempt.lines;
      return Got::kRow;
    }
    fault = {line_, attempt.reason, attempt.column};
    bool at_end = false;
    LEDGER_RETURN_IF_ERROR(SkipLine(at_end));
    ++line_;
    return Got::kFault;
  }
}

// Checks the bytes [from, to) of a row and, where the encoding wants it,
// makes its cells UTF-8. Returns a reason, or nothing.
std::string_view CsvReader::CheckText(std::size_t from, std::size_t to,
                                      CsvRow& row) {
  const std::string_view bytes(buffer_.data() + from, to - from);
  if (IsPlainAscii(bytes)) return {};
  if (bytes.find('\0') != std::string_view::npos) return kNulByte;
  if (dialect_.encoding == TextEncoding::kUtf8) {
    return IsUtf8(bytes) ? std::string_view() : kTextNotUtf8;
  }
  for (std::string_view& cell : row.cells) {
    if (IsPlainAscii(cell)) continue;
    auto converted = Utf8FromWindows1252(cell);
    if (!converted) return kTextNotUtf8;
    made_.push_back(std::make_unique<std::string>(*std::move(converted)));
    cell = *made_.back();
  }
  return {};
}

CsvReader::Attempt CsvReader::ReadPlainRow(std::size_t line_end, CsvRow& row) {
  Attempt attempt;
  attempt.end = line_end < end_ ? line_end + 1 : end_;
  std::size_t stop = line_end;
  if (stop > begin_ && buffer_[stop - 1] == '\r') --stop;
  const char* at = buffer_.data() + begin_;
  const char* const end = buffer_.data() + stop;
  for (;;) {
    const void* const found =
        std::memchr(at, dialect_.separator, static_cast<std::size_t>(end - at));
    const char* const cell_end =
        found == nullptr ? end : static_cast<const char*>(found);
    const std::size_t size = static_cast<std::size_t>(cell_end - at);
    if (size > kMostCellBytes) {
      attempt.reason = kFieldTooLong;
      attempt.column = row.cells.size();
      return attempt;
    }
    row.cells.emplace_back(at, size);
    if (found == nullptr) break;
    at = cell_end + 1;
  }
  attempt.reason = CheckText(begin_, stop, row);
  return attempt;
}

std::string_view CsvReader::ReadQuotedCell(std::size_t& at, Attempt& attempt,
                                           CsvRow& row) {
  const std::size_t from = ++at;
  bool doubled = false;
  for (;; ++at) {
    if (at == end_) return kQuoteUnclosed;
    if (at - from > kMostCellBytes) {
      return attempt.lines > 1 ? kQuoteUnclosed : kFieldTooLong;
    }
    if (buffer_[at] == '\n') ++attempt.lines;
    if (buffer_[at] != dialect_.quote) continue;
    if (at + 1 == end_ || buffer_[at + 1] != dialect_.quote) break;
    doubled = true;
    ++at;
  }
  std::string_view cell(buffer_.data() + from, at - from);
  ++at;
  if (doubled) {
    auto single = std::make_unique<std::string>();
    for (std::size_t i = 0; i < cell.size(); ++i) {
      *single += cell[i];
      if (cell[i] == dialect_.quote) ++i;
    }
    cell = *single;
    made_.push_back(std::move(single));
  }
  row.cells.push_back(cell);
  return {};
}

CsvReader::Attempt CsvReader::ReadQuotedRow(CsvRow& row) {
  Attempt attempt;
  std::size_t at = begin_;
  const auto fail = [&](std::string_view reason) {
    attempt.reason = reason;
    attempt.column = row.cells.size();
    return attempt;
  };
  for (;;) {
    if (at - begin_ > kMostRowBytes) return fail(kLineTooLong);
    if (at < end_ && buffer_[at] == dialect_.quote) {
      const std::string_view reason = ReadQuotedCell(at, attempt, row);
      if (!reason.empty()) return fail(reason);
    } else {
      const std::size_t from = at;
      while (at < end_ && buffer_[at] != dialect_.separator &&
             buffer_[at] != '\n') {
        if (buffer_[at] == dialect_.quote) return fail(kQuoteMisplaced);
        ++at;
      }
      std::size_t stop = at;
      const bool ends_row = at == end_ || buffer_[at] == '\n';
      if (ends_row && stop > from && buffer_[stop - 1] == '\r') --stop;
      if (stop - from > kMostCellBytes) return fail(kFieldTooLong);
      row.cells.emplace_back(buffer_.data() + from, stop - from);
    }
    // On what ends the cell.
    if (at < end_ && buffer_[at] == dialect_.separator) {
      ++at;
      continue;
    }
    if (at < end_ && buffer_[at] == '\r' &&
        (at + 1 == end_ || buffer_[at + 1] == '\n')) {
      ++at;
    }
    if (at < end_ && buffer_[at] != '\n') {
      row.cells.pop_back();
      return fail(kQuoteMisplaced);
    }
    break;
  }
  attempt.end = at < end_ ? at + 1 : end_;
  attempt.reason = CheckText(begin_, at, row);
  return attempt;
}

}  // namespace services::importer
