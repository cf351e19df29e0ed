// Goal: no identifier and no name of the year's files is in any byte of any
// event or reject, not even where an export hides one in another number.

#include <set>
#include <unordered_map>

#include "services/importer/csv_reader.h"
#include "services/importer/rules.h"
#include "services/importer/text.h"
#include "tests/unit/importer/fixture.h"

namespace services::importer {
namespace {

// Columns of all files, mapped or not, that tell a person, a family, a card or
// an account.
const std::set<std::string> kColumns = {
    // The ministry and the social office.
    "kpm_id", "pengurus_nik", "pengurus_name", "no_kk", "account_no", "old_nik",
    "new_nik", "nik", "name", "leader_kpm_id", "leader_nik", "leader_name",
    "companion_nik", "holder_nik", "stated_by_nik", "proxy_nik", "proxy_name",
    "proxy_no_kk", "approved_by_nik", "collected_by_nik", "document_no",
    // Free text: of people, in their words.
    "text", "note", "outcome",
    // Bank A.
    "card_no", "serial", "replaces_card", "bast_no", "received_by_nik",
    "counter_account", "owner_nik", "owner_name", "outlet",
    "settlement_account",
    // Bank B.
    "NO_KARTU", "NO_SERI", "NO_REKENING", "ID_KPM", "NIK", "NAMA", "KARTU_LAMA",
    "NO_BAST", "NIK_PENERIMA", "REK_LAWAN", "NIK_PEMILIK", "NAMA_PEMILIK",
    "NAMA_OUTLET", "REK_AGEN"};

// Cells too short to tell anybody: serials of eight digits meet amounts and
// times by chance.
constexpr std::size_t kLeastBytes = 9;

std::string InCapitals(std::string_view text) {
  std::string capitals(text);
  for (char& c : capitals) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return capitals;
}

// Names of the district's villages in capitals. A village may have the name of
// a person (Puji Rahayu), and says no more of the person for it.
std::set<std::string> VillageNames() {
  std::set<std::string> names;
  for (int village = 2001; village <= 2015; ++village) {
    const auto name = Regions().NameOf("18.01.18." + std::to_string(village));
    names.insert(InCapitals(name.value()));
  }
  return names;
}

// All cells of those columns.
std::set<std::string> Identifiers() {
  std::set<std::string> found;
  const std::set<std::string> villages = VillageNames();
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(YearDirectory())) {
    if (entry.path().extension() != ".csv") continue;
    CsvDialect dialect;
    if (entry.path().string().find("bank_b") != std::string::npos) {
      dialect.separator = ';';
    }
    auto reader = CsvReader::Open(entry.path(), dialect);
    EXPECT_TRUE(reader.ok());
    CsvRow row;
    CsvFault fault;
    std::vector<std::string> header;
    for (;;) {
      const auto got = (*reader)->Next(row, fault);
      if (!got.ok() || *got == CsvReader::Got::kEnd) break;
      if (header.empty()) {
        header.assign(row.cells.begin(), row.cells.end());
        continue;
      }
      for (std::size_t i = 0; i < header.size(); ++i) {
        const std::string cell(row.cells[i]);
        const bool wanted = kColumns.contains(header[i]) ||
                            (header[i] == "filed_by" && IsDigits(cell, 16));
        if (wanted && cell.size() >= kLeastBytes &&
            !villages.contains(InCapitals(cell))) {
          found.insert(cell);
        }
      }
    }
  }
  return found;
}

// Finds any of many texts in bytes, by their first eight.
class Finder {
 public:
  void Add(const std::string& text) { texts_[Head(text)].push_back(text); }

  std::string FindIn(std::string_view bytes) const {
    for (std::size_t at = 0; at + 8 <= bytes.size(); ++at) {
      const auto found = texts_.find(Head(bytes.substr(at)));
      if (found == texts_.end()) continue;
      for (const std::string& text : found->second) {
        if (bytes.substr(at).starts_with(text)) return text;
      }
    }
    return "";
  }

 private:
  static std::uint64_t Head(std::string_view text) {
    std::uint64_t head = 0;
    std::memcpy(&head, text.data(), 8);
    return head;
  }
  std::unordered_map<std::uint64_t, std::vector<std::string>> texts_;
};

TEST(YearLeak, TheFinderFinds) {
  Finder finder;
  finder.Add("9999144711785022");
  EXPECT_EQ(finder.FindIn("xx9999144711785022"), "9999144711785022");
  EXPECT_EQ(finder.FindIn("xx999914471178502"), "");
}

TEST(YearLeak, NoIdentifierIsInAnyEvent) {
  const std::set<std::string> identifiers = Identifiers();
  ASSERT_GT(identifiers.size(), 10'000u);
  Finder finder;
  for (const std::string& text : identifiers) {
    finder.Add(text);
    // Part of a card is enough to be traced: handover numbers hold these.
    if (text.size() == 16 && text.starts_with("9999")) {
      finder.Add(text.substr(4, 10));
    }
  }
  for (const std::string_view source : kSources) {
    const auto imported = RunImport(ProfileOf(source), YearDirectory());
    ASSERT_TRUE(imported.ok());
    for (std::size_t i = 0; i < imported->bytes.size(); ++i) {
      ASSERT_EQ(finder.FindIn(imported->bytes[i]), "")
          << source << "\n"
          << imported->Event(i).DebugString();
    }
  }
}

// With every cell of the year moved one column on, most rows are rejected;
// what is told of them must not tell more than the events do.
TEST(YearLeak, RejectsOfShiftedColumnsTellNoIdentifier) {
  Finder finder;
  for (const std::string& text : Identifiers()) finder.Add(text);
  const TemporaryDirectory directory;
  std::ifstream in(YearDirectory() + "/bank_a/mutasi_202502.csv");
  std::string shifted;
  std::string line;
  std::getline(in, line);
  shifted = line + "\n";
  while (std::getline(in, line)) {
    const std::size_t last = line.rfind(',');
    shifted += line.substr(last + 1) + "," + line.substr(0, last) + "\n";
  }
  directory.Write("mutasi_202502.csv", shifted);
  const auto imported = RunImport(ProfileOf("bank_a"), directory.path());
  ASSERT_TRUE(imported.ok());
  EXPECT_EQ(imported->rejects.size(), 1910u);
  for (const Reject& reject : imported->rejects) {
    ASSERT_EQ(finder.FindIn(reject.value), "") << reject.column;
    ASSERT_LT(LongestDigitRun(reject.value), 9u);
  }
}

}  // namespace
}  // namespace services::importer
