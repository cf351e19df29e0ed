// Goal: a submitter's log signs one growing history, takes what the ledger
// proves, and refuses a ledger or a source that tells another story.

#include "ledger/submitter/submitter_log.h"

#include <gtest/gtest.h>

#include "ledger/merkle/memory_tiles.h"
#include "tests/unit/submitter/memory_store.h"

namespace ledger::submitter {
namespace {

constexpr const char* kOrigin = "bank-a.example/amanah";

class SubmitterLogTest : public testing::Test {
 protected:
  SubmitterLog Open() {
    Result<SubmitterLog> log = SubmitterLog::Open(
        std::make_unique<MemoryStore>(disk_), kOrigin, CopyOf(key_));
    AMANAH_CHECK(log.ok());
    return *std::move(log);
  }

  // Prepares the next `count` events.
  static Submission Prepared(SubmitterLog& log, std::uint64_t count) {
    Result<Submission> submission = log.Prepare(EventsFrom(log.size(), count));
    AMANAH_CHECK(submission.ok());
    return *std::move(submission);
  }

  static Head HeadAt(std::uint64_t size, const note::SigningKey& key) {
    const merkle::Tree tree = TreeOfEvents(size);
    const note::Checkpoint checkpoint{kOrigin, size, tree.Root()};
    return Head{size, tree.Root(), tree.edge(),
                size == 0 ? "" : note::SignCheckpoint(checkpoint, {&key})};
  }
  Head HeadAt(std::uint64_t size) const { return HeadAt(size, key_); }

  template <typename T>
  static std::string_view ReasonOf(const Result<T>& result) {
    return result.ok() ? std::string_view("OK") : result.error().reason;
  }

