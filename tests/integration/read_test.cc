// Reading over the wire: what the ledger says can be checked without it.

#include <gtest/gtest.h>
#include <signal.h>

#include "amanah/v1/admin_service.grpc.pb.h"
#include "amanah/v1/alert_service.grpc.pb.h"
#include "amanah/v1/custody_service.grpc.pb.h"
#include "amanah/v1/ingest_service.grpc.pb.h"
#include "amanah/v1/log_service.grpc.pb.h"
#include "ledger/merkle/proof.h"
#include "ledger/note/signed_checkpoint.h"
#include "services/rpc/channel.h"
#include "services/wire/receipt.h"
#include "tests/integration/served_ledger.h"

namespace integration {
namespace {

namespace rpc = services::rpc;
using amanah::v1::LogService;
using ledger::Result;
using ledger::Status;

constexpr std::chrono::seconds kDeadline{30};
constexpr std::uint64_t kEvents = 600;
constexpr std::uint64_t kBatch = 60;

template <typename Stub, typename Request, typename Response>
Result<Response> Ask(Stub& stub,
                     grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                  const Request&, Response*),
                     const Request& request) {
  grpc::ClientContext context;
  rpc::Prepare(context, kDeadline);
  Response response;
  LEDGER_RETURN_IF_ERROR(
      rpc::ToStatus((stub.*method)(&context, request, &response)));
  return response;
}

// One server for all: nothing here writes, but for one test at the end.
class Read : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    served_ = new ServedLedger("read");
    auto ledger = small_world::Open(served_->options());
    auto bank = small_world::BankA();
    for (std::uint64_t at = 0; at < kEvents; at += kBatch) {
      const auto events = small_world::Withdrawals(at, kBatch);
      AMANAH_CHECK(ledger->SubmitAndWait(bank.Sign(events)).ok());
      bank.Advance(events);
    }
    ledger->Stop();
    ledger.reset();
    served_->Start();
  }
  static void TearDownTestSuite() {
    delete served_;
    served_ = nullptr;
  }

  Read()
      : channel_(served_->Connect(rpc::Role::kInspector)),
        log_(LogService::NewStub(channel_)) {}

  amanah::v1::Entry Entry(std::uint64_t index) {
    amanah::v1::GetEntryRequest request;
    request.set_index(index);
    auto response = Ask(*log_, &LogService::Stub::GetEntry, request);
    EXPECT_TRUE(response.ok());
    return response.ok() ? response->entry() : amanah::v1::Entry();
  }

  ledger::note::Checkpoint Head() {
    auto response = Ask(*log_, &LogService::Stub::GetCheckpoint,
                        amanah::v1::GetCheckpointRequest());
    auto head = ledger::note::OpenCheckpoint(
        response->checkpoint(), small_world::kLedgerOrigin,
        {small_world::LedgerKey().vkey()}, 1);
    EXPECT_TRUE(head.ok());
    return *head;
  }

  static ServedLedger* served_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<LogService::Stub> log_;
};

ServedLedger* Read::served_ = nullptr;

