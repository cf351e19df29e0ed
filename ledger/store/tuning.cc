#include "ledger/store/tuning.h"

#include <rocksdb/cache.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/listener.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>

namespace ledger::store {
namespace {

constexpr std::size_t kMiB = 1024 * 1024;

// One cache for the process: log and views share what memory there is.
std::shared_ptr<rocksdb::Cache> SharedCache() {
  constexpr std::size_t kCacheBytes = 256 * kMiB;
  static const std::shared_ptr<rocksdb::Cache> cache =
      rocksdb::NewLRUCache(kCacheBytes);
  return cache;
}

// A failed write is for a person to look at, not to try again. By itself
// RocksDB goes on writing when a full disk has room again, behind the back of
// whoever was told that writing has stopped.
class NeverRecovers final : public rocksdb::EventListener {
 public:
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason /*reason*/,
                            rocksdb::Status /*error*/,
                            bool* auto_recovery) override {
    *auto_recovery = false;
  }
};

}  // namespace

rocksdb::DBOptions DatabaseTuning(Tuning tuning) {
  rocksdb::DBOptions options;
  // The default, kPointInTimeRecovery, silently drops acknowledged batches
  // behind one flipped bit. This one refuses, and forgives only a torn tail.
  options.wal_recovery_mode =
      rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.paranoid_checks = true;
  options.track_and_verify_wals_in_manifest = true;
  options.listeners.push_back(std::make_shared<NeverRecovers>());
  options.max_bgerror_resume_count = 0;
  // Bounds what a start replays and so how long it takes.
  options.max_total_wal_size = 64 * kMiB;
  // Tables are opened when first read: start-up must not grow with the log.
  options.max_open_files = 1024;
  options.skip_stats_update_on_db_open = true;
  options.max_background_jobs = 2;
  options.bytes_per_sync = kMiB;
  options.keep_log_file_num = 4;
  options.max_log_file_size = 8 * kMiB;
  if (tuning == Tuning::kLog) {
    // One writer, the sequencer.
    options.allow_concurrent_memtable_write = false;
  }
  return options;
}

rocksdb::ColumnFamilyOptions FamilyTuning(Tuning tuning) {
  rocksdb::ColumnFamilyOptions options;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = SharedCache();
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.format_version = 5;
  options.write_buffer_size = 32 * kMiB;
  options.max_write_buffer_number = 4;
  options.compression = rocksdb::kLZ4Compression;
  if (tuning == Tuning::kLog) {
    // Keys only grow, so tables never overlap and compaction moves them
    // without rewriting; large tables keep their number small.
    table.block_size = 16 * 1024;
    options.target_file_size_base = 256 * kMiB;
    options.max_bytes_for_level_base = 2048 * kMiB;
  } else {
    table.block_size = 8 * 1024;
    table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
    // Most keys that a fold asks for are new: say so without a search.
    options.memtable_prefix_bloom_size_ratio = 0.1;
    options.memtable_whole_key_filtering = true;
    // A batch comes with its keys ascending: each is looked for from the one
    // before, within its table (a key's first byte), and not from the top.
    options.memtable_insert_with_hint_prefix_extractor.reset(
        rocksdb::NewFixedPrefixTransform(1));
    options.target_file_size_base = 64 * kMiB;
    options.max_bytes_for_level_base = 512 * kMiB;
  }
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

}  // namespace ledger::store
