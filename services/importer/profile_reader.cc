#include "services/importer/profile_reader.h"

#include <algorithm>

namespace services::importer {
namespace {

constexpr std::size_t kMostFaults = 100;
constexpr std::int64_t kMostDigits = 64;

std::string Quoted(std::string_view name) {
  return "`" + std::string(name) + "`";
}

}  // namespace

void ProfileReader::Fault(const TomlNode& at, std::string what) {
  if (faults_.size() == kMostFaults) return;
  faults_.push_back({"line " + std::to_string(at.line), std::move(what)});
}

void ProfileReader::CheckKeys(const TomlNode& table,
                              std::initializer_list<std::string_view> known) {
  for (const TomlNode& member : table.members) {
    if (std::find(known.begin(), known.end(), member.name) == known.end()) {
      Fault(member, Quoted(member.name) + " means nothing here");
    }
  }
}

std::string ProfileReader::Text(const TomlNode& table, std::string_view key,
                                std::string_view otherwise) {
  const TomlNode* const node = table.Get(key);
  if (node == nullptr) return std::string(otherwise);
  if (!node->is_text()) Fault(*node, Quoted(key) + " must be a text");
  return node->text;
}

std::string ProfileReader::Needed(const TomlNode& table, std::string_view key) {
  std::string text = Text(table, key);
  if (text.empty()) Fault(table, Quoted(key) + " is missing");
  return text;
}

char ProfileReader::Letter(const TomlNode& table, std::string_view key,
                           char otherwise) {
  const TomlNode* const node = table.Get(key);
  if (node == nullptr) return otherwise;
  const std::string text = Text(table, key);
  if (text.empty()) return 0;
  const char c = text[0];
  if (text.size() > 1 || c == '\n' || c == '\r' || c == '\0' ||
      static_cast<unsigned char>(c) > 0x7F) {
    Fault(*node, Quoted(key) + " must be one ASCII character");
  }
  return c;
}

std::vector<std::string> ProfileReader::Texts(const TomlNode& node) {
  std::vector<std::string> texts;
  if (node.is_text()) {
    texts.push_back(node.text);
  } else if (!node.is_list()) {
    Fault(node, "must be a text or a list of texts");
  }
  for (const TomlNode& item : node.items) {
    if (!item.is_text()) Fault(item, "must be a text");
    texts.push_back(item.text);
  }
  return texts;
}

const TomlNode* ProfileReader::Table(const TomlNode& table,
                                     std::string_view key) {
  const TomlNode* const node = table.Get(key);
  if (node == nullptr || node->is_table()) return node;
  Fault(*node, Quoted(key) + " must be a table");
  return nullptr;
}

std::vector<const TomlNode*> ProfileReader::Tables(const TomlNode& table,
                                                   std::string_view key) {
  std::vector<const TomlNode*> tables;
  const TomlNode* const node = table.Get(key);
  if (node == nullptr) return tables;
  if (!node->is_list()) Fault(*node, Quoted(key) + " wants two brackets");
  for (const TomlNode& item : node->items) {
    if (item.is_table()) {
      tables.push_back(&item);
    } else {
      Fault(item, Quoted(key) + " wants two brackets");
    }
  }
  return tables;
}

std::size_t ProfileReader::ColumnAt(const TomlNode& at, std::string_view name,
                                    const FileRule& file) {
  for (std::size_t i = 0; i < file.columns.size(); ++i) {
    if (file.columns[i].name == name) return i;
  }
  Fault(at, Quoted(name) + " is no column of [file.columns]");
  return 0;
}

std::size_t ProfileReader::ValueAt(const TomlNode& at, std::string_view name,
                                   const FileRule& file) {
  for (std::size_t i = 0; i < file.values.size(); ++i) {
    if (file.values[i].name == name) return i;
  }
  Fault(at, Quoted(name) + " is not named in [file.columns]");
  return 0;
}

When ProfileReader::ReadWhen(const TomlNode* node, const FileRule& file) {
  When when;
  if (node == nullptr) return when;
  if (!node->is_table()) Fault(*node, "`when` must be a table of columns");
  for (const TomlNode& test : node->members) {
    when.push_back(ReadCondition(test, test.name, file));
  }
  return when;
}

Condition ProfileReader::ReadCondition(const TomlNode& node,
                                       std::string_view column,
                                       const FileRule& file) {
  Condition condition;
  condition.column = ColumnAt(node, column, file);
  if (!node.is_table()) {
    condition.texts = Texts(node);
    return condition;
  }
  CheckKeys(node, {"not", "prefix", "digits"});
  if (node.members.size() != 1) Fault(node, "one test a column");
  if (const TomlNode* const texts = node.Get("not")) {
    condition.test = Condition::Test::kNoneOf;
    condition.texts = Texts(*texts);
  } else if (const TomlNode* const prefixes = node.Get("prefix")) {
    condition.test = Condition::Test::kPrefix;
    condition.texts = Texts(*prefixes);
  } else {
    const TomlNode* const digits = node.Get("digits");
    condition.test = Condition::Test::kDigits;
    if (digits == nullptr || !digits->is_number() || digits->number < 1 ||
        digits->number > kMostDigits) {
      Fault(node, "`digits` must be a count, 1 to 64");
    } else {
      condition.digits = static_cast<std::size_t>(digits->number);
    }
  }
  return condition;
}

}  // namespace services::importer
