#include "services/importer/file_cursor.h"

#include <algorithm>

#include "ledger/base/check.h"
#include "services/importer/text.h"

namespace services::importer {
namespace {

using ledger::Code;
using ledger::Error;
using ledger::Result;
using ledger::Status;

}  // namespace

FileCursor::FileCursor(const SourceRules& rules, const PlannedFile& file,
                       const ValueReader& reader, const RegionList& regions)
    : file_(file),
      rule_(rules.files[file.rule]),
      regions_(regions),
      builder_(rules, rules.files[file.rule], reader, regions) {}

Result<std::unique_ptr<FileCursor>> FileCursor::Open(
    const SourceRules& rules, const PlannedFile& file,
    const ValueReader& reader, const RegionList& regions) {
  std::unique_ptr<FileCursor> cursor(
      new FileCursor(rules, file, reader, regions));
  LEDGER_ASSIGN_OR_RETURN(cursor->reader_,
                          CsvReader::Open(file.path, rules.dialect));
  LEDGER_RETURN_IF_ERROR(cursor->ReadHeader());
  return cursor;
}

Status FileCursor::ReadHeader() {
  const auto malformed = [&](std::string_view what) {
    return Error{Code::kInvalidArgument, kHeaderMalformed,
                 file_.path + ": " + std::string(what)};
  };
  LEDGER_ASSIGN_OR_RETURN(const CsvReader::Got got,
                          reader_->Next(row_, fault_));
  if (got == CsvReader::Got::kEnd) return malformed("the file has no header");
  if (got == CsvReader::Got::kFault) {
    return malformed("the header cannot be read: " +
                     std::string(fault_.reason));
  }
  for (const std::string_view cell : row_.cells) {
    header_.emplace_back(Trim(cell));
  }
  std::vector<std::string> sorted = header_;
  std::sort(sorted.begin(), sorted.end());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (twice != sorted.end()) {
    return malformed("two columns are called `" + *twice + "`");
  }
  for (const ColumnRule& column : rule_.columns) {
    const auto found = std::find(header_.begin(), header_.end(), column.name);
    if (found == header_.end() && !column.optional) {
      return Error{Code::kInvalidArgument, kColumnMissing,
                   file_.path + " has no column `" + column.name + "`"};
    }
    cell_of_column_.push_back(
        static_cast<std::size_t>(found - header_.begin()));
  }
  reader_->ExpectColumns(header_.size());
  return ledger::Ok{};
}

Status FileCursor::Advance() {
  LEDGER_ASSIGN_OR_RETURN(const CsvReader::Got got,
                          reader_->Next(row_, fault_));
  if (got == CsvReader::Got::kEnd) {
    at_end_ = true;
    if (reader_->bytes_read() != file_.size_bytes) {
      return Error{Code::kAborted, kFileChanged,
                   file_.path + " has " +
                       std::to_string(reader_->bytes_read()) + " bytes where " +
                       std::to_string(file_.size_bytes) + " were planned"};
    }
    return ledger::Ok{};
  }
  is_fault_ = got == CsvReader::Got::kFault;
  if (is_fault_) return ledger::Ok{};
  cells_.clear();
  for (const std::size_t cell : cell_of_column_) {
    cells_.push_back(cell < header_.size() ? Trim(row_.cells[cell])
                                           : std::string_view());
  }
  builder_.Begin(cells_);
  if (rule_.merge != FileRule::kNotMerged) {
    const Value& time = builder_.ValueOf(rule_.merge);
    if (time.present) merge_micros_ = time.time.instant.unix_micros;
  }
  return ledger::Ok{};
}

std::string FileCursor::ColumnName(std::size_t cell) const {
  return cell < header_.size() ? header_[cell] : std::string();
}

void FileCursor::Take(std::vector<std::string>& events, RejectSink& rejects,
                      Lookups& lookups) {
  AMANAH_CHECK(!at_end_);
  ++counts_.rows;
  if (is_fault_) {
    ++counts_.rows_rejected;
    rejects.Take({file_.name, fault_.line, ColumnName(fault_.column), "",
                  fault_.reason});
    return;
  }
  for (const LookupRule& lookup : rule_.lookups) {
    const std::string_view region = cells_[lookup.region];
    if (regions_.Contains(region)) {
      lookups[lookup.name][std::string(cells_[lookup.key])] =
          std::string(region);
    }
  }
  const std::size_t before = events.size();
  const RowBuilder::Built built = builder_.Build(events);
  counts_.events += events.size() - before;
  if (built.outcome == RowBuilder::Outcome::kIgnored) {
    ++counts_.rows_ignored;
  } else if (built.outcome == RowBuilder::Outcome::kRejected) {
    ++counts_.rows_rejected;
    rejects.Take({file_.name, row_.line, std::string(built.column),
                  Mask(built.value, !built.identifier), built.reason});
  }
}

}  // namespace services::importer
