// From a source's files to its submitter's events.
//
//   auto profile = Profile::Load("profiles/bank_a.toml");
//   auto journal = ImportJournal::Load(state + "/journal", profile->origin());
//   auto plan = MakePlan(*profile, data, *std::move(journal));
//   plan->journal.Save(state + "/journal");
//   auto stream = EventStream::Open(*profile, *plan, token_key, regions, sink);
//   (*stream)->Skip(size of the submitter's log);
//   while (*(*stream)->Next(event)) sign and submit `event`;
//
// The stream is a function of the profile, the files, the plan's order and
// the token key: no clock, no randomness, so the same events come in the same
// order with the same bytes, and resuming is skipping what the submitter's
// log already has. Importing again finds nothing after the skip: a no-op.
//
// No row is lost: each makes events, is counted as ignored by a rule of the
// profile, or goes to the sink.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/crypto/token.h"
#include "services/importer/journal.h"
#include "services/importer/plan.h"
#include "services/importer/profile.h"
#include "services/importer/region_list.h"
#include "services/importer/reject.h"

namespace services::importer {

inline constexpr std::string_view kFileUnreadable = "FILE_UNREADABLE";
inline constexpr std::string_view kFileChanged = "FILE_CHANGED";
inline constexpr std::string_view kFileEncoding = "FILE_ENCODING";
inline constexpr std::string_view kHeaderMalformed = "HEADER_MALFORMED";
inline constexpr std::string_view kColumnMissing = "COLUMN_MISSING";
inline constexpr std::string_view kStreamEndedEarly = "STREAM_ENDED_EARLY";

// What was done so far. rows = rows that made events + ignored + rejected.
struct Counts {
  std::uint64_t rows = 0;
  std::uint64_t rows_ignored = 0;
  std::uint64_t rows_rejected = 0;
  std::uint64_t events = 0;
};

struct FileCounts {
  std::string name;
  Counts counts;
};

struct Progress {
  std::uint64_t bytes_read = 0;
  std::uint64_t bytes_total = 0;
  Counts counts;
  // The file that is being read; empty before the first and after the last.
  std::string file;
};

// The events of one source. One thread.
class EventStream {
 public:
  // All references must outlive the stream; `plan` is copied. Reads the
  // header of every file.
  //   FILE_UNREADABLE, kUnavailable;
  //   FILE_ENCODING, kInvalidArgument: not the profile's, such as UTF-16;
  //   HEADER_MALFORMED, COLUMN_MISSING, kInvalidArgument: names file and
  //     column.
  static ledger::Result<std::unique_ptr<EventStream>> Open(
      const Profile& profile, const Plan& plan,
      const ledger::crypto::TokenKey& token_key, const RegionList& regions,
      RejectSink& rejects);

  virtual ~EventStream() = default;

  // Puts the next event's bytes into `event`; false when there is none.
  //   FILE_UNREADABLE, kUnavailable: a read failed;
  //   FILE_CHANGED, kAborted: a file is not as long as planned.
  // After an error the stream gives no more.
  virtual ledger::Result<bool> Next(std::string& event) = 0;

  // Passes over the next `count` events, and shows each to `see`. Rejects on
  // the way are told again.
  //   STREAM_ENDED_EARLY, kFailedPrecondition: there are fewer: the
  //     submitter's log is not of these files.
  // That there are as many does not prove that they are the same: a changed
  // profile, region list or token key makes others. Whoever resumes holds the
  // root of what it has seen against that of the submitter's log.
  virtual ledger::Status Skip(
      std::uint64_t count,
      const std::function<void(std::string_view event)>& see) = 0;
  ledger::Status Skip(std::uint64_t count) {
    return Skip(count, [](std::string_view) {});
  }

  virtual Progress progress() const = 0;

  // One for each file, in the order of the plan.
  virtual std::vector<FileCounts> file_counts() const = 0;
};

}  // namespace services::importer
