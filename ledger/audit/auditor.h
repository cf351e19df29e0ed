// Replays a log from its entries alone and one key, and finds what does not
// fit: every signature, every submitter's authority at its index, every
// submitter's tree, the ledger's tree.
//
// This is what an outside auditor runs: it needs the entries in order, the
// root's verifier key and the ledger's signed checkpoints, no database and no
// server. Memory grows with the number of submitters, not with the log.
//
// Thread safety: one at a time.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/base/time.h"
#include "ledger/crypto/hash.h"
#include "ledger/entry/entry.h"
#include "ledger/merkle/tree.h"
#include "ledger/note/checkpoint.h"
#include "ledger/note/note.h"
#include "ledger/registry/registry.h"

namespace ledger::audit {

// kDataLoss: the entries are not what the log's own rules allow. The message
// names the entry and what is wrong with it.
inline constexpr std::string_view kAuditFailed = "AUDIT_FAILED";

// What is known once an entry has been taken.
struct AuditedEntry {
  entry::EntryKind kind = entry::EntryKind::kEvent;
  crypto::Hash leaf;
  // Events and submission records:
  std::uint32_t submitter_number = 0;
  std::uint64_t submission_index = 0;
  // The last event of a submission: the submitter's log after it.
  bool completes_submission = false;
  // Equivocations: the submitter, and the size signed twice in submitter_size.
  std::uint64_t submitter_start = 0;
  std::uint64_t submitter_size = 0;
  crypto::Hash submitter_root;
  Instant received;
  // Full tiles' roots that the leaf completed in the ledger's tree and in the
  // submitter's.
  std::vector<merkle::Tree::Completed> ledger_completed;
  std::vector<merkle::Tree::Completed> submitter_completed;
};

class Auditor {
 public:
  // Trusts `root` and nothing else.
  explicit Auditor(note::VerifierKey root) : root_(std::move(root)) {}

  // Takes the next entry. AUDIT_FAILED; the auditor is then of no more use.
  Result<AuditedEntry> Take(std::string_view bytes);

  // Ok when `signed_checkpoint` is the ledger's for exactly the entries taken:
  // its key is the genesis record's, its size and root are these entries'.
  Status CheckCheckpoint(std::string_view signed_checkpoint) const;

  // Ok when no submission is left half taken.
  Status Finish() const;

  std::uint64_t size() const { return tree_.size(); }
  const merkle::Tree& tree() const { return tree_; }
  const std::optional<registry::Registry>& registry() const {
    return registry_;
  }
  // When the last text entry was received.
  Instant last_received() const { return last_received_; }
  const std::optional<entry::GenesisRecord>& genesis() const {
    return genesis_;
  }
  // Signatures verified so far.
  std::uint64_t signature_count() const { return signature_count_; }
  std::uint64_t submission_count() const { return submission_count_; }
  std::uint64_t equivocation_count() const { return equivocation_count_; }
  // The tree of a submitter by number; null when it has submitted nothing.
  const merkle::Tree* SubmitterTree(std::uint32_t number) const;

 private:
  // A submission whose events are being taken.
  struct OpenSubmission {
    std::uint32_t number = 0;
    std::uint64_t record_index = 0;
    std::uint64_t events_left = 0;
    std::uint64_t start = 0;
    note::Checkpoint checkpoint;
    Instant received;
  };

  Error Fault(const std::string& what) const;
  Status TakeGenesis(std::string_view bytes);
  Status TakeSubmission(std::string_view bytes, AuditedEntry& audited);
  Status TakeEvent(std::string_view bytes, AuditedEntry& audited);
  Status TakeEquivocation(std::string_view bytes, AuditedEntry& audited);
  Status CheckReceived(Instant received);
  // The submitter of a signed checkpoint, and the checkpoint.
  Result<std::pair<const registry::Submitter*, note::Checkpoint>> CheckSigned(
      std::string_view signed_checkpoint, bool allow_former_keys);

  note::VerifierKey root_;
  merkle::Tree tree_;
  std::optional<entry::GenesisRecord> genesis_;
  std::optional<registry::Registry> registry_;
  std::optional<OpenSubmission> open_;
  std::map<std::uint32_t, merkle::Tree> submitters_;
  Instant last_received_;
  std::uint64_t signature_count_ = 0;
  std::uint64_t submission_count_ = 0;
  std::uint64_t equivocation_count_ = 0;
};

}  // namespace ledger::audit
