#include "ledger/log/recovery.h"

#include <fmt/format.h>

#include <utility>

#include "ledger/entry/entry.h"
#include "ledger/log/schema.h"
#include "ledger/merkle/tree.h"

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

Result<note::Checkpoint> VerifySigned(const std::string& signed_checkpoint,
                                      const note::VerifierKey& key) {
  LEDGER_ASSIGN_OR_RETURN(const note::Note parsed,
                          note::ParseNote(signed_checkpoint));
  LEDGER_RETURN_IF_ERROR(note::VerifyNote(parsed, {key}));
  return note::ParseCheckpoint(parsed.text);
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

// The stored tiles and the last entry agree with the head.
Status CheckTree(const LogStore& store, const note::Checkpoint& head) {
  const LedgerTiles tiles(store);
  LEDGER_ASSIGN_OR_RETURN(const crypto::Hash root,
                          merkle::ReadRoot(tiles, head.size));
  if (root != head.root) {
    return Damaged(fmt::format(
        "the stored tiles do not give the root signed for size {}", head.size));
  }
  LEDGER_ASSIGN_OR_RETURN(const std::string last,
                          store.ReadBytes(head.size - 1));
  const std::uint64_t place = (head.size - 1) % merkle::kTileWidth;
  LEDGER_ASSIGN_OR_RETURN(
      const std::string tile,
      tiles.ReadTile({0, (head.size - 1) / merkle::kTileWidth}, place + 1));
  if (merkle::LeafHash(AsBytes(last)).view() !=
      std::string_view(tile).substr(place * crypto::Hash::kSize)) {
    return Damaged(
        fmt::format("entry {} is not what was hashed", head.size - 1));
  }
  if (store.ReadBytes(head.size).ok()) {
    return Damaged(
        fmt::format("there are entries beyond the head, {}", head.size));
  }
  return Ok{};
}

// The anchor is the head or a prefix of it.
Result<std::unique_ptr<Anchor>> CheckAnchor(const LogStore& store,
                                            const LedgerOptions& options,
                                            const note::VerifierKey& key,
                                            const Head& head) {
  LEDGER_ASSIGN_OR_RETURN(std::unique_ptr<Anchor> anchor,
                          Anchor::Open(options.anchor_path));
  const Result<note::Checkpoint> verified =
      VerifySigned(anchor->checkpoint(), key);
  if (!verified.ok()) {
    return Error{
        Code::kDataLoss, kAnchorDamaged,
        "anchor " + options.anchor_path + ": " + verified.error().message};
  }
  const note::Checkpoint& anchored = *verified;
  if (anchored.origin != head.checkpoint.origin) {
    return Error{Code::kDataLoss, kAnchorDamaged,
                 "anchor " + options.anchor_path + " is of another ledger, " +
                     anchored.origin};
  }
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
  const Result<note::Checkpoint> checkpoint =
      VerifySigned(row.signed_checkpoint, ledger_key);
  if (!checkpoint.ok()) {
    return Damaged("the head's checkpoint: " + checkpoint.error().message);
  }
  head->checkpoint = *checkpoint;
  head->signed_checkpoint = std::move(row.signed_checkpoint);
  if (head->checkpoint.size == 0 || head->checkpoint.origin != genesis.origin) {
    return Damaged("the head's checkpoint is of another log");
  }
  LEDGER_RETURN_IF_ERROR(CheckTree(store, head->checkpoint));
  LEDGER_ASSIGN_OR_RETURN(const std::string registry_bytes,
                          RequireMeta(store, kRegistryKey));
  LEDGER_ASSIGN_OR_RETURN(registry::Registry registry,
                          registry::Registry::Deserialize(registry_bytes));
  LEDGER_ASSIGN_OR_RETURN(std::unique_ptr<Anchor> anchor,
                          CheckAnchor(store, options, ledger_key, *head));
  Published published{
      head, std::make_shared<const registry::Registry>(std::move(registry))};
  LEDGER_ASSIGN_OR_RETURN(
      Draft draft,
      Draft::Begin(store, head->checkpoint.size, published.registry));
  return Recovered{std::move(genesis),
                   Sequencer::Start{std::move(published), row.last_received,
                                    std::move(draft), std::move(anchor)}};
}

}  // namespace ledger::log
