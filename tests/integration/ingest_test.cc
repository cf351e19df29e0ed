// Submissions over the wire: receipts that verify, and every refusal with its
// reason and what a program needs to go on.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <functional>
#include <thread>

#include "amanah/v1/ingest_service.grpc.pb.h"
#include "ledger/base/bytes.h"
#include "services/rpc/channel.h"
#include "services/rpc/status.h"
#include "services/wire/receipt.h"
#include "tests/integration/served_ledger.h"
#include "tests/support/keys.h"

namespace integration {
namespace {

namespace rpc = services::rpc;
using amanah::v1::IngestService;
using amanah::v1::SubmitRequest;
using amanah::v1::SubmitResponse;
using ledger::Code;
using ledger::Error;
using ledger::Result;
using ledger::log::SubmissionBytes;
using small_world::Submitter;
using small_world::Withdrawal;
using small_world::Withdrawals;

constexpr std::chrono::seconds kDeadline{30};

SubmitRequest RequestOf(const SubmissionBytes& submission) {
  SubmitRequest request;
  request.set_checkpoint(submission.checkpoint);
  for (const auto& event : submission.events) request.add_events(event);
  return request;
}

Result<ledger::log::Receipt> Submit(IngestService::Stub& stub,
                                    const SubmitRequest& request) {
  grpc::ClientContext context;
  rpc::Prepare(context, kDeadline);
  SubmitResponse response;
  LEDGER_RETURN_IF_ERROR(
      rpc::ToStatus(stub.Submit(&context, request, &response)));
  return services::wire::ReceiptOf(response.receipt());
}

class Ingest : public ::testing::Test {
 protected:
  Ingest() : served_("ingest") {
    served_.Start();
    stub_ = IngestService::NewStub(served_.Connect(rpc::Role::kSubmitter));
  }

  Result<ledger::log::Receipt> Submit(const SubmissionBytes& submission) {
    return integration::Submit(*stub_, RequestOf(submission));
  }

  amanah::v1::GetSubmitterHeadResponse Head(const std::string& origin) {
    grpc::ClientContext context;
    rpc::Prepare(context, kDeadline);
    amanah::v1::GetSubmitterHeadRequest request;
    request.set_origin(origin);
    amanah::v1::GetSubmitterHeadResponse response;
    EXPECT_TRUE(stub_->GetSubmitterHead(&context, request, &response).ok());
    return response;
  }

