#include "services/importer/profile_compiler.h"

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "services/importer/event_fields.h"

namespace services::importer {
namespace {

using ledger::Error;
using ledger::crypto::TokenKind;

constexpr std::size_t kMostFaults = 100;

struct FormName {
  std::string_view name;
  Form form;
};
constexpr FormName kForms[] = {
    {"text", Form::kText},       {"reference", Form::kReference},
    {"code", Form::kCode},       {"money", Form::kMoney},
    {"integer", Form::kInteger}, {"time", Form::kTime},
    {"day", Form::kDay},         {"day_end", Form::kDayEnd},
    {"months", Form::kMonths},   {"sha256", Form::kSha256},
    {"degrees", Form::kDegrees}, {"region", Form::kRegion},
    {"flag", Form::kFlag},       {"list", Form::kList},
    {"token", Form::kToken},     {"last4", Form::kLast4},
    {"private", Form::kPrivate},
};

struct TokenName {
  std::string_view name;
  TokenKind kind;
};
constexpr TokenName kTokens[] = {
    {"family", TokenKind::kKpm},          {"person", TokenKind::kPerson},
    {"household", TokenKind::kHousehold}, {"card", TokenKind::kKks},
    {"account", TokenKind::kAccount},     {"document", TokenKind::kDocument},
};

class Compiler {
 public:
  explicit Compiler(SourceRules& rules) : rules_(rules) {}

  std::vector<Error::Violation> Run(std::string_view text);

 private:
  // The file that is being compiled, and the names in it.
  struct FileScope {
    FileRule rule;
    const toml::table* sets = nullptr;
  };

  void Fault(const toml::node& at, std::string what);
  void CheckKeys(const toml::table& table,
                 std::initializer_list<std::string_view> known);
  std::string Text(const toml::table& table, std::string_view key,
                   std::string_view otherwise = {});
  std::string Needed(const toml::table& table, std::string_view key);
  char Letter(const toml::table& table, std::string_view key, char otherwise);
  std::vector<std::string> Texts(const toml::node& node);

  void ReadSource(const toml::table& table);
  void ReadDialect(const toml::table& table);
  void ReadMaps(const toml::table& table);

  void ReadFile(const toml::table& table);
  void ReadColumns(const toml::table& columns, FileRule& file);
  void NameColumn(const toml::node& node, const std::string& name,
                  FileRule& file);
  void ReadValue(const toml::node& node, const std::string& name,
                 FileRule& file);
  void CheckGuard(const toml::table& at, const ValueRule& value,
                  const FileRule& file);
  void ReadType(const toml::node& at, std::string_view type, ValueRule& value);
  void ReadZone(const toml::node& node, FileRule& file, ZoneRule& zone);
  void ReadLookups(const toml::table& table, FileRule& file);
  When ReadWhen(const toml::node* node, const FileRule& file);
  Condition ReadCondition(const toml::node& node, const std::string& column,
                          const FileRule& file);
  void ReadEvent(const toml::table& table, FileScope& scope);
  void ReadAssignments(const toml::table& table, std::vector<std::string>& path,
                       const FileRule& file, EventRule& event);
  void ReadAssignment(const toml::node& node,
                      const std::vector<std::string>& path,
                      const FileRule& file, EventRule& event);
  std::optional<std::size_t> ColumnAt(const toml::node& at,
                                      std::string_view name,
                                      const FileRule& file);
  std::optional<std::size_t> ValueAt(const toml::node& at,
                                     std::string_view name,
                                     const FileRule& file);

