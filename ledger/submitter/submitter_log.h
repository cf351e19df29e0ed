// A submitter's own log, as the submitter keeps it: what it signs, and that it
// never signs two histories.
//
//   auto log = SubmitterLog::Open(path, origin, keys);
//   log->Resume(head of this submitter as the ledger tells it);
//   pass over the first log->size() events of the source;
//   while (there are events) {
//     take log->NextCount() of them, or if that is 0 as many as you like;
//     auto submission = log->Prepare(events);
//     send submission->note and the events, and when its receipt verifies:
//     log->Acknowledge(submission->size, submission->root);
//   }
//
// Two signed checkpoints of one submitter that are not of one growing log are
// proof of equivocation, for ever, whoever made them and however: a crash is
// no excuse. So a checkpoint is on disk before it leaves the house, and while
// it is there unacknowledged, nothing else is signed at or below its size: the
// events must be those it covers, and the note that goes out is the note on
// disk. After a crash at any point the ledger either has it (Resume learns so
// from the head) or gets the same bytes again, which the ledger answers with
// the original receipt.
//
// The events are not kept: the source must give the same ones again after a
// crash, byte for byte, from event number size() on. If it cannot, Prepare
// refuses; then only a person may decide (Abandon).
//
// Several submissions may be on the way at once, at most kMaxPending.
//
// Thread safety: one thread. Two processes cannot open the same state.

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/merkle/proof.h"
#include "ledger/note/note.h"
#include "ledger/submitter/state.h"
#include "ledger/submitter/state_file.h"

namespace ledger::submitter {

inline constexpr std::string_view kOriginMismatch = "SUBMITTER_STATE_ORIGIN";
inline constexpr std::string_view kEmpty = "SUBMITTER_EMPTY";
inline constexpr std::string_view kPendingFull = "SUBMITTER_PENDING_FULL";
inline constexpr std::string_view kPendingCount = "SUBMITTER_PENDING_COUNT";
inline constexpr std::string_view kPendingDiffers = "SUBMITTER_PENDING_DIFFERS";
inline constexpr std::string_view kUnknownReceipt = "SUBMITTER_UNKNOWN_RECEIPT";
inline constexpr std::string_view kHeadMalformed = "SUBMITTER_HEAD_MALFORMED";
inline constexpr std::string_view kForked = "SUBMITTER_FORKED";
inline constexpr std::string_view kLedgerBehind = "SUBMITTER_LEDGER_BEHIND";
inline constexpr std::string_view kStateBehind = "SUBMITTER_STATE_BEHIND";

inline constexpr std::size_t kMaxPending = 64;

// A submitter's head as the ledger tells it. Not trusted.
struct Head {
  std::uint64_t size = 0;
  crypto::Hash root;
  std::vector<crypto::Hash> edge;  // Widest subtree first.
  std::string checkpoint;          // Signed note; empty at size 0.
};

// What to send with the events.
struct Submission {
  std::string note;
  std::uint64_t size = 0;  // Of the submitter's log after the events.
  crypto::Hash root;
};

class SubmitterLog {
 public:
  // Opens the state at `path`, or begins an empty log when there is none.
  // Requires IsOrigin(origin) and at least one key; all of `keys` sign.
  // Fails as StateFile does; SUBMITTER_STATE_DAMAGED; SUBMITTER_STATE_ORIGIN,
  // kFailedPrecondition, when the state is another submitter's.
  static Result<SubmitterLog> Open(const std::string& path, std::string origin,
                                   std::vector<note::SigningKey> keys);
  // The same over any store.
  static Result<SubmitterLog> Open(std::unique_ptr<StateStore> store,
                                   std::string origin,
                                   std::vector<note::SigningKey> keys);

  const std::string& origin() const { return state_.origin; }
  // Events appended; the next event that Prepare wants has this number.
  std::uint64_t size() const { return tree_.size(); }
  // Events known to be in the ledger.
  std::uint64_t acknowledged_size() const { return state_.acknowledged.size(); }
  // Submissions signed and not acknowledged.
  std::size_t pending() const { return state_.pending.size(); }

