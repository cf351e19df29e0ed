// Ledger::Create: the genesis record and the first checkpoint.

#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "ledger/entry/entry.h"
#include "ledger/log/anchor.h"
#include "ledger/log/ledger.h"
#include "ledger/log/recovery.h"
#include "ledger/log/schema.h"
#include "ledger/merkle/tree.h"
#include "ledger/store/database.h"

namespace ledger::log {
namespace {

Status CheckNothingThere(const LedgerOptions& options) {
  std::error_code ignored;
  for (const std::string& path :
       {LogPath(options.directory), options.anchor_path}) {
    if (std::filesystem::exists(path, ignored)) {
      return Error{Code::kAlreadyExists, kLogExists,
                   "there is something at " + path + " already"};
    }
  }
  return Ok{};
}

}  // namespace

Status Ledger::Create(const LedgerOptions& options, std::string_view origin,
                      const note::SigningKey& ledger_key,
                      const note::SigningKey& root_key) {
  if (!note::IsOrigin(origin)) {
    return Error{Code::kInvalidArgument, note::kCheckpointMalformed,
                 "an origin is 3 to 128 bytes of [a-z0-9./-]"};
  }
  // The root is a submitter, known by its key's name.
  if (!note::IsOrigin(root_key.vkey().name())) {
    return Error{Code::kInvalidArgument, note::kVkeyMalformed,
                 "the root key's name must be an origin: 3 to 128 bytes of "
                 "[a-z0-9./-]"};
  }
  if (root_key.vkey().public_key() == ledger_key.vkey().public_key()) {
    return Error{Code::kInvalidArgument, note::kVkeyMalformed,
                 "root and ledger need different keys"};
  }
  LEDGER_RETURN_IF_ERROR(CheckNothingThere(options));
  const Instant now = options.clock->Now();
  const std::string genesis =
      note::SignNote(entry::FormatGenesisText({now, std::string(origin),
                                               ledger_key.vkey().ToString(),
                                               root_key.vkey().ToString()}),
                     {&root_key});
  const crypto::Hash leaf = merkle::LeafHash(AsBytes(genesis));
  merkle::Tree tree;
  tree.Append(leaf);
  const std::string checkpoint = note::SignNote(
      note::FormatCheckpoint({std::string(origin), 1, tree.Root()}),
      {&ledger_key});

  store::DatabaseOptions database_options;
  database_options.path = LogPath(options.directory);
  database_options.families = LogFamilies();
  database_options.create_if_missing = true;
  database_options.storage_env = options.storage_env;
  LEDGER_ASSIGN_OR_RETURN(const std::unique_ptr<store::Database> database,
                          store::Database::Open(database_options));
  store::Database::Batch batch(*database);
  std::string run;
  merkle::AppendToBundle(run, genesis);
  batch.Put(kEntries, IndexKey(0), run);
  batch.Put(kTiles, TileKey(kLedgerTree, {0, 0}), leaf.view());
  batch.Put(kCheckpoints, IndexKey(1), checkpoint);
  batch.Put(kMeta, kFormatKey, kFormatValue);
  batch.Put(kMeta, kHeadKey, EncodeHeadRow({now, checkpoint}));
  batch.Put(kMeta, kRegistryKey,
            registry::Registry::FromGenesis(root_key.vkey()).Serialize());
  LEDGER_RETURN_IF_ERROR(database->Commit(batch, store::Durability::kSynced));
  // Durable from here; without the anchor it does not open.
  LEDGER_RETURN_IF_ERROR(Anchor::Create(options.anchor_path, checkpoint));
  return Ok{};
}

}  // namespace ledger::log
