// The window of SubmitStream, over a real connection to a log that answers
// when the test says so.

#include "services/ingest/submit_stream.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>
#include <vector>

#include "ledger/base/mutex.h"
#include "services/ingest/ingest_service.h"
#include "services/rpc/certificates.h"
#include "services/rpc/channel.h"
#include "services/rpc/server.h"
#include "services/rpc/server_log.h"

namespace services::ingest {
namespace {

using amanah::v1::SubmitStreamRequest;
using amanah::v1::SubmitStreamResponse;
using ledger::Error;
using ledger::MutexLock;
using ledger::Result;
using ledger::log::Receipt;
using ledger::log::SubmissionBytes;

Error NotHere() {
  return {ledger::Code::kUnimplemented, "NOT_HERE", "not in this test"};
}

// Keeps what is submitted until the test answers it.
class SlowLog final : public ledger::log::Ledger {
 public:
  void Submit(SubmissionBytes submission, Done done) override {
    MutexLock lock(mutex_);
    waiting_.push_back(std::move(done));
    bytes_ += submission.checkpoint.size();
    ++submitted_;
    most_waiting_ = std::max(most_waiting_, waiting_.size());
    changed_.NotifyAll();
  }

  // Waits until that many were submitted in all.
  void AwaitSubmitted(std::size_t count) {
    MutexLock lock(mutex_);
    while (submitted_ < count) changed_.Wait(mutex_);
  }
  std::size_t submitted() {
    MutexLock lock(mutex_);
    return submitted_;
  }
  std::size_t most_waiting() {
    MutexLock lock(mutex_);
    return most_waiting_;
  }
  // Answers the oldest, or the newest, that waits.
  void Answer(bool oldest) {
    Done done;
    {
      MutexLock lock(mutex_);
      const auto at = oldest ? waiting_.begin() : waiting_.end() - 1;
      done = std::move(*at);
      waiting_.erase(at);
    }
    Receipt receipt;
    receipt.event_count = 1;
    done(std::move(receipt));
  }
  std::size_t waiting() {
    MutexLock lock(mutex_);
    return waiting_.size();
  }

  void Stop() override {}
  ledger::log::LogStatus Status() const override { return {}; }
  const ledger::log::GenesisRecord& genesis() const override {
    return genesis_;
  }
  std::shared_ptr<const ledger::log::Head> head() const override {
    return std::make_shared<ledger::log::Head>();
  }
  std::shared_ptr<const ledger::registry::Registry> registry() const override {
    return nullptr;
  }
  Result<ledger::log::Entry> ReadEntry(std::uint64_t) const override {
    return NotHere();
  }
  ledger::Status ScanEntries(
      std::uint64_t, std::uint64_t,
      const std::function<bool(const ledger::log::Entry&)>&) const override {
    return NotHere();
  }
  std::uint64_t WaitForMore(
      std::uint64_t, std::chrono::steady_clock::time_point) const override {
    return 0;
  }
  Result<ledger::merkle::Proof> ProveInclusion(std::string_view, std::uint64_t,
                                               std::uint64_t) const override {
    return NotHere();
  }
  Result<ledger::merkle::Proof> ProveConsistency(std::string_view,
                                                 std::uint64_t,
                                                 std::uint64_t) const override {
    return NotHere();
  }
  Result<ledger::crypto::Hash> LeafHashAt(std::string_view,
                                          std::uint64_t) const override {
    return NotHere();
  }
  Result<std::string> CheckpointCovering(std::string_view,
                                         std::uint64_t) const override {
    return NotHere();
  }
  const ledger::merkle::TileReader& tiles() const override { std::abort(); }
  Result<ledger::log::SubmitterHead> GetSubmitterHead(
      std::string_view) const override {
    return NotHere();
  }
  Result<Receipt> GetReceipt(std::string_view, std::uint64_t) const override {
    return NotHere();
  }
  Result<bool> IsInDoubt(const ledger::log::Entry&) const override {
    return NotHere();
  }

