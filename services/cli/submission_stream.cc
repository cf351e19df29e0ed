#include "services/cli/submission_stream.h"

#include <utility>

#include "services/rpc/channel.h"

namespace services::cli {

using amanah::v1::SubmitStreamRequest;
using amanah::v1::SubmitStreamResponse;

SubmissionStream::SubmissionStream(amanah::v1::IngestService::Stub& stub) {
  context_.set_wait_for_ready(false);
  stream_ = stub.SubmitStream(&context_);
  reader_ = std::thread([this] { ReadAnswers(); });
}

SubmissionStream::~SubmissionStream() {
  if (reader_.joinable()) {
    context_.TryCancel();
    reader_.join();
  }
}

bool SubmissionStream::Send(std::string checkpoint,
                            std::vector<std::string> events) {
  SubmitStreamRequest request;
  request.set_request_id(++sent_);
  auto* submission = request.mutable_submission();
  submission->set_checkpoint(std::move(checkpoint));
  submission->mutable_events()->Reserve(static_cast<int>(events.size()));
  for (std::string& event : events) submission->add_events(std::move(event));
  return stream_->Write(request);
}

std::optional<SubmitStreamResponse> SubmissionStream::Take(bool wait) {
  ledger::MutexLock lock(mutex_);
  while (wait && answers_.empty() && !ended_) changed_.Wait(mutex_);
  if (answers_.empty()) return std::nullopt;
  SubmitStreamResponse answer = std::move(answers_.front());
  answers_.pop_front();
  ++taken_;
  return answer;
}

void SubmissionStream::EndSending() { stream_->WritesDone(); }

ledger::Status SubmissionStream::Finish() {
  {
    ledger::MutexLock lock(mutex_);
    if (!ended_) context_.TryCancel();
  }
  reader_.join();
  return rpc::ToStatus(stream_->Finish());
}

void SubmissionStream::ReadAnswers() {
  SubmitStreamResponse answer;
  while (stream_->Read(&answer)) {
    ledger::MutexLock lock(mutex_);
    answers_.push_back(std::move(answer));
    changed_.NotifyAll();
  }
  ledger::MutexLock lock(mutex_);
  ended_ = true;
  changed_.NotifyAll();
}

}  // namespace services::cli
