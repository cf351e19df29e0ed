#include "ledger/submitter/submitter_log.h"

#include <algorithm>
#include <utility>

#include "ledger/base/check.h"
#include "ledger/note/signed_checkpoint.h"

namespace ledger::submitter {
namespace {

Error Refusal(Code code, std::string_view reason, std::string message) {
  return Error{code, reason, std::move(message)};
}

Error Forked(std::string message) {
  return Refusal(Code::kDataLoss, kForked, std::move(message));
}

// The head's tree, once edge, root and note agree.
Result<merkle::Tree> TreeOf(const Head& head, std::string_view origin) {
  const auto malformed = [](std::string message) {
    return Refusal(Code::kDataLoss, kHeadMalformed, std::move(message));
  };
  Result<merkle::Tree> tree = merkle::Tree::Resume(head.size, head.edge);
  if (!tree.ok() || tree->Root() != head.root) {
    return malformed("the edge does not give the root");
  }
  if (head.checkpoint.empty()) {
    if (head.size == 0) return tree;
    return malformed("a head without its checkpoint");
  }
  const Result<note::Note> note = note::ParseNote(head.checkpoint);
  if (!note.ok()) return malformed("the checkpoint is no note");
  const Result<note::Checkpoint> checkpoint = note::ParseCheckpoint(note->text);
  if (!checkpoint.ok() || checkpoint->origin != origin ||
      checkpoint->size != head.size || checkpoint->root != head.root) {
    return malformed("the checkpoint is not of this head");
  }
  return tree;
}

}  // namespace

SubmitterLog::SubmitterLog(std::unique_ptr<StateStore> store,
                           std::vector<note::SigningKey> keys, State state)
    : store_(std::move(store)),
      keys_(std::move(keys)),
      state_(std::move(state)),
      tree_(state_.acknowledged) {}

Result<SubmitterLog> SubmitterLog::Open(const std::string& path,
                                        std::string origin,
                                        std::vector<note::SigningKey> keys) {
  LEDGER_ASSIGN_OR_RETURN(std::unique_ptr<StateFile> file,
                          StateFile::Open(path));
  return Open(std::unique_ptr<StateStore>(std::move(file)), std::move(origin),
              std::move(keys));
}

Result<SubmitterLog> SubmitterLog::Open(std::unique_ptr<StateStore> store,
                                        std::string origin,
                                        std::vector<note::SigningKey> keys) {
  AMANAH_CHECK(note::IsOrigin(origin) && !keys.empty());
  LEDGER_ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                          store->Load());
  State state;
  state.origin = std::move(origin);
  if (bytes) {
    LEDGER_ASSIGN_OR_RETURN(State stored, ParseState(*bytes));
    if (stored.origin != state.origin) {
      return Refusal(
          Code::kFailedPrecondition, kOriginMismatch,
          "the state is of " + stored.origin + ", not of " + state.origin);
    }
    state = std::move(stored);
  }
  return SubmitterLog(std::move(store), std::move(keys), std::move(state));
}

std::size_t SubmitterLog::Reached() const { return trees_.size(); }

std::uint64_t SubmitterLog::NextCount() const {
  if (Reached() == pending()) return 0;
  return state_.pending[Reached()].checkpoint.size - tree_.size();
}

std::vector<const note::SigningKey*> SubmitterLog::KeyPointers() const {
  std::vector<const note::SigningKey*> pointers;
  for (const note::SigningKey& key : keys_) pointers.push_back(&key);
  return pointers;
}

Status SubmitterLog::Save(State state) {
  if (save_failed_) {
    return Refusal(Code::kUnavailable, kStateUnwritable,
                   "an earlier save failed; open the log again");
  }
  Status saved = store_->Save(FormatState(state));
  save_failed_ = !saved.ok();
  if (save_failed_) return saved;
  state_ = std::move(state);
  return Ok{};
}

Result<Submission> SubmitterLog::Prepare(
    const std::vector<std::string>& events) {
  if (events.empty()) {
    return Refusal(Code::kInvalidArgument, kEmpty, "no events to submit");
  }
  const std::uint64_t count = NextCount();
  if (count != 0 && events.size() != count) {
    return Refusal(Code::kFailedPrecondition, kPendingCount,
                   std::to_string(events.size()) + " events where " +
                       std::to_string(count) + " were signed before");
  }
  merkle::Tree tree = tree_;
  for (const std::string& event : events) {
    tree.Append(merkle::LeafHash(AsBytes(event)));
  }
  const note::Checkpoint checkpoint{origin(), tree.size(), tree.Root()};
  const std::size_t position = Reached();
  if (count != 0) {
    if (state_.pending[position].checkpoint != checkpoint) {
      return Refusal(Code::kFailedPrecondition, kPendingDiffers,
                     "the events up to " + std::to_string(tree.size()) +
                         " are not those that were signed before");
    }
  } else {
    if (pending() == kMaxPending) {
      return Refusal(Code::kResourceExhausted, kPendingFull,
                     std::to_string(kMaxPending) + " submissions are pending");
    }
    State next = state_;
    next.pending.push_back(
        {checkpoint, note::SignCheckpoint(checkpoint, KeyPointers())});
    LEDGER_RETURN_IF_ERROR(Save(std::move(next)));
  }
  LEDGER_ASSIGN_OR_RETURN(Submission submission, Again(position));
  tree_ = tree;
  trees_.push_back(std::move(tree));
  return submission;
}

