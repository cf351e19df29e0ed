// Reads the nodes of a profile and collects what is wrong with them.
//
// Thread safety: one thread.

#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/base/time.h"
#include "services/importer/rules.h"
#include "services/importer/toml_tree.h"

namespace services::importer {

// What columns take where they say nothing else.
struct DialectDefaults {
  TimeFormat time;
  TimeFormat day;
  int zone_offset_minutes = ledger::kWibMinutes;
  char months_separator = '|';
};

class ProfileReader {
 public:
  // Notes a fault at the line of `at`; the first 100 are kept.
  void Fault(const TomlNode& at, std::string what);
  std::vector<ledger::Error::Violation> TakeFaults() {
    return std::move(faults_);
  }

  // A fault for each member of `table` that is not in `known`.
  void CheckKeys(const TomlNode& table,
                 std::initializer_list<std::string_view> known);

  // The text at `key`; `otherwise` when there is none; a fault, and empty,
  // when it is no text.
  std::string Text(const TomlNode& table, std::string_view key,
                   std::string_view otherwise = {});
  // The text at `key`; a fault, and empty, when there is none.
  std::string Needed(const TomlNode& table, std::string_view key);
  // The one ASCII character at `key`; 0 for an empty text.
  char Letter(const TomlNode& table, std::string_view key, char otherwise);
  // One text or a list of texts.
  std::vector<std::string> Texts(const TomlNode& node);
  // The table at `key`; nullptr when there is none; a fault when it is
  // something else.
  const TomlNode* Table(const TomlNode& table, std::string_view key);
  // The tables of the list at `key`; a fault for what is no table.
  std::vector<const TomlNode*> Tables(const TomlNode& table,
                                      std::string_view key);

  // Position of the column or value of that name; a fault, and 0, when there
  // is none.
  std::size_t ColumnAt(const TomlNode& at, std::string_view name,
                       const FileRule& file);
  std::size_t ValueAt(const TomlNode& at, std::string_view name,
                      const FileRule& file);

  // The conditions in `node`, a table; none for nullptr.
  When ReadWhen(const TomlNode* node, const FileRule& file);

 private:
  Condition ReadCondition(const TomlNode& node, std::string_view column,
                          const FileRule& file);

  std::vector<ledger::Error::Violation> faults_;
};

}  // namespace services::importer
