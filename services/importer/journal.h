// Which files of a source were imported, in which order: what makes a later
// import continue the earlier ones.
//
// A submitter's log is the events of its source's files in the order in which
// the files first came. The journal remembers that order (and each file's
// SHA-256), so that next month's files come after this month's, whatever
// their names. It is written before the first event of a file is submitted,
// and then never changes for that file. FORMAT.md has the bytes.
//
// Thread safety: one thread. Two imports must not write the same journal at
// once.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/crypto/hash.h"

namespace services::importer {

inline constexpr std::string_view kJournalMalformed = "JOURNAL_MALFORMED";
inline constexpr std::string_view kJournalUnwritable = "JOURNAL_UNWRITABLE";

class ImportJournal {
 public:
  // Files of one batch are merged by row; batches come one after another.
  struct File {
    std::string name;  // path below the source's directory
    std::uint64_t size_bytes = 0;
    ledger::crypto::Hash sha256;
    bool operator==(const File&) const = default;
  };
  struct Batch {
    std::vector<File> files;  // not empty
    bool operator==(const Batch&) const = default;
  };

  // An empty one for `origin`.
  explicit ImportJournal(std::string origin);

  // The journal at `path`, or an empty one when there is no such file.
  //   JOURNAL_MALFORMED, kDataLoss: names the line; also when it is another
  //     origin's.
  static ledger::Result<ImportJournal> Load(const std::string& path,
                                            std::string_view origin);
  static ledger::Result<ImportJournal> Parse(std::string_view text,
                                             std::string_view origin);

  const std::string& origin() const { return origin_; }
  const std::vector<Batch>& batches() const { return batches_; }

  // The entry for a file of that name, in any batch; nullptr when none.
  const File* Find(std::string_view name) const;

  void Append(Batch batch) { batches_.push_back(std::move(batch)); }

  std::string Text() const;

  // Replaces the file at `path`: temporary file, fsync, rename, fsync of the
  // directory. JOURNAL_UNWRITABLE, kUnavailable: with errno.
  ledger::Status Save(const std::string& path) const;

 private:
  std::string origin_;
  std::vector<Batch> batches_;
};

}  // namespace services::importer
