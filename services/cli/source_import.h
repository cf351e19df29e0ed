// The import of one source: files to events, events to submissions,
// submissions to receipts, with all that can break in between.
//
// Threads: one, and the one of a SubmissionStream.

#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/crypto/token.h"
#include "ledger/submitter/submitter_log.h"
#include "services/cli/client.h"
#include "services/cli/progress.h"
#include "services/cli/submission_stream.h"
#include "services/importer/importer.h"

namespace services::cli {

inline constexpr std::string_view kSourceChanged = "SOURCE_CHANGED";

struct SourceImportOptions {
  std::string name;  // Of the source, for people.
  std::string source_dir;
  std::string state;  // Folder of this source.
  std::uint32_t events_per_submission = 1'000;
  std::chrono::seconds patience{300};
  bool recover = false;
  bool abandon = false;
};

struct SourceImportReport {
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  importer::Counts counts;
  std::uint64_t events_before = 0;  // In the ledger when this run began.
  std::uint64_t events_after = 0;
  double seconds = 0;
  std::string rejects_path;
  // Files that made no events: those that the profile names as not taken, and
  // those that it does not know.
  std::vector<std::string> unmapped_files;
  std::vector<std::string> unknown_files;
};

class SourceImport {
 public:
  // All references must outlive it.
  SourceImport(const SourceImportOptions& options,
               const importer::Profile& profile,
               const ledger::crypto::TokenKey& token_key,
               const importer::RegionList& regions, Client& client)
      : options_(options),
        profile_(profile),
        token_key_(token_key),
        regions_(regions),
        client_(client),
        bar_(options.name),
        abandon_(options.abandon) {}

  // Imports all that the ledger does not have, over lost connections and full
  // queues, for `patience` without progress. Fails as the ledger refuses, as
  // the importer, and as ledger/submitter.
  ledger::Result<SourceImportReport> Run(
      std::vector<ledger::note::SigningKey> keys);

 private:
  // A submission on its way.
  struct Sent {
    ledger::submitter::Submission submission;
    std::uint64_t event_count = 0;
  };

  ledger::Result<ledger::submitter::Head> AskHead();
  ledger::Status AgreeOnHead(const ledger::submitter::Head& head);
  // One connection's worth: from the ledger's head to the end of the files.
  ledger::Status Attempt(const importer::Plan& plan);
  // Passes over what the ledger has, whose root is `root`.
  // SOURCE_CHANGED, kFailedPrecondition: the files make other events.
  ledger::Status PassOver(importer::EventStream& events,
                          const ledger::crypto::Hash& root);
  ledger::Status Pump(importer::EventStream& events, SubmissionStream& stream);
  // Events for the next submission; empty at the end of the files.
  ledger::Result<std::vector<std::string>> NextEvents(
      importer::EventStream& events);
  ledger::Status TakeAnswers(SubmissionStream& stream, bool wait);
  ledger::Status HandleAnswer(amanah::v1::SubmitStreamResponse&& answer);
  void ShowProgress(const importer::EventStream& events);

  const SourceImportOptions options_;
  const importer::Profile& profile_;
  const ledger::crypto::TokenKey& token_key_;
  const importer::RegionList& regions_;
  Client& client_;
  ProgressBar bar_;
  bool abandon_;
  std::unique_ptr<ledger::submitter::SubmitterLog> log_;
  std::deque<Sent> sent_;
  std::string held_back_;  // Taken from the files, not yet in a submission.
  SourceImportReport report_;
  bool head_seen_ = false;
  std::chrono::steady_clock::time_point began_;
};

// True when trying again may help: nobody answered, or the ledger is busy.
bool IsTransient(const ledger::Error& error);

}  // namespace services::cli
