// Rows of a CSV file, in whatever dialect, and what is no row.
//
// A row is cells between separators up to LF or CRLF. A cell may stand in
// quotes, and then hold separators, line ends and doubled quotes; a quote
// anywhere else is a fault. Empty lines are no rows. A byte order mark of
// UTF-8 at the start is passed over.
//
// Whatever is wrong with a row, the next one is read: a row that has a fault
// and goes over several lines is given up after its first line, so a stray
// quote costs one line, not the rest of the file.
//
// Memory: one buffer of 4 MiB. Thread safety: one thread.

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"

namespace services::importer {

inline constexpr std::size_t kMostCellBytes = 64 * 1024;
inline constexpr std::size_t kMostRowBytes = 1024 * 1024;

enum class TextEncoding { kUtf8, kWindows1252 };

struct CsvDialect {
  char separator = ',';
  char quote = '"';  // 0: no quotes in this dialect
  TextEncoding encoding = TextEncoding::kUtf8;
};

// One row. Cells are UTF-8, without their quotes, and live until the next
// call.
struct CsvRow {
  std::uint64_t line = 0;  // of its first byte, from 1
  std::vector<std::string_view> cells;
};

// What was read instead of a row.
struct CsvFault {
  static constexpr std::size_t kWholeRow = static_cast<std::size_t>(-1);
  std::uint64_t line = 0;
  std::string_view reason;         // of reject.h
  std::size_t column = kWholeRow;  // position of the cell, from 0
};

class CsvReader {
 public:
  enum class Got { kRow, kFault, kEnd };

  // FILE_UNREADABLE, kUnavailable, with errno; FILE_ENCODING,
  // kInvalidArgument: begins as UTF-16 or UTF-32 does.
  static ledger::Result<std::unique_ptr<CsvReader>> Open(
      const std::string& path, const CsvDialect& dialect);

  ~CsvReader();
  CsvReader(const CsvReader&) = delete;
  CsvReader& operator=(const CsvReader&) = delete;

  // Rows from here on must have this many cells (else a fault COLUMN_COUNT).
  void ExpectColumns(std::size_t count) { columns_ = count; }

  // The next row or fault. FILE_UNREADABLE, kUnavailable, with errno.
  ledger::Result<Got> Next(CsvRow& row, CsvFault& fault);

  // Bytes of the file that rows were made of.
  std::uint64_t bytes_read() const { return file_offset_ + begin_; }

 private:
  CsvReader(int fd, std::string path, const CsvDialect& dialect);
  // What an attempt to read a row at begin_ came to.
  struct Attempt {
    std::string_view reason;  // empty: a good row
    std::size_t column = CsvFault::kWholeRow;
    std::size_t end = 0;    // position after the row and its line end
    std::size_t lines = 1;  // how many line ends it has
  };

  ledger::Status Fill();
  ledger::Status SkipBom();
  ledger::Status SkipLine(bool& at_end);
  Attempt ReadPlainRow(std::size_t line_end, CsvRow& row);
  Attempt ReadQuotedRow(CsvRow& row);
  // Reads the cell at `at`; moves `at` past it, onto what ends it.
  std::string_view ReadQuotedCell(std::size_t& at, Attempt& attempt,
                                  CsvRow& row);
  std::string_view CheckText(std::size_t from, std::size_t to, CsvRow& row);
  ledger::Error ReadError() const;

  int fd_;
  std::string path_;
  CsvDialect dialect_;
  std::size_t columns_ = 0;  // 0: any

  std::string buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t file_offset_ = 0;  // of buffer_[0]
  bool at_end_of_file_ = false;
  std::uint64_t line_ = 1;

  // Cells that differ from the file's bytes.
  std::vector<std::unique_ptr<std::string>> made_;
};

}  // namespace services::importer
