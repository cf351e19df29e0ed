#include "ledger/log/verify.h"

#include <fmt/format.h>

#include <map>
#include <memory>
#include <utility>

#include "ledger/audit/auditor.h"
#include "ledger/log/anchor.h"
#include "ledger/log/ledger.h"
#include "ledger/log/log_store.h"
#include "ledger/log/recovery.h"
#include "ledger/log/stored_tree.h"
#include "ledger/note/signed_checkpoint.h"
#include "ledger/store/database.h"

namespace ledger::log {
namespace {

constexpr std::uint64_t kProgressEvery = 4096;

// One pass over a directory.
class Verification {
 public:
  Verification(const VerifyOptions& options, const note::VerifierKey& root)
      : options_(options), auditor_(root) {}

  Result<VerifyReport> Run() {
    ReadAnchor();
    LEDGER_RETURN_IF_ERROR(OpenStore());
    if (store_) {
      CheckEntries();
      FillReport();
      if (complete_) CheckRows();
      CheckBlocks();
      CheckAnchor();
    }
    return std::move(report_);
  }

 private:
  void Add(std::optional<std::uint64_t> entry, std::string what) {
    report_.damages.push_back(Damage{entry, std::move(what)});
  }
  bool Good(const Status& status, std::optional<std::uint64_t> entry) {
    if (!status.ok()) Add(entry, status.error().message);
    return status.ok();
  }

  // Fails only for what is not damage.
  Status OpenStore() {
    store::DatabaseOptions options;
    options.path = LogPath(options_.directory);
    options.families = LogFamilies();
    options.read_only = true;
    options.storage_env = options_.storage_env;
    Result<std::unique_ptr<store::Database>> opened =
        store::Database::Open(options);
    if (!opened.ok() && opened.error().code == Code::kDataLoss) {
      Add(std::nullopt,
          "the database does not open: " + opened.error().message);
      options.salvage = true;
      opened = store::Database::Open(options);
      if (!opened.ok()) return Ok{};
      salvaged_ = true;
    }
    if (!opened.ok()) return opened.error();
    database_ = *std::move(opened);
    store_ = std::make_unique<LogStore>(*database_);
    return Ok{};
  }

  // What the head row claims; checked against the entries at the end.
  std::uint64_t ClaimedSize() {
    const Result<std::optional<std::string>> bytes = store_->ReadMeta(kHeadKey);
    if (!bytes.ok() || !*bytes) {
      Add(std::nullopt, bytes.ok() ? "the log has no head"
                                   : "the head: " + bytes.error().message);
      return 0;
    }
    const Result<HeadRow> row = DecodeHeadRow(**bytes);
    if (!Good(row.ok() ? Status(Ok{}) : Status(row.error()), std::nullopt)) {
      return 0;
    }
    const Result<note::Note> parsed = note::ParseNote(row->signed_checkpoint);
    if (!parsed.ok()) {
      Add(std::nullopt, "the head: " + parsed.error().message);
      return 0;
    }
    const Result<note::Checkpoint> checkpoint =
        note::ParseCheckpoint(parsed->text);
    if (!checkpoint.ok()) {
      Add(std::nullopt, "the head: " + checkpoint.error().message);
      return 0;
    }
    report_.head_checkpoint = row->signed_checkpoint;
    claimed_received_ = row->last_received;
    return checkpoint->size;
  }

