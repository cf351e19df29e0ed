#include "tests/scenarios/year.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <utility>

#include "services/importer/importer.h"
#include "services/importer/plan.h"
#include "services/importer/profile.h"
#include "services/importer/region_list.h"
#include "services/importer/reject.h"

namespace scenarios {
namespace {

namespace importer = services::importer;

template <typename T>
T OrDie(ledger::Result<T> result) {
  if (!result.ok()) {
    std::cerr << result.error().reason << ": " << result.error().message
              << "\n";
    std::abort();
  }
  return *std::move(result);
}

class CountingSink final : public importer::RejectSink {
 public:
  void Take(const importer::Reject& reject) override {
    std::cerr << "rejected: " << reject.file << ":" << reject.line << " "
              << reject.column << " " << reject.reason << "\n";
  }
};

std::vector<std::string> Import(const importer::Profile& profile,
                                const importer::RegionList& regions) {
  CountingSink rejects;
  const importer::Plan plan = OrDie(importer::MakePlan(
      profile, std::string(AMANAH_SCENARIO_DATA) + "/merbau-mataram",
      importer::ImportJournal(profile.origin())));
  const auto stream = OrDie(
      importer::EventStream::Open(profile, plan, YearKey(), regions, rejects));
  std::vector<std::string> events;
  std::string event;
  while (OrDie(stream->Next(event))) events.push_back(event);
  return events;
}

// Fields of a CSV line with double quotes.
std::vector<std::string> Split(const std::string& line, char separator) {
  std::vector<std::string> fields(1);
  bool is_quoted = false;
  for (const char letter : line) {
    if (letter == '"') {
      is_quoted = !is_quoted;
    } else if (letter == separator && !is_quoted) {
      fields.emplace_back();
    } else if (letter != '\r') {
      fields.back().push_back(letter);
    }
  }
  return fields;
}

std::vector<Row> ReadRows(const std::string& path, char separator) {
  std::ifstream in(AMANAH_SCENARIO_DATA + path);
  std::string line;
  if (!std::getline(in, line)) {
    std::cerr << "no file: " << path << "\n";
    std::abort();
  }
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (line.starts_with(kByteOrderMark)) line.erase(0, kByteOrderMark.size());
  const std::vector<std::string> columns = Split(line, separator);
  std::vector<Row> rows;
  while (std::getline(in, line)) {
    const std::vector<std::string> fields = Split(line, separator);
    Row row;
    for (std::size_t i = 0; i < columns.size() && i < fields.size(); ++i) {
      row[columns[i]] = fields[i];
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

const ledger::crypto::TokenKey& YearKey() {
  static const ledger::crypto::TokenKey key =
      OrDie(ledger::crypto::TokenKey::FromBytes(
          ledger::AsBytes("a key of the scenario, 32 bytes.")));
  return key;
}

const Sources& YearSources() {
  static const Sources sources = [] {
    const auto regions = OrDie(importer::RegionList::BuiltIn());
    Sources all;
    for (const auto& profile : OrDie(importer::LoadProfiles(AMANAH_PROFILES))) {
      all[profile.origin()] = Import(profile, regions);
    }
    return all;
  }();
  return sources;
}

std::vector<Row> ReadLabels(std::string_view file) {
  return ReadRows("/merbau-mataram-labels/" + std::string(file), ',');
}

std::vector<Row> ReadSource(const std::string& file, char separator) {
  return ReadRows("/merbau-mataram/" + file, separator);
}

std::vector<std::string> SourceFiles(const std::string& folder,
                                     std::string_view prefix) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(
           std::string(AMANAH_SCENARIO_DATA) + "/merbau-mataram/" + folder)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(prefix)) files.push_back(folder + "/" + name);
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::map<std::string, std::set<std::string>> CardsByInstance(
    std::string_view file, std::string_view id_column) {
  std::map<std::string, std::set<std::string>> cards;
  for (Row& row : ReadLabels(file)) {
    if (!row["card_no"].empty()) {
      cards[row[std::string(id_column)]].insert(CardToken(row["card_no"]));
    }
  }
  return cards;
}

std::string CardToken(std::string_view card_no) {
  return std::string(
      YearKey().Tokenise(ledger::crypto::TokenKind::kKks, card_no).view());
}

std::string PersonToken(std::string_view nik) {
  return std::string(
      YearKey().Tokenise(ledger::crypto::TokenKind::kPerson, nik).view());
}

}  // namespace scenarios
