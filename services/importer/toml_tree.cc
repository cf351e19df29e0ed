#include "services/importer/toml_tree.h"

#define TOML_EXCEPTIONS 0
#define TOML_MAX_NESTED_VALUES 16
#include <toml++/toml.h>

namespace services::importer {
namespace {

// The parser's own limit holds for nesting in values; this one for dotted keys
// and table headers, too.
constexpr int kDeepest = 16;

bool Convert(const toml::node& from, int depth, TomlNode& to) {
  if (depth > kDeepest) return false;
  to.line = from.source().begin.line;
  if (const auto* const table = from.as_table()) {
    to.kind = TomlNode::Kind::kTable;
    for (const auto& [key, member] : *table) {
      to.members.emplace_back();
      to.members.back().name = std::string(key.str());
      if (!Convert(member, depth + 1, to.members.back())) return false;
    }
  } else if (const auto* const list = from.as_array()) {
    to.kind = TomlNode::Kind::kList;
    for (const toml::node& item : *list) {
      to.items.emplace_back();
      if (!Convert(item, depth + 1, to.items.back())) return false;
    }
  } else if (const auto* const text = from.as_string()) {
    to.kind = TomlNode::Kind::kText;
    to.text = text->get();
  } else if (const auto* const number = from.as_integer()) {
    to.kind = TomlNode::Kind::kNumber;
    to.number = number->get();
  } else if (const auto* const boolean = from.as_boolean()) {
    to.kind = TomlNode::Kind::kBoolean;
    to.boolean = boolean->get();
  } else {
    to.kind = TomlNode::Kind::kOther;
  }
  return true;
}

}  // namespace

const TomlNode* TomlNode::Get(std::string_view key) const {
  for (const TomlNode& member : members) {
    if (member.name == key) return &member;
  }
  return nullptr;
}

bool ParseToml(std::string_view text, TomlNode& root, TomlFault& fault) {
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) {
    fault = {parsed.error().source().begin.line,
             std::string(parsed.error().description())};
    return false;
  }
  root = TomlNode();
  if (!Convert(parsed.table(), 0, root)) {
    fault = {1, "nested too deep"};
    return false;
  }
  if (root.line == 0) root.line = 1;
  return true;
}

}  // namespace services::importer
