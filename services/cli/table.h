// Tables for people: columns aligned by what a terminal shows, not by bytes.
//
// Thread safety: a value.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace services::cli {

// Columns that `utf8` takes on a terminal: one a code point, combining marks
// none. Letters of the Latin script and punctuation are all it has to know.
std::size_t DisplayWidth(std::string_view utf8);

enum class Align { kLeft, kRight };

class Table {
 public:
  struct Column {
    std::string title;
    Align align = Align::kLeft;
  };
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // Requires one cell a column. A cell is one line.
  void Add(std::vector<std::string> cells);

  bool empty() const { return rows_.empty(); }

  // To stdout, when it has a row.
  void Print() const;

  // Title, rule, rows; each ends in LF, no spaces at line ends.
  std::string ToString() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace services::cli
