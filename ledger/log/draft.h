// The next batch, while it is put together: what the log will be once it is
// durable.
//
// A Draft starts from what is committed and takes submissions one by one, in
// order. Refusing one leaves it as it was. It is written whole, by the
// sequencer, and then it is the new past.
//
// Threads: the sequencer's.

#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/base/time.h"
#include "ledger/log/admission.h"
#include "ledger/log/log_store.h"
#include "ledger/merkle/frontier.h"
#include "ledger/merkle/tree.h"
#include "ledger/registry/registry.h"
#include "ledger/store/database.h"

namespace ledger::log {

class Draft {
 public:
  // On top of the committed log of `size` entries.
  static Result<Draft> Begin(
      const LogStore& store, std::uint64_t size,
      std::shared_ptr<const registry::Registry> registry);

  // What became of a submission.
  struct Placed {
    std::uint32_t submitter_number = 0;
    std::uint64_t submitter_size = 0;
    std::uint64_t record_index = 0;
    std::uint64_t count = 0;
    std::string record;
    // True when an earlier submission is the same and gets its receipt.
    bool repeated = false;
    // True when that earlier one is in this batch, not yet durable.
    bool repeats_draft = false;
  };
  // Puts it next. SUBMITTER_WRONG_HEAD, SUBMITTER_ROOT_MISMATCH,
  // SUBMITTER_EQUIVOCATION (which adds an equivocation record, once a size),
  // REGISTRY_CONFLICT, or as Readmit and the store fail.
  Result<Placed> Place(const Admitted& admitted, Instant received);

  // Entries in the log with this draft.
  std::uint64_t size() const { return frontier_.size(); }
  bool empty() const { return size() == committed_size_; }
  std::uint64_t committed_size() const { return committed_size_; }
  crypto::Hash Root() const { return frontier_.Root(); }
  const std::shared_ptr<const registry::Registry>& registry() const {
    return registry_;
  }
  std::vector<merkle::Proof> ProveInclusion(
      const std::vector<std::uint64_t>& indices) const {
    return frontier_.ProveInclusion(indices);
  }
  // The entries that the draft adds, as they will be stored: runs, by first
  // index. What is signed for is hashed again from these.
  const std::vector<std::pair<std::uint64_t, std::string>>& runs() const {
    return runs_;
  }

  // Everything but head and checkpoint, into `batch`.
  void Write(store::Database::Batch& batch) const;

  // The draft is durable: it becomes the past of the next one.
  void Settle();

 private:
  // A submitter's log as far as this draft.
  struct Submitter {
    merkle::Tree tree;
    // Partial tiles of levels >= 1, by level.
    std::map<int, std::string> partial_tiles;
    bool changed = false;
  };
  struct DraftSubmission {
    SubmissionRow row;
    std::string checkpoint;
    std::string record;
  };

  Draft(const LogStore& store, std::shared_ptr<const registry::Registry> base);

  Result<Submitter*> Load(std::uint32_t number);
  // The same size was submitted before: a repeat or an equivocation.
  Result<std::optional<Placed>> MatchEarlier(const Admitted& admitted,
                                             Instant received);
  Status RecordEquivocation(const Admitted& admitted,
                            const std::string& logged_checkpoint,
                            Instant received);
  Status FoldRegistry(const Admitted& admitted, std::uint64_t record_index);
  void AppendEntry(std::string_view bytes, const crypto::Hash& leaf);
  void KeepTiles(std::uint32_t number, Submitter& submitter,
                 const std::vector<merkle::Tree::Completed>& completed);

  const LogStore* store_;
  std::uint64_t committed_size_ = 0;
  merkle::Frontier frontier_;
  std::shared_ptr<const registry::Registry> registry_;
  bool registry_changed_ = false;
  std::unordered_map<std::uint32_t, Submitter> submitters_;
  std::vector<std::pair<std::uint64_t, std::string>> runs_;
  std::size_t run_entries_ = 0;
  std::vector<std::pair<std::uint64_t, RecordRow>> records_;
  std::map<std::pair<std::uint32_t, std::uint64_t>, DraftSubmission>
      submissions_;
  std::map<std::string, std::string> submitter_tiles_;  // By TileKey.
  std::map<std::string, std::uint64_t> equivocations_;  // By NumberSizeKey.
};

}  // namespace ledger::log
