#include <utility>

#include "services/importer/file_cursor.h"
#include "services/importer/importer.h"
#include "services/importer/rules.h"

namespace services::importer {
namespace {

using ledger::Code;
using ledger::Error;
using ledger::Result;
using ledger::Status;

class FilesEventStream final : public EventStream {
 public:
  FilesEventStream(const Profile& profile, const Plan& plan,
                   const ledger::crypto::TokenKey& token_key,
                   const RegionList& regions, RejectSink& rejects)
      : rules_(profile.rules()),
        batches_(plan.batches),
        total_bytes_(plan.total_bytes),
        regions_(regions),
        rejects_(rejects),
        reader_(rules_, token_key, regions, lookups_) {}

  // Reads every header once, so that a wrong file is told of before the first
  // event is signed.
  Status CheckHeaders() const {
    for (const PlannedBatch& batch : batches_) {
      for (const PlannedFile& file : batch.files) {
        auto cursor = FileCursor::Open(rules_, file, reader_, regions_);
        if (!cursor.ok()) return cursor.error();
      }
    }
    return ledger::Ok{};
  }

  Result<bool> Next(std::string& event) override {
    if (failed_) return *failed_;
    while (next_ == made_.size()) {
      made_.clear();
      next_ = 0;
      auto more = TakeRow();
      if (!more.ok()) {
        failed_ = std::make_unique<Error>(more.error());
        return *failed_;
      }
      if (!*more) return false;
    }
    event.swap(made_[next_++]);
    return true;
  }

  Status Skip(std::uint64_t count,
              const std::function<void(std::string_view)>& see) override {
    std::string passed;
    for (std::uint64_t i = 0; i < count; ++i) {
      LEDGER_ASSIGN_OR_RETURN(const bool more, Next(passed));
      if (!more) {
        return Error{Code::kFailedPrecondition, kStreamEndedEarly,
                     "the files make " + std::to_string(i) +
                         " events where the submitter's log has " +
                         std::to_string(count)};
      }
      see(passed);
    }
    return ledger::Ok{};
  }

  Progress progress() const override {
    Progress progress;
    progress.bytes_total = total_bytes_;
    progress.bytes_read = bytes_done_;
    for (const FileCounts& file : done_) Add(file.counts, progress.counts);
    for (const auto& cursor : cursors_) {
      progress.bytes_read += cursor->bytes_read();
      Add(cursor->counts(), progress.counts);
    }
    if (!cursors_.empty()) progress.file = cursors_[last_]->file().name;
    return progress;
  }

  std::vector<FileCounts> file_counts() const override {
    std::vector<FileCounts> counts = done_;
    for (const auto& cursor : cursors_) {
      counts.push_back({cursor->file().name, cursor->counts()});
    }
    return counts;
  }

 private:
  static void Add(const Counts& from, Counts& to) {
    to.rows += from.rows;
    to.rows_ignored += from.rows_ignored;
    to.rows_rejected += from.rows_rejected;
    to.events += from.events;
  }

  Status OpenBatch(const PlannedBatch& batch) {
    for (const PlannedFile& file : batch.files) {
      LEDGER_ASSIGN_OR_RETURN(
          auto cursor, FileCursor::Open(rules_, file, reader_, regions_));
      LEDGER_RETURN_IF_ERROR(cursor->Advance());
      cursors_.push_back(std::move(cursor));
    }
    return ledger::Ok{};
  }

  void CloseBatch() {
    for (const auto& cursor : cursors_) {
      bytes_done_ += cursor->bytes_read();
      done_.push_back({cursor->file().name, cursor->counts()});
    }
    cursors_.clear();
    last_ = 0;
  }

  // Takes the earliest row of the batch; of rows of the same moment that of
  // the file that comes first. False after the last batch.
  Result<bool> TakeRow() {
    for (;;) {
      std::size_t first = cursors_.size();
      for (std::size_t i = 0; i < cursors_.size(); ++i) {
        if (cursors_[i]->at_end()) continue;
        if (first == cursors_.size() ||
            cursors_[i]->merge_micros() < cursors_[first]->merge_micros()) {
          first = i;
        }
      }
      if (first < cursors_.size()) {
        last_ = first;
        cursors_[first]->Take(made_, rejects_, lookups_);
        LEDGER_RETURN_IF_ERROR(cursors_[first]->Advance());
        return true;
      }
      CloseBatch();
      if (next_batch_ == batches_.size()) return false;
      LEDGER_RETURN_IF_ERROR(OpenBatch(batches_[next_batch_++]));
    }
  }

  const SourceRules& rules_;
  const std::vector<PlannedBatch> batches_;
  const std::uint64_t total_bytes_;
  const RegionList& regions_;
  RejectSink& rejects_;
  Lookups lookups_;
  ValueReader reader_;

  std::size_t next_batch_ = 0;
  std::vector<std::unique_ptr<FileCursor>> cursors_;
  std::size_t last_ = 0;  // the cursor that gave the last row
  // Events of the last row, and which of them comes next.
  std::vector<std::string> made_;
  std::size_t next_ = 0;

  std::vector<FileCounts> done_;
  std::uint64_t bytes_done_ = 0;
  std::unique_ptr<Error> failed_;
};

}  // namespace

Result<std::unique_ptr<EventStream>> EventStream::Open(
    const Profile& profile, const Plan& plan,
    const ledger::crypto::TokenKey& token_key, const RegionList& regions,
    RejectSink& rejects) {
  auto stream = std::make_unique<FilesEventStream>(profile, plan, token_key,
                                                   regions, rejects);
  LEDGER_RETURN_IF_ERROR(stream->CheckHeaders());
  return std::unique_ptr<EventStream>(std::move(stream));
}

}  // namespace services::importer
