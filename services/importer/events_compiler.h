// [[file.event]] of a profile.

#pragma once

#include <string>
#include <vector>

#include "services/importer/profile_reader.h"

namespace services::importer {

class EventsCompiler {
 public:
  // All must outlive the compiler. `sets` is the table [file.set]; nullptr for
  // none.
  EventsCompiler(ProfileReader& reader, const DialectDefaults& defaults,
                 const FileRule& file, const TomlNode* sets)
      : reader_(reader), defaults_(defaults), file_(file), sets_(sets) {}

  // The event of that table; a rule without a kind when it is none.
  EventRule ReadEvent(const TomlNode& table);

 private:
  void ReadKey(const TomlNode& table, EventRule& event);
  void ReadUses(const TomlNode& table, EventRule& event);
  void ReadFlags(const TomlNode& table, EventRule& event);
  void ReadAssignments(const TomlNode& table, std::vector<std::string>& path,
                       EventRule& event);
  void ReadAssignment(const TomlNode& node,
                      const std::vector<std::string>& path, EventRule& event);
  std::string Fit(const TomlNode& node, Assignment& assignment);

  ProfileReader& reader_;
  const DialectDefaults& defaults_;
  const FileRule& file_;
  const TomlNode* sets_;
};

}  // namespace services::importer
