#include "services/importer/toml_tree.h"

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <algorithm>

#include "services/importer/text.h"

namespace services::importer {
namespace {

constexpr int kDeepest = 16;

// A key may have this many parts. More would nest tables until taking them
// apart again exhausts the stack.
constexpr int kMostDots = 64;

// What the parser must not be given: false, with the line, when there is any.
// It runs off the end of a switch for some letters of other scripts.
bool IsSafe(std::string_view text, TomlFault& fault) {
  while (!text.empty()) {
    ++fault.line;
    const std::string_view line = text.substr(0, text.find('\n'));
    if (std::count(line.begin(), line.end(), '.') > kMostDots) {
      fault.what = "more than 64 dots";
      return false;
    }
    if (!IsPlainAscii(line)) {
      fault.what = "not ASCII; write other letters as \\u00E9 in a text";
      return false;
    }
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return true;
}

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
  fault = {};
  if (!IsSafe(text, fault)) return false;
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
