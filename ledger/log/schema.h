// What the log keeps in its database: families, keys, rows (FORMAT.md).
//
// Thread safety: pure functions.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/base/time.h"
#include "ledger/crypto/hash.h"
#include "ledger/merkle/tile.h"
#include "ledger/store/database.h"

namespace ledger::log {

// On disk by name; the order here is not on disk.
enum LogFamily : store::Family {
  kMeta,           // `format`, `head`, `registry`
  kEntries,        // first index → bundle of a run of entries
  kRecords,        // submission record index → RecordRow
  kTiles,          // tree, level, tile index → hashes so far
  kSubmissions,    // submitter number, size after → SubmissionRow
  kSubmitters,     // submitter number → SubmitterRow
  kCheckpoints,    // size → signed checkpoint
  kEquivocations,  // submitter number, size → index of the record
};
std::vector<std::string> LogFamilies();

inline constexpr std::string_view kFormatKey = "format";
inline constexpr std::string_view kHeadKey = "head";
inline constexpr std::string_view kRegistryKey = "registry";
inline constexpr std::string_view kFormatValue = "amanah/log/v1";

// Trees by number: the ledger's own, then submitters by theirs plus one.
inline constexpr std::uint32_t kLedgerTree = 0;
inline std::uint32_t TreeOfSubmitter(std::uint32_t number) {
  return number + 1;
}

std::string IndexKey(std::uint64_t index);
// What IndexKey made; LOG_DAMAGED for a key of another length.
Result<std::uint64_t> IndexOfKey(std::string_view family, std::string_view key);
std::string NumberKey(std::uint32_t number);
std::string NumberSizeKey(std::uint32_t number, std::uint64_t size);
// What NumberSizeKey made; LOG_DAMAGED for a key of another length.
struct NumberAndSize {
  std::uint32_t number = 0;
  std::uint64_t size = 0;
};
Result<NumberAndSize> NumberSizeOfKey(std::string_view family,
                                      std::string_view key);
std::string TileKey(std::uint32_t tree, merkle::TileId id);

// Whose entries follow a submission record.
struct RecordRow {
  std::uint32_t submitter_number = 0;
  std::uint64_t submitter_start = 0;  // Size of its log before.
  std::uint64_t count = 0;
  Instant received;
};
std::string EncodeRecordRow(const RecordRow& row);
Result<RecordRow> DecodeRecordRow(std::string_view bytes);

// A submission, for its receipt.
struct SubmissionRow {
  std::uint64_t record_index = 0;
  std::uint64_t count = 0;
  std::uint64_t ledger_size = 0;  // Of the checkpoint of its receipt.
  crypto::Hash root;              // Of the submitter's log after it.
};
std::string EncodeSubmissionRow(const SubmissionRow& row);
Result<SubmissionRow> DecodeSubmissionRow(std::string_view bytes);

// The head of a submitter's log.
struct SubmitterRow {
  std::uint64_t size = 0;
  std::vector<crypto::Hash> edge;
};
std::string EncodeSubmitterRow(const SubmitterRow& row);
Result<SubmitterRow> DecodeSubmitterRow(std::string_view bytes);

// The head of the log.
struct HeadRow {
  Instant last_received;
  std::string signed_checkpoint;
};
std::string EncodeHeadRow(const HeadRow& row);
Result<HeadRow> DecodeHeadRow(std::string_view bytes);

// A row that is not what this program writes: LOG_DAMAGED.
Error DamagedRow(std::string_view family, std::string_view why);

}  // namespace ledger::log