 private:
  ledger::log::GenesisRecord genesis_;
  ledger::Mutex mutex_;
  ledger::Condition changed_;
  std::vector<Done> waiting_ GUARDED_BY(mutex_);
  std::size_t bytes_ GUARDED_BY(mutex_) = 0;
  std::size_t submitted_ GUARDED_BY(mutex_) = 0;
  std::size_t most_waiting_ GUARDED_BY(mutex_) = 0;
};

class SubmitStreamTest : public ::testing::Test {
 protected:
  SubmitStreamTest() : service_(log_) {
    rpc::SetQuietLog(true);
    rpc::TakeOverTransportLog(false);
    const auto authority = *rpc::MakeAuthority("a");
    const auto server = *rpc::IssueServer(authority, {});
    const auto client =
        *rpc::IssueClient(authority, "bank", rpc::Role::kSubmitter);
    server_ = *rpc::Server::Start({.address = "127.0.0.1:0",
                                   .authority_pem = authority.certificate_pem,
                                   .certificate_pem = server.certificate_pem,
                                   .key_pem = server.key_pem},
                                  {&service_});
    stub_ = amanah::v1::IngestService::NewStub(rpc::OpenChannel(
        {.address = "127.0.0.1:" + std::to_string(server_->port()),
         .authority_pem = authority.certificate_pem,
         .certificate_pem = client.certificate_pem,
         .key_pem = client.key_pem}));
    context_.set_wait_for_ready(true);
    stream_ = stub_->SubmitStream(&context_);
  }

  // Sends `count` submissions of `bytes` from a thread, then closes.
  void SendInBackground(std::uint64_t count, std::size_t bytes) {
    writer_ = std::thread([this, count, bytes] {
      for (std::uint64_t i = 0; i < count; ++i) {
        SubmitStreamRequest request;
        request.set_request_id(i);
        request.mutable_submission()->set_checkpoint(std::string(bytes, 'x'));
        if (!stream_->Write(request)) return;
      }
      stream_->WritesDone();
    });
  }

  ~SubmitStreamTest() override {
    if (writer_.joinable()) writer_.join();
  }

  SlowLog log_;
  IngestService service_;
  std::unique_ptr<rpc::Server> server_;
  std::unique_ptr<amanah::v1::IngestService::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<
      grpc::ClientReaderWriter<SubmitStreamRequest, SubmitStreamResponse>>
      stream_;
  std::thread writer_;
};

TEST_F(SubmitStreamTest, NeverMoreThanSixtyFourAreUnanswered) {
  constexpr std::size_t kCount = 500;
  SendInBackground(kCount, 10);
  log_.AwaitSubmitted(kMaxUnanswered);
  SubmitStreamResponse response;
  for (std::size_t i = 0; i < kCount; ++i) {
    // Nothing more comes until one is answered.
    EXPECT_LE(log_.submitted(), i + kMaxUnanswered);
    log_.Answer(true);
    ASSERT_TRUE(stream_->Read(&response));
    EXPECT_EQ(response.request_id(), i);
    log_.AwaitSubmitted(std::min(kCount, i + 1 + kMaxUnanswered));
  }
  EXPECT_FALSE(stream_->Read(&response));
  EXPECT_TRUE(stream_->Finish().ok());
  EXPECT_EQ(log_.most_waiting(), kMaxUnanswered);
}

TEST_F(SubmitStreamTest, NeverMuchMoreThanSixteenMebibytesAreUnanswered) {
  constexpr std::size_t kBytes = 5 * 1024 * 1024;
  constexpr std::size_t kCount = 12;
  // The fourth brings it over the limit, and then reading stops.
  constexpr std::size_t kFits = 4;
  SendInBackground(kCount, kBytes);
  log_.AwaitSubmitted(kFits);
  SubmitStreamResponse response;
  for (std::size_t i = 0; i < kCount; ++i) {
    EXPECT_LE(log_.submitted(), i + kFits);
    log_.Answer(true);
    ASSERT_TRUE(stream_->Read(&response));
    log_.AwaitSubmitted(std::min(kCount, i + 1 + kFits));
  }
  EXPECT_FALSE(stream_->Read(&response));
  EXPECT_TRUE(stream_->Finish().ok());
}

TEST_F(SubmitStreamTest, AnswersComeInOrderWhateverTheOrderOfTheLogs) {
  constexpr std::size_t kCount = 50;
  SendInBackground(kCount, 10);
  log_.AwaitSubmitted(kCount);
  while (log_.waiting() > 0) log_.Answer(false);
  SubmitStreamResponse response;
  for (std::size_t i = 0; i < kCount; ++i) {
    ASSERT_TRUE(stream_->Read(&response));
    EXPECT_EQ(response.request_id(), i);
    EXPECT_TRUE(response.has_receipt());
  }
  EXPECT_FALSE(stream_->Read(&response));
  EXPECT_TRUE(stream_->Finish().ok());
}

TEST_F(SubmitStreamTest, AClientThatGoesAwayLeavesNothingBehind) {
  SendInBackground(20, 10);
  log_.AwaitSubmitted(20);
  context_.TryCancel();
  EXPECT_EQ(stream_->Finish().error_code(), grpc::StatusCode::CANCELLED);
  // The log still answers them; the stream ends after the last.
  while (log_.waiting() > 0) log_.Answer(true);
  writer_.join();
  server_->Stop(std::chrono::seconds(30));
}

}  // namespace
}  // namespace services::ingest
