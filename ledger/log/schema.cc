#include "ledger/log/schema.h"

#include <bit>

#include "ledger/base/bytes.h"
#include "ledger/log/ledger.h"

namespace ledger::log {
namespace {

constexpr std::size_t kU32 = 4;
constexpr std::size_t kU64 = 8;

Instant TimeAt(std::string_view bytes) {
  return Instant{static_cast<std::int64_t>(GetU64(bytes))};
}

}  // namespace

std::vector<std::string> LogFamilies() {
  return {"meta",        "entries",    "records",     "tiles",
          "submissions", "submitters", "checkpoints", "equivocations"};
}

std::string IndexKey(std::uint64_t index) {
  std::string key;
  AppendU64(key, index);
  return key;
}

Result<std::uint64_t> IndexOfKey(std::string_view family,
                                 std::string_view key) {
  if (key.size() != kU64) return DamagedRow(family, "a key of another length");
  return GetU64(key);
}

std::string NumberKey(std::uint32_t number) {
  std::string key;
  AppendU32(key, number);
  return key;
}

std::string NumberSizeKey(std::uint32_t number, std::uint64_t size) {
  std::string key = NumberKey(number);
  AppendU64(key, size);
  return key;
}

Result<NumberAndSize> NumberSizeOfKey(std::string_view family,
                                      std::string_view key) {
  if (key.size() != kU32 + kU64) {
    return DamagedRow(family, "a key of another length");
  }
  return NumberAndSize{GetU32(key), GetU64(key.substr(kU32))};
}

std::string TileKey(std::uint32_t tree, merkle::TileId id) {
  std::string key = NumberKey(tree);
  key.push_back(static_cast<char>(id.level));
  AppendU64(key, id.index);
  return key;
}

Error DamagedRow(std::string_view family, std::string_view why) {
  return Error{Code::kDataLoss, kLogDamaged,
               std::string(family) + ": " + std::string(why)};
}

std::string EncodeRecordRow(const RecordRow& row) {
  std::string bytes;
  AppendU32(bytes, row.submitter_number);
  AppendU64(bytes, row.submitter_start);
  AppendU64(bytes, row.count);
  AppendU64(bytes, static_cast<std::uint64_t>(row.received.unix_micros));
  return bytes;
}

Result<RecordRow> DecodeRecordRow(std::string_view bytes) {
  if (bytes.size() != kU32 + 3 * kU64) {
    return DamagedRow("records", "a row of the wrong length");
  }
  RecordRow row;
  row.submitter_number = GetU32(bytes);
  row.submitter_start = GetU64(bytes.substr(kU32));
  row.count = GetU64(bytes.substr(kU32 + kU64));
  row.received = TimeAt(bytes.substr(kU32 + 2 * kU64));
  return row;
}

std::string EncodeSubmissionRow(const SubmissionRow& row) {
  std::string bytes;
  AppendU64(bytes, row.record_index);
  AppendU64(bytes, row.count);
  AppendU64(bytes, row.ledger_size);
  bytes += row.root.view();
  return bytes;
}

Result<SubmissionRow> DecodeSubmissionRow(std::string_view bytes) {
  if (bytes.size() != 3 * kU64 + crypto::Hash::kSize) {
    return DamagedRow("submissions", "a row of the wrong length");
  }
  SubmissionRow row;
  row.record_index = GetU64(bytes);
  row.count = GetU64(bytes.substr(kU64));
  row.ledger_size = GetU64(bytes.substr(2 * kU64));
  row.root = *crypto::HashFromBytes(bytes.substr(3 * kU64));
  return row;
}

std::string EncodeSubmitterRow(const SubmitterRow& row) {
  std::string bytes;
  AppendU64(bytes, row.size);
  for (const crypto::Hash& hash : row.edge) bytes += hash.view();
  return bytes;
}

Result<SubmitterRow> DecodeSubmitterRow(std::string_view bytes) {
  if (bytes.size() < kU64) {
    return DamagedRow("submitters", "a row of the wrong length");
  }
  SubmitterRow row;
  row.size = GetU64(bytes);
  bytes.remove_prefix(kU64);
  const auto hashes = static_cast<std::size_t>(std::popcount(row.size));
  if (bytes.size() != hashes * crypto::Hash::kSize) {
    return DamagedRow("submitters", "an edge of the wrong length");
  }
  for (std::size_t i = 0; i < hashes; ++i) {
    row.edge.push_back(*crypto::HashFromBytes(
        bytes.substr(i * crypto::Hash::kSize, crypto::Hash::kSize)));
  }
  return row;
}

std::string EncodeHeadRow(const HeadRow& row) {
  std::string bytes;
  AppendU64(bytes, static_cast<std::uint64_t>(row.last_received.unix_micros));
  return bytes + row.signed_checkpoint;
}

Result<HeadRow> DecodeHeadRow(std::string_view bytes) {
  if (bytes.size() <= kU64) {
    return DamagedRow("meta", "a head of the wrong length");
  }
  return HeadRow{TimeAt(bytes), std::string(bytes.substr(kU64))};
}

}  // namespace ledger::log
