#include "ledger/log/draft.h"

#include <fmt/format.h>

#include <bit>

#include "ledger/base/check.h"
#include "ledger/entry/entry.h"
#include "ledger/log/ledger.h"

namespace ledger::log {
namespace {

// A run of entries is one row: few rows make writing cheap, small runs make
// reading one entry cheap.
constexpr std::size_t kRunEntries = 64;
constexpr std::size_t kRunBytes = 32 * 1024;

// Submitters remembered between batches; past it all are forgotten and read
// again as they come.
constexpr std::size_t kMaxRememberedSubmitters = 4096;

Error WrongHead(const Admitted& admitted, const merkle::Tree& head) {
  return Error{
      Code::kAborted,
      kSubmitterWrongHead,
      fmt::format("{} events up to size {} do not begin at the head, {}",
                  admitted.bytes.events.size(), admitted.checkpoint.size,
                  head.size()),
      {},
      {{"size", std::to_string(head.size())},
       {"root_hash", HexEncode(head.Root().bytes)}}};
}

// The head row of a submitter agrees with its last submission. A row set back
// would have a submission taken twice.
Status CheckHead(const LogStore& store, std::uint32_t number,
                 const merkle::Tree& tree) {
  LEDGER_ASSIGN_OR_RETURN(const std::optional<LogStore::FoundSubmission> last,
                          store.FindLastSubmission(number, ~0ull));
  const bool agrees =
      last ? last->size == tree.size() && last->row.root == tree.Root()
           : tree.size() == 0;
  if (agrees) return Ok{};
  return DamagedRow(
      "submitters",
      fmt::format("the row of submitter {} is not its last submission's",
                  number));
}

}  // namespace

Draft::Draft(const LogStore& store,
             std::shared_ptr<const registry::Registry> base)
    : store_(&store), registry_(std::move(base)) {}

Result<Draft> Draft::Begin(const LogStore& store, std::uint64_t size,
                           std::shared_ptr<const registry::Registry> registry) {
  Draft draft(store, std::move(registry));
  LEDGER_ASSIGN_OR_RETURN(draft.frontier_,
                          merkle::Frontier::Load(LedgerTiles(store), size));
  draft.committed_size_ = size;
  return draft;
}

Result<Draft::Submitter*> Draft::Load(std::uint32_t number) {
  const auto found = submitters_.find(number);
  if (found != submitters_.end()) return &found->second;
  LEDGER_ASSIGN_OR_RETURN(const SubmitterRow row,
                          store_->ReadSubmitter(number));
  Submitter submitter;
  LEDGER_ASSIGN_OR_RETURN(submitter.tree,
                          merkle::Tree::Resume(row.size, row.edge));
  LEDGER_RETURN_IF_ERROR(CheckHead(*store_, number, submitter.tree));
  const SubmitterTiles tiles(*store_, number);
  std::uint64_t count = row.size / merkle::kTileWidth;
  for (int level = 1; count > 0; ++level, count /= merkle::kTileWidth) {
    const std::uint64_t width = count % merkle::kTileWidth;
    if (width == 0) continue;
    LEDGER_ASSIGN_OR_RETURN(
        submitter.partial_tiles[level],
        tiles.ReadTile({level, count / merkle::kTileWidth}, width));
  }
  return &submitters_.emplace(number, std::move(submitter)).first->second;
}

Result<Draft::Placed> Draft::Place(const Admitted& admitted, Instant received) {
  if (admitted.registry_version != registry_->version()) {
    LEDGER_RETURN_IF_ERROR(Readmit(admitted, *registry_));
  }
  LEDGER_ASSIGN_OR_RETURN(std::optional<Placed> earlier,
                          MatchEarlier(admitted, received));
  if (earlier) return *std::move(earlier);

  const std::uint32_t number = admitted.submitter_number;
  LEDGER_ASSIGN_OR_RETURN(Submitter * submitter, Load(number));
  const std::uint64_t count = admitted.bytes.events.size();
  const std::uint64_t start = submitter->tree.size();
  if (admitted.checkpoint.size < count ||
      admitted.checkpoint.size - count != start) {
    return WrongHead(admitted, submitter->tree);
  }
  merkle::Tree grown = submitter->tree;
  std::vector<merkle::Tree::Completed> completed;
  for (const crypto::Hash& leaf : admitted.leaf_hashes) {
    grown.Append(leaf, &completed);
  }
  if (grown.Root() != admitted.checkpoint.root) {
    Error mismatch = WrongHead(admitted, submitter->tree);
    mismatch.code = Code::kInvalidArgument;
    mismatch.reason = kSubmitterRootMismatch;
    mismatch.message =
        "the events do not lead from the head to the checkpoint's root";
    return mismatch;
  }
  const std::uint64_t record_index = frontier_.size();
  LEDGER_RETURN_IF_ERROR(FoldRegistry(admitted, record_index));

  // Nothing fails from here on.
  submitter->tree = std::move(grown);
  submitter->changed = true;
  KeepTiles(number, *submitter, completed);
  Placed placed;
  placed.submitter_number = number;
  placed.submitter_size = admitted.checkpoint.size;
  placed.record_index = record_index;
  placed.count = count;
  placed.record = entry::FormatSubmissionRecord(
      {received, count, admitted.bytes.checkpoint});
  AppendEntry(placed.record, merkle::LeafHash(AsBytes(placed.record)));
  for (std::size_t i = 0; i < count; ++i) {
    AppendEntry(admitted.bytes.events[i], admitted.leaf_hashes[i]);
  }
  records_.emplace_back(record_index,
                        RecordRow{number, start, count, received});
  submissions_[{number, admitted.checkpoint.size}] =
      DraftSubmission{{record_index, count, 0, admitted.checkpoint.root},
                      admitted.bytes.checkpoint,
                      placed.record};
  return placed;
}

Result<std::optional<Draft::Placed>> Draft::MatchEarlier(
    const Admitted& admitted, Instant received) {
  const std::uint32_t number = admitted.submitter_number;
  const std::uint64_t size = admitted.checkpoint.size;
  Placed placed;
  placed.submitter_number = number;
  placed.submitter_size = size;
  placed.repeated = true;
  crypto::Hash root;
  std::string logged_checkpoint;
  const auto drafted = submissions_.find({number, size});
  if (drafted != submissions_.end()) {
    placed.repeats_draft = true;
    placed.record_index = drafted->second.row.record_index;
    placed.count = drafted->second.row.count;
    placed.record = drafted->second.record;
    root = drafted->second.row.root;
    logged_checkpoint = drafted->second.checkpoint;
  } else {
    // A size beyond the head can't have been submitted: no need to look.
    LEDGER_ASSIGN_OR_RETURN(Submitter * submitter, Load(number));
    if (size > submitter->tree.size()) return std::optional<Placed>();
    LEDGER_ASSIGN_OR_RETURN(
        const std::optional<LogStore::FoundSubmission> found,
        store_->FindSubmission(number, size));
    if (!found || found->size != size) return std::optional<Placed>();
    placed.record_index = found->row.record_index;
    placed.count = found->row.count;
    root = found->row.root;
    LEDGER_ASSIGN_OR_RETURN(const std::string bytes,
                            store_->ReadBytes(found->row.record_index));
    LEDGER_ASSIGN_OR_RETURN(const entry::SubmissionRecord record,
                            entry::ParseSubmissionRecord(bytes));
    placed.record = bytes;
    logged_checkpoint = record.checkpoint;
  }
  if (root == admitted.checkpoint.root) {
    return std::optional<Placed>(std::move(placed));
  }
  LEDGER_RETURN_IF_ERROR(
      RecordEquivocation(admitted, logged_checkpoint, received));
  return Error{Code::kAlreadyExists, kSubmitterEquivocation,
               fmt::format("another root was signed for size {}; the log "
                           "holds two checkpoints that prove it",
                           size)};
}

Status Draft::RecordEquivocation(const Admitted& admitted,
                                 const std::string& logged_checkpoint,
                                 Instant received) {
  const std::string key =
      NumberSizeKey(admitted.submitter_number, admitted.checkpoint.size);
  if (equivocations_.contains(key)) return Ok{};
  LEDGER_ASSIGN_OR_RETURN(const std::optional<std::string> known,
                          store_->database().Get(kEquivocations, key));
  // One proof is enough; a second would only let the culprit fill the log.
  if (known) return Ok{};
  const std::string record = entry::FormatEquivocationRecord(
      {received, logged_checkpoint, admitted.bytes.checkpoint});
  equivocations_[key] = frontier_.size();
  AppendEntry(record, merkle::LeafHash(AsBytes(record)));
  return Ok{};
}

Status Draft::FoldRegistry(const Admitted& admitted,
                           std::uint64_t record_index) {
  if (admitted.registry_events.empty()) return Ok{};
  auto next = std::make_shared<registry::Registry>(*registry_);
  for (std::size_t i = 0; i < admitted.registry_events.size(); ++i) {
    // Each is judged by what the ones before it made of the registry.
    Status applied =
        next->CheckAuthority(*next->FindNumber(admitted.submitter_number),
                             admitted.registry_events[i]);
    if (applied.ok()) {
      applied = next->Apply(admitted.registry_events[i], record_index + 1 + i);
    }
    if (!applied.ok()) {
      Error error = applied.error();
      error.violations.push_back({fmt::format("events[{}]", i), error.message});
      return error;
    }
  }
  registry_ = std::move(next);
  registry_changed_ = true;
  return Ok{};
}

void Draft::AppendEntry(std::string_view bytes, const crypto::Hash& leaf) {
  const bool full = runs_.empty() || run_entries_ >= kRunEntries ||
                    runs_.back().second.size() + bytes.size() > kRunBytes;
  if (full) {
    runs_.emplace_back(frontier_.size(), std::string());
    run_entries_ = 0;
  }
  merkle::AppendToBundle(runs_.back().second, bytes);
  ++run_entries_;
  frontier_.Append(leaf);
}

void Draft::KeepTiles(std::uint32_t number, Submitter& submitter,
                      const std::vector<merkle::Tree::Completed>& completed) {
  for (const merkle::Tree::Completed& subtree : completed) {
    std::string& partial = submitter.partial_tiles[subtree.level];
    if (subtree.index % merkle::kTileWidth == 0) partial.clear();
    partial += subtree.hash.view();
    submitter_tiles_[TileKey(
        TreeOfSubmitter(number),
        {subtree.level, subtree.index / merkle::kTileWidth})] = partial;
  }
}

void Draft::Write(store::Database::Batch& batch) const {
  for (const auto& [first, run] : runs_) {
    batch.Put(kEntries, IndexKey(first), run);
  }
  for (const auto& [index, row] : records_) {
    batch.Put(kRecords, IndexKey(index), EncodeRecordRow(row));
  }
  for (const merkle::Frontier::ChangedTile& tile : frontier_.ChangedTiles()) {
    batch.Put(kTiles, TileKey(kLedgerTree, tile.id), tile.hashes);
  }
  for (const auto& [key, hashes] : submitter_tiles_) {
    batch.Put(kTiles, key, hashes);
  }
  for (const auto& [key, submission] : submissions_) {
    SubmissionRow row = submission.row;
    row.ledger_size = size();
    batch.Put(kSubmissions, NumberSizeKey(key.first, key.second),
              EncodeSubmissionRow(row));
  }
  for (const auto& [number, submitter] : submitters_) {
    if (!submitter.changed) continue;
    batch.Put(
        kSubmitters, NumberKey(number),
        EncodeSubmitterRow({submitter.tree.size(), submitter.tree.edge()}));
  }
  for (const auto& [key, index] : equivocations_) {
    batch.Put(kEquivocations, key, IndexKey(index));
  }
  if (registry_changed_) batch.Put(kMeta, kRegistryKey, registry_->Serialize());
}

void Draft::Settle() {
  frontier_.Settle();
  committed_size_ = frontier_.size();
  registry_changed_ = false;
  runs_.clear();
  run_entries_ = 0;
  records_.clear();
  submissions_.clear();
  submitter_tiles_.clear();
  equivocations_.clear();
  if (submitters_.size() > kMaxRememberedSubmitters) submitters_.clear();
  for (auto& [number, submitter] : submitters_) submitter.changed = false;
}

}  // namespace ledger::log