  void CheckEntries() {
    const std::uint64_t claimed = ClaimedSize();
    if (claimed == 0) return;
    if (salvaged_) {
      Add(claimed,
          "it and all after it can't be read: the write-ahead log is damaged "
          "there");
    }
    checkpoints_ = database_->NewIterator(kCheckpoints, nullptr, true);
    checkpoints_->SeekToFirst();
    Status taken = Ok{};
    const Status scanned = store_->ScanBytes(
        0, claimed, [&](std::uint64_t index, std::string_view bytes) {
          taken = TakeEntry(bytes);
          if (options_.progress && index % kProgressEvery == 0) {
            options_.progress(index, claimed);
          }
          return taken.ok();
        });
    const std::uint64_t next = auditor_.size();
    if (!Good(taken, taken_entry_)) return;
    if (!scanned.ok()) {
      Add(next, "it can't be read: " + scanned.error().message);
      return;
    }
    if (options_.progress) options_.progress(claimed, claimed);
    if (!Good(auditor_.Finish(), std::nullopt)) return;
    Good(auditor_.CheckCheckpoint(report_.head_checkpoint), std::nullopt);
    if (claimed_received_ != auditor_.last_received()) {
      Add(std::nullopt, "meta: the head's time is not the last entry's");
    }
    Good(ledger_tree_.Finish(*store_), std::nullopt);
    for (auto& [number, tree] : submitter_trees_) {
      Good(tree.Finish(*store_), std::nullopt);
    }
    complete_ = true;
  }

  Status TakeEntry(std::string_view bytes) {
    taken_entry_ = auditor_.size();
    report_.bytes += bytes.size();
    LEDGER_ASSIGN_OR_RETURN(const audit::AuditedEntry entry,
                            auditor_.Take(bytes));
    LEDGER_RETURN_IF_ERROR(
        ledger_tree_.Take(*store_, entry.leaf, entry.ledger_completed));
    switch (entry.kind) {
      case entry::EntryKind::kSubmission:
        LEDGER_RETURN_IF_ERROR(CheckRecordRow(entry));
        ++record_rows_;
        break;
      case entry::EntryKind::kEvent:
        ++report_.event_count;
        LEDGER_RETURN_IF_ERROR(
            submitter_trees_
                .try_emplace(entry.submitter_number,
                             TreeOfSubmitter(entry.submitter_number), 1)
                .first->second.Take(*store_, entry.leaf,
                                    entry.submitter_completed));
        if (entry.completes_submission) {
          LEDGER_RETURN_IF_ERROR(CheckSubmissionRow(entry));
        }
        break;
      case entry::EntryKind::kEquivocation:
        LEDGER_RETURN_IF_ERROR(CheckEquivocationRow(entry, bytes));
        break;
      default:
        break;
    }
    return TakeCheckpoint();
  }

  // The ledger's checkpoint of exactly this size, when it signed one.
  Status TakeCheckpoint() {
    if (!checkpoints_->Valid()) return checkpoints_->status();
    LEDGER_ASSIGN_OR_RETURN(const std::uint64_t size,
                            IndexOfKey("checkpoints", checkpoints_->key()));
    if (size != auditor_.size()) return Ok{};
    LEDGER_RETURN_IF_ERROR(auditor_.CheckCheckpoint(checkpoints_->value()));
    ++report_.checkpoint_count;
    checkpoints_->Next();
    return Ok{};
  }

  Status CheckRecordRow(const audit::AuditedEntry& entry) {
    LEDGER_ASSIGN_OR_RETURN(
        const std::optional<std::string> stored,
        database_->Get(kRecords, IndexKey(entry.submission_index)));
    const RecordRow expected{entry.submitter_number, entry.submitter_start,
                             entry.submitter_size - entry.submitter_start,
                             entry.received};
    if (!stored || *stored != EncodeRecordRow(expected)) {
      return DamagedRow("records",
                        fmt::format("the row of submission {} is not its own",
                                    entry.submission_index));
    }
    return Ok{};
  }

  Status CheckSubmissionRow(const audit::AuditedEntry& entry) {
    LEDGER_ASSIGN_OR_RETURN(
        const std::optional<std::string> stored,
        database_->Get(kSubmissions, NumberSizeKey(entry.submitter_number,
                                                   entry.submitter_size)));
    Result<SubmissionRow> row =
        stored ? DecodeSubmissionRow(*stored)
               : Result<SubmissionRow>(DamagedRow("submissions", "missing"));
    const std::uint64_t count = entry.submitter_size - entry.submitter_start;
    if (!row.ok() || row->record_index != entry.submission_index ||
        row->count != count || row->root != entry.submitter_root ||
        row->ledger_size < entry.submission_index + 1 + count) {
      return DamagedRow("submissions",
                        fmt::format("the row of submission {} is not its own",
                                    entry.submission_index));
    }
    // Its receipt is under a checkpoint of exactly that size.
    LEDGER_ASSIGN_OR_RETURN(const std::optional<std::string> checkpoint,
                            store_->CheckpointAt(row->ledger_size));
    if (!checkpoint) {
      return DamagedRow("submissions",
                        fmt::format("the receipt of submission {} names a "
                                    "checkpoint that is not there",
                                    entry.submission_index));
    }
    ++submission_rows_;
    return Ok{};
  }

