// Goal: rows come out of any dialect, and a bad row costs itself only.

#include "services/importer/csv_reader.h"

#include <random>

#include "services/importer/reject.h"
#include "tests/unit/importer/fixture.h"

namespace services::importer {
namespace {

// A row as `line:cell|cell`, a fault as `line!REASON` (and `@column`).
std::vector<std::string> ReadAll(std::string_view bytes,
                                 const CsvDialect& dialect = {},
                                 std::size_t columns = 0) {
  const TemporaryDirectory directory;
  directory.Write("file.csv", bytes);
  auto reader = CsvReader::Open(directory / "file.csv", dialect);
  EXPECT_TRUE(reader.ok());
  (*reader)->ExpectColumns(columns);
  std::vector<std::string> all;
  CsvRow row;
  CsvFault fault;
  for (;;) {
    const auto got = (*reader)->Next(row, fault);
    EXPECT_TRUE(got.ok());
    if (!got.ok() || *got == CsvReader::Got::kEnd) break;
    if (*got == CsvReader::Got::kFault) {
      all.push_back(std::to_string(fault.line) + "!" +
                    std::string(fault.reason));
      if (fault.column != CsvFault::kWholeRow) {
        all.back() += "@" + std::to_string(fault.column);
      }
      continue;
    }
    std::string text = std::to_string(row.line) + ":";
    for (const auto& cell : row.cells) {
      text += (&cell == row.cells.data() ? "" : "|") + std::string(cell);
    }
    all.push_back(text);
  }
  EXPECT_EQ((*reader)->bytes_read(), bytes.size());
  return all;
}

using Rows = std::vector<std::string>;

TEST(CsvReader, ReadsLfCrLfAndAMissingLastLineEnd) {
  EXPECT_EQ(ReadAll("a,b\n1,2\r\n3,"), (Rows{"1:a|b", "2:1|2", "3:3|"}));
}

TEST(CsvReader, EmptyLinesAreNoRowsAndStillCount) {
  EXPECT_EQ(ReadAll("a\n\n\r\nb\n\n"), (Rows{"1:a", "4:b"}));
}

TEST(CsvReader, PassesOverAByteOrderMark) {
  EXPECT_EQ(ReadAll("\xEF\xBB\xBF"
                    "a;b\r\n",
                    {.separator = ';'}),
            (Rows{"1:a|b"}));
}

TEST(CsvReader, RefusesUtf16ByName) {
  const TemporaryDirectory directory;
  directory.Write("file.csv", std::string_view("\xFF\xFE"
                                               "a\0",
                                               4));
  const auto reader = CsvReader::Open(directory / "file.csv", {});
  ASSERT_FALSE(reader.ok());
  EXPECT_EQ(reader.error().reason, kFileEncoding);
}

TEST(CsvReader, AMissingFileIsUnreadable) {
  const auto reader = CsvReader::Open("/nowhere/file.csv", {});
  ASSERT_FALSE(reader.ok());
  EXPECT_EQ(reader.error().reason, kFileUnreadable);
}

TEST(CsvReader, QuotedCellsHoldSeparatorsQuotesAndLineEnds) {
  EXPECT_EQ(
      ReadAll("\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\"\r\nnext,,\"\"\n"),
      (Rows{"1:a,b|say \"hi\"|two\nlines", "3:next||"}));
}

TEST(CsvReader, AQuoteMeansNothingInADialectWithoutQuotes) {
  EXPECT_EQ(ReadAll("5\" pipe,b\n", {.quote = 0}), (Rows{"1:5\" pipe|b"}));
}

TEST(CsvReader, AStrayQuoteCostsItsLineOnly) {
  EXPECT_EQ(ReadAll("a,\"b\nc,d\ne,f\n"),
            (Rows{"1!QUOTE_UNCLOSED@1", "2:c|d", "3:e|f"}));
  EXPECT_EQ(ReadAll("a,\"b\nc,\"d\"\ne,f\n"),
            (Rows{"1!QUOTE_MISPLACED@1", "2:c|d", "3:e|f"}));
  EXPECT_EQ(ReadAll("a,b\"c\ne,f\n"), (Rows{"1!QUOTE_MISPLACED@1", "2:e|f"}));
}

TEST(CsvReader, AnUnclosedQuoteGivesUpAtTheCellLimit) {
  std::string bytes = "a,\"b\n";
  std::size_t lines = 1;
  while (bytes.size() < 3 * kMostCellBytes) {
    bytes += "c,d\n";
    ++lines;
  }
  const Rows rows = ReadAll(bytes);
  EXPECT_EQ(rows.size(), lines);
  EXPECT_EQ(rows[0], "1!QUOTE_UNCLOSED@1");
  EXPECT_EQ(rows[1], "2:c|d");
}

TEST(CsvReader, OverlongCellsAndLinesAreNamed) {
  const std::string most(kMostCellBytes, 'x');
  EXPECT_EQ(ReadAll("a," + most + "\n" + "b,x" + most + "\nc,d\n"),
            (Rows{"1:a|" + most, "2!FIELD_TOO_LONG@1", "3:c|d"}));
  EXPECT_EQ(ReadAll("b,\"x" + most + "\"\nc,d\n"),
            (Rows{"1!FIELD_TOO_LONG@1", "2:c|d"}));
  std::string line;
  while (line.size() <= kMostRowBytes) line += "x,";
  EXPECT_EQ(ReadAll(line + "\nc,d\n"), (Rows{"1!LINE_TOO_LONG", "2:c|d"}));
  std::string longest;
  while (longest.size() < 20 * kMostRowBytes) longest += "yyyy,zzz";
  EXPECT_EQ(ReadAll(longest + "\nc,d\n" + longest),
            (Rows{"1!LINE_TOO_LONG", "2:c|d", "3!LINE_TOO_LONG"}));
}

TEST(CsvReader, TheWrongNumberOfCellsIsNamed) {
  EXPECT_EQ(ReadAll("a,b\n1\n1,2,3\n1,2\n", {}, 2),
            (Rows{"1:a|b", "2!COLUMN_COUNT", "3!COLUMN_COUNT", "4:1|2"}));
  // Of a row over two lines, its first is given up.
  EXPECT_EQ(ReadAll("a,\"b\n1,2\n3\",4\n", {}, 2),
            (Rows{"1!COLUMN_COUNT", "2:1|2", "3!QUOTE_MISPLACED@0"}));
}

TEST(CsvReader, NulAndBrokenUtf8AreNamed) {
  using std::string_view_literals::operator""sv;
  EXPECT_EQ(ReadAll("a\0,b\nc,d\n"sv), (Rows{"1!NUL_BYTE", "2:c|d"}));
  EXPECT_EQ(ReadAll("\"a\0\",b\nc,d\n"sv), (Rows{"1!NUL_BYTE", "2:c|d"}));
  for (const std::string_view bad :
       {"\xFF", "\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
        "\xE0\x80\x80", "\x80"}) {
    EXPECT_EQ(ReadAll("a" + std::string(bad) + ",b\nc,d\n"),
              (Rows{"1!TEXT_NOT_UTF8", "2:c|d"}));
  }
  EXPECT_EQ(ReadAll("caf\xC3\xA9,\xF0\x9F\x92\xB3\n"),
            (Rows{"1:caf\xC3\xA9|\xF0\x9F\x92\xB3"}));
}

TEST(CsvReader, Windows1252BecomesUtf8) {
  const CsvDialect dialect{.encoding = TextEncoding::kWindows1252};
  EXPECT_EQ(ReadAll("caf\xE9,\x80 5,plain\n", dialect),
            (Rows{"1:caf\xC3\xA9|\xE2\x82\xAC 5|plain"}));
  EXPECT_EQ(ReadAll("a\x81\nb\n", dialect), (Rows{"1!TEXT_NOT_UTF8", "2:b"}));
}

// Another reading of the same rules, a character at a time, for files without
// faults.
std::string Written(const std::vector<std::vector<std::string>>& rows,
                    std::mt19937& random) {
  std::string bytes;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) bytes += ',';
      const bool must = row[i].find_first_of(",\"\r\n") != std::string::npos;
      if (!must && random() % 4 != 0) {
        bytes += row[i];
        continue;
      }
      bytes += '"';
      for (const char c : row[i])
        bytes += c == '"' ? "\"\"" : std::string(1, c);
      bytes += '"';
    }
    bytes += random() % 2 == 0 ? "\n" : "\r\n";
  }
  return bytes;
}

