// One file, row by row, as its rule of the profile reads it.
//
// Thread safety: one thread.

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "services/importer/csv_reader.h"
#include "services/importer/importer.h"
#include "services/importer/row_builder.h"

namespace services::importer {

class FileCursor {
 public:
  // Opens the file and reads its header; errors as EventStream::Open. All
  // references must outlive the cursor.
  static ledger::Result<std::unique_ptr<FileCursor>> Open(
      const SourceRules& rules, const PlannedFile& file,
      const ValueReader& reader, const RegionList& regions);

  // Reads the next row. Errors as EventStream::Next.
  ledger::Status Advance();

  // True when there is no row; Advance and no more.
  bool at_end() const { return at_end_; }

  // The row's time, by which files are merged. That of the row before when it
  // has none, so such a row keeps its place.
  std::int64_t merge_micros() const { return merge_micros_; }

  // Makes the row's events; tells of a rejected row; remembers what the
  // row says for lookups. Counts. Requires !at_end().
  void Take(std::vector<std::string>& events, RejectSink& rejects,
            Lookups& lookups);

  const PlannedFile& file() const { return file_; }
  const Counts& counts() const { return counts_; }
  std::uint64_t bytes_read() const { return reader_->bytes_read(); }

 private:
  FileCursor(const SourceRules& rules, const PlannedFile& file,
             const ValueReader& reader, const RegionList& regions);
  ledger::Status ReadHeader();
  std::string ColumnName(std::size_t cell) const;

  const PlannedFile& file_;
  const FileRule& rule_;
  const RegionList& regions_;
  RowBuilder builder_;
  std::unique_ptr<CsvReader> reader_;

  std::vector<std::string> header_;
  // For each column of the rule: which cell; header_.size() for none.
  std::vector<std::size_t> cell_of_column_;

  CsvRow row_;
  CsvFault fault_;
  bool is_fault_ = false;
  std::vector<std::string_view> cells_;
  bool at_end_ = false;
  std::int64_t merge_micros_ = INT64_MIN;
  Counts counts_;
};

}  // namespace services::importer
