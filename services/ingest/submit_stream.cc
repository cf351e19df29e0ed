#include "services/ingest/submit_stream.h"

#include <deque>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>

#include "ledger/base/mutex.h"
#include "services/rpc/caller.h"
#include "services/wire/receipt.h"

namespace services::ingest {
namespace {

using amanah::v1::SubmitStreamRequest;
using amanah::v1::SubmitStreamResponse;
using ledger::MutexLock;
using ledger::Result;
using ledger::log::Receipt;
using ledger::log::SubmissionBytes;

using Reactor =
    grpc::ServerBidiReactor<SubmitStreamRequest, SubmitStreamResponse>;

// Ends at once.
class RefusedStream final : public Reactor {
 public:
  explicit RefusedStream(const grpc::Status& status) { Finish(status); }
  void OnDone() override { delete this; }
};

class SubmitStream final : public Reactor {
 public:
  explicit SubmitStream(ledger::log::Ledger& ledger) : ledger_(ledger) {
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  // Each submission is still answered by the log, so the end comes as for
  // any stream.
  void OnCancel() override {}
  void OnDone() override { delete this; }

 private:
  struct Unanswered {
    std::uint64_t request_id = 0;
    std::size_t bytes = 0;
    std::optional<Result<Receipt>> answer;
  };

  // What to do after letting the mutex go: gRPC may call back at once.
  struct Next {
    bool read = false;
    bool write = false;
    bool finish = false;
  };

  Unanswered& Enqueue(std::uint64_t request_id, std::size_t bytes);
  void Answered(Unanswered& submission, Result<Receipt> answer);
  Next Plan() REQUIRES(mutex_);
  void Do(const Next& next);

  ledger::log::Ledger& ledger_;
  SubmitStreamRequest request_;    // Of the one read under way.
  SubmitStreamResponse response_;  // Of the one write under way.

  ledger::Mutex mutex_;
  // In order of arrival; answered from the front only.
  std::deque<Unanswered> unanswered_ GUARDED_BY(mutex_);
  std::size_t unanswered_bytes_ GUARDED_BY(mutex_) = 0;
  bool reading_ GUARDED_BY(mutex_) = true;
  bool writing_ GUARDED_BY(mutex_) = false;
  bool reads_ended_ GUARDED_BY(mutex_) = false;
  bool finished_ GUARDED_BY(mutex_) = false;
  bool refusal_logged_ GUARDED_BY(mutex_) = false;
};

SubmissionBytes TakeSubmission(amanah::v1::SubmitRequest& request) {
  SubmissionBytes submission;
  submission.checkpoint = std::move(*request.mutable_checkpoint());
  submission.events.assign(
      std::make_move_iterator(request.mutable_events()->begin()),
      std::make_move_iterator(request.mutable_events()->end()));
  return submission;
}

void SubmitStream::OnReadDone(bool ok) {
  if (!ok) {
    Next next;
    {
      MutexLock lock(mutex_);
      reading_ = false;
      reads_ended_ = true;
      next = Plan();
    }
    Do(next);
    return;
  }
  auto& submission = *request_.mutable_submission();
  Unanswered& slot = Enqueue(request_.request_id(), request_.ByteSizeLong());
  if (ledger::Status grade = CheckGrade(submission.wait_for()); !grade.ok()) {
    Answered(slot, grade.error());
  } else {
    // Admission runs here; until it has passed, the next is not read, so that
    // submissions are queued in the order of the stream.
    ledger_.Submit(TakeSubmission(submission),
                   [this, &slot](Result<Receipt> answer) {
                     Answered(slot, std::move(answer));
                   });
  }
  request_.Clear();
  Next next;
  {
    MutexLock lock(mutex_);
    reading_ = false;
    next = Plan();
  }
  Do(next);
}

void SubmitStream::OnWriteDone(bool /*ok*/) {
  // A write that failed means that the client is gone; the read under way
  // ends the stream.
  Next next;
  {
    MutexLock lock(mutex_);
    writing_ = false;
    next = Plan();
  }
  Do(next);
}

SubmitStream::Unanswered& SubmitStream::Enqueue(std::uint64_t request_id,
                                                std::size_t bytes) {
  MutexLock lock(mutex_);
  unanswered_bytes_ += bytes;
  return unanswered_.emplace_back(Unanswered{request_id, bytes, {}});
}

void SubmitStream::Answered(Unanswered& submission, Result<Receipt> answer) {
  Next next;
  {
    MutexLock lock(mutex_);
    submission.answer = std::move(answer);
    next = Plan();
  }
  Do(next);
}

SubmitStream::Next SubmitStream::Plan() {
  Next next;
  if (!writing_ && !unanswered_.empty() &&
      unanswered_.front().answer.has_value()) {
    Unanswered& front = unanswered_.front();
    response_.Clear();
    response_.set_request_id(front.request_id);
    if (front.answer->ok()) {
      wire::FillReceipt(**std::move(front.answer), response_.mutable_receipt());
    } else {
      // The first says it; the rest of the stream mostly follows from it.
      if (!std::exchange(refusal_logged_, true)) {
        rpc::LogRefusal("SubmitStream", front.answer->error());
      }
      *response_.mutable_refusal() = rpc::ToRpcStatus(front.answer->error());
    }
    unanswered_bytes_ -= front.bytes;
    unanswered_.pop_front();
    writing_ = next.write = true;
  }
  if (!reading_ && !reads_ended_ && unanswered_.size() < kMaxUnanswered &&
      unanswered_bytes_ < kMaxUnansweredBytes) {
    reading_ = next.read = true;
  }
  if (reads_ended_ && !reading_ && !writing_ && unanswered_.empty() &&
      !finished_) {
    finished_ = next.finish = true;
  }
  return next;
}

void SubmitStream::Do(const Next& next) {
  // Without a buffer hint, even when the next answer waits: gRPC 1.51 may hold
  // a hinted write back for ever.
  if (next.write) StartWrite(&response_);
  if (next.read) StartRead(&request_);
  if (next.finish) Finish(grpc::Status::OK);
}

}  // namespace

ledger::Status CheckGrade(amanah::v1::ReceiptGrade wait_for) {
  if (wait_for == amanah::v1::RECEIPT_GRADE_WITNESSED) {
    return ledger::Error{ledger::Code::kFailedPrecondition, kWitnessesNone,
                         "no witness cosigns this ledger: wait for LOGGED"};
  }
  return ledger::Ok{};
}

ledger::Status CheckCaller(const grpc::AuthContext& caller) {
  LEDGER_RETURN_IF_ERROR(
      rpc::RequireRole(caller, {rpc::Role::kOperator, rpc::Role::kSubmitter}));
  return ledger::Ok{};
}

grpc::ServerBidiReactor<SubmitStreamRequest, SubmitStreamResponse>*
MakeSubmitStream(ledger::log::Ledger& ledger, const grpc::AuthContext& caller) {
  ledger::Status allowed = CheckCaller(caller);
  if (!allowed.ok()) {
    return new RefusedStream(rpc::Finish("SubmitStream", allowed));
  }
  return new SubmitStream(ledger);
}

}  // namespace services::ingest