TEST(CsvReader, ReadsBackWhateverWasWritten) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  constexpr std::string_view kLetters = "ab,\"\r\n;\xC3\xA9";
  for (int round = 0; round < 300; ++round) {
    std::vector<std::vector<std::string>> rows(random() % 20 + 1);
    const std::size_t width = random() % 4 + 2;
    for (auto& row : rows) {
      row.resize(width);
      for (auto& cell : row) {
        for (std::size_t left = random() % 6; left > 0; --left) {
          const std::size_t at = random() % 8;
          cell += at == 7 ? kLetters.substr(7) : kLetters.substr(at, 1);
        }
      }
    }
    Rows expected;
    std::size_t line = 1;
    for (const auto& row : rows) {
      std::string text = std::to_string(line) + ":";
      for (const auto& cell : row) {
        text += (&cell == row.data() ? "" : "|") + cell;
        for (const char c : cell) line += c == '\n' ? 1 : 0;
      }
      ++line;
      expected.push_back(text);
    }
    ASSERT_EQ(ReadAll(Written(rows, random), {}, width), expected);
  }
}

TEST(CsvReader, RowsAcrossTheEndOfTheBufferAreWhole) {
  const TemporaryDirectory directory;
  std::string bytes;
  std::size_t rows = 0;
  for (; bytes.size() < 12 * kMostRowBytes; ++rows) {
    const std::string number = std::to_string(rows);
    bytes += number + (rows % 3 == 0 ? ",\"two\nlines\"," : ",plain,") +
             std::string(rows % 701, 'x') + "," + number + "\n";
  }
  directory.Write("file.csv", bytes);
  auto reader = CsvReader::Open(directory / "file.csv", {});
  ASSERT_TRUE(reader.ok());
  (*reader)->ExpectColumns(4);
  CsvRow row;
  CsvFault fault;
  for (std::size_t i = 0; i < rows; ++i) {
    const auto got = (*reader)->Next(row, fault);
    ASSERT_TRUE(got.ok());
    ASSERT_EQ(*got, CsvReader::Got::kRow);
    ASSERT_EQ(row.cells[0], std::to_string(i));
    ASSERT_EQ(row.cells[1], i % 3 == 0 ? "two\nlines" : "plain");
    ASSERT_EQ(row.cells[2].size(), i % 701);
    ASSERT_EQ(row.cells[3], row.cells[0]);
  }
  const auto got = (*reader)->Next(row, fault);
  ASSERT_TRUE(got.ok());
  EXPECT_EQ(*got, CsvReader::Got::kEnd);
  EXPECT_EQ((*reader)->bytes_read(), bytes.size());
}

TEST(CsvReader, LosesNoLineOfAnyGarbage) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  constexpr char kLetters[] = {'a', ',', '"', '\n', '\r', '\0', '\xC3', '\xA9'};
  for (int round = 0; round < 500; ++round) {
    std::string bytes;
    for (std::size_t left = random() % 200; left > 0; --left) {
      bytes += kLetters[random() % sizeof(kLetters)];
    }
    // Rows and faults name ascending lines; ReadAll checks that all bytes
    // were read.
    std::uint64_t before = 0;
    for (const std::string& each : ReadAll(bytes, {}, 2)) {
      const std::uint64_t line = std::stoull(each);
      ASSERT_GT(line, before);
      before = line;
    }
  }
}

}  // namespace
}  // namespace services::importer
