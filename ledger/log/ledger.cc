#include "ledger/log/ledger.h"

#include <fmt/format.h>

#include <future>
#include <optional>
#include <utility>

#include "ledger/entry/entry.h"
#include "ledger/log/admission.h"
#include "ledger/log/log_store.h"
#include "ledger/log/receipt.h"
#include "ledger/log/recovery.h"
#include "ledger/log/sequencer.h"
#include "ledger/store/database.h"

namespace ledger::log {
namespace {

class OpenLedger final : public Ledger {
 public:
  OpenLedger(const LedgerOptions& options,
             std::unique_ptr<store::Database> database,
             std::unique_ptr<LogStore> store, note::SigningKey key,
             Recovered recovered)
      : database_(std::move(database)),
        store_(std::move(store)),
        tiles_(*store_),
        genesis_(std::move(recovered.genesis)),
        sequencer_(options, *database_, *store_, std::move(key),
                   std::move(recovered.start)) {}

  ~OpenLedger() override { OpenLedger::Stop(); }

  void Submit(SubmissionBytes submission, Done done) override {
    const ::ledger::Status room = sequencer_.CheckRoom(0);
    if (!room.ok()) return done(room.error());
    const Published published = sequencer_.published();
    const std::string checkpoint = submission.checkpoint;
    Result<Admitted> admitted =
        Admit(std::move(submission), *published.registry);
    if (!admitted.ok()) {
      std::optional<Receipt> original =
          OriginalOf(checkpoint, admitted.error(), *published.registry);
      if (original) return done(*std::move(original));
      return done(admitted.error());
    }
    sequencer_.Enqueue(*std::move(admitted), std::move(done));
  }

  void Stop() override {
    sequencer_.Stop();
    // Makes the next start quick; the log is durable without it.
    (void)database_->Flush();
  }

  LogStatus Status() const override { return sequencer_.Status(); }
  const GenesisRecord& genesis() const override { return genesis_; }
  std::shared_ptr<const Head> head() const override {
    return sequencer_.published().head;
  }
  std::shared_ptr<const registry::Registry> registry() const override {
    return sequencer_.published().registry;
  }

  Result<Entry> ReadEntry(std::uint64_t index) const override {
    if (index >= size()) return BeyondHead(kIndexBeyondHead, index, size());
    Entry entry;
    LEDGER_RETURN_IF_ERROR(store_->ScanEntries(index, index + 1, *registry(),
                                               [&](const Entry& found) {
                                                 entry = found;
                                                 return false;
                                               }));
    return entry;
  }

  ::ledger::Status ScanEntries(
      std::uint64_t begin, std::uint64_t end,
      const std::function<bool(const Entry&)>& visit) const override {
    const Published published = sequencer_.published();
    if (end > published.head->checkpoint.size) {
      return BeyondHead(kSizeBeyondHead, end, published.head->checkpoint.size);
    }
    return store_->ScanEntries(begin, end, *published.registry, visit);
  }

  std::uint64_t WaitForMore(
      std::uint64_t size,
      std::chrono::steady_clock::time_point deadline) const override {
    return sequencer_.WaitForMore(size, deadline);
  }

  Result<merkle::Proof> ProveInclusion(std::string_view submitter,
                                       std::uint64_t index,
                                       std::uint64_t size) const override {
    LEDGER_ASSIGN_OR_RETURN(const Tree tree, FindTree(submitter));
    if (size > tree.size) return BeyondHead(kSizeBeyondHead, size, tree.size);
    if (index >= size) return BeyondHead(kIndexBeyondHead, index, size);
    return merkle::ProveInclusion(*tree.tiles, index, size);
  }

  Result<merkle::Proof> ProveConsistency(
      std::string_view submitter, std::uint64_t old_size,
      std::uint64_t new_size) const override {
    LEDGER_ASSIGN_OR_RETURN(const Tree tree, FindTree(submitter));
    if (new_size > tree.size) {
      return BeyondHead(kSizeBeyondHead, new_size, tree.size);
    }
    if (old_size > new_size) {
      return BeyondHead(kSizeBeyondHead, old_size, new_size);
    }
    return merkle::ProveConsistency(*tree.tiles, old_size, new_size);
  }

