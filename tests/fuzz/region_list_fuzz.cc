// Region lists and import journals: what is read is found again.

#include <string>

#include "services/importer/journal.h"
#include "services/importer/region_list.h"
#include "tests/fuzz/fuzz.h"

AMANAH_FUZZ_TARGET(input) {
  namespace importer = services::importer;
  auto list = importer::RegionList::FromText(std::string(input));
  if (list.ok()) {
    AMANAH_CHECK(!list->version().empty());
    AMANAH_CHECK(!list->Contains("99.99.99.9999x"));
  }
  auto journal = importer::ImportJournal::Parse(input, "bank.example/amanah");
  if (journal.ok()) {
    auto again =
        importer::ImportJournal::Parse(journal->Text(), "bank.example/amanah");
    AMANAH_CHECK(again.ok() && again->batches() == journal->batches());
  }
}
