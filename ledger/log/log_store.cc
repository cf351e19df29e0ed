#include "ledger/log/log_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/entry/entry.h"
#include "ledger/log/ledger.h"

namespace ledger::log {
namespace {

Error MissingEntry(std::uint64_t index) {
  return Error{Code::kDataLoss, kLogDamaged,
               fmt::format("entry {} is not in the store", index)};
}

Result<std::string> ReadStoredTile(const LogStore& store, std::uint32_t tree,
                                   merkle::TileId id, std::uint64_t width) {
  LEDGER_ASSIGN_OR_RETURN(std::optional<std::string> hashes,
                          store.database().Get(kTiles, TileKey(tree, id)));
  const std::size_t wanted = width * crypto::Hash::kSize;
  if (!hashes || hashes->size() < wanted) {
    return Error{Code::kDataLoss, merkle::kTileMissing,
                 fmt::format("tree {}, tile {} of level {}: {} bytes stored, "
                             "{} wanted",
                             tree, id.index, id.level,
                             hashes ? hashes->size() : 0, wanted)};
  }
  hashes->resize(wanted);
  return *std::move(hashes);
}

}  // namespace

Status LogStore::ScanBytes(
    std::uint64_t begin, std::uint64_t end,
    const std::function<bool(std::uint64_t, std::string_view)>& visit) const {
  if (begin >= end) return Ok{};
  constexpr std::uint64_t kLongScan = 1024;
  const auto runs =
      database_.NewIterator(kEntries, nullptr, end - begin > kLongScan);
  runs->SeekForPrev(IndexKey(begin));
  std::uint64_t next = begin;
  bool is_first = true;
  while (next < end) {
    if (!runs->Valid()) {
      LEDGER_RETURN_IF_ERROR(runs->status());
      return MissingEntry(next);
    }
    LEDGER_ASSIGN_OR_RETURN(const std::uint64_t first,
                            IndexOfKey("entries", runs->key()));
    LEDGER_ASSIGN_OR_RETURN(const std::vector<std::string_view> entries,
                            merkle::ParseBundle(runs->value()));
    // Runs follow each other without gap or overlap: were one to lie inside
    // another, a scan and a look-up would read different bytes.
    if (first > next || (!is_first && first != next) ||
        next - first >= entries.size()) {
      return MissingEntry(next);
    }
    for (auto at = static_cast<std::size_t>(next - first);
         at < entries.size() && next < end; ++at, ++next) {
      if (!visit(next, entries[at])) return Ok{};
    }
    is_first = false;
    runs->Next();
  }
  return Ok{};
}

Result<std::uint64_t> LogStore::EntryCount() const {
  const auto runs = database_.NewIterator(kEntries);
  runs->SeekToLast();
  if (!runs->Valid()) {
    LEDGER_RETURN_IF_ERROR(runs->status());
    return std::uint64_t{0};
  }
  LEDGER_ASSIGN_OR_RETURN(const std::uint64_t first,
                          IndexOfKey("entries", runs->key()));
  LEDGER_ASSIGN_OR_RETURN(const std::vector<std::string_view> entries,
                          merkle::ParseBundle(runs->value()));
  return first + entries.size();
}

Result<std::string> LogStore::ReadBytes(std::uint64_t index) const {
  std::string bytes;
  LEDGER_RETURN_IF_ERROR(
      ScanBytes(index, index + 1, [&](std::uint64_t, std::string_view entry) {
        bytes = entry;
        return false;
      }));
  return bytes;
}

namespace {

using OwnedRun = LogStore::OwnedRun;

// The runs that a scan of entries comes by, one after the other.
class OwnedRuns {
 public:
  explicit OwnedRuns(const store::Database& database)
      : records_(database.NewIterator(kRecords)) {}

  // The run that begins at or before `index`, if any.
  Result<std::optional<OwnedRun>> Find(std::uint64_t index) {
    records_->SeekForPrev(IndexKey(index));
    return Read();
  }
  // The one after it. Requires that the last answer was a run.
  Result<std::optional<OwnedRun>> Next() {
    records_->Next();
    return Read();
  }