  // The record's own row, and that it quotes what was logged.
  Status CheckEquivocationRow(const audit::AuditedEntry& entry,
                              std::string_view bytes) {
    LEDGER_ASSIGN_OR_RETURN(
        const std::optional<std::string> stored,
        database_->Get(kEquivocations, NumberSizeKey(entry.submitter_number,
                                                     entry.submitter_size)));
    if (!stored || *stored != IndexKey(*taken_entry_)) {
      return DamagedRow(
          "equivocations",
          fmt::format("the row of record {} is not its own", *taken_entry_));
    }
    LEDGER_ASSIGN_OR_RETURN(const entry::EquivocationRecord record,
                            entry::ParseEquivocationRecord(bytes));
    LEDGER_ASSIGN_OR_RETURN(
        const std::optional<LogStore::FoundSubmission> found,
        store_->FindSubmission(entry.submitter_number, entry.submitter_size));
    if (!found || found->size != entry.submitter_size) {
      return DamagedRow("equivocations", "no submission of that size");
    }
    LEDGER_ASSIGN_OR_RETURN(const std::string logged,
                            store_->ReadBytes(found->row.record_index));
    LEDGER_ASSIGN_OR_RETURN(const entry::SubmissionRecord submission,
                            entry::ParseSubmissionRecord(logged));
    if (submission.checkpoint != record.logged_checkpoint) {
      return DamagedRow("equivocations",
                        fmt::format("record {} quotes a checkpoint that was "
                                    "not logged",
                                    *taken_entry_));
    }
    return Ok{};
  }

  std::uint64_t CountRows(LogFamily family) {
    const auto rows = database_->NewIterator(family, nullptr, true);
    std::uint64_t count = 0;
    for (rows->SeekToFirst(); rows->Valid(); rows->Next()) ++count;
    Good(rows->status(), std::nullopt);
    return count;
  }
  void CheckCount(LogFamily family, std::string_view name,
                  std::uint64_t expected) {
    const std::uint64_t found = CountRows(family);
    if (found != expected) {
      Add(std::nullopt, fmt::format("{}: {} rows, the entries call for {}",
                                    name, found, expected));
    }
  }

  // What the entries imply is all there, and nothing else.
  void CheckRows() {
    CheckCount(kRecords, "records", record_rows_);
    CheckCount(kSubmissions, "submissions", submission_rows_);
    CheckCount(kEquivocations, "equivocations", auditor_.equivocation_count());
    CheckCount(kTiles, "tiles", report_.tile_count);
    CheckCount(kCheckpoints, "checkpoints", report_.checkpoint_count);
    CheckCount(kSubmitters, "submitters", submitter_trees_.size());
    for (const auto& [number, unused] : submitter_trees_) {
      const Result<SubmitterRow> row = store_->ReadSubmitter(number);
      const merkle::Tree* tree = auditor_.SubmitterTree(number);
      if (!row.ok() || row->size != tree->size() || row->edge != tree->edge()) {
        Add(std::nullopt, fmt::format("submitters: the row of submitter {} is "
                                      "not its log's",
                                      number));
      }
    }
    const Result<std::optional<std::string>> registry =
        store_->ReadMeta(kRegistryKey);
    if (!registry.ok() || !*registry ||
        **registry != auditor_.registry()->Serialize()) {
      Add(std::nullopt, "meta: the registry is not what the entries say");
    }
    const Result<std::uint64_t> count = store_->EntryCount();
    if (!count.ok() || *count != auditor_.size()) {
      Add(auditor_.size(), "entries: there are entries beyond the head");
    }
  }

