// The client's end of SubmitStream: sends, and collects answers in order.
//
// Threads: one sends and takes answers; the stream's own thread reads them
// from the network into a queue that is never longer than what was sent.

#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "amanah/v1/ingest_service.grpc.pb.h"
#include "ledger/base/mutex.h"
#include "ledger/base/result.h"

namespace services::cli {

class SubmissionStream {
 public:
  explicit SubmissionStream(amanah::v1::IngestService::Stub& stub);
  // Cancels what is under way.
  ~SubmissionStream();
  SubmissionStream(const SubmissionStream&) = delete;
  SubmissionStream& operator=(const SubmissionStream&) = delete;

  // False when the stream has broken: Finish says why.
  bool Send(std::string checkpoint, std::vector<std::string> events);

  // The next answer; nullopt when there is none yet and `wait` is false, or
  // when the stream has ended.
  std::optional<amanah::v1::SubmitStreamResponse> Take(bool wait);

  // Sent and not taken.
  std::size_t unanswered() const { return sent_ - taken_; }

  // No more will be sent. Then Take until it gives nothing, then Finish.
  void EndSending();
  // How the stream ended. SERVER_UNREACHABLE when the connection broke.
  ledger::Status Finish();

 private:
  void ReadAnswers();

  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<amanah::v1::SubmitStreamRequest,
                                           amanah::v1::SubmitStreamResponse>>
      stream_;
  std::size_t sent_ = 0;
  std::size_t taken_ = 0;

  ledger::Mutex mutex_;
  ledger::Condition changed_;
  std::deque<amanah::v1::SubmitStreamResponse> answers_ GUARDED_BY(mutex_);
  bool ended_ GUARDED_BY(mutex_) = false;
  std::thread reader_;
};

}  // namespace services::cli
