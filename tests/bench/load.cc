#include "tests/bench/load.h"

#include <cstdio>
#include <deque>
#include <string>
#include <thread>
#include <utility>

#include "amanah/v1/ingest_service.grpc.pb.h"
#include "ledger/base/check.h"
#include "ledger/base/mutex.h"

namespace bench {
namespace {

using amanah::v1::IngestService;
using amanah::v1::SubmitStreamRequest;
using amanah::v1::SubmitStreamResponse;
using ledger::MutexLock;
using Clock = std::chrono::steady_clock;

std::vector<SubmitStreamRequest> RequestsOf(Submissions submissions) {
  std::vector<SubmitStreamRequest> requests(submissions.size());
  for (std::size_t i = 0; i < submissions.size(); ++i) {
    requests[i].set_request_id(i);
    auto& submission = *requests[i].mutable_submission();
    submission.set_checkpoint(std::move(submissions[i].checkpoint));
    for (auto& event : submissions[i].events) {
      submission.add_events(std::move(event));
    }
  }
  return requests;
}

// One stream. Offer makes the next submissions due; what may go out at once
// does, the rest when answers come.
class Client final : public grpc::ClientBidiReactor<SubmitStreamRequest,
                                                    SubmitStreamResponse> {
 public:
  Client(IngestService::Stub& stub, Submissions submissions, int window)
      : requests_(RequestsOf(std::move(submissions))),
        due_(requests_.size()),
        window_(static_cast<std::size_t>(window)) {
    latencies_ms_.reserve(requests_.size());
    stub.async()->SubmitStream(&context_, this);
    StartRead(&response_);
    StartCall();
  }

  void Offer(std::size_t count, Clock::time_point due) {
    const MutexLock lock(mutex_);
    for (std::size_t i = 0; i < count && offered_ < requests_.size(); ++i) {
      due_[offered_++] = due;
    }
    SendIfPossible();
  }

  void OnWriteDone(bool ok) override {
    AMANAH_CHECK(ok);
    const MutexLock lock(mutex_);
    writing_ = false;
    SendIfPossible();
  }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    const auto now = Clock::now();
    if (!response_.has_receipt()) {
      std::fprintf(stderr, "refused: %s\n",
                   response_.refusal().message().c_str());
    }
    AMANAH_CHECK(response_.has_receipt());
    {
      const MutexLock lock(mutex_);
      const std::chrono::duration<double, std::milli> took =
          now - due_[answered_++];
      latencies_ms_.push_back(took.count());
      SendIfPossible();
      if (answered_ == requests_.size()) StartWritesDone();
    }
    StartRead(&response_);
  }

  void OnDone(const grpc::Status& status) override {
    AMANAH_CHECK(status.ok());
    const MutexLock lock(mutex_);
    done_ = true;
    changed_.NotifyAll();
  }

  std::vector<double> Wait() {
    const MutexLock lock(mutex_);
    while (!done_) changed_.Wait(mutex_);
    return std::move(latencies_ms_);
  }

  std::size_t size() const { return requests_.size(); }

 private:
  void SendIfPossible() REQUIRES(mutex_) {
    if (writing_ || sent_ == offered_ || sent_ - answered_ >= window_) return;
    writing_ = true;
    StartWrite(&requests_[sent_++]);
  }

  grpc::ClientContext context_;
  std::vector<SubmitStreamRequest> requests_;
  SubmitStreamResponse response_;

  ledger::Mutex mutex_;
  ledger::Condition changed_;
  std::vector<Clock::time_point> due_ GUARDED_BY(mutex_);
  const std::size_t window_;
  std::size_t offered_ GUARDED_BY(mutex_) = 0;
  std::size_t sent_ GUARDED_BY(mutex_) = 0;
  std::size_t answered_ GUARDED_BY(mutex_) = 0;
  bool writing_ GUARDED_BY(mutex_) = false;
  bool done_ GUARDED_BY(mutex_) = false;
  std::vector<double> latencies_ms_ GUARDED_BY(mutex_);
};

class Crowd {
 public:
  Crowd(const std::shared_ptr<grpc::Channel>& channel,
        std::vector<Submissions> clients, int window)
      : stub_(IngestService::NewStub(channel)) {
    for (Submissions& submissions : clients) {
      result_.submissions += submissions.size();
      for (const auto& submission : submissions) {
        result_.events += submission.events.size();
      }
      clients_.push_back(
          std::make_unique<Client>(*stub_, std::move(submissions), window));
    }
  }

  std::vector<std::unique_ptr<Client>>& clients() { return clients_; }

  LoadResult Finish(Clock::time_point start) {
    for (auto& client : clients_) {
      const std::vector<double> latencies = client->Wait();
      result_.latencies_ms.insert(result_.latencies_ms.end(), latencies.begin(),
                                  latencies.end());
    }
    result_.seconds =
        std::chrono::duration<double>(Clock::now() - start).count();
    return std::move(result_);
  }

 private:
  std::unique_ptr<IngestService::Stub> stub_;
  std::vector<std::unique_ptr<Client>> clients_;
  LoadResult result_;
};

}  // namespace

LoadResult SendAll(const std::shared_ptr<grpc::Channel>& channel,
                   std::vector<Submissions> clients, int window) {
  Crowd crowd(channel, std::move(clients), window);
  const auto start = Clock::now();
  for (auto& client : crowd.clients()) client->Offer(client->size(), start);
  return crowd.Finish(start);
}

LoadResult SendPaced(const std::shared_ptr<grpc::Channel>& channel,
                     std::vector<Submissions> clients, double per_second) {
  constexpr int kServersWindow = 64;
  Crowd crowd(channel, std::move(clients), kServersWindow);
  const auto start = Clock::now();
  const std::chrono::duration<double> gap(1 / per_second);
  const std::size_t rounds = crowd.clients().front()->size();
  std::size_t number = 0;
  for (std::size_t round = 0; round < rounds; ++round) {
    for (auto& client : crowd.clients()) {
      const auto due = start + std::chrono::duration_cast<Clock::duration>(
                                   gap * static_cast<double>(number++));
      std::this_thread::sleep_until(due);
      client->Offer(1, due);
    }
  }
  return crowd.Finish(start);
}

}  // namespace bench