TEST_F(Read, PagesGiveEveryEntryOnceAndInOrder) {
  const std::uint64_t size = Head().size;
  amanah::v1::ListEntriesRequest request;
  request.set_page_size(97);
  std::uint64_t next = 0;
  do {
    auto page = Ask(*log_, &LogService::Stub::ListEntries, request);
    ASSERT_TRUE(page.ok()) << page.error().message;
    for (const auto& entry : page->entries()) EXPECT_EQ(entry.index(), next++);
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(next, size);
}

TEST_F(Read, APageTokenOfSomethingElseIsRefused) {
  amanah::v1::ListEntriesRequest request;
  request.set_page_token("bm9uc2Vuc2U=");
  auto page = Ask(*log_, &LogService::Stub::ListEntries, request);
  ASSERT_FALSE(page.ok());
  EXPECT_EQ(page.error().reason, "PAGE_TOKEN_INVALID");
}

TEST_F(Read, EveryEntryIsProvenUnderTheSignedHead) {
  const auto head = Head();
  for (std::uint64_t index = 0; index < head.size; index += 13) {
    amanah::v1::GetInclusionProofRequest request;
    request.set_index(index);
    auto proof = Ask(*log_, &LogService::Stub::GetInclusionProof, request);
    ASSERT_TRUE(proof.ok());
    const auto entry = Entry(index);
    auto checked = ledger::merkle::VerifyInclusion(
        index, proof->tree_size(),
        ledger::merkle::LeafHash(ledger::AsBytes(entry.entry())),
        *services::wire::HashesOf(proof->inclusion_path()), head.root);
    EXPECT_TRUE(checked.ok()) << index;
  }
}

TEST_F(Read, AnEventIsProvenInItsSubmittersOwnLog) {
  const auto bank = small_world::BankA();
  for (std::uint64_t index : {0ull, 1ull, 59ull, 60ull, 599ull}) {
    amanah::v1::GetInclusionProofRequest request;
    request.set_index(index);
    request.set_submitter(small_world::kBankA);
    auto proof = Ask(*log_, &LogService::Stub::GetInclusionProof, request);
    ASSERT_TRUE(proof.ok()) << proof.error().message;
    auto checkpoint = ledger::note::OpenCheckpoint(
        proof->checkpoint(), small_world::kBankA, bank.vkeys(), 1);
    ASSERT_TRUE(checkpoint.ok());
    EXPECT_EQ(checkpoint->size, proof->tree_size());
    auto checked = ledger::merkle::VerifyInclusion(
        index, proof->tree_size(),
        ledger::merkle::LeafHash(
            ledger::AsBytes(small_world::Withdrawal(index))),
        *services::wire::HashesOf(proof->inclusion_path()), checkpoint->root);
    EXPECT_TRUE(checked.ok()) << index;
  }
}

TEST_F(Read, TheHeadExtendsEverySmallerTree) {
  const auto head = Head();
  amanah::v1::GetInclusionProofRequest first;
  first.set_tree_size(1);
  auto genesis = Ask(*log_, &LogService::Stub::GetInclusionProof, first);
  ASSERT_TRUE(genesis.ok());
  amanah::v1::GetConsistencyProofRequest request;
  request.set_old_size(1);
  auto proof = Ask(*log_, &LogService::Stub::GetConsistencyProof, request);
  ASSERT_TRUE(proof.ok());
  EXPECT_EQ(proof->new_size(), head.size);
  auto checked = ledger::merkle::VerifyConsistency(
      1, head.size, *ledger::crypto::HashFromBytes(genesis->leaf_hash()),
      head.root, *services::wire::HashesOf(proof->consistency_path()));
  EXPECT_TRUE(checked.ok());
}

TEST_F(Read, WhatIsBeyondTheHeadIsSaidSo) {
  amanah::v1::GetEntryRequest entry;
  entry.set_index(1'000'000);
  auto none = Ask(*log_, &LogService::Stub::GetEntry, entry);
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.error().reason, "INDEX_BEYOND_HEAD");
  amanah::v1::GetInclusionProofRequest proof;
  proof.set_tree_size(1'000'000);
  auto unproven = Ask(*log_, &LogService::Stub::GetInclusionProof, proof);
  ASSERT_FALSE(unproven.ok());
  EXPECT_EQ(unproven.error().reason, "SIZE_BEYOND_HEAD");
  proof.set_tree_size(0);
  proof.set_submitter("stranger.example/amanah");
  auto unknown = Ask(*log_, &LogService::Stub::GetInclusionProof, proof);
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().reason, "SUBMITTER_UNKNOWN");
}

TEST_F(Read, AReceiptCanBeHadAgain) {
  amanah::v1::GetReceiptRequest request;
  request.set_submitter(small_world::kBankA);
  request.set_submitter_size(kBatch);
  auto receipt = Ask(*log_, &LogService::Stub::GetReceipt, request);
  ASSERT_TRUE(receipt.ok());
  EXPECT_EQ(receipt->receipt().event_count(), kBatch);
  request.set_submitter_size(kBatch + 1);
  auto none = Ask(*log_, &LogService::Stub::GetReceipt, request);
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.error().reason, "SUBMISSION_UNKNOWN");
}