 private:
  Result<std::optional<OwnedRun>> Read() const {
    if (!records_->Valid()) {
      LEDGER_RETURN_IF_ERROR(records_->status());
      return std::optional<OwnedRun>();
    }
    LEDGER_ASSIGN_OR_RETURN(const RecordRow row,
                            DecodeRecordRow(records_->value()));
    LEDGER_ASSIGN_OR_RETURN(const std::uint64_t record_index,
                            IndexOfKey("records", records_->key()));
    return std::optional<OwnedRun>(OwnedRun{record_index, row});
  }

  std::unique_ptr<store::Database::Iterator> records_;
};

}  // namespace

Result<std::optional<LogStore::OwnedRun>> LogStore::FindRun(
    std::uint64_t index) const {
  return OwnedRuns(database_).Find(index);
}

Status LogStore::ScanEntries(
    std::uint64_t begin, std::uint64_t end, const registry::Registry& registry,
    const std::function<bool(const Entry&)>& visit) const {
  if (begin >= end) return Ok{};
  OwnedRuns runs(database_);
  LEDGER_ASSIGN_OR_RETURN(std::optional<OwnedRun> run, runs.Find(begin));
  std::string origin;
  const auto name_owner = [&] {
    const registry::Submitter* owner =
        run ? registry.FindNumber(run->row.submitter_number) : nullptr;
    origin = owner != nullptr ? owner->origin : std::string();
  };
  name_owner();
  Status found = Ok{};
  Entry entry;
  LEDGER_RETURN_IF_ERROR(
      ScanBytes(begin, end, [&](std::uint64_t index, std::string_view bytes) {
        Result<EntryKind> kind = entry::KindOfEntry(bytes);
        if (!kind.ok()) {
          found = DamagedRow("entries", fmt::format("entry {}: {}", index,
                                                    kind.error().message));
          return false;
        }
        entry.index = index;
        entry.kind = *kind;
        entry.bytes.assign(bytes);
        const bool is_record = *kind == EntryKind::kSubmission;
        if (is_record && (!run || run->record_index != index)) {
          Result<std::optional<OwnedRun>> next =
              run ? runs.Next() : runs.Find(index);
          if (!next.ok()) {
            found = next.error();
            return false;
          }
          run = *next;
          name_owner();
        }
        const bool owned = run && index >= run->record_index &&
                           index - run->record_index <= run->row.count &&
                           (is_record || *kind == EntryKind::kEvent);
        if (!owned && (is_record || *kind == EntryKind::kEvent)) {
          found =
              DamagedRow("records", fmt::format("entry {} is nobody's", index));
          return false;
        }
        entry.submitter = owned ? origin : std::string();
        entry.submitter_number = owned ? run->row.submitter_number : 0;
        entry.submission_index = owned ? run->record_index : 0;
        entry.submitter_index =
            owned && !is_record
                ? run->row.submitter_start + (index - run->record_index - 1)
                : 0;
        entry.received = owned ? run->row.received : Instant{};
        return visit(entry);
      }));
  return found;
}

Result<std::optional<LogStore::FoundSubmission>> LogStore::FindSubmission(
    std::uint32_t submitter_number, std::uint64_t size) const {
  const auto submissions = database_.NewIterator(kSubmissions);
  submissions->Seek(NumberSizeKey(submitter_number, size));
  if (!submissions->Valid()) {
    LEDGER_RETURN_IF_ERROR(submissions->status());
    return std::optional<FoundSubmission>();
  }
  LEDGER_ASSIGN_OR_RETURN(const NumberAndSize key,
                          NumberSizeOfKey("submissions", submissions->key()));
  if (key.number != submitter_number) {
    return std::optional<FoundSubmission>();
  }
  LEDGER_ASSIGN_OR_RETURN(const SubmissionRow row,
                          DecodeSubmissionRow(submissions->value()));
  return std::optional<FoundSubmission>(FoundSubmission{key.size, row});
}

Result<std::optional<LogStore::FoundSubmission>> LogStore::FindLastSubmission(
    std::uint32_t submitter_number, std::uint64_t ledger_size) const {
  const auto submissions = database_.NewIterator(kSubmissions);
  submissions->SeekForPrev(NumberSizeKey(submitter_number, ~0ull));
  for (; submissions->Valid(); submissions->Prev()) {
    LEDGER_ASSIGN_OR_RETURN(const NumberAndSize key,
                            NumberSizeOfKey("submissions", submissions->key()));
    if (key.number != submitter_number) break;
    LEDGER_ASSIGN_OR_RETURN(const SubmissionRow row,
                            DecodeSubmissionRow(submissions->value()));
    if (row.ledger_size <= ledger_size) {
      return std::optional<FoundSubmission>(FoundSubmission{key.size, row});
    }
  }
  LEDGER_RETURN_IF_ERROR(submissions->status());
  return std::optional<FoundSubmission>();
}

Result<std::uint64_t> LogStore::LedgerIndexOf(
    std::uint32_t submitter_number, std::uint64_t submitter_index) const {
  LEDGER_ASSIGN_OR_RETURN(
      const std::optional<FoundSubmission> found,
      FindSubmission(submitter_number, submitter_index + 1));
  if (!found || found->size - found->row.count > submitter_index) {
    return DamagedRow("submissions",
                      fmt::format("nothing covers event {} of submitter {}",
                                  submitter_index, submitter_number));
  }
  const std::uint64_t start = found->size - found->row.count;
  return found->row.record_index + 1 + (submitter_index - start);
}

Result<SubmitterRow> LogStore::ReadSubmitter(
    std::uint32_t submitter_number) const {
  LEDGER_ASSIGN_OR_RETURN(
      const std::optional<std::string> bytes,
      database_.Get(kSubmitters, NumberKey(submitter_number)));
  if (!bytes) return SubmitterRow{};
  return DecodeSubmitterRow(*bytes);
}

Result<std::optional<std::string>> LogStore::CheckpointCovering(
    std::uint64_t size) const {
  const auto checkpoints = database_.NewIterator(kCheckpoints);
  checkpoints->Seek(IndexKey(size));
  if (!checkpoints->Valid()) {
    LEDGER_RETURN_IF_ERROR(checkpoints->status());
    return std::optional<std::string>();
  }
  return std::optional<std::string>(std::string(checkpoints->value()));
}

Result<std::optional<std::string>> LogStore::CheckpointAt(
    std::uint64_t size) const {
  return database_.Get(kCheckpoints, IndexKey(size));
}

Result<std::optional<std::string>> LogStore::ReadMeta(
    std::string_view key) const {
  return database_.Get(kMeta, key);
}

Result<std::string> LedgerTiles::ReadTile(merkle::TileId id,
                                          std::uint64_t width) const {
  return ReadStoredTile(store_, kLedgerTree, id, width);
}

Result<std::string> SubmitterTiles::ReadTile(merkle::TileId id,
                                             std::uint64_t width) const {
  if (id.level > 0) {
    return ReadStoredTile(store_, TreeOfSubmitter(number_), id, width);
  }
  return GatherLeaves(id.index * merkle::kTileWidth, width);
}

Result<std::string> SubmitterTiles::GatherLeaves(std::uint64_t begin,
                                                 std::uint64_t count) const {
  const LedgerTiles ledger(store_);
  std::string hashes;
  const std::uint64_t end = begin + count;
  std::uint64_t at = begin;
  while (at < end) {
    LEDGER_ASSIGN_OR_RETURN(
        const std::optional<LogStore::FoundSubmission> found,
        store_.FindSubmission(number_, at + 1));
    if (!found || found->size - found->row.count > at) {
      return DamagedRow(
          "submissions",
          fmt::format("nothing covers event {} of submitter {}", at, number_));
    }
    std::uint64_t index =
        found->row.record_index + 1 + (at - (found->size - found->row.count));
    const std::uint64_t run = std::min(end, found->size) - at;
    // The run may lie across several of the ledger's tiles.
    std::uint64_t left = run;
    while (left > 0) {
      const std::uint64_t offset = index % merkle::kTileWidth;
      const std::uint64_t take = std::min(left, merkle::kTileWidth - offset);
      LEDGER_ASSIGN_OR_RETURN(
          const std::string tile,
          ledger.ReadTile(merkle::TileId{0, index / merkle::kTileWidth},
                          offset + take));
      hashes += tile.substr(offset * crypto::Hash::kSize);
      index += take;
      left -= take;
    }
    at += run;
  }
  return hashes;
}

}  // namespace ledger::log
