// A TOML document as plain values that remember their lines.
//
// Thread safety: values.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace services::importer {

struct TomlNode {
  // kOther: floats, dates and times, which profiles have no use for.
  enum class Kind { kText, kNumber, kBoolean, kList, kTable, kOther };

  Kind kind = Kind::kTable;
  std::string name;  // of a member: its key
  std::size_t line = 1;
  std::string text;
  std::int64_t number = 0;
  bool boolean = false;
  std::vector<TomlNode> items;    // of a list
  std::vector<TomlNode> members;  // of a table, by name ascending

  bool is_text() const { return kind == Kind::kText; }
  bool is_number() const { return kind == Kind::kNumber; }
  bool is_list() const { return kind == Kind::kList; }
  bool is_table() const { return kind == Kind::kTable; }

  // The member of that name; nullptr when there is none or this is no table.
  const TomlNode* Get(std::string_view key) const;
};

// What is wrong with a document.
struct TomlFault {
  std::size_t line = 0;
  std::string what;
};

// Fills `root`. False, with the reason, when `text` is no TOML 1.0 document, is
// not ASCII, or is nested deeper than 16.
bool ParseToml(std::string_view text, TomlNode& root, TomlFault& fault);

}  // namespace services::importer
