#include "ledger/log/recovery.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "ledger/entry/entry.h"
#include "ledger/log/registry_replay.h"
#include "ledger/log/schema.h"
#include "ledger/merkle/proof.h"
#include "ledger/merkle/tree.h"
#include "ledger/note/signed_checkpoint.h"

namespace ledger::log {
namespace {

Error Damaged(std::string message) {
  return Error{Code::kDataLoss, kLogDamaged, std::move(message)};
}

Result<std::string> RequireMeta(const LogStore& store, std::string_view key) {
  LEDGER_ASSIGN_OR_RETURN(std::optional<std::string> value,
                          store.ReadMeta(key));
  if (!value) {
    return Damaged(fmt::format("the log has no `{}` row", key));
  }
  return *std::move(value);
}

Result<GenesisRecord> ReadGenesis(const LogStore& store,
                                  const note::VerifierKey& ledger_key) {
  LEDGER_ASSIGN_OR_RETURN(const std::string format,
                          RequireMeta(store, kFormatKey));
  if (format != kFormatValue) {
    return Damaged("the log is of format " + format + ", this program's is " +
                   std::string(kFormatValue));
  }
  LEDGER_ASSIGN_OR_RETURN(const std::string bytes, store.ReadBytes(0));
  LEDGER_ASSIGN_OR_RETURN(GenesisRecord genesis, entry::ParseGenesis(bytes));
  if (genesis.ledger_vkey != ledger_key.ToString()) {
    return Error{Code::kFailedPrecondition, kLedgerKeyWrong,
                 "the signing key is not the one of the genesis record, " +
                     genesis.ledger_vkey};
  }
  return genesis;
}

// `bytes` are the entry at `index` under the head's root: proven, not believed.
Status CheckUnderRoot(const LogStore& store, const note::Checkpoint& head,
                      std::uint64_t index, std::string_view bytes) {
  LEDGER_ASSIGN_OR_RETURN(
      const merkle::Proof proof,
      merkle::ProveInclusion(LedgerTiles(store), index, head.size));
  const Status included = merkle::VerifyInclusion(
      index, head.size, merkle::LeafHash(AsBytes(bytes)), proof, head.root);
  if (included.ok()) return Ok{};
  return Damaged(fmt::format("entry {} is not what was signed", index));
}

// The stored tiles give the head's root, first and last entry are under it,
// and nothing is behind the last.
Status CheckTree(const LogStore& store, const note::Checkpoint& head) {
  LEDGER_ASSIGN_OR_RETURN(const crypto::Hash root,
                          merkle::ReadRoot(LedgerTiles(store), head.size));
  if (root != head.root) {
    return Damaged(fmt::format(
        "the stored tiles do not give the root signed for size {}", head.size));
  }
  for (const std::uint64_t index : {std::uint64_t{0}, head.size - 1}) {
    LEDGER_ASSIGN_OR_RETURN(const std::string bytes, store.ReadBytes(index));
    LEDGER_RETURN_IF_ERROR(CheckUnderRoot(store, head, index, bytes));
  }
  LEDGER_ASSIGN_OR_RETURN(const std::uint64_t count, store.EntryCount());
  if (count != head.size) {
    return Damaged(
        fmt::format("{} entries are stored, {} were signed", count, head.size));
  }
  return Ok{};
}

// When the last entry was received, by its own words.
Result<Instant> LastReceived(const LogStore& store,
                             const GenesisRecord& genesis, std::uint64_t size) {
  LEDGER_ASSIGN_OR_RETURN(std::string bytes, store.ReadBytes(size - 1));
  LEDGER_ASSIGN_OR_RETURN(EntryKind kind, entry::KindOfEntry(bytes));
  if (kind == EntryKind::kGenesis) return genesis.created;
  if (kind == EntryKind::kEquivocation) {
    LEDGER_ASSIGN_OR_RETURN(const entry::EquivocationRecord record,
                            entry::ParseEquivocationRecord(bytes));
    return record.received;
  }
  LEDGER_ASSIGN_OR_RETURN(const std::optional<LogStore::OwnedRun> run,
                          store.FindRun(size - 1));
  if (!run) return Damaged("the last event is nobody's");
  LEDGER_ASSIGN_OR_RETURN(bytes, store.ReadBytes(run->record_index));
  LEDGER_ASSIGN_OR_RETURN(const entry::SubmissionRecord record,
                          entry::ParseSubmissionRecord(bytes));
  return record.received;
}

// The registry row, once it is known to be what the entries give.
Result<std::shared_ptr<const registry::Registry>> CheckRegistry(
    const LogStore& store, const GenesisRecord& genesis, std::uint64_t size) {
  LEDGER_ASSIGN_OR_RETURN(const std::string stored,
                          RequireMeta(store, kRegistryKey));
  LEDGER_ASSIGN_OR_RETURN(const note::VerifierKey root,
                          note::VerifierKey::Parse(genesis.root_vkey));
  LEDGER_ASSIGN_OR_RETURN(registry::Registry replayed,
                          ReplayRegistry(store, root, size));
  if (replayed.Serialize() != stored) {
    return Damaged("the registry is not what its entries say");
  }
  // Read back, so that its version is the stored one's and not the replay's.
  LEDGER_ASSIGN_OR_RETURN(registry::Registry registry,
                          registry::Registry::Deserialize(stored));
  return std::make_shared<const registry::Registry>(std::move(registry));
}

// The anchor is the head or a prefix of it.
Result<std::unique_ptr<Anchor>> CheckAnchor(const LogStore& store,
                                            const LedgerOptions& options,
                                            const note::VerifierKey& key,
                                            const Head& head) {
  LEDGER_ASSIGN_OR_RETURN(std::unique_ptr<Anchor> anchor,
                          Anchor::Open(options.anchor_path));
  const Result<note::Checkpoint> verified = note::OpenCheckpoint(
      anchor->checkpoint(), head.checkpoint.origin, {key}, 1);
  if (!verified.ok()) {
    return Error{
        Code::kDataLoss, kAnchorDamaged,
        "anchor " + options.anchor_path + ": " + verified.error().message};
  }
  const note::Checkpoint& anchored = *verified;
  if (anchored.size > head.checkpoint.size) {
    return Error{
        Code::kDataLoss, kLogBehindAnchor,
        fmt::format("the log has {} entries, {} were signed: it lost its tail "
                    "or was rolled back",
                    head.checkpoint.size, anchored.size)};
  }
  LEDGER_ASSIGN_OR_RETURN(const crypto::Hash root,
                          merkle::ReadRoot(LedgerTiles(store), anchored.size));
  if (root != anchored.root) {
    return Error{Code::kDataLoss, kLogForked,
                 fmt::format("at size {} the log has another root than the "
                             "one signed",
                             anchored.size)};
  }
  // A slot that was torn while it was written is of a batch that the log has.
  if (anchor->other_slot_damaged() && anchored.size == head.checkpoint.size) {
    return Error{
        Code::kDataLoss, kAnchorDamaged,
        fmt::format("anchor {}: the other slot is damaged and may have been "
                    "the later one; compare size {} with a submitter's latest "
                    "receipt before its 4,096 bytes are set to zero by hand",
                    options.anchor_path, anchored.size)};
  }
  if (anchored.size < head.checkpoint.size) {
    LEDGER_RETURN_IF_ERROR(anchor->Advance(head.signed_checkpoint));
  }
  return anchor;
}

}  // namespace

std::string LogPath(const std::string& directory) { return directory + "/log"; }

Result<Recovered> Recover(const LogStore& store, const LedgerOptions& options,
                          const note::VerifierKey& ledger_key) {
  LEDGER_ASSIGN_OR_RETURN(GenesisRecord genesis,
                          ReadGenesis(store, ledger_key));
  LEDGER_ASSIGN_OR_RETURN(const std::string head_bytes,
                          RequireMeta(store, kHeadKey));
  LEDGER_ASSIGN_OR_RETURN(HeadRow row, DecodeHeadRow(head_bytes));
  auto head = std::make_shared<Head>();
  const Result<note::Checkpoint> checkpoint = note::OpenCheckpoint(
      row.signed_checkpoint, genesis.origin, {ledger_key}, 1);
  if (!checkpoint.ok()) {
    return Damaged("the head's checkpoint: " + checkpoint.error().message);
  }
  head->checkpoint = *checkpoint;
  head->signed_checkpoint = std::move(row.signed_checkpoint);
  const std::uint64_t size = head->checkpoint.size;
  if (size == 0) return Damaged("the head's checkpoint is of no entries");
  LEDGER_RETURN_IF_ERROR(CheckTree(store, head->checkpoint));
  LEDGER_ASSIGN_OR_RETURN(const Instant last_received,
                          LastReceived(store, genesis, size));
  if (row.last_received != last_received) {
    return Damaged("the head's time is not the last entry's");
  }
  LEDGER_ASSIGN_OR_RETURN(std::shared_ptr<const registry::Registry> registry,
                          CheckRegistry(store, genesis, size));
  LEDGER_ASSIGN_OR_RETURN(std::unique_ptr<Anchor> anchor,
                          CheckAnchor(store, options, ledger_key, *head));
  Published published{head, std::move(registry), last_received};
  LEDGER_ASSIGN_OR_RETURN(Draft draft,
                          Draft::Begin(store, size, published.registry));
  return Recovered{std::move(genesis),
                   Sequencer::Start{std::move(published), std::move(draft),
                                    std::move(anchor)}};
}

}  // namespace ledger::log