  // Blocks that no row above was read from.
  void CheckBlocks() { Good(database_->VerifyChecksums(), std::nullopt); }

  // Before the database: beside a running server the log may grow meanwhile,
  // and what was anchored first must be in it.
  void ReadAnchor() {
    if (options_.anchor_path.empty()) return;
    const Result<Anchor::Reading> anchored = Anchor::Read(options_.anchor_path);
    if (anchored.ok()) {
      anchored_ = anchored->checkpoint;
      anchor_slot_damaged_ = anchored->other_slot_damaged;
    } else {
      Add(std::nullopt, anchored.error().message);
    }
  }

  void CheckAnchor() {
    if (anchored_.empty() || !auditor_.genesis()) return;
    report_.anchor_checked = true;
    Good(CheckAnchored(anchored_), std::nullopt);
  }

  Status CheckAnchored(const std::string& signed_checkpoint) {
    LEDGER_ASSIGN_OR_RETURN(
        const note::VerifierKey key,
        note::VerifierKey::Parse(auditor_.genesis()->ledger_vkey));
    LEDGER_ASSIGN_OR_RETURN(
        const note::Checkpoint checkpoint,
        note::OpenCheckpoint(signed_checkpoint, auditor_.genesis()->origin,
                             {key}, 1));
    if (anchor_slot_damaged_ && checkpoint.size >= auditor_.size()) {
      return Error{Code::kDataLoss, kAnchorDamaged,
                   "one slot of the anchor is damaged and may have been the "
                   "later one"};
    }
    // Entries that could not be taken are reported as such already.
    if (!complete_ && checkpoint.size > auditor_.size()) return Ok{};
    if (checkpoint.size > auditor_.size()) {
      return Error{
          Code::kDataLoss, kLogBehindAnchor,
          fmt::format("the anchor was signed for {} entries, {} are there",
                      checkpoint.size, auditor_.size())};
    }
    LEDGER_ASSIGN_OR_RETURN(
        const crypto::Hash root,
        merkle::ReadRoot(LedgerTiles(*store_), checkpoint.size));
    if (root != checkpoint.root) {
      return Error{Code::kDataLoss, kLogForked,
                   fmt::format("at size {} the anchor has another root",
                               checkpoint.size)};
    }
    return Ok{};
  }

  // As far as it was taken.
  void FillReport() {
    if (!auditor_.genesis()) return;
    report_.origin = auditor_.genesis()->origin;
    report_.entry_count = auditor_.size();
    report_.submission_count = auditor_.submission_count();
    report_.signature_count =
        auditor_.signature_count() + report_.checkpoint_count;
    report_.submitter_count = auditor_.registry()->submitters().size();
    report_.equivocation_count = auditor_.equivocation_count();
    report_.tile_count = ledger_tree_.tiles_checked();
    for (const auto& [number, tree] : submitter_trees_) {
      report_.tile_count += tree.tiles_checked();
    }
  }

  const VerifyOptions& options_;
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<LogStore> store_;
  bool salvaged_ = false;
  bool complete_ = false;  // Every entry was taken.
  std::string anchored_;
  bool anchor_slot_damaged_ = false;
  Instant claimed_received_;
  audit::Auditor auditor_;
  StoredTree ledger_tree_{kLedgerTree, 0};
  std::map<std::uint32_t, StoredTree> submitter_trees_;
  std::unique_ptr<store::Database::Iterator> checkpoints_;
  std::optional<std::uint64_t> taken_entry_;
  std::uint64_t record_rows_ = 0;
  std::uint64_t submission_rows_ = 0;
  VerifyReport report_;
};

}  // namespace

Result<VerifyReport> VerifyDirectory(const VerifyOptions& options,
                                     const note::VerifierKey& root) {
  return Verification(options, root).Run();
}

}  // namespace ledger::log
