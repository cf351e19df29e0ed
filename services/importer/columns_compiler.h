// [file.columns] and [file.lookup] of a profile.

#pragma once

#include <string>

#include "services/importer/profile_reader.h"

namespace services::importer {

class ColumnsCompiler {
 public:
  // All must outlive the compiler.
  ColumnsCompiler(ProfileReader& reader, const SourceRules& rules,
                  const DialectDefaults& defaults)
      : reader_(reader), rules_(rules), defaults_(defaults) {}

  // Fills columns and values of `file`, from a table.
  void ReadColumns(const TomlNode& columns, FileRule& file);
  // Fills its lookups, from a table. After ReadColumns.
  void ReadLookups(const TomlNode& lookups, FileRule& file);

 private:
  void NameColumn(const TomlNode& node, const std::string& name,
                  FileRule& file);
  void ReadValue(const TomlNode& node, const std::string& name, FileRule& file);
  void ReadOptions(const TomlNode& table, const FileRule& file,
                   ValueRule& value);
  void ReadType(const TomlNode& at, std::string_view type, ValueRule& value);
  void ReadTypeArgument(const TomlNode& at, std::string_view argument,
                        ValueRule& value);
  void ReadZone(const TomlNode& node, const FileRule& file, ZoneRule& zone);
  void CheckGuard(const TomlNode& at, const ValueRule& value,
                  const FileRule& file);

  ProfileReader& reader_;
  const SourceRules& rules_;
  const DialectDefaults& defaults_;
};

}  // namespace services::importer
