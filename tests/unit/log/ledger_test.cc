// Goal: the log takes what it must, refuses what it must with the right
// reason and no trace, and proves all it has.
// Method: a real ledger on disk; each refusal once; proofs checked by the
// verifier's code; the whole replayed by the auditor.

#include "ledger/log/ledger.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "ledger/audit/auditor.h"
#include "ledger/event/event.h"
#include "tests/unit/log/ledger_fixture.h"

namespace ledger::log {
namespace {

class TakingTest : public LedgerTest {
 protected:
  void SetUp() override {
    LedgerTest::SetUp();
    RegisterAll();
  }
  // Refused with `reason`, and nothing is appended.
  void ExpectRefused(SubmissionBytes submission, std::string_view reason) {
    const std::uint64_t before = ledger_->head()->checkpoint.size;
    const Result<Receipt> receipt =
        ledger_->SubmitAndWait(std::move(submission));
    ASSERT_FALSE(receipt.ok());
    EXPECT_EQ(receipt.error().reason, reason) << receipt.error().message;
    EXPECT_EQ(ledger_->head()->checkpoint.size, before);
  }
  std::uint64_t size() const { return ledger_->head()->checkpoint.size; }
};

TEST_F(TakingTest, AReceiptIsProofOfInclusion) {
  merkle::Tree grown;
  const SubmissionBytes submission = bank_.Sign(Withdrawals(0, 3), &grown);
  const Result<Receipt> receipt = ledger_->SubmitAndWait(submission);
  ASSERT_TRUE(receipt.ok()) << receipt.error().message;
  const Result<note::Checkpoint> checked = CheckReceipt(
      *receipt, submission.checkpoint, 3, kOrigin, ledger_key_.vkey());
  ASSERT_TRUE(checked.ok()) << checked.error().message;
  EXPECT_EQ(checked->size, size());
  EXPECT_EQ(receipt->submission_index, size() - 4);
}

TEST_F(TakingTest, AChangedReceiptIsRefused) {
  const SubmissionBytes submission = bank_.Sign(Withdrawals(0, 3));
  const Result<Receipt> receipt = ledger_->SubmitAndWait(submission);
  ASSERT_TRUE(receipt.ok());
  const auto refused = [&](Receipt changed) {
    return !CheckReceipt(changed, submission.checkpoint, 3, kOrigin,
                         ledger_key_.vkey())
                .ok();
  };
  Receipt changed = *receipt;
  ++changed.submission_index;
  EXPECT_TRUE(refused(changed));
  changed = *receipt;
  ++changed.event_count;
  EXPECT_TRUE(refused(changed));
  changed = *receipt;
  changed.inclusion_path[0].bytes[0] ^= std::byte{1};
  EXPECT_TRUE(refused(changed));
  changed = *receipt;
  changed.submission_record.back() ^= 1;
  EXPECT_TRUE(refused(changed));
  EXPECT_FALSE(CheckReceipt(*receipt, bank_.Sign(Withdrawals(9, 1)).checkpoint,
                            3, kOrigin, ledger_key_.vkey())
                   .ok());
}

TEST_F(TakingTest, AReceiptOfAnotherLogWithTheSameKeyIsRefused) {
  const SubmissionBytes submission = bank_.Sign(Withdrawals(0, 3));
  const Result<Receipt> receipt = ledger_->SubmitAndWait(submission);
  ASSERT_TRUE(receipt.ok());
  const auto reason = [&](std::uint64_t count, std::string_view origin) {
    const auto checked = CheckReceipt(*receipt, submission.checkpoint, count,
                                      origin, ledger_key_.vkey());
    return checked.ok() ? std::string_view() : checked.error().reason;
  };
  EXPECT_EQ(reason(3, kOrigin), "");
  EXPECT_EQ(reason(3, "shadow.example/test"), kReceiptInvalid);
  EXPECT_EQ(reason(2, kOrigin), kReceiptInvalid);
}

TEST_F(TakingTest, ASubmissionComesAgainAfterItsKeyWasRetired) {
  const SubmissionBytes submission = bank_.Sign(Withdrawals(0, 3));
  const Result<Receipt> first = ledger_->SubmitAndWait(submission);
  ASSERT_TRUE(first.ok());
  amanah::v1::Event event;
  ASSERT_TRUE(event.ParseFromString(RegistrationBytes(bank_, 1, {"money.*"})));
  event.mutable_submitter_retired()->set_origin(bank_.origin);
  ASSERT_TRUE(Submit(registrar_, {event.SerializeAsString()}).ok());
  const Result<Receipt> again = ledger_->SubmitAndWait(submission);
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(again->submission_index, first->submission_index);
  EXPECT_TRUE(CheckReceipt(*again, submission.checkpoint, 3, kOrigin,
                           ledger_key_.vkey())
                  .ok());
  (void)bank_.Sign(Withdrawals(0, 3), &bank_.tree);
  ExpectRefused(bank_.Sign(Withdrawals(3, 1)), registry::kSubmitterRetired);
}

TEST_F(TakingTest, AClockThatJumpsAheadIsNotBelievedUntilARestart) {
  options_.max_clock_jump = std::chrono::minutes(10);
  Reopen();
  ASSERT_TRUE(Submit(bank_, Withdrawals(0, 1)).ok());
  clock_.now.unix_micros += 365 * kMicrosPerDay;
  ExpectRefused(bank_.Sign(Withdrawals(1, 1)), kClockJumped);
  EXPECT_EQ(ledger_->Status().stopped_reason, kClockJumped);
  Reopen();
  EXPECT_TRUE(Submit(bank_, Withdrawals(1, 1)).ok());
}

TEST_F(TakingTest, AYearThatCannotBeWrittenIsNotSigned) {
  clock_.now = Instant{253'402'300'800'000'000};  // 10000-01-01
  ExpectRefused(bank_.Sign(Withdrawals(0, 1)), kClockJumped);
}

TEST_F(TakingTest, TheSameCheckpointAgainGetsTheOriginalReceipt) {
  const SubmissionBytes submission = bank_.Sign(Withdrawals(0, 3));
  const Result<Receipt> first = ledger_->SubmitAndWait(submission);
  ASSERT_TRUE(first.ok());
  merkle::Tree grown;
  (void)bank_.Sign(Withdrawals(0, 3), &bank_.tree);
  ASSERT_TRUE(Submit(bank_, Withdrawals(3, 300)).ok());
  Reopen();
  const std::uint64_t before = size();
  const Result<Receipt> again = ledger_->SubmitAndWait(submission);
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(size(), before);
  EXPECT_EQ(again->submission_index, first->submission_index);
  EXPECT_EQ(again->submission_record, first->submission_record);
  EXPECT_EQ(again->checkpoint, first->checkpoint);
  EXPECT_EQ(again->inclusion_path, first->inclusion_path);
  EXPECT_EQ(again->event_count, first->event_count);
}

TEST_F(TakingTest, TwoRootsForOneSizeAreLoggedOnce) {
  const TestSubmitter before = bank_;
  ASSERT_TRUE(Submit(bank_, Withdrawals(0, 2)).ok());
  const std::uint64_t size_before = size();
  const Result<Receipt> refused =
      ledger_->SubmitAndWait(before.Sign(Withdrawals(10, 2)));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().reason, kSubmitterEquivocation);
  EXPECT_EQ(size(), size_before + 1);
  const Result<Entry> entry = ledger_->ReadEntry(size_before);
  ASSERT_TRUE(entry.ok());
  EXPECT_EQ(entry->kind, EntryKind::kEquivocation);
  ExpectRefused(before.Sign(Withdrawals(20, 2)), kSubmitterEquivocation);
  // The submitter goes on all the same.
  EXPECT_TRUE(Submit(bank_, Withdrawals(2, 1)).ok());
}

TEST_F(TakingTest, AWrongHeadIsRefusedWithTheHead) {
  ASSERT_TRUE(Submit(bank_, Withdrawals(0, 2)).ok());
  TestSubmitter ahead = bank_;
  (void)ahead.Sign(Withdrawals(2, 5), &ahead.tree);
  const Result<Receipt> refused =
      ledger_->SubmitAndWait(ahead.Sign(Withdrawals(7, 1)));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().reason, kSubmitterWrongHead);
  ASSERT_EQ(refused.error().facts.size(), 2u);
  EXPECT_EQ(refused.error().facts[0].value, "2");
}

TEST_F(TakingTest, EventsThatDoNotGiveTheRootAreRefused) {
  SubmissionBytes submission = bank_.Sign(Withdrawals(0, 2));
  submission.events[1] = WithdrawalBytes(7);
  ExpectRefused(submission, kSubmitterRootMismatch);
}

TEST_F(TakingTest, MalformedSubmissionsAreRefusedAtTheDoor) {
  SubmissionBytes submission = bank_.Sign(Withdrawals(0, 1));
  submission.events.clear();
  ExpectRefused(submission, kSubmissionEmpty);

  submission = bank_.Sign(Withdrawals(0, 1));
  submission.events.assign(kMaxEventsPerSubmission + 1, "x");
  ExpectRefused(submission, kSubmissionTooManyEvents);

  submission = bank_.Sign(Withdrawals(0, 1));
  submission.events.assign(200, std::string(65'000, 'x'));
  ExpectRefused(submission, kSubmissionTooLarge);

  submission = bank_.Sign(Withdrawals(0, 1));
  submission.checkpoint = "no note";
  ExpectRefused(submission, note::kNoteMalformed);

  ExpectRefused(bank_.Sign({"amanah/submission/v1\n"}), event::kEventFirstByte);
  ExpectRefused(bank_.Sign({std::string(65'536, '\x0a')}),
                event::kEntryTooLong);
  ExpectRefused(bank_.Sign({"\x0a"}), event::kEventMalformed);
}

TEST_F(TakingTest, ARefusalNamesEachBadEvent) {
  std::vector<std::string> events = Withdrawals(0, 5);
  amanah::v1::Event event;
  ASSERT_TRUE(event.ParseFromString(events[3]));
  event.mutable_withdrawal_posted()->mutable_transaction()->set_amount_rupiah(
      -1);
  events[3] = event.SerializeAsString();
  const Result<Receipt> refused = ledger_->SubmitAndWait(bank_.Sign(events));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().reason, event::kEventInvalid);
  ASSERT_EQ(refused.error().violations.size(), 1u);
  EXPECT_EQ(refused.error().violations[0].field,
            "events[3].withdrawal_posted.transaction.amount_rupiah");
}

TEST_F(TakingTest, StrangersAndForgersAreRefused) {
  const TestSubmitter stranger = MakeSubmitter("stranger.example/test");
  ExpectRefused(stranger.Sign(Withdrawals(0, 1)), registry::kSubmitterUnknown);

  // The right name, another key.
  TestSubmitter forger = MakeSubmitter(bank_.origin);
  ExpectRefused(forger.Sign(Withdrawals(0, 1)), note::kSignatureMissing);

  // The right key over another checkpoint.
  SubmissionBytes tampered = bank_.Sign(Withdrawals(0, 1));
  tampered.checkpoint.replace(tampered.checkpoint.find("\n1\n"), 3, "\n2\n");
  ExpectRefused(tampered, note::kSignatureInvalid);

  // A signature more, by a key that is nobody's.
  TestSubmitter crowded = bank_;
  crowded.keys.clear();
  crowded.keys.push_back(bank_.keys[0]);
  crowded.keys.push_back(std::make_shared<const note::SigningKey>(
      note::SigningKey::Generate("witness.example")));
  ExpectRefused(crowded.Sign(Withdrawals(0, 1)), note::kSignatureInvalid);

  // One of the registrar's two keys alone.
  TestSubmitter alone;
  alone.origin = registrar_.origin;
  alone.tree = registrar_.tree;
  alone.keys.push_back(registrar_.keys[0]);
  ExpectRefused(alone.Sign({RegistrationBytes(stranger, 1, {"money.*"})}),
                registry::kSignatureThreshold);
}

TEST_F(TakingTest, NobodySignsWhatIsNotTheirs) {
  ExpectRefused(bank_.Sign({RegistrationBytes(MakeSubmitter("x.example/test"),
                                              1, {"money.*"})}),
                registry::kEventNotAuthorised);
  ExpectRefused(registrar_.Sign(Withdrawals(0, 1)),
                registry::kEventNotAuthorised);
}

TEST_F(TakingTest, ProofsVerifyInBothTreesAtEverySize) {
  for (std::uint64_t n = 0; n < 40; ++n) {
    ASSERT_TRUE(Submit(bank_, Withdrawals(n * 20, n % 3 == 0 ? 20 : 1)).ok());
  }
  for (const std::string& submitter : {std::string(), bank_.origin}) {
    const std::string covering = *ledger_->CheckpointCovering(submitter, 1);
    ASSERT_FALSE(covering.empty());
    const std::uint64_t tree_size =
        submitter.empty() ? size() : bank_.tree.size();
    const crypto::Hash root = submitter.empty()
                                  ? ledger_->head()->checkpoint.root
                                  : bank_.tree.Root();
    for (std::uint64_t index = 0; index < tree_size; ++index) {
      const auto proof = ledger_->ProveInclusion(submitter, index, tree_size);
      ASSERT_TRUE(proof.ok()) << proof.error().message;
      const auto leaf = ledger_->LeafHashAt(submitter, index);
      ASSERT_TRUE(leaf.ok());
      ASSERT_TRUE(
          merkle::VerifyInclusion(index, tree_size, *leaf, *proof, root).ok())
          << submitter << " " << index;
    }
  }
  EXPECT_EQ(ledger_->ProveInclusion("", size(), size()).error().reason,
            kIndexBeyondHead);
  EXPECT_EQ(ledger_->ProveInclusion("", 0, size() + 1).error().reason,
            kSizeBeyondHead);
  EXPECT_EQ(ledger_->ProveInclusion("nobody.example", 0, 1).error().reason,
            registry::kSubmitterUnknown);
}

TEST_F(TakingTest, AnAuditorAcceptsTheWholeFromOneKey) {
  for (std::uint64_t n = 0; n < 30; ++n) {
    ASSERT_TRUE(Submit(bank_, Withdrawals(n * 40, 1 + n)).ok());
  }
  audit::Auditor auditor(root_.keys[0]->vkey());
  std::string fault;
  ASSERT_TRUE(ledger_
                  ->ScanEntries(0, size(),
                                [&](const Entry& entry) {
                                  const auto taken = auditor.Take(entry.bytes);
                                  if (!taken.ok()) {
                                    fault = taken.error().message;
                                  }
                                  return taken.ok();
                                })
                  .ok());
  EXPECT_EQ(fault, "");
  EXPECT_TRUE(auditor.Finish().ok());
  const Status checked =
      auditor.CheckCheckpoint(ledger_->head()->signed_checkpoint);
  EXPECT_TRUE(checked.ok()) << checked.error().message;
}

TEST_F(TakingTest, AClockThatGoesBackIsWaitedOut) {
  clock_.now.unix_micros -= 1;
  ExpectRefused(bank_.Sign(Withdrawals(0, 1)), kClockWentBack);
  EXPECT_FALSE(ledger_->Status().accepting);
  clock_.now.unix_micros += 1;
  EXPECT_TRUE(Submit(bank_, Withdrawals(0, 1)).ok());
  EXPECT_TRUE(ledger_->Status().accepting);
}

TEST_F(TakingTest, ALowDiskIsRefusedBeforeItIsFull) {
  options_.disk_low_water_bytes = ~0ull;
  Reopen();
  ExpectRefused(bank_.Sign(Withdrawals(0, 1)), kDiskLowWater);
  EXPECT_TRUE(ledger_->ReadEntry(0).ok());
}

TEST_F(TakingTest, AFullQueueIsRefusedAtTheDoor) {
  options_.queue_bytes = 10;
  Reopen();
  ExpectRefused(bank_.Sign(Withdrawals(0, 1)), kQueueFull);
}

TEST_F(TakingTest, AKeyInWrongHandsIsDoubtedFromThatSubmissionOn) {
  ASSERT_TRUE(Submit(bank_, Withdrawals(0, 1)).ok());
  const Result<Receipt> doubtful = Submit(bank_, Withdrawals(1, 1));
  ASSERT_TRUE(doubtful.ok());
  amanah::v1::Event event;
  ASSERT_TRUE(event.ParseFromString(RegistrationBytes(bank_, 1, {"money.*"})));
  event.mutable_key_compromised()->set_origin(bank_.origin);
  event.mutable_key_compromised()->set_vkey(bank_.keys[0]->vkey().ToString());
  event.mutable_key_compromised()->set_from_index(doubtful->submission_index);
  const Result<Receipt> compromised =
      Submit(registrar_, {event.SerializeAsString()});
  ASSERT_TRUE(compromised.ok()) << compromised.error().message;
  const std::uint64_t first_doubtful = doubtful->submission_index + 1;
  EXPECT_FALSE(*ledger_->IsInDoubt(*ledger_->ReadEntry(first_doubtful - 2)));
  EXPECT_TRUE(*ledger_->IsInDoubt(*ledger_->ReadEntry(first_doubtful)));
  EXPECT_FALSE(ledger_->SubmitAndWait(bank_.Sign(Withdrawals(2, 1))).ok());
}

TEST_F(TakingTest, WaitForMoreEndsAtItsDeadline) {
  EXPECT_EQ(ledger_->WaitForMore(size(), std::chrono::steady_clock::now()),
            size());
  EXPECT_EQ(ledger_->WaitForMore(
                0, std::chrono::steady_clock::now() + std::chrono::hours(1)),
            size());
}

TEST_F(TakingTest, NothingIsTakenAfterStopAndEverythingIsStillRead) {
  ledger_->Stop();
  ExpectRefused(bank_.Sign(Withdrawals(0, 1)), kLogStopped);
  EXPECT_TRUE(ledger_->ReadEntry(0).ok());
}

}  // namespace
}  // namespace ledger::log