  MemoryDisk disk_;
  const note::SigningKey key_ = note::SigningKey::Generate("bank-a.example/k1");
};

TEST_F(SubmitterLogTest, AnEmptyLogBeginsAtZero) {
  SubmitterLog log = Open();
  EXPECT_EQ(log.origin(), kOrigin);
  EXPECT_EQ(log.size(), 0u);
  EXPECT_EQ(log.acknowledged_size(), 0u);
  EXPECT_EQ(log.pending(), 0u);
  EXPECT_EQ(log.NextCount(), 0u);
  EXPECT_EQ(ReasonOf(log.Resume(HeadAt(0))), "OK");
}

TEST_F(SubmitterLogTest, ASubmissionIsTheSignedCheckpointAtItsSize) {
  SubmitterLog log = Open();
  Prepared(log, 3);
  const Submission second = Prepared(log, 4);
  EXPECT_EQ(second.size, 7u);
  EXPECT_EQ(second.root, TreeOfEvents(7).Root());
  const Result<note::Checkpoint> opened =
      note::OpenCheckpoint(second.note, kOrigin, {key_.vkey()}, 1);
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(opened->size, 7u);
  EXPECT_EQ(opened->root, second.root);
}

TEST_F(SubmitterLogTest, AllKeysSign) {
  std::vector<note::SigningKey> keys = CopyOf(key_);
  keys.push_back(note::SigningKey::Generate("second"));
  const std::vector<note::VerifierKey> vkeys = {keys[0].vkey(), keys[1].vkey()};
  Result<SubmitterLog> log = SubmitterLog::Open(
      std::make_unique<MemoryStore>(disk_), kOrigin, std::move(keys));
  ASSERT_TRUE(log.ok());
  const Submission submission = Prepared(*log, 1);
  EXPECT_TRUE(note::OpenCheckpoint(submission.note, kOrigin, vkeys, 2).ok());
}

TEST_F(SubmitterLogTest, ACheckpointIsOnDiskBeforeItIsGiven) {
  SubmitterLog log = Open();
  const Submission submission = Prepared(log, 3);
  const Result<State> state = ParseState(*disk_.bytes);
  ASSERT_TRUE(state.ok());
  ASSERT_EQ(state->pending.size(), 1u);
  EXPECT_EQ(state->pending[0].note, submission.note);
}

TEST_F(SubmitterLogTest, AcknowledgingTakesAllBeforeItToo) {
  SubmitterLog log = Open();
  const Submission first = Prepared(log, 3);
  const Submission second = Prepared(log, 3);
  const Submission third = Prepared(log, 3);
  EXPECT_EQ(ReasonOf(log.Acknowledge(second.size, second.root)), "OK");
  EXPECT_EQ(log.acknowledged_size(), 6u);
  EXPECT_EQ(log.pending(), 1u);
  EXPECT_EQ(log.size(), 9u);
  EXPECT_EQ(log.NextCount(), 0u);
  // Late or repeated answers.
  EXPECT_EQ(ReasonOf(log.Acknowledge(second.size, second.root)), "OK");
  EXPECT_EQ(ReasonOf(log.Acknowledge(first.size, first.root)), kUnknownReceipt);
  EXPECT_EQ(ReasonOf(log.Acknowledge(third.size, third.root)), "OK");
  EXPECT_EQ(log.pending(), 0u);
  EXPECT_EQ(Open().acknowledged_size(), 9u);
}

TEST_F(SubmitterLogTest, AReceiptForAnotherRootIsUnknown) {
  SubmitterLog log = Open();
  Prepared(log, 3);
  EXPECT_EQ(ReasonOf(log.Acknowledge(3, TreeOfEvents(4).Root())),
            kUnknownReceipt);
  EXPECT_EQ(ReasonOf(log.Acknowledge(2, TreeOfEvents(2).Root())),
            kUnknownReceipt);
  EXPECT_EQ(log.pending(), 1u);
}

TEST_F(SubmitterLogTest, NoEventsAreNoSubmission) {
  SubmitterLog log = Open();
  EXPECT_EQ(ReasonOf(log.Prepare({})), kEmpty);
}

TEST_F(SubmitterLogTest, PendingSubmissionsAreBounded) {
  SubmitterLog log = Open();
  for (std::size_t i = 0; i < kMaxPending; ++i) Prepared(log, 1);
  EXPECT_EQ(ReasonOf(log.Prepare(EventsFrom(log.size(), 1))), kPendingFull);
  EXPECT_EQ(log.size(), kMaxPending);
  EXPECT_EQ(ReasonOf(log.Acknowledge(1, TreeOfEvents(1).Root())), "OK");
  EXPECT_EQ(ReasonOf(log.Prepare(EventsFrom(log.size(), 1))), "OK");
}

TEST_F(SubmitterLogTest, AfterACrashTheSameNotesGoOutAgain) {
  std::vector<Submission> sent;
  {
    SubmitterLog log = Open();
    for (const std::uint64_t count : {3u, 5u, 2u}) {
      sent.push_back(Prepared(log, count));
    }
  }
  SubmitterLog log = Open();
  EXPECT_EQ(log.size(), 0u);
  EXPECT_EQ(log.pending(), 3u);
  EXPECT_EQ(ReasonOf(log.Resume(HeadAt(0))), "OK");
  for (const Submission& before : sent) {
    EXPECT_EQ(log.NextCount(), before.size - log.size());
    const Submission again = Prepared(log, log.NextCount());
    EXPECT_EQ(again.note, before.note);
  }
  EXPECT_EQ(log.NextCount(), 0u);
  EXPECT_EQ(Prepared(log, 4).size, 14u);
}

TEST_F(SubmitterLogTest, OtherEventsThanThoseSignedAreRefused) {
  {
    SubmitterLog log = Open();
    Prepared(log, 3);
  }
  SubmitterLog log = Open();
  EXPECT_EQ(ReasonOf(log.Prepare(EventsFrom(1, 3))), kPendingDiffers);
  EXPECT_EQ(ReasonOf(log.Prepare(EventsFrom(0, 2))), kPendingCount);
  EXPECT_EQ(ReasonOf(log.Prepare(EventsFrom(0, 4))), kPendingCount);
  EXPECT_EQ(log.size(), 0u);
  EXPECT_EQ(ReasonOf(log.Prepare(EventsFrom(0, 3))), "OK");
}

TEST_F(SubmitterLogTest, AFailedSaveSignsNothingAndStopsTheLog) {
  for (const SaveMode mode : {SaveMode::kLost, SaveMode::kKeptButFails}) {
    disk_.Empty();
    SubmitterLog log = Open();
    disk_.mode = mode;
    EXPECT_EQ(ReasonOf(log.Prepare(EventsFrom(0, 3))), kStateUnwritable);
    EXPECT_EQ(log.size(), 0u);
    EXPECT_EQ(log.pending(), 0u);
    disk_.mode = SaveMode::kGood;
    const int saves = disk_.saves;
    EXPECT_EQ(ReasonOf(log.Prepare(EventsFrom(0, 3))), kStateUnwritable);
    EXPECT_EQ(disk_.saves, saves);
    SubmitterLog again = Open();
    EXPECT_EQ(again.pending(), mode == SaveMode::kLost ? 0u : 1u);
    EXPECT_EQ(ReasonOf(again.Prepare(EventsFrom(0, 3))), "OK");
  }
}

TEST_F(SubmitterLogTest, ChangedKeysSignThePendingCheckpointAgain) {
  {
    SubmitterLog log = Open();
    Prepared(log, 3);
  }
  const note::SigningKey other = note::SigningKey::Generate("k2");
  Result<SubmitterLog> log = SubmitterLog::Open(
      std::make_unique<MemoryStore>(disk_), kOrigin, CopyOf(other));
  ASSERT_TRUE(log.ok());
  const Submission again = Prepared(*log, 3);
  EXPECT_TRUE(
      note::OpenCheckpoint(again.note, kOrigin, {other.vkey()}, 1).ok());
  EXPECT_EQ(ParseState(*disk_.bytes)->pending[0].note, again.note);
}

TEST_F(SubmitterLogTest, ResumeLearnsWhatTheLedgerTookBeforeTheCrash) {
  {
    SubmitterLog log = Open();
    Prepared(log, 3);
    Prepared(log, 5);
  }
  SubmitterLog log = Open();
  EXPECT_EQ(ReasonOf(log.Resume(HeadAt(3))), "OK");
  EXPECT_EQ(log.size(), 3u);
  EXPECT_EQ(log.acknowledged_size(), 3u);
  EXPECT_EQ(log.NextCount(), 5u);
  EXPECT_EQ(ReasonOf(log.Resume(HeadAt(8))), "OK");
  EXPECT_EQ(log.size(), 8u);
  EXPECT_EQ(log.pending(), 0u);
  EXPECT_EQ(log.NextCount(), 0u);
  EXPECT_EQ(Prepared(log, 1).root, TreeOfEvents(9).Root());
}

TEST_F(SubmitterLogTest, ResumeInTheMiddleGoesBackToTheLedgersHead) {
  SubmitterLog log = Open();
  const Submission first = Prepared(log, 3);
  const Submission second = Prepared(log, 5);
  EXPECT_EQ(ReasonOf(log.Acknowledge(first.size, first.root)), "OK");
  EXPECT_EQ(ReasonOf(log.Resume(HeadAt(3))), "OK");
  EXPECT_EQ(log.size(), 3u);
  EXPECT_EQ(log.NextCount(), 5u);
  EXPECT_EQ(Prepared(log, 5).note, second.note);
}

TEST_F(SubmitterLogTest, ALedgerThatForgotIsAnAlarm) {
  SubmitterLog log = Open();
  const Submission submission = Prepared(log, 3);
  ASSERT_TRUE(log.Acknowledge(submission.size, submission.root).ok());
  EXPECT_EQ(ReasonOf(log.Resume(HeadAt(2))), kLedgerBehind);
  EXPECT_EQ(ReasonOf(log.Resume(HeadAt(0))), kLedgerBehind);
}

TEST_F(SubmitterLogTest, ALedgerWithOtherEventsIsAnAlarm) {
  SubmitterLog log = Open();
  const Submission first = Prepared(log, 3);
  ASSERT_TRUE(log.Acknowledge(first.size, first.root).ok());
  Prepared(log, 5);
  const auto fork = [&](std::uint64_t size) {
    merkle::Tree tree;
    for (const std::string& event : EventsFrom(100, size)) {
      tree.Append(merkle::LeafHash(AsBytes(event)));
    }
    return Head{size, tree.Root(), tree.edge(),
                note::SignCheckpoint({kOrigin, size, tree.Root()}, {&key_})};
  };
  EXPECT_EQ(ReasonOf(log.Resume(fork(3))), kForked);
  EXPECT_EQ(ReasonOf(log.Resume(fork(8))), kForked);
  // The true events, cut where nothing was signed.
  EXPECT_EQ(ReasonOf(log.Resume(HeadAt(5))), kForked);
  EXPECT_EQ(log.size(), 8u);
}

TEST_F(SubmitterLogTest, AHeadThatDoesNotAddUpIsRefused) {
  {
    SubmitterLog log = Open();
    Prepared(log, 3);
  }
  SubmitterLog log = Open();
  Head head = HeadAt(3);
  head.edge.pop_back();
  EXPECT_EQ(ReasonOf(log.Resume(head)), kHeadMalformed);
  head = HeadAt(3);
  head.edge[0].bytes[0] ^= std::byte{1};
  EXPECT_EQ(ReasonOf(log.Resume(head)), kHeadMalformed);
  head = HeadAt(3);
  head.root.bytes[0] ^= std::byte{1};
  EXPECT_EQ(ReasonOf(log.Resume(head)), kHeadMalformed);
  head = HeadAt(3);
  head.checkpoint = HeadAt(2).checkpoint;
  EXPECT_EQ(ReasonOf(log.Resume(head)), kHeadMalformed);
  head.checkpoint = "no note";
  EXPECT_EQ(ReasonOf(log.Resume(head)), kHeadMalformed);
  head.checkpoint.clear();
  EXPECT_EQ(ReasonOf(log.Resume(head)), kHeadMalformed);
  EXPECT_EQ(ReasonOf(log.Resume(HeadAt(3))), "OK");
}

TEST_F(SubmitterLogTest, ALostStateIsNotTakenForANewLog) {
  SubmitterLog log = Open();
  EXPECT_EQ(ReasonOf(log.Resume(HeadAt(3))), kStateBehind);
  EXPECT_EQ(log.size(), 0u);
  EXPECT_EQ(ReasonOf(log.Recover(HeadAt(3), {})), "OK");
  EXPECT_EQ(log.size(), 3u);
  EXPECT_EQ(Prepared(log, 2).root, TreeOfEvents(5).Root());
}

TEST_F(SubmitterLogTest, RecoveryNeedsOnesOwnSignatureAndAProof) {
  SubmitterLog log = Open();
  const Submission first = Prepared(log, 3);
  ASSERT_TRUE(log.Acknowledge(first.size, first.root).ok());
  Prepared(log, 2);  // Signed, so what is recovered must extend it, too.
  merkle::MemoryTiles tiles;
  for (const std::string& event : EventsFrom(0, 9)) {
    tiles.Append(merkle::LeafHash(AsBytes(event)));
  }
  EXPECT_EQ(log.known_size(), 5u);
  EXPECT_EQ(log.known_root(), TreeOfEvents(5).Root());
  const Result<merkle::Proof> proof =
      merkle::ProveConsistency(tiles, log.known_size(), 9);
  ASSERT_TRUE(proof.ok());
  const note::SigningKey stranger = note::SigningKey::Generate("stranger");
  EXPECT_EQ(ReasonOf(log.Recover(HeadAt(9, stranger), *proof)), kForked);
  EXPECT_EQ(ReasonOf(log.Recover(HeadAt(9), {})), kForked);
  EXPECT_EQ(ReasonOf(log.Resume(HeadAt(9))), kStateBehind);
  EXPECT_EQ(ReasonOf(log.Recover(HeadAt(9), *proof)), "OK");
  EXPECT_EQ(log.size(), 9u);
  EXPECT_EQ(log.pending(), 0u);
}

TEST_F(SubmitterLogTest, RecoverOfAKnownHeadIsResume) {
  SubmitterLog log = Open();
  Prepared(log, 3);
  EXPECT_EQ(ReasonOf(log.Recover(HeadAt(3), {})), "OK");
  EXPECT_EQ(log.acknowledged_size(), 3u);
}

TEST_F(SubmitterLogTest, ARefusedSubmissionCanBeAbandonedByAPerson) {
  SubmitterLog log = Open();
  const Submission first = Prepared(log, 3);
  ASSERT_TRUE(log.Acknowledge(first.size, first.root).ok());
  Prepared(log, 2);
  EXPECT_EQ(ReasonOf(log.Abandon(HeadAt(3))), "OK");
  EXPECT_EQ(log.size(), 3u);
  EXPECT_EQ(log.pending(), 0u);
  EXPECT_EQ(Open().pending(), 0u);
  EXPECT_EQ(ReasonOf(log.Prepare({"another event"})), "OK");
}

TEST_F(SubmitterLogTest, WhatTheLedgerHasIsNotAbandoned) {
  SubmitterLog log = Open();
  Prepared(log, 3);
  Prepared(log, 2);
  EXPECT_EQ(ReasonOf(log.Abandon(HeadAt(3))), kUnknownReceipt);
  EXPECT_EQ(log.pending(), 1u);
  EXPECT_EQ(log.acknowledged_size(), 3u);
}

TEST_F(SubmitterLogTest, AStateOfAnotherOriginIsRefused) {
  {
    SubmitterLog log = Open();
    Prepared(log, 3);
  }
  EXPECT_EQ(ReasonOf(SubmitterLog::Open(std::make_unique<MemoryStore>(disk_),
                                        "bank-b.example/amanah", CopyOf(key_))),
            kOriginMismatch);
}

TEST_F(SubmitterLogTest, ADamagedStateIsRefused) {
  {
    SubmitterLog log = Open();
    Prepared(log, 3);
  }
  (*disk_.bytes)[40] ^= 1;
  EXPECT_EQ(ReasonOf(SubmitterLog::Open(std::make_unique<MemoryStore>(disk_),
                                        kOrigin, CopyOf(key_))),
            kStateDamaged);
}

}  // namespace
}  // namespace ledger::submitter
