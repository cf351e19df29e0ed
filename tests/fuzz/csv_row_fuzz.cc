// CSV in every dialect: rows and faults account for every byte of the file,
// lines ascend, and cells are UTF-8 within their bounds.
//
// Input: a byte for the dialect, one for the number of columns, the file.

#include "services/importer/csv_reader.h"
#include "services/importer/reject.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/memory_file.h"

AMANAH_FUZZ_TARGET(input) {
  namespace importer = services::importer;
  fuzz::Reader reader(input);
  const std::uint8_t kind = reader.U8();
  importer::CsvDialect dialect;
  constexpr char kSeparators[] = {',', ';', '\t', '|'};
  dialect.separator = kSeparators[kind % 4];
  dialect.quote = (kind & 4) != 0 ? '"' : '\0';
  dialect.encoding = (kind & 8) != 0 ? importer::TextEncoding::kWindows1252
                                     : importer::TextEncoding::kUtf8;
  const std::uint8_t columns = reader.U8();
  const std::string_view bytes = reader.Take(input.size());
  const fuzz::MemoryFile file(bytes);
  auto opened = importer::CsvReader::Open(file.path(), dialect);
  if (!opened.ok()) return;
  importer::CsvReader& rows = **opened;
  rows.ExpectColumns(columns % 8);
  importer::CsvRow row;
  importer::CsvFault fault;
  std::uint64_t last_line = 0;
  while (true) {
    const auto got = rows.Next(row, fault);
    AMANAH_CHECK(got.ok());
    if (*got == importer::CsvReader::Got::kEnd) break;
    const bool is_row = *got == importer::CsvReader::Got::kRow;
    const std::uint64_t line = is_row ? row.line : fault.line;
    AMANAH_CHECK(line > last_line);
    last_line = line;
    if (!is_row) {
      AMANAH_CHECK(!fault.reason.empty());
      continue;
    }
    AMANAH_CHECK(!row.cells.empty());
    AMANAH_CHECK(columns % 8 == 0 || row.cells.size() == columns % 8u);
    for (const std::string_view cell : row.cells) {
      AMANAH_CHECK(cell.size() <= 3 * importer::kMostCellBytes);
    }
  }
  AMANAH_CHECK(rows.bytes_read() == bytes.size());
}
