// A table's titles in the console's language, and places by name.
//
// Thread safety: values and pure functions.

#pragma once

#include <string>
#include <utility>
#include <vector>

#include "services/cli/console.h"
#include "services/cli/table.h"

namespace services::cli {

class Columns {
 public:
  explicit Columns(const Console& console) : console_(console) {}
  Columns& Left(const Text& title) { return Add(title, Align::kLeft); }
  Columns& Right(const Text& title) { return Add(title, Align::kRight); }
  Columns& If(bool wanted, const Text& title) {
    return wanted ? Left(title) : *this;
  }
  Table Build() { return Table(std::move(columns_)); }

 private:
  Columns& Add(const Text& title, Align align) {
    columns_.push_back({std::string(console_.Pick(title)), align});
    return *this;
  }
  const Console& console_;
  std::vector<Table::Column> columns_;
};

// A list for people: the table; when it has no row, a note that says so.
// Nothing for programs.
void PrintList(const Table& table, const Console& console);

// `18.01.18.2009 Batu Agung`; the bare code when the list has no name for it;
// `-` for none.
std::string RegionText(const std::string& code);

}  // namespace services::cli
