#include "services/cli/columns.h"

#include "services/importer/region_list.h"

namespace services::cli {

void PrintList(const Table& table, const Console& console) {
  if (console.for_programs()) return;
  if (table.empty()) {
    console.Note(console.Pick(
        {"Nothing is recorded of that.", "Tidak ada catatan tentang itu."}));
  }
  table.Print();
}

std::string RegionText(const std::string& code) {
  static const ledger::Result<importer::RegionList> regions =
      importer::RegionList::BuiltIn();
  if (code.empty()) return "-";
  const auto name = regions.ok() ? regions->NameOf(code) : std::nullopt;
  return name.has_value() ? code + " " + std::string(*name) : code;
}

}  // namespace services::cli