  SourceRules& rules_;
  std::vector<Error::Violation> faults_;
  TimeFormat time_;
  TimeFormat day_;
  int zone_ = ledger::kWibMinutes;
  char months_separator_ = '|';
};

void Compiler::Fault(const toml::node& at, std::string what) {
  if (faults_.size() == kMostFaults) return;
  faults_.push_back(
      {"line " + std::to_string(at.source().begin.line), std::move(what)});
}

void Compiler::CheckKeys(const toml::table& table,
                         std::initializer_list<std::string_view> known) {
  for (const auto& [key, node] : table) {
    if (std::find(known.begin(), known.end(), key.str()) == known.end()) {
      Fault(node, "`" + std::string(key.str()) + "` means nothing here");
    }
  }
}

std::string Compiler::Text(const toml::table& table, std::string_view key,
                           std::string_view otherwise) {
  const toml::node* const node = table.get(key);
  if (node == nullptr) return std::string(otherwise);
  const auto text = node->value<std::string>();
  if (!node->is_string() || !text) {
    Fault(*node, "`" + std::string(key) + "` must be a text");
    return {};
  }
  return *text;
}

std::string Compiler::Needed(const toml::table& table, std::string_view key) {
  std::string text = Text(table, key);
  if (text.empty()) Fault(table, "`" + std::string(key) + "` is missing");
  return text;
}

char Compiler::Letter(const toml::table& table, std::string_view key,
                      char otherwise) {
  if (!table.contains(key)) return otherwise;
  const std::string text = Text(table, key);
  if (text.empty()) return 0;
  const char c = text[0];
  if (text.size() > 1 || c == '\n' || c == '\r' || c == '\0' ||
      static_cast<unsigned char>(c) > 0x7F) {
    Fault(table, "`" + std::string(key) + "` must be one ASCII character");
  }
  return c;
}

// One text, or a list of texts.
std::vector<std::string> Compiler::Texts(const toml::node& node) {
  std::vector<std::string> texts;
  if (const auto* const text = node.as_string()) {
    texts.push_back(text->get());
  } else if (const auto* const list = node.as_array()) {
    for (const toml::node& item : *list) {
      if (const auto* const item_text = item.as_string()) {
        texts.push_back(item_text->get());
      } else {
        Fault(item, "must be a text");
      }
    }
  } else {
    Fault(node, "must be a text or a list of texts");
  }
  return texts;
}

std::vector<Error::Violation> Compiler::Run(std::string_view text) {
  toml::parse_result parsed = toml::parse(text);
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    return {{"line " + std::to_string(error.source().begin.line),
             std::string(error.description())}};
  }
  const toml::table& root = parsed.table();
  CheckKeys(root, {"source", "dialect", "map", "file"});
  const toml::table empty;
  const auto table_of = [&](std::string_view key) -> const toml::table& {
    const toml::node* const node = root.get(key);
    if (node == nullptr) return empty;
    if (const toml::table* const table = node->as_table()) return *table;
    Fault(*node, "`" + std::string(key) + "` must be a table");
    return empty;
  };
  if (!root.contains("source")) Fault(root, "there is no [source]");
  ReadSource(table_of("source"));
  ReadDialect(table_of("dialect"));
  ReadMaps(table_of("map"));
  const toml::node* const files = root.get("file");
  if (files == nullptr || !files->is_array_of_tables()) {
    Fault(root, "there is no [[file]]");
    return faults_;
  }
  for (const toml::node& file : *files->as_array()) ReadFile(*file.as_table());
  std::sort(rules_.event_kinds.begin(), rules_.event_kinds.end());
  rules_.event_kinds.erase(
      std::unique(rules_.event_kinds.begin(), rules_.event_kinds.end()),
      rules_.event_kinds.end());
  return faults_;
}

void Compiler::ReadSource(const toml::table& table) {
  CheckKeys(table, {"origin", "display_name", "bank", "directory", "unmapped"});
  if (table.empty()) return;
  rules_.origin = Needed(table, "origin");
  rules_.display_name = Needed(table, "display_name");
  rules_.bank = Text(table, "bank");
  rules_.directory = Text(table, "directory");
  if (const toml::node* const node = table.get("unmapped")) {
    for (const std::string& name : Texts(*node)) {
      const auto pattern = FilePattern::Parse(name);
      if (pattern) {
        rules_.unmapped.push_back(*pattern);
      } else {
        Fault(*node, "`" + name + "` is no file name");
      }
    }
  }
}

void Compiler::ReadDialect(const toml::table& table) {
  CheckKeys(table, {"separator", "quote", "encoding", "time", "day", "zone",
                    "money", "months", "yes", "no"});
  rules_.dialect.separator = Letter(table, "separator", ',');
  rules_.dialect.quote = Letter(table, "quote", '"');
  if (rules_.dialect.separator == 0 ||
      rules_.dialect.separator == rules_.dialect.quote) {
    Fault(table, "`separator` must be a character other than the quote");
  }
  const std::string encoding = Text(table, "encoding", "utf-8");
  if (encoding == "windows-1252") {
    rules_.dialect.encoding = TextEncoding::kWindows1252;
  } else if (encoding != "utf-8") {
    Fault(table, "`encoding` must be utf-8 or windows-1252");
  }
  const auto format = [&](std::string_view key, std::string_view otherwise) {
    const auto parsed = TimeFormat::Parse(Text(table, key, otherwise));
    if (!parsed) Fault(table, "`" + std::string(key) + "` needs YYYY, MM, DD");
    return parsed.value_or(TimeFormat());
  };
  time_ = format("time", "ISO8601");
  day_ = format("day", "YYYY-MM-DD");
  const auto zone = ReadZoneName(Text(table, "zone", "WIB"));
  if (!zone) Fault(table, "`zone` must be +hh:mm, WIB, WITA or WIT");
  zone_ = zone.value_or(zone_);
  if (const toml::node* const node = table.get("money")) {
    const toml::table* const money = node->as_table();
    if (money == nullptr) {
      Fault(*node, "`money` must be { thousands = \".\", decimal = \",\" }");
    } else {
      CheckKeys(*money, {"thousands", "decimal"});
      rules_.money.thousands = Letter(*money, "thousands", 0);
      rules_.money.decimal = Letter(*money, "decimal", 0);
    }
  }
  if (const toml::node* const node = table.get("months")) {
    const toml::table* const months = node->as_table();
    const std::string shape =
        months == nullptr ? "" : Text(*months, "format", "YYYY-MM");
    if (months != nullptr) {
      CheckKeys(*months, {"format", "separator"});
      months_separator_ = Letter(*months, "separator", '|');
    }
    rules_.months_year_first = shape.starts_with("YYYY");
    if (rules_.months_year_first && shape.ends_with("MM") && shape.size() > 5) {
      rules_.months_infix = shape.substr(4, shape.size() - 6);
    } else if (shape.starts_with("MM") && shape.ends_with("YYYY")) {
      rules_.months_infix = shape.substr(2, shape.size() - 6);
    } else {
      Fault(*node, "`months` needs a format of YYYY and MM");
    }
  } else {
    rules_.months_infix = "-";
  }
  rules_.yes = {"Y"};
  rules_.no = {"N"};
  if (const toml::node* node = table.get("yes")) rules_.yes = Texts(*node);
  if (const toml::node* node = table.get("no")) rules_.no = Texts(*node);
}

void Compiler::ReadMaps(const toml::table& table) {
  for (const auto& [name, node] : table) {
    const toml::table* const codes = node.as_table();
    if (codes == nullptr) {
      Fault(node, "a map must be a table");
      continue;
    }
    auto& map = rules_.maps[std::string(name.str())];
    for (const auto& [code, meaning] : *codes) {
      const auto* const text = meaning.as_string();
      if (text == nullptr) {
        Fault(meaning, "a code must map to a text");
      } else {
        map.emplace(std::string(code.str()), text->get());
      }
    }
  }
}

std::optional<std::size_t> Compiler::ColumnAt(const toml::node& at,
                                              std::string_view name,
                                              const FileRule& file) {
  for (std::size_t i = 0; i < file.columns.size(); ++i) {
    if (file.columns[i].name == name) return i;
  }
  Fault(at, "`" + std::string(name) + "` is no column of [file.columns]");
  return std::nullopt;
}

std::optional<std::size_t> Compiler::ValueAt(const toml::node& at,
                                             std::string_view name,
                                             const FileRule& file) {
  for (std::size_t i = 0; i < file.values.size(); ++i) {
    if (file.values[i].name == name) return i;
  }
  Fault(at, "`" + std::string(name) + "` is not named in [file.columns]");
  return std::nullopt;
}

void Compiler::ReadFile(const toml::table& table) {
  CheckKeys(table, {"name", "step", "merge", "columns", "lookup", "set",
                    "event", "ignore"});
  FileScope scope;
  FileRule& file = scope.rule;
  const auto pattern = FilePattern::Parse(Needed(table, "name"));
  if (pattern) {
    file.pattern = *pattern;
  } else {
    Fault(table, "`name` is no file name");
  }
  if (const auto step = table["step"].value<std::int64_t>()) {
    file.step = *step;
  } else {
    Fault(table, "`step` must be a whole number");
  }
  if (const toml::table* const columns = table["columns"].as_table()) {
    ReadColumns(*columns, file);
  } else {
    Fault(table, "there is no [file.columns]");
  }
  if (const toml::node* const node = table.get("merge")) {
    const auto value = ValueAt(*node, Text(table, "merge"), file);
    file.merge = value.value_or(FileRule::kNotMerged);
    if (value && file.values[*value].form != Form::kTime &&
        file.values[*value].form != Form::kDay) {
      Fault(*node, "files are merged by a time or a day");
    }
  }
  if (const toml::table* const lookups = table["lookup"].as_table()) {
    ReadLookups(*lookups, file);
  }
  scope.sets = table["set"].as_table();
  if (const toml::array* const ignored = table["ignore"].as_array()) {
    for (const toml::node& node : *ignored) {
      const toml::table* const rule = node.as_table();
      if (rule == nullptr) {
        Fault(node, "must be [[file.ignore]]");
        continue;
      }
      CheckKeys(*rule, {"when", "because"});
      Needed(*rule, "because");
      file.ignored.push_back(ReadWhen(rule->get("when"), file));
    }
  }
  const toml::array* const events = table["event"].as_array();
  if (events == nullptr || !events->is_array_of_tables()) {
    Fault(table, "there is no [[file.event]]");
  } else {
    for (const toml::node& event : *events) {
      ReadEvent(*event.as_table(), scope);
    }
  }
  rules_.files.push_back(std::move(file));
}

// Two passes: conditions and zones may name any column.
void Compiler::ReadColumns(const toml::table& columns, FileRule& file) {
  for (const auto& [name, node] : columns) {
    NameColumn(node, std::string(name.str()), file);
  }
  for (const auto& [name, node] : columns) {
    ReadValue(node, std::string(name.str()), file);
  }
  for (const ValueRule& value : file.values) CheckGuard(columns, value, file);
}

// A cell that is an identifier in every row must have no other way out.
void Compiler::CheckGuard(const toml::table& at, const ValueRule& value,
                          const FileRule& file) {
  const auto guards = [&](const ValueRule& other) {
    return other.column == value.column && other.when.empty() &&
           (other.form == Form::kToken || other.form == Form::kPrivate);
  };
  const bool guarded =
      std::any_of(file.values.begin(), file.values.end(), guards);
  switch (value.form) {
    case Form::kToken:
    case Form::kPrivate:
      return;
    case Form::kLast4: {
      const bool card = std::any_of(
          file.values.begin(), file.values.end(), [&](const ValueRule& other) {
            return other.column == value.column && other.form == Form::kToken &&
                   other.token == TokenKind::kKks;
          });
      if (!card) Fault(at, value.name + ": only a card has a `last4`");
      return;
    }
    default:
      if (guarded) {
        Fault(at, value.name + ": its column is a token or private elsewhere");
      }
  }
}

void Compiler::NameColumn(const toml::node& node, const std::string& name,
                          FileRule& file) {
  const toml::table* const table = node.as_table();
  const std::string column = table ? Text(*table, "column", name) : name;
  const std::string type =
      table ? Text(*table, "type") : node.value_or(std::string());
  const bool optional = type.find('?') != std::string::npos;
  const bool identifier =
      type.starts_with("token:") || type.starts_with("private");
  for (ColumnRule& known : file.columns) {
    if (known.name != column) continue;
    known.optional = known.optional && optional;
    known.identifier = known.identifier || identifier;
    return;
  }
  file.columns.push_back({column, optional, identifier});
}

void Compiler::ReadType(const toml::node& at, std::string_view type,
                        ValueRule& value) {
  while (type.ends_with('?') || type.ends_with('!')) {
    if (type.ends_with('!')) value.required = true;
    type.remove_suffix(1);
  }
  const std::size_t colon = type.find(':');
  const std::string_view argument =
      colon == std::string_view::npos ? "" : type.substr(colon + 1);
  const std::string_view base = type.substr(0, colon);
  const auto* const form =
      std::find_if(std::begin(kForms), std::end(kForms),
                   [&](const FormName& known) { return known.name == base; });
  if (form == std::end(kForms)) {
    Fault(at, "`" + std::string(type) + "` is no type");
    return;
  }
  value.form = form->form;
  if (value.form == Form::kToken) {
    const auto* const token = std::find_if(
        std::begin(kTokens), std::end(kTokens),
        [&](const TokenName& known) { return known.name == argument; });
    if (token == std::end(kTokens)) {
      Fault(at, "`" + std::string(argument) + "` is no kind of token");
    } else {
      value.token = token->kind;
    }
  } else if (value.form == Form::kCode) {
    const auto map = rules_.maps.find(std::string(argument));
    if (map == rules_.maps.end()) {
      Fault(at, "there is no [map." + std::string(argument) + "]");
      value.form = Form::kPrivate;
    } else {
      value.codes = &map->second;
    }
  } else if (!argument.empty()) {
    Fault(at, "`" + std::string(base) + "` takes nothing after a colon");
  }
}

void Compiler::ReadValue(const toml::node& node, const std::string& name,
                         FileRule& file) {
  ValueRule value;
  value.name = name;
  value.separator = months_separator_;
  value.zone.minutes = zone_;
  const toml::table* const table = node.as_table();
  if (table == nullptr && !node.is_string()) {
    Fault(node, "a column is a type or a table");
    return;
  }
  value.column =
      ColumnAt(node, table ? Text(*table, "column", name) : name, file)
          .value_or(0);
  ReadType(node, table ? Text(*table, "type") : *node.value<std::string>(),
           value);
  value.time_format = value.form == Form::kTime ? time_ : day_;
  if (table != nullptr) {
    CheckKeys(*table, {"column", "type", "when", "absent", "strip_prefix",
                       "separator", "format", "zone", "sixteen_digits"});
    value.separator = Letter(*table, "separator", value.separator);
    value.strip_prefix = Text(*table, "strip_prefix");
    value.sixteen_digits = (*table)["sixteen_digits"].value_or(false);
    if (const toml::node* absent = table->get("absent")) {
      value.absent = Texts(*absent);
    }
    if (table->contains("format")) {
      const auto format = TimeFormat::Parse(Text(*table, "format"));
      if (!format) Fault(node, "`format` needs YYYY, MM, DD");
      value.time_format = format.value_or(TimeFormat());
    }
    if (const toml::node* zone = table->get("zone")) {
      ReadZone(*zone, file, value.zone);
    }
    if (table->contains("when")) {
      value.when = ReadWhen(table->get("when"), file);
    }
  }
  file.values.push_back(std::move(value));
}

void Compiler::ReadZone(const toml::node& node, FileRule& file,
                        ZoneRule& zone) {
  const toml::table* const table = node.as_table();
  const std::string name =
      table ? Text(*table, "otherwise", "WIB") : node.value_or(std::string());
  const auto minutes = ReadZoneName(name);
  if (!minutes) Fault(node, "`" + name + "` is no zone");
  zone.minutes = minutes.value_or(zone.minutes);
  if (table == nullptr) return;
  CheckKeys(*table, {"region", "lookup", "column", "otherwise"});
  if (table->contains("region")) {
    zone.from = ZoneRule::From::kRegionColumn;
    zone.column = ColumnAt(node, Text(*table, "region"), file).value_or(0);
  } else {
    zone.from = ZoneRule::From::kLookup;
    zone.lookup = Needed(*table, "lookup");
    zone.column = ColumnAt(node, Needed(*table, "column"), file).value_or(0);
  }
}

void Compiler::ReadLookups(const toml::table& table, FileRule& file) {
  for (const auto& [name, node] : table) {
    const toml::table* const lookup = node.as_table();
    if (lookup == nullptr) {
      Fault(node, "a lookup must be a table");
      continue;
    }
    CheckKeys(*lookup, {"key", "region"});
    const auto key = ColumnAt(node, Needed(*lookup, "key"), file);
    const auto region = ColumnAt(node, Needed(*lookup, "region"), file);
    file.lookups.push_back(
        {std::string(name.str()), key.value_or(0), region.value_or(0)});
  }
}

When Compiler::ReadWhen(const toml::node* node, const FileRule& file) {
  When when;
  if (node == nullptr) return when;
  const toml::table* const table = node->as_table();
  if (table == nullptr) {
    Fault(*node, "`when` must be a table of columns");
    return when;
  }
  for (const auto& [column, test] : *table) {
    when.push_back(ReadCondition(test, std::string(column.str()), file));
  }
  return when;
}

Condition Compiler::ReadCondition(const toml::node& node,
                                  const std::string& column,
                                  const FileRule& file) {
  Condition condition;
  condition.column = ColumnAt(node, column, file).value_or(0);
  const toml::table* const table = node.as_table();
  if (table == nullptr) {
    condition.texts = Texts(node);
    return condition;
  }
  CheckKeys(*table, {"not", "prefix", "digits"});
  if (table->size() != 1) Fault(node, "one test a column");
  if (const toml::node* const texts = table->get("not")) {
    condition.test = Condition::Test::kNoneOf;
    condition.texts = Texts(*texts);
  } else if (const toml::node* const prefixes = table->get("prefix")) {
    condition.test = Condition::Test::kPrefix;
    condition.texts = Texts(*prefixes);
  } else {
    const auto digits = (*table)["digits"].value<std::int64_t>();
    if (!digits || *digits < 1 || *digits > 64) {
      Fault(node, "`digits` must be a count, 1 to 64");
    }
    condition.test = Condition::Test::kDigits;
    condition.digits = static_cast<std::size_t>(digits.value_or(1));
  }
  return condition;
}

void Compiler::ReadEvent(const toml::table& table, FileScope& scope) {
  CheckKeys(table, {"kind", "when", "key", "use", "set", "flags"});
  const FileRule& file = scope.rule;
  const std::string kind = Needed(table, "kind");
  if (FieldOfKind(kind) == nullptr) {
    Fault(table, "`" + kind + "` is no kind of event");
    return;
  }
  EventRule event = EventRuleOfKind(kind);
  rules_.event_kinds.push_back(kind);
  event.when = ReadWhen(table.get("when"), file);
  if (const toml::node* const key = table.get("key")) {
    for (const std::string& name : Texts(*key)) {
      if (const auto value = ValueAt(*key, name, file)) {
        event.key.push_back(*value);
        if (file.values[*value].form == Form::kPrivate) {
          Fault(*key, "`" + name + "` is private: it must not be in a key");
        }
      }
    }
  }
  if (event.key.empty()) Fault(table, "the event has no `key`");
  std::vector<std::string> path;
  if (const toml::node* const use = table.get("use")) {
    for (const std::string& name : Texts(*use)) {
      const toml::table* const set =
          scope.sets == nullptr ? nullptr : (*scope.sets)[name].as_table();
      if (set == nullptr) {
        Fault(*use, "there is no [file.set." + name + "]");
      } else {
        ReadAssignments(*set, path, file, event);
      }
    }
  }
  if (const toml::table* const set = table["set"].as_table()) {
    ReadAssignments(*set, path, file, event);
  }
  if (const toml::table* const flags = table["flags"].as_table()) {
    for (const auto& [name, when] : *flags) {
      const auto flag = FlagOfName(name.str());
      if (!flag) Fault(when, std::string(name.str()) + " is no quality flag");
      // `FLAG = true` stands always.
      const bool always = when.is_boolean() && when.value_or(false);
      event.flags.emplace_back(
          flag.value_or(amanah::v1::QUALITY_FLAG_ESTIMATED),
          always ? When() : ReadWhen(&when, file));
    }
  }
  const bool has_time = std::any_of(
      event.assignments.begin(), event.assignments.end(),
      [](const Assignment& each) { return each.path == "occurred_at"; });
  if (!has_time) Fault(table, "the event has no `occurred_at`");
  scope.rule.events.push_back(std::move(event));
}

void Compiler::ReadAssignments(const toml::table& table,
                               std::vector<std::string>& path,
                               const FileRule& file, EventRule& event) {
  for (const auto& [key, node] : table) {
    path.emplace_back(key.str());
    const toml::table* const below = node.as_table();
    if (below != nullptr && !below->contains("const")) {
      ReadAssignments(*below, path, file, event);
    } else {
      ReadAssignment(node, path, file, event);
    }
    path.pop_back();
  }
}

void Compiler::ReadAssignment(const toml::node& node,
                              const std::vector<std::string>& path,
                              const FileRule& file, EventRule& event) {
  auto assignment = AssignmentAt(event, path);
  std::string written;
  for (const std::string& part : path) {
    written += (written.empty() ? "" : ".") + part;
  }
  if (!assignment) {
    Fault(node, "`" + written + "` is no field of " + event.kind);
    return;
  }
  const auto twice = std::find_if(
      event.assignments.begin(), event.assignments.end(),
      [&](const Assignment& each) { return each.path == assignment->path; });
  if (twice != event.assignments.end()) {
    Fault(node, "`" + written + "` is set twice");
    return;
  }
  std::string fault;
  if (const toml::table* const table = node.as_table()) {
    CheckKeys(*table, {"const"});
    const toml::node& constant = *table->get("const");
    if (const auto* const text = constant.as_string()) {
      fault = FitConstant(*assignment, text->get(), zone_);
    } else if (const auto* const number = constant.as_integer()) {
      fault = FitConstant(*assignment, number->get());
    } else {
      fault = "a constant is a text or a whole number";
    }
  } else if (const auto* const name = node.as_string()) {
    const auto value = ValueAt(node, name->get(), file);
    if (!value) return;
    assignment->value = *value;
    fault = FitValue(*assignment, file.values[*value]);
  } else {
    fault = "a field gets the name of a value, or { const = ... }";
  }
  if (!fault.empty()) {
    Fault(node, written + ": " + fault);
    return;
  }
  event.assignments.push_back(*std::move(assignment));
}

}  // namespace

std::vector<Error::Violation> CompileProfile(std::string_view toml,
                                             SourceRules& rules) {
  return Compiler(rules).Run(toml);
}

}  // namespace services::importer
