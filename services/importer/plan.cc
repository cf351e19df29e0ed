#include "services/importer/plan.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>
#include <tuple>
#include <utility>

#include "services/importer/read_file.h"
#include "services/importer/rules.h"

namespace services::importer {
namespace {

using ledger::Code;
using ledger::Error;
using ledger::Result;

// A file that a rule maps, and where the profile puts it.
struct Found {
  std::int64_t step = 0;
  int month = 0;
  std::size_t rule = 0;
  std::string name;

  auto Order() const { return std::tie(step, month, rule, name); }
};

bool IsDirectory(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

bool IsRegularFile(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

// Names of the files in `directory`, ascending; hidden ones left out.
Result<std::vector<std::string>> NamesIn(const std::string& directory) {
  DIR* const listing = ::opendir(directory.c_str());
  if (listing == nullptr) {
    return Error{Code::kNotFound, kDirectoryUnreadable,
                 directory + ": " + std::strerror(errno)};
  }
  std::vector<std::string> names;
  while (const dirent* entry = ::readdir(listing)) {
    const std::string name = entry->d_name;
    std::string path = directory;
    path.append("/").append(name);
    // A line end in a name would break the journal's lines.
    if (!name.starts_with('.') && name.find('\n') == std::string::npos &&
        IsRegularFile(path)) {
      names.push_back(name);
    }
  }
  ::closedir(listing);
  std::sort(names.begin(), names.end());
  return names;
}

bool Matches(const std::vector<FilePattern>& patterns,
             const std::string& name) {
  return std::any_of(
      patterns.begin(), patterns.end(),
      [&](const FilePattern& each) { return each.Match(name).has_value(); });
}

// The first rule of the profile that maps a file of that name; a rule of
// files.size() when none does.
Found FindRule(const SourceRules& rules, const std::string& name) {
  for (std::size_t i = 0; i < rules.files.size(); ++i) {
    if (const auto month = rules.files[i].pattern.Match(name)) {
      return {rules.files[i].step, *month, i, name};
    }
  }
  return {0, 0, rules.files.size(), name};
}

// Plans `name` with its digest, which must be `known`'s when it is known.
Result<PlannedFile> PlanFile(const std::string& directory, const Found& found,
                             const ImportJournal::File* known,
                             ImportJournal::File& entry) {
  PlannedFile file;
  file.name = found.name;
  file.path = directory + "/" + found.name;
  file.rule = found.rule;
  const auto digest = DigestFile(file.path);
  if (!digest.ok() && known != nullptr) {
    return Error{Code::kFailedPrecondition, kImportedFileMissing,
                 "imported before and not there: " + digest.error().message};
  }
  if (!digest.ok()) return digest.error();
  file.size_bytes = digest->size_bytes;
  entry = {found.name, digest->size_bytes, digest->sha256};
  if (known != nullptr && !(*known == entry)) {
    return Error{Code::kFailedPrecondition, kImportedFileChanged,
                 file.path +
                     " is not what it was when it was imported: restore it, "
                     "and bring corrections in a file of another name"};
  }
  return file;
}

// The batches of the files that the journal does not have, in the profile's
// order: by step, then month, then rule, then name; merged files of one step
// and month are one batch.
std::vector<std::vector<Found>> NewBatches(const SourceRules& rules,
                                           std::vector<Found> found) {
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
    return a.Order() < b.Order();
  });
  std::vector<std::vector<Found>> batches;
  for (Found& file : found) {
    const bool merged = rules.files[file.rule].merge != FileRule::kNotMerged;
    const bool joins =
        merged && !batches.empty() &&
        batches.back().front().step == file.step &&
        batches.back().front().month == file.month &&
        rules.files[batches.back().front().rule].merge != FileRule::kNotMerged;
    if (!joins) batches.emplace_back();
    batches.back().push_back(std::move(file));
  }
  return batches;
}

}  // namespace

Result<Plan> MakePlan(const Profile& profile, const std::string& root,
                      ImportJournal journal) {
  const SourceRules& rules = profile.rules();
  const std::string below = root + "/" + rules.directory;
  const std::string directory =
      !rules.directory.empty() && IsDirectory(below) ? below : root;
  LEDGER_ASSIGN_OR_RETURN(const std::vector<std::string> names,
                          NamesIn(directory));
  Plan plan{{}, 0, std::move(journal), {}, {}, 0};
  std::vector<Found> fresh;
  for (const std::string& name : names) {
    Found found = FindRule(rules, name);
    if (found.rule < rules.files.size()) {
      if (plan.journal.Find(name) == nullptr) fresh.push_back(std::move(found));
    } else if (Matches(rules.unmapped, name)) {
      plan.known_unmapped.push_back(name);
    } else {
      plan.unknown.push_back(name);
    }
  }
  const auto add = [&](PlannedBatch& batch, PlannedFile file) {
    plan.total_bytes += file.size_bytes;
    batch.files.push_back(std::move(file));
  };
  for (const ImportJournal::Batch& before : plan.journal.batches()) {
    PlannedBatch batch;
    for (const ImportJournal::File& known : before.files) {
      const Found found = FindRule(rules, known.name);
      if (found.rule == rules.files.size()) {
        return Error{Code::kFailedPrecondition, kImportedFileMissing,
                     "the profile does not map " + known.name +
                         ", which was imported before"};
      }
      ImportJournal::File entry;
      LEDGER_ASSIGN_OR_RETURN(PlannedFile file,
                              PlanFile(directory, found, &known, entry));
      add(batch, std::move(file));
    }
    plan.batches.push_back(std::move(batch));
  }
  plan.batches_before = plan.batches.size();
  for (const std::vector<Found>& found : NewBatches(rules, std::move(fresh))) {
    PlannedBatch batch;
    ImportJournal::Batch entries;
    for (const Found& each : found) {
      ImportJournal::File entry;
      LEDGER_ASSIGN_OR_RETURN(PlannedFile file,
                              PlanFile(directory, each, nullptr, entry));
      add(batch, std::move(file));
      entries.files.push_back(std::move(entry));
    }
    plan.batches.push_back(std::move(batch));
    plan.journal.Append(std::move(entries));
  }
  return plan;
}

}  // namespace services::importer