Result<Submission> SubmitterLog::Again(std::size_t position) {
  const note::Checkpoint& checkpoint = state_.pending[position].checkpoint;
  if (!SignedByAll(state_.pending[position].note)) {
    // The keys were changed. The same checkpoint under other keys is the same
    // history.
    State next = state_;
    next.pending[position].note =
        note::SignCheckpoint(checkpoint, KeyPointers());
    LEDGER_RETURN_IF_ERROR(Save(std::move(next)));
  }
  const Pending& pending = state_.pending[position];
  return Submission{pending.note, pending.checkpoint.size,
                    pending.checkpoint.root};
}

bool SubmitterLog::SignedByAll(const std::string& note) const {
  const Result<note::Note> parsed = note::ParseNote(note);
  return parsed.ok() &&
         std::all_of(keys_.begin(), keys_.end(), [&](const auto& key) {
           return note::VerifyNote(*parsed, {key.vkey()}).ok();
         });
}

Status SubmitterLog::Acknowledge(std::uint64_t size, const crypto::Hash& root) {
  if (size == acknowledged_size() && root == state_.acknowledged.Root()) {
    return Ok{};
  }
  for (std::size_t i = 0; i < Reached(); ++i) {
    const note::Checkpoint& checkpoint = state_.pending[i].checkpoint;
    if (checkpoint.size == size && checkpoint.root == root) {
      return MoveTo(trees_[i], /*rewind=*/false);
    }
  }
  return Refusal(
      Code::kInvalidArgument, kUnknownReceipt,
      "no submission of that root is pending at size " + std::to_string(size));
}

Status SubmitterLog::MoveTo(merkle::Tree tree, bool rewind) {
  State next = state_;
  const auto above = std::find_if(
      next.pending.begin(), next.pending.end(), [&](const Pending& pending) {
        return pending.checkpoint.size > tree.size();
      });
  const auto gone = above - next.pending.begin();
  next.pending.erase(next.pending.begin(), above);
  next.acknowledged = std::move(tree);
  // An acknowledgement that is forgotten is learned again from the head, so
  // while others are pending it waits for the next write.
  if (rewind || next.pending.empty()) {
    LEDGER_RETURN_IF_ERROR(Save(std::move(next)));
  } else {
    state_ = std::move(next);
  }
  if (rewind) {
    tree_ = state_.acknowledged;
    trees_.clear();
  } else {
    trees_.erase(trees_.begin(), trees_.begin() + gone);
  }
  return Ok{};
}

Status SubmitterLog::Resume(const Head& head) {
  LEDGER_ASSIGN_OR_RETURN(merkle::Tree tree, TreeOf(head, origin()));
  const std::string sizes = "the ledger has " + std::to_string(head.size) +
                            " events, acknowledged here are " +
                            std::to_string(acknowledged_size()) + ", signed " +
                            std::to_string(known_size());
  if (head.size < acknowledged_size()) {
    return Refusal(Code::kDataLoss, kLedgerBehind, sizes);
  }
  if (head.size == acknowledged_size()) {
    if (head.root != state_.acknowledged.Root()) return Forked(sizes);
    return MoveTo(std::move(tree), /*rewind=*/true);
  }
  if (head.size > known_size()) {
    return Refusal(Code::kFailedPrecondition, kStateBehind, sizes);
  }
  const bool signed_here = std::any_of(
      state_.pending.begin(), state_.pending.end(), [&](const Pending& one) {
        return one.checkpoint.size == head.size &&
               one.checkpoint.root == head.root;
      });
  if (!signed_here) return Forked(sizes);
  return MoveTo(std::move(tree), /*rewind=*/true);
}

Status SubmitterLog::Recover(const Head& head,
                             const merkle::Proof& consistency) {
  if (head.size <= known_size()) return Resume(head);
  LEDGER_ASSIGN_OR_RETURN(merkle::Tree tree, TreeOf(head, origin()));
  const Result<note::Note> note = note::ParseNote(head.checkpoint);
  const bool own =
      std::any_of(keys_.begin(), keys_.end(), [&](const note::SigningKey& key) {
        return note.ok() && note::VerifyNote(*note, {key.vkey()}).ok();
      });
  if (!own) return Forked("the head is signed by none of the keys");
  if (!merkle::VerifyConsistency(known_size(), head.size, known_root(),
                                 head.root, consistency)
           .ok()) {
    return Forked("the head is not proven to extend the " +
                  std::to_string(known_size()) + " events known here");
  }
  return MoveTo(std::move(tree), /*rewind=*/true);
}

std::uint64_t SubmitterLog::known_size() const {
  return state_.pending.empty() ? acknowledged_size()
                                : state_.pending.back().checkpoint.size;
}

crypto::Hash SubmitterLog::known_root() const {
  return state_.pending.empty() ? state_.acknowledged.Root()
                                : state_.pending.back().checkpoint.root;
}

Status SubmitterLog::Abandon(const Head& head) {
  const std::uint64_t acknowledged = acknowledged_size();
  LEDGER_RETURN_IF_ERROR(Resume(head));
  if (acknowledged_size() != acknowledged) {
    return Refusal(Code::kFailedPrecondition, kUnknownReceipt,
                   "the ledger has taken a pending submission");
  }
  State next = state_;
  next.pending.clear();
  return Save(std::move(next));
}

}  // namespace ledger::submitter
