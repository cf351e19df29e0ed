// A tree of the log as it should be stored: follows its leaves and compares
// each tile with the stored one. For verification.
//
// Threads: one.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/crypto/hash.h"
#include "ledger/log/log_store.h"
#include "ledger/merkle/tree.h"

namespace ledger::log {

class StoredTree {
 public:
  // `first_level` 1 for a submitter's tree: its leaf hashes are not stored
  // again.
  StoredTree(std::uint32_t tree, int first_level)
      : tree_(tree), first_level_(first_level) {}

  // The next leaf, and the tile roots that it completed. Compares the leaf at
  // once and each tile above when it is full. LOG_DAMAGED names the leaf or the
  // tile.
  Status Take(const LogStore& store, const crypto::Hash& leaf,
              const std::vector<merkle::Tree::Completed>& completed);

  // Compares the partial tiles. As Take.
  Status Finish(const LogStore& store);

  std::uint64_t tiles_checked() const { return tiles_checked_; }

 private:
  Status CompareLeaf(const LogStore& store, const crypto::Hash& leaf);
  Status Push(const LogStore& store, int level, const crypto::Hash& hash);
  Status Compare(const LogStore& store, int level);

  std::uint32_t tree_;
  int first_level_;
  // The tile being filled, by level, and how many hashes came before it.
  struct Filling {
    std::uint64_t index = 0;
    std::string hashes;
  };
  std::map<int, Filling> filling_;
  std::string stored_leaves_;  // The stored tile that leaves are taken for.
  std::uint64_t tiles_checked_ = 0;
};

}  // namespace ledger::log