  Result<crypto::Hash> LeafHashAt(std::string_view submitter,
                                  std::uint64_t index) const override {
    LEDGER_ASSIGN_OR_RETURN(const Tree tree, FindTree(submitter));
    if (index >= tree.size) {
      return BeyondHead(kIndexBeyondHead, index, tree.size);
    }
    return merkle::ReadSubtree(*tree.tiles, tree.size, 0, index);
  }

  Result<std::string> CheckpointCovering(std::string_view submitter,
                                         std::uint64_t size) const override {
    if (submitter.empty()) {
      const std::shared_ptr<const Head> now = head();
      if (size > now->checkpoint.size) {
        return BeyondHead(kSizeBeyondHead, size, now->checkpoint.size);
      }
      LEDGER_ASSIGN_OR_RETURN(std::optional<std::string> checkpoint,
                              store_->CheckpointCovering(size));
      return checkpoint ? *std::move(checkpoint) : now->signed_checkpoint;
    }
    LEDGER_ASSIGN_OR_RETURN(const std::uint32_t number,
                            FindSubmitter(submitter));
    LEDGER_ASSIGN_OR_RETURN(
        const std::optional<LogStore::FoundSubmission> submission,
        store_->FindSubmission(number, size));
    if (!submission || submission->row.ledger_size > head()->checkpoint.size) {
      return Error{Code::kOutOfRange, kSizeBeyondHead,
                   fmt::format("no submission reached size {}", size)};
    }
    LEDGER_ASSIGN_OR_RETURN(const std::string bytes,
                            store_->ReadBytes(submission->row.record_index));
    LEDGER_ASSIGN_OR_RETURN(entry::SubmissionRecord record,
                            entry::ParseSubmissionRecord(bytes));
    return std::move(record.checkpoint);
  }

  const merkle::TileReader& tiles() const override { return tiles_; }

  Result<SubmitterHead> GetSubmitterHead(
      std::string_view origin) const override {
    LEDGER_ASSIGN_OR_RETURN(const std::uint32_t number, FindSubmitter(origin));
    SubmitterHead head;
    LEDGER_ASSIGN_OR_RETURN(head.size, SubmitterSize(number));
    LEDGER_ASSIGN_OR_RETURN(
        head.edge,
        merkle::ReadEdge(SubmitterTiles(*store_, number), head.size));
    LEDGER_ASSIGN_OR_RETURN(const merkle::Tree tree,
                            merkle::Tree::Resume(head.size, head.edge));
    head.root = tree.Root();
    if (head.size > 0) {
      LEDGER_ASSIGN_OR_RETURN(head.checkpoint,
                              CheckpointCovering(origin, head.size));
    }
    return head;
  }

  Result<Receipt> GetReceipt(std::string_view origin,
                             std::uint64_t submitter_size) const override {
    LEDGER_ASSIGN_OR_RETURN(const std::uint32_t number, FindSubmitter(origin));
    return OriginalReceipt(*store_, number, submitter_size, size());
  }

  Result<bool> IsInDoubt(const Entry& entry) const override {
    const std::shared_ptr<const registry::Registry> now = registry();
    const registry::Submitter* found = now->FindNumber(entry.submitter_number);
    if (entry.submitter.empty() || found == nullptr) return false;
    if (found->compromised.empty()) return false;
    LEDGER_ASSIGN_OR_RETURN(const std::string bytes,
                            store_->ReadBytes(entry.submission_index));
    LEDGER_ASSIGN_OR_RETURN(const entry::SubmissionRecord record,
                            entry::ParseSubmissionRecord(bytes));
    LEDGER_ASSIGN_OR_RETURN(const note::Note checkpoint,
                            note::ParseNote(record.checkpoint));
    return now->IsInDoubt(*found, checkpoint, entry.submission_index);
  }

 private:
  struct Tree {
    std::unique_ptr<merkle::TileReader> tiles;
    std::uint64_t size = 0;
  };

  static Error BeyondHead(std::string_view reason, std::uint64_t asked,
                          std::uint64_t size) {
    return Error{Code::kOutOfRange, reason,
                 fmt::format("{} is beyond {}", asked, size)};
  }