  ServedLedger served_;
  std::unique_ptr<IngestService::Stub> stub_;
  Submitter bank_a_ = small_world::BankA();
};

TEST_F(Ingest, AReceiptVerifiesWithTheLedgersKeyAlone) {
  const auto submission = bank_a_.Sign(Withdrawals(0, 10));
  auto receipt = Submit(submission);
  ASSERT_TRUE(receipt.ok()) << receipt.error().message;
  EXPECT_EQ(receipt->event_count, 10u);
  auto checked = ledger::log::CheckReceipt(
      *receipt, submission.checkpoint, submission.events.size(),
      small_world::kLedgerOrigin, small_world::LedgerKey().vkey());
  EXPECT_TRUE(checked.ok()) << checked.error().message;
}

TEST_F(Ingest, TheSameSubmissionAgainGetsTheSameReceipt) {
  const auto submission = bank_a_.Sign(Withdrawals(0, 3));
  auto first = Submit(submission);
  auto again = Submit(submission);
  ASSERT_TRUE(first.ok());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(first->submission_index, again->submission_index);
  EXPECT_EQ(first->checkpoint, again->checkpoint);
  EXPECT_EQ(first->submission_record, again->submission_record);
}

TEST_F(Ingest, ASubmitterThatLostItsStateGoesOnFromTheHead) {
  ASSERT_TRUE(Submit(bank_a_.Sign(Withdrawals(0, 7))).ok());
  const auto head = Head(small_world::kBankA);
  EXPECT_EQ(head.size(), 7u);
  ledger::log::SubmitterHead told;
  told.size = head.size();
  told.edge = *services::wire::HashesOf(head.edge());
  Submitter reborn = small_world::BankA();
  reborn.Resume(told);
  EXPECT_TRUE(Submit(reborn.Sign(Withdrawals(7, 1))).ok());
  EXPECT_EQ(Head(small_world::kBankA).size(), 8u);
}

TEST_F(Ingest, ReceiptsAndHeadsOutliveARestart) {
  const auto submission = bank_a_.Sign(Withdrawals(0, 3));
  auto first = Submit(submission);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(served_.Stop(SIGTERM).exit_code, 0);
  served_.Start();
  stub_ = IngestService::NewStub(served_.Connect(rpc::Role::kSubmitter));
  auto again = Submit(submission);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(first->checkpoint, again->checkpoint);
  EXPECT_EQ(Head(small_world::kBankA).size(), 3u);
}

TEST_F(Ingest, WhatWasAcknowledgedOutlivesAKill) {
  const auto submission = bank_a_.Sign(Withdrawals(0, 3));
  ASSERT_TRUE(Submit(submission).ok());
  EXPECT_EQ(served_.Stop(SIGKILL).exit_code, -1);
  served_.Start();
  stub_ = IngestService::NewStub(served_.Connect(rpc::Role::kSubmitter));
  EXPECT_EQ(Head(small_world::kBankA).size(), 3u);
}

// Each refusal, as a program at the other end sees it.
struct Refusal {
  std::string reason;
  Code code;
  std::function<SubmissionBytes(const Submitter&)> make;
  std::vector<std::string> facts = {};
  std::string violation = {};
};

SubmissionBytes With(const Submitter& bank, std::string event) {
  return bank.Sign({Withdrawal(100), std::move(event)});
}

std::vector<Refusal> Refusals() {
  return {
      {"SUBMISSION_TOO_LARGE", Code::kOutOfRange,
       [](const Submitter& bank) {
         return bank.Sign(
             std::vector<std::string>(129, std::string(65'535, '\x0a')));
       }},
      {"SUBMISSION_TOO_MANY_EVENTS", Code::kOutOfRange,
       [](const Submitter& bank) {
         auto submission = bank.Sign({Withdrawal(7)});
         submission.events.assign(10'001, Withdrawal(7));
         return submission;
       }},
      {"ENTRY_TOO_LONG", Code::kOutOfRange,
       [](const Submitter& bank) {
         return With(bank, std::string(65'536, '\x0a'));
       }},
      {"SUBMISSION_EMPTY", Code::kInvalidArgument,
       [](const Submitter& bank) { return bank.Sign({}); }},
      {"EVENT_FIRST_BYTE", Code::kInvalidArgument,
       [](const Submitter& bank) {
         return With(bank, "amanah/submission/v1\n");
       }},
      {"EVENT_MALFORMED",
       Code::kInvalidArgument,
       [](const Submitter& bank) {
         return With(bank, Withdrawal(9) + "\xa2\x1f\x01x");
       },
       {},
       "events[1]"},
      {"EVENT_INVALID",
       Code::kInvalidArgument,
       [](const Submitter& bank) {
         amanah::v1::Event event;
         AMANAH_CHECK(event.ParseFromString(Withdrawal(9)));
         event.set_event_id("short");
         return With(bank, event.SerializeAsString());
       },
       {},
       "events[1].event_id"},
      {"EVENT_NOT_AUTHORISED",
       Code::kPermissionDenied,
       [](const Submitter& bank) {
         amanah::v1::Event event;
         AMANAH_CHECK(event.ParseFromString(Withdrawal(3)));
         event.mutable_submitter_retired()->set_origin(small_world::kBankB);
         return With(bank, event.SerializeAsString());
       },
       {},
       "events[1]"},
      {"NOTE_MALFORMED", Code::kInvalidArgument,
       [](const Submitter& bank) {
         auto submission = bank.Sign(Withdrawals(0, 1));
         submission.checkpoint = "not a note";
         return submission;
       }},
      {"CHECKPOINT_MALFORMED", Code::kInvalidArgument,
       [](const Submitter& bank) {
         const auto key = testing_keys::FixedKey(small_world::kBankA, 'a');
         const auto events = Withdrawals(0, 1);
         return SubmissionBytes{
             ledger::note::SignNote(
                 ledger::note::FormatCheckpoint(bank.After(events)) + "more\n",
                 {&key}),
             events};
       }},
      {"SUBMITTER_UNKNOWN", Code::kUnauthenticated,
       [](const Submitter&) {
         std::vector<ledger::note::SigningKey> keys;
         keys.push_back(testing_keys::FixedKey("stranger.example/amanah", 'q'));
         return Submitter("stranger.example/amanah", std::move(keys))
             .Sign(Withdrawals(0, 1));
       }},
      {"SIGNATURE_MISSING", Code::kUnauthenticated,
       [](const Submitter& bank) {
         const auto events = Withdrawals(0, 1);
         return small_world::BankB().SignAs(bank.After(events), events);
       }},
      {"SIGNATURE_INVALID", Code::kUnauthenticated,
       [](const Submitter& bank) {
         auto submission = bank.Sign(Withdrawals(0, 1));
         char& flipped =
             submission.checkpoint[submission.checkpoint.size() - 20];
         flipped = flipped == 'A' ? 'B' : 'A';
         return submission;
       }},
      {"SUBMITTER_WRONG_HEAD",
       Code::kAborted,
       [](const Submitter& bank) {
         const auto events = Withdrawals(60, 1);
         auto claim = bank.After(events);
         claim.size += 5;
         return bank.SignAs(claim, events);
       },
       {"size", "root_hash"}},
      {"SUBMITTER_ROOT_MISMATCH", Code::kInvalidArgument,
       [](const Submitter& bank) {
         auto submission = bank.Sign(Withdrawals(0, 2));
         submission.events[1] = Withdrawal(77);
         return submission;
       }},
  };
}

TEST_F(Ingest, EveryRefusalArrivesWithItsReasonAndDetails) {
  for (const Refusal& refusal : Refusals()) {
    SCOPED_TRACE(refusal.reason);
    auto answer = Submit(refusal.make(bank_a_));
    ASSERT_FALSE(answer.ok());
    const Error& error = answer.error();
    EXPECT_EQ(error.reason, refusal.reason) << error.message;
    EXPECT_EQ(error.code, refusal.code);
    for (const std::string& fact : refusal.facts) {
      EXPECT_THAT(error.facts,
                  testing::Contains(testing::Field(&Error::Fact::name, fact)));
    }
    if (!refusal.violation.empty()) {
      EXPECT_THAT(error.violations,
                  testing::Contains(
                      testing::Field(&Error::Violation::field,
                                     testing::StartsWith(refusal.violation))));
    }
  }
  EXPECT_EQ(Head(small_world::kBankA).size(), 0u);
}

TEST_F(Ingest, AnEquivocationIsRefusedAndRecorded) {
  ASSERT_TRUE(Submit(bank_a_.Sign(Withdrawals(0, 2))).ok());
  auto other = Submit(bank_a_.Sign(Withdrawals(10, 2)));
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().reason, "SUBMITTER_EQUIVOCATION");
  EXPECT_EQ(other.error().code, Code::kAlreadyExists);
}

TEST_F(Ingest, AGradeThatTheLedgerCannotGiveIsRefused) {
  SubmitRequest request = RequestOf(bank_a_.Sign(Withdrawals(0, 1)));
  request.set_wait_for(amanah::v1::RECEIPT_GRADE_WITNESSED);
  auto answer = integration::Submit(*stub_, request);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().reason, "WITNESSES_NONE");
}

TEST_F(Ingest, AnUnknownSubmitterHasNoHead) {
  grpc::ClientContext context;
  rpc::Prepare(context, kDeadline);
  amanah::v1::GetSubmitterHeadRequest request;
  request.set_origin("stranger.example/amanah");
  amanah::v1::GetSubmitterHeadResponse response;
  auto outcome =
      rpc::ToStatus(stub_->GetSubmitterHead(&context, request, &response));
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().reason, "SUBMITTER_UNKNOWN");
}

TEST_F(Ingest, AStreamAnswersInOrderAndGoesOnAfterARefusal) {
  constexpr std::uint64_t kGood = 300;
  grpc::ClientContext context;
  auto stream = stub_->SubmitStream(&context);
  std::thread writer([&] {
    Submitter bank = small_world::BankA();
    for (std::uint64_t i = 0; i < kGood; ++i) {
      const auto events = Withdrawals(i, 1);
      amanah::v1::SubmitStreamRequest request;
      request.set_request_id(2 * i);
      *request.mutable_submission() = RequestOf(bank.Sign(events));
      stream->Write(request);
      // What is signed for a log that is ahead does not fit.
      request.set_request_id(2 * i + 1);
      auto claim = bank.After(events);
      claim.size += 5;
      *request.mutable_submission() = RequestOf(bank.SignAs(claim, events));
      stream->Write(request);
      bank.Advance(events);
    }
    stream->WritesDone();
  });
  std::uint64_t next = 0;
  amanah::v1::SubmitStreamResponse response;
  while (stream->Read(&response)) {
    EXPECT_EQ(response.request_id(), next);
    EXPECT_EQ(response.has_receipt(), next % 2 == 0);
    if (!response.has_receipt()) {
      EXPECT_EQ(rpc::ToError(response.refusal()).reason,
                "SUBMITTER_WRONG_HEAD");
    }
    ++next;
  }
  writer.join();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(next, 2 * kGood);
  EXPECT_EQ(Head(small_world::kBankA).size(), kGood);
}

TEST(IngestLimits, AFullQueueSaysWhenToTryAgain) {
  ServedLedger served("queue", "queue_mib = 1\n");
  served.Start();
  auto stub = IngestService::NewStub(served.Connect(rpc::Role::kSubmitter));
  // Over the queue's bytes whatever else is in it.
  auto answer = Submit(
      *stub, RequestOf(small_world::BankA().Sign(Withdrawals(0, 9'000))));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().reason, "QUEUE_FULL");
  EXPECT_EQ(answer.error().code, Code::kResourceExhausted);
}

TEST(IngestLimits, AFullDiskStopsWritingAndNotReading) {
  ServedLedger served("disk", "disk_low_water_mib = 1000000000\n");
  served.Start();
  auto channel = served.Connect(rpc::Role::kSubmitter);
  auto stub = IngestService::NewStub(channel);
  auto answer =
      Submit(*stub, RequestOf(small_world::BankA().Sign(Withdrawals(0, 1))));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().reason, "DISK_LOW_WATER");
  EXPECT_EQ(answer.error().code, Code::kUnavailable);
  grpc::ClientContext context;
  rpc::Prepare(context, kDeadline);
  amanah::v1::GetSubmitterHeadRequest request;
  request.set_origin(small_world::kBankA);
  amanah::v1::GetSubmitterHeadResponse response;
  EXPECT_TRUE(stub->GetSubmitterHead(&context, request, &response).ok());
}

}  // namespace
}  // namespace integration