  // How many events the next Prepare must be given, because a checkpoint over
  // exactly these was signed before; 0: any number.
  std::uint64_t NextCount() const;

  // Appends `events`, and returns the checkpoint to send with them: that which
  // was signed before, or else one signed now. Durable when it returns. After
  // an error nothing is changed.
  //   SUBMITTER_EMPTY, kInvalidArgument: no events;
  //   SUBMITTER_PENDING_FULL, kResourceExhausted: acknowledge first;
  //   SUBMITTER_PENDING_COUNT, kFailedPrecondition: not NextCount() events;
  //   SUBMITTER_PENDING_DIFFERS, kFailedPrecondition: other events than those
  //     signed before; the source has changed;
  //   as StateStore::Save.
  Result<Submission> Prepare(const std::vector<std::string>& events);

  // The ledger has proven that it holds the submission of that size and root,
  // and so all before it. The caller has verified the receipt.
  // SUBMITTER_UNKNOWN_RECEIPT, kInvalidArgument, when no such submission is
  // pending and it is not the acknowledged head.
  Status Acknowledge(std::uint64_t size, const crypto::Hash& root);

  // Takes note of what the ledger has, and goes back to there: size() is then
  // acknowledged_size(), and Prepare wants the events from there on, those of
  // pending submissions first. Call after Open, and after a refusal with
  // SUBMITTER_WRONG_HEAD or a lost connection.
  //   SUBMITTER_HEAD_MALFORMED, kDataLoss: edge, root and note do not agree;
  //   SUBMITTER_LEDGER_BEHIND, kDataLoss: the ledger has fewer than it
  //     acknowledged. Raise an alarm;
  //   SUBMITTER_FORKED, kDataLoss: the ledger has other events than those
  //     signed here. Somebody else signs with these keys. Raise an alarm;
  //   SUBMITTER_STATE_BEHIND, kFailedPrecondition: the ledger has more than
  //     was signed here: the state was lost or is an old copy. See Recover.
  Status Resume(const Head& head);

  // After the state was lost or restored from an old copy: goes on from `head`
  // when its note is signed by one of `keys` and `consistency` proves that it
  // extends all that the state knows (merkle::VerifyConsistency, from
  // known_size()). For a person to decide: if something larger than `head` was
  // signed and then forgotten, going on equivocates. Compare `head` with your
  // own last receipt first.
  // As Resume; SUBMITTER_FORKED also when the proof or the note fails.
  Status Recover(const Head& head, const merkle::Proof& consistency);

  // Size and root of the largest tree that the state knows to have been
  // signed or acknowledged: where Recover's proof begins.
  std::uint64_t known_size() const;
  crypto::Hash known_root() const;

  // Forgets the pending submissions, which the ledger has REFUSED for their
  // content and will never take; `head` shows that it has none of them. For a
  // person to decide, and never after a timeout: a forgotten checkpoint that
  // reaches the ledger after all makes the next one an equivocation.
  // As Resume; SUBMITTER_UNKNOWN_RECEIPT, kFailedPrecondition, when the ledger
  // has some of them.
  Status Abandon(const Head& head);

 private:
  SubmitterLog(std::unique_ptr<StateStore> store,
               std::vector<note::SigningKey> keys, State state);

  Status Save(State state);
  // `tree` is acknowledged, and what is pending at or below it with it.
  Status MoveTo(merkle::Tree tree, bool rewind);
  // The note on disk, or the same checkpoint signed again when it lacks a
  // signature of today's keys.
  Result<Submission> Again(std::size_t pending);
  std::vector<const note::SigningKey*> KeyPointers() const;
  bool SignedByAll(const std::string& note) const;
  // Position in state_.pending of the next one that tree_ has not reached.
  std::size_t Reached() const;

  std::unique_ptr<StateStore> store_;
  std::vector<note::SigningKey> keys_;
  State state_;               // As on disk, or acknowledged further.
  bool save_failed_ = false;  // What is on disk is not known.
  // All events given in this process, on top of the acknowledged.
  merkle::Tree tree_;
  // The tree at each pending submission that tree_ has reached, in order.
  std::vector<merkle::Tree> trees_;
};

}  // namespace ledger::submitter