  std::uint64_t size() const { return head()->checkpoint.size; }

  // Its number.
  Result<std::uint32_t> FindSubmitter(std::string_view origin) const {
    const std::shared_ptr<const registry::Registry> now = registry();
    const registry::Submitter* found = now->Find(origin);
    if (found == nullptr) {
      return Error{Code::kNotFound, registry::kSubmitterUnknown,
                   "no submitter " + std::string(origin)};
    }
    return found->number;
  }

  // Size of a submitter's log as far as the published head: what is durable
  // and not yet anchored is not shown.
  Result<std::uint64_t> SubmitterSize(std::uint32_t number) const {
    LEDGER_ASSIGN_OR_RETURN(const std::optional<LogStore::FoundSubmission> last,
                            store_->FindLastSubmission(number, size()));
    return last ? last->size : std::uint64_t{0};
  }

  // A submission may come again when its keys sign no more. What it gets then
  // anybody may have by GetReceipt.
  std::optional<Receipt> OriginalOf(const std::string& signed_checkpoint,
                                    const Error& refusal,
                                    const registry::Registry& registry) const {
    if (refusal.code != Code::kUnauthenticated &&
        refusal.code != Code::kPermissionDenied) {
      return std::nullopt;
    }
    const Result<note::Note> parsed = note::ParseNote(signed_checkpoint);
    if (!parsed.ok()) return std::nullopt;
    const Result<note::Checkpoint> checkpoint =
        note::ParseCheckpoint(parsed->text);
    if (!checkpoint.ok()) return std::nullopt;
    const registry::Submitter* submitter = registry.Find(checkpoint->origin);
    if (submitter == nullptr) return std::nullopt;
    const auto found =
        store_->FindSubmission(submitter->number, checkpoint->size);
    if (!found.ok() || !*found || (*found)->size != checkpoint->size ||
        (*found)->row.root != checkpoint->root) {
      return std::nullopt;
    }
    Result<Receipt> receipt =
        OriginalReceipt(*store_, submitter->number, checkpoint->size, size());
    if (!receipt.ok()) return std::nullopt;
    return *std::move(receipt);
  }

  Result<Tree> FindTree(std::string_view submitter) const {
    Tree tree;
    if (submitter.empty()) {
      tree.tiles = std::make_unique<LedgerTiles>(*store_);
      tree.size = size();
      return tree;
    }
    LEDGER_ASSIGN_OR_RETURN(const std::uint32_t number,
                            FindSubmitter(submitter));
    tree.tiles = std::make_unique<SubmitterTiles>(*store_, number);
    LEDGER_ASSIGN_OR_RETURN(tree.size, SubmitterSize(number));
    return tree;
  }

  std::unique_ptr<store::Database> database_;
  std::unique_ptr<LogStore> store_;
  LedgerTiles tiles_;
  GenesisRecord genesis_;
  Sequencer sequencer_;
};

}  // namespace

Result<std::unique_ptr<Ledger>> Ledger::Open(const LedgerOptions& options,
                                             note::SigningKey ledger_key) {
  store::DatabaseOptions database_options;
  database_options.path = LogPath(options.directory);
  database_options.families = LogFamilies();
  database_options.storage_env = options.storage_env;
  LEDGER_ASSIGN_OR_RETURN(std::unique_ptr<store::Database> database,
                          store::Database::Open(database_options));
  auto store = std::make_unique<LogStore>(*database);
  LEDGER_ASSIGN_OR_RETURN(Recovered recovered,
                          Recover(*store, options, ledger_key.vkey()));
  return std::unique_ptr<Ledger>(std::make_unique<OpenLedger>(
      options, std::move(database), std::move(store), std::move(ledger_key),
      std::move(recovered)));
}

Result<Receipt> Ledger::SubmitAndWait(SubmissionBytes submission) {
  std::promise<Result<Receipt>> answer;
  std::future<Result<Receipt>> waiting = answer.get_future();
  Submit(std::move(submission), [&](Result<Receipt> receipt) {
    answer.set_value(std::move(receipt));
  });
  return waiting.get();
}

}  // namespace ledger::log