TEST_F(Read, AnEventIsFoundByItsId) {
  auto admin = amanah::v1::AdminService::NewStub(channel_);
  auto custody = amanah::v1::CustodyService::NewStub(channel_);
  // Waits until the views have folded everything.
  amanah::v1::RankHoldersRequest caught_up;
  caught_up.set_min_position(Head().size);
  ASSERT_TRUE(
      Ask(*custody, &amanah::v1::CustodyService::Stub::RankHolders, caught_up)
          .ok());
  amanah::v1::Event event;
  ASSERT_TRUE(event.ParseFromString(small_world::Withdrawal(77)));
  amanah::v1::FindEventRequest request;
  request.set_event_id(event.event_id());
  auto found = Ask(*log_, &LogService::Stub::FindEvent, request);
  ASSERT_TRUE(found.ok()) << found.error().message;
  EXPECT_EQ(Entry(found->index()).submitter_index(), 77u);
  request.set_event_id(std::string(16, '\0'));
  auto none = Ask(*log_, &LogService::Stub::FindEvent, request);
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.error().reason, "EVENT_UNKNOWN");
  request.set_event_id("short");
  EXPECT_EQ(Ask(*log_, &LogService::Stub::FindEvent, request).error().reason,
            "TOKEN_MALFORMED");
}

TEST_F(Read, ViewsThatCannotCatchUpInTimeSaySo) {
  auto custody = amanah::v1::CustodyService::NewStub(channel_);
  grpc::ClientContext context;
  rpc::Prepare(context, std::chrono::seconds(2));
  amanah::v1::RankHoldersRequest request;
  request.set_min_position(1'000'000);
  amanah::v1::RankHoldersResponse response;
  auto outcome =
      rpc::ToStatus(custody->RankHolders(&context, request, &response));
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().reason, "VIEW_BEHIND");
}

TEST_F(Read, QuestionsThatMakeNoSenseAreRefusedByReason) {
  using amanah::v1::AlertService;
  using amanah::v1::CustodyService;
  auto custody = CustodyService::NewStub(channel_);
  auto alerts = AlertService::NewStub(channel_);
  amanah::v1::GetCardTimelineRequest card;
  card.set_kks(std::string(16, 'x'));
  EXPECT_EQ(Ask(*custody, &CustodyService::Stub::GetCardTimeline, card)
                .error()
                .reason,
            "KKS_UNKNOWN");
  amanah::v1::ListHeldCardsRequest held;
  held.set_holder(std::string(16, 'x'));
  EXPECT_EQ(
      Ask(*custody, &CustodyService::Stub::ListHeldCards, held).error().reason,
      "HOLDER_UNKNOWN");
  amanah::v1::RankHoldersRequest rank;
  rank.set_region_prefix("1801");
  EXPECT_EQ(
      Ask(*custody, &CustodyService::Stub::RankHolders, rank).error().reason,
      "REGION_MALFORMED");
  amanah::v1::GetAlertRequest alert;
  alert.set_alert_id(std::string(16, 'x'));
  EXPECT_EQ(Ask(*alerts, &AlertService::Stub::GetAlert, alert).error().reason,
            "ALERT_UNKNOWN");
  grpc::ClientContext context;
  amanah::v1::WatchAlertsRequest watch;
  watch.set_resume_token("nonsense");
  auto stream = alerts->WatchAlerts(&context, watch);
  amanah::v1::WatchAlertsResponse change;
  EXPECT_FALSE(stream->Read(&change));
  EXPECT_EQ(rpc::ToStatus(stream->Finish()).error().reason,
            "RESUME_TOKEN_INVALID");
}

TEST_F(Read, ATailGivesWhatIsThereAndWhatComes) {
  const std::uint64_t size = Head().size;
  grpc::ClientContext context;
  amanah::v1::TailEntriesRequest request;
  request.set_start_index(size - 10);
  auto stream = log_->TailEntries(&context, request);
  std::uint64_t next = size - 10;
  amanah::v1::TailEntriesResponse response;
  while (next < size && stream->Read(&response)) {
    for (const auto& entry : response.entries()) {
      EXPECT_EQ(entry.index(), next++);
    }
  }
  auto ingest = amanah::v1::IngestService::NewStub(
      served_->Connect(rpc::Role::kSubmitter));
  auto bank = small_world::BankB();
  const auto submission = bank.Sign(small_world::Withdrawals(9'000, 2));
  amanah::v1::SubmitRequest submit;
  submit.set_checkpoint(submission.checkpoint);
  for (const auto& event : submission.events) submit.add_events(event);
  ASSERT_TRUE(
      Ask(*ingest, &amanah::v1::IngestService::Stub::Submit, submit).ok());
  while (next < size + 3 && stream->Read(&response)) {
    for (const auto& entry : response.entries()) {
      EXPECT_EQ(entry.index(), next++);
    }
  }
  EXPECT_EQ(next, size + 3);
  context.TryCancel();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

}  // namespace
}  // namespace integration
