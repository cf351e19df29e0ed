// Which files of a directory are imported, and in which order.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "services/importer/journal.h"
#include "services/importer/profile.h"

namespace services::importer {

inline constexpr std::string_view kDirectoryUnreadable = "DIRECTORY_UNREADABLE";
inline constexpr std::string_view kImportedFileChanged =
    "IMPORTED_FILE_CHANGED";
inline constexpr std::string_view kImportedFileMissing =
    "IMPORTED_FILE_MISSING";

struct PlannedFile {
  std::string name;  // below the source's directory, for messages and rejects
  std::string path;
  std::uint64_t size_bytes = 0;
  std::size_t rule = 0;  // which [[file]] of the profile
};

// Files whose rows are merged by time; one, if they are not.
struct PlannedBatch {
  std::vector<PlannedFile> files;
};

struct Plan {
  // In the order in which their events are signed: those of the journal
  // first, as they were, then the new ones as the profile orders them.
  std::vector<PlannedBatch> batches;

  // How many of `batches` the journal had before.
  std::size_t batches_before = 0;

  // The journal with the new batches in it. Save it before submitting the
  // first event of a new batch.
  ImportJournal journal;

  // Files that the profile knows and does not map, and files that it does
  // not know; by name, ascending.
  std::vector<std::string> known_unmapped;
  std::vector<std::string> unknown;

  // Bytes of all batches.
  std::uint64_t total_bytes = 0;

  bool has_new_files() const { return batches.size() > batches_before; }
};

// Looks at `root` + the profile's directory if there is one, else at `root`
// itself; not below it. Reads every planned file once for its SHA-256.
//   DIRECTORY_UNREADABLE, kNotFound;
//   IMPORTED_FILE_CHANGED, kFailedPrecondition: a file that the journal has
//     differs now: its events are signed, so a correction must come in a file
//     of another name;
//   IMPORTED_FILE_MISSING, kFailedPrecondition: a file that the journal has
//     is not there, so the stream cannot be regenerated.
ledger::Result<Plan> MakePlan(const Profile& profile, const std::string& root,
                              ImportJournal journal);

}  // namespace services::importer
