// Reads the log's database: entries, whose they are, tiles, submissions.
//
// Knows nothing of heads: whoever calls bounds its indices by the head that it
// answers for. What was committed below a head never changes.
//
// Threads: any.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/log/entry.h"
#include "ledger/log/schema.h"
#include "ledger/merkle/tile.h"
#include "ledger/registry/registry.h"
#include "ledger/store/database.h"

namespace ledger::log {

class LogStore {
 public:
  explicit LogStore(const store::Database& database) : database_(database) {}

  // The bytes of the entry at `index`. LOG_DAMAGED when it is not there.
  Result<std::string> ReadBytes(std::uint64_t index) const;

  // Bytes of [begin, end) in order, until `visit` returns false. LOG_DAMAGED
  // at a gap.
  Status ScanBytes(
      std::uint64_t begin, std::uint64_t end,
      const std::function<bool(std::uint64_t, std::string_view)>& visit) const;

  // The last submission record at or before `index`; nullopt when none.
  struct OwnedRun {
    std::uint64_t record_index = 0;
    RecordRow row;
  };
  Result<std::optional<OwnedRun>> FindRun(std::uint64_t index) const;

  // Entries of [begin, end) with their owners, named as in `registry`.
  Status ScanEntries(std::uint64_t begin, std::uint64_t end,
                     const registry::Registry& registry,
                     const std::function<bool(const Entry&)>& visit) const;

  // Entries there are: the end of the last run.
  Result<std::uint64_t> EntryCount() const;

  // The submitter's submission of exactly `size`, or the smallest at or after
  // it; nullopt when none.
  struct FoundSubmission {
    std::uint64_t size = 0;
    SubmissionRow row;
  };
  Result<std::optional<FoundSubmission>> FindSubmission(
      std::uint32_t submitter_number, std::uint64_t size) const;

  // The submitter's last submission whose receipt is of a ledger of at most
  // `ledger_size` entries; nullopt when none.
  Result<std::optional<FoundSubmission>> FindLastSubmission(
      std::uint32_t submitter_number, std::uint64_t ledger_size) const;

  // Ledger index of the submitter's event `submitter_index`. LOG_DAMAGED when
  // no submission covers it.
  Result<std::uint64_t> LedgerIndexOf(std::uint32_t submitter_number,
                                      std::uint64_t submitter_index) const;

  // A submitter's head; size 0 when it has submitted nothing.
  Result<SubmitterRow> ReadSubmitter(std::uint32_t submitter_number) const;

  // The signed checkpoint of the smallest signed size >= `size`, or of exactly
  // `size`; nullopt when none.
  Result<std::optional<std::string>> CheckpointCovering(
      std::uint64_t size) const;

  Result<std::optional<std::string>> CheckpointAt(std::uint64_t size) const;

  Result<std::optional<std::string>> ReadMeta(std::string_view key) const;

  const store::Database& database() const { return database_; }

 private:
  const store::Database& database_;
};

// Tiles of the ledger's tree, as stored.
class LedgerTiles final : public merkle::TileReader {
 public:
  explicit LedgerTiles(const LogStore& store) : store_(store) {}
  Result<std::string> ReadTile(merkle::TileId id,
                               std::uint64_t width) const override;

 private:
  const LogStore& store_;
};

// Tiles of a submitter's tree. Its leaf hashes are the ledger's, stored once:
// level 0 is gathered from the ledger's tiles by way of the submissions.
class SubmitterTiles final : public merkle::TileReader {
 public:
  SubmitterTiles(const LogStore& store, std::uint32_t submitter_number)
      : store_(store), number_(submitter_number) {}
  Result<std::string> ReadTile(merkle::TileId id,
                               std::uint64_t width) const override;

 private:
  Result<std::string> GatherLeaves(std::uint64_t begin,
                                   std::uint64_t count) const;
  const LogStore& store_;
  std::uint32_t number_;
};

}  // namespace ledger::log
