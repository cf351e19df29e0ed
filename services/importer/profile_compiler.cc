#include "services/importer/profile_compiler.h"

#include <algorithm>
#include <utility>

#include "services/importer/columns_compiler.h"
#include "services/importer/events_compiler.h"
#include "services/importer/profile_reader.h"

namespace services::importer {
namespace {

// [source], [dialect], [map] and [[file]].
class Compiler {
 public:
  explicit Compiler(SourceRules& rules) : rules_(rules) {}

  std::vector<ledger::Error::Violation> Run(const TomlNode& root);

 private:
  void ReadSource(const TomlNode& table);
  void ReadDialect(const TomlNode& table);
  void ReadMoney(const TomlNode& table);
  void ReadMonths(const TomlNode& table);
  TimeFormat ReadFormat(const TomlNode& table, std::string_view key,
                        std::string_view otherwise);
  void ReadMaps(const TomlNode& table);
  void ReadFile(const TomlNode& table);
  void ReadMerge(const TomlNode& table, FileRule& file);
  void ReadIgnored(const TomlNode& table, FileRule& file);

  SourceRules& rules_;
  ProfileReader reader_;
  DialectDefaults defaults_;
};

std::vector<ledger::Error::Violation> Compiler::Run(const TomlNode& root) {
  const TomlNode empty;
  const auto table_of = [&](std::string_view key) -> const TomlNode& {
    const TomlNode* const table = reader_.Table(root, key);
    return table == nullptr ? empty : *table;
  };
  reader_.CheckKeys(root, {"source", "dialect", "map", "file"});
  ReadSource(table_of("source"));
  ReadDialect(table_of("dialect"));
  ReadMaps(table_of("map"));
  const auto files = reader_.Tables(root, "file");
  if (files.empty()) reader_.Fault(root, "there is no [[file]]");
  for (const TomlNode* const file : files) ReadFile(*file);
  std::vector<std::string>& kinds = rules_.event_kinds;
  std::sort(kinds.begin(), kinds.end());
  kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
  return reader_.TakeFaults();
}

void Compiler::ReadSource(const TomlNode& table) {
  reader_.CheckKeys(
      table, {"origin", "display_name", "bank", "directory", "unmapped"});
  rules_.origin = reader_.Needed(table, "origin");
  rules_.display_name = reader_.Needed(table, "display_name");
  rules_.bank = reader_.Text(table, "bank");
  rules_.directory = reader_.Text(table, "directory");
  const TomlNode* const unmapped = table.Get("unmapped");
  if (unmapped == nullptr) return;
  for (const std::string& name : reader_.Texts(*unmapped)) {
    const auto pattern = FilePattern::Parse(name);
    if (pattern) {
      rules_.unmapped.push_back(*pattern);
    } else {
      reader_.Fault(*unmapped, "`" + name + "` is no file name");
    }
  }
}

TimeFormat Compiler::ReadFormat(const TomlNode& table, std::string_view key,
                                std::string_view otherwise) {
  const auto format = TimeFormat::Parse(reader_.Text(table, key, otherwise));
  if (!format) {
    reader_.Fault(table, "`" + std::string(key) + "` needs YYYY, MM, DD");
  }
  return format.value_or(TimeFormat());
}

void Compiler::ReadDialect(const TomlNode& table) {
  reader_.CheckKeys(table, {"separator", "quote", "encoding", "time", "day",
                            "zone", "money", "months", "yes", "no"});
  CsvDialect& dialect = rules_.dialect;
  dialect.separator = reader_.Letter(table, "separator", ',');
  dialect.quote = reader_.Letter(table, "quote", '"');
  if (dialect.separator == 0 || dialect.separator == dialect.quote) {
    reader_.Fault(table,
                  "`separator` must be a character other than the quote");
  }
  const std::string encoding = reader_.Text(table, "encoding", "utf-8");
  if (encoding == "windows-1252") {
    dialect.encoding = TextEncoding::kWindows1252;
  } else if (encoding != "utf-8") {
    reader_.Fault(table, "`encoding` must be utf-8 or windows-1252");
  }
  defaults_.time = ReadFormat(table, "time", "ISO8601");
  defaults_.day = ReadFormat(table, "day", "YYYY-MM-DD");
  const auto zone = ReadZoneName(reader_.Text(table, "zone", "WIB"));
  if (!zone) reader_.Fault(table, "`zone` must be +hh:mm, WIB, WITA or WIT");
  defaults_.zone_offset_minutes = zone.value_or(ledger::kWibMinutes);
  ReadMoney(table);
  ReadMonths(table);
  rules_.yes = {"Y"};
  rules_.no = {"N"};
  if (const TomlNode* yes = table.Get("yes")) rules_.yes = reader_.Texts(*yes);
  if (const TomlNode* no = table.Get("no")) rules_.no = reader_.Texts(*no);
}

void Compiler::ReadMoney(const TomlNode& table) {
  const TomlNode* const money = reader_.Table(table, "money");
  if (money == nullptr) return;
  reader_.CheckKeys(*money, {"thousands", "decimal"});
  rules_.money.thousands = reader_.Letter(*money, "thousands", 0);
  rules_.money.decimal = reader_.Letter(*money, "decimal", 0);
}

void Compiler::ReadMonths(const TomlNode& table) {
  rules_.months_infix = "-";
  const TomlNode* const months = reader_.Table(table, "months");
  if (months == nullptr) return;
  reader_.CheckKeys(*months, {"format", "separator"});
  defaults_.months_separator = reader_.Letter(*months, "separator", '|');
  const std::string shape = reader_.Text(*months, "format", "YYYY-MM");
  if (shape.size() >= 6 && shape.starts_with("YYYY") && shape.ends_with("MM")) {
    rules_.months_infix = shape.substr(4, shape.size() - 6);
  } else if (shape.size() >= 6 && shape.starts_with("MM") &&
             shape.ends_with("YYYY")) {
    rules_.months_year_first = false;
    rules_.months_infix = shape.substr(2, shape.size() - 6);
  } else {
    reader_.Fault(*months, "`months` needs a format of YYYY and MM");
  }
}

void Compiler::ReadMaps(const TomlNode& table) {
  for (const TomlNode& node : table.members) {
    if (!node.is_table()) reader_.Fault(node, "a map must be a table");
    auto& map = rules_.maps[node.name];
    for (const TomlNode& meaning : node.members) {
      if (!meaning.is_text()) {
        reader_.Fault(meaning, "a code must map to a text");
      }
      map.emplace(meaning.name, meaning.text);
    }
  }
}

void Compiler::ReadMerge(const TomlNode& table, FileRule& file) {
  const TomlNode* const merge = table.Get("merge");
  if (merge == nullptr) return;
  const std::string name = reader_.Text(table, "merge");
  file.merge = reader_.ValueAt(*merge, name, file);
  if (file.merge >= file.values.size()) return;
  const ValueRule& value = file.values[file.merge];
  if (value.name == name && value.form != Form::kTime &&
      value.form != Form::kDay) {
    reader_.Fault(*merge, "files are merged by a time or a day");
  }
}

void Compiler::ReadIgnored(const TomlNode& table, FileRule& file) {
  for (const TomlNode* const ignored : reader_.Tables(table, "ignore")) {
    reader_.CheckKeys(*ignored, {"when", "because"});
    reader_.Needed(*ignored, "because");
    file.ignored.push_back(reader_.ReadWhen(ignored->Get("when"), file));
  }
}

void Compiler::ReadFile(const TomlNode& table) {
  reader_.CheckKeys(table, {"name", "step", "merge", "columns", "lookup", "set",
                            "event", "ignore"});
  FileRule file;
  const auto pattern = FilePattern::Parse(reader_.Needed(table, "name"));
  if (!pattern) reader_.Fault(table, "`name` is no file name");
  file.pattern = pattern.value_or(FilePattern());
  const TomlNode* const step = table.Get("step");
  if (step == nullptr || !step->is_number()) {
    reader_.Fault(table, "`step` must be a whole number");
  } else {
    file.step = step->number;
  }
  ColumnsCompiler columns(reader_, rules_, defaults_);
  if (const TomlNode* const named = reader_.Table(table, "columns")) {
    columns.ReadColumns(*named, file);
  } else {
    reader_.Fault(table, "there is no [file.columns]");
  }
  if (const TomlNode* const lookups = reader_.Table(table, "lookup")) {
    columns.ReadLookups(*lookups, file);
  }
  ReadMerge(table, file);
  ReadIgnored(table, file);
  EventsCompiler compiler(reader_, defaults_, file,
                          reader_.Table(table, "set"));
  const auto events = reader_.Tables(table, "event");
  if (events.empty()) reader_.Fault(table, "there is no [[file.event]]");
  for (const TomlNode* const each : events) {
    EventRule event = compiler.ReadEvent(*each);
    rules_.event_kinds.push_back(event.kind);
    file.events.push_back(std::move(event));
  }
  rules_.files.push_back(std::move(file));
}

}  // namespace

std::vector<ledger::Error::Violation> CompileProfile(std::string_view toml,
                                                     SourceRules& rules) {
  TomlNode root;
  TomlFault fault;
  if (!ParseToml(toml, root, fault)) {
    return {{"line " + std::to_string(fault.line), fault.what}};
  }
  return Compiler(rules).Run(root);
}

}  // namespace services::importer
