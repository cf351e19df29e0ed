#include "services/rpc/status.h"

#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"

namespace services::rpc {
namespace {

using ledger::Code;
using ledger::Error;

constexpr Code kAllCodes[] = {
    Code::kCancelled,         Code::kInvalidArgument,
    Code::kDeadlineExceeded,  Code::kNotFound,
    Code::kAlreadyExists,     Code::kPermissionDenied,
    Code::kResourceExhausted, Code::kFailedPrecondition,
    Code::kAborted,           Code::kOutOfRange,
    Code::kUnimplemented,     Code::kInternal,
    Code::kUnavailable,       Code::kDataLoss,
    Code::kUnauthenticated};

TEST(Status, EveryCodeAndReasonComesBackAsItWent) {
  for (Code code : kAllCodes) {
    const Error back =
        ToError(ToGrpc(Error{code, "SOME_REASON", "a sentence"}));
    EXPECT_EQ(back.code, code);
    EXPECT_EQ(back.reason, "SOME_REASON");
    EXPECT_EQ(back.message, "a sentence");
  }
}

TEST(Status, ViolationsAndFactsComeBackInOrder) {
  Error error{Code::kInvalidArgument, "EVENT_INVALID", "two events"};
  error.violations = {{"events[3].period_id", "too long"},
                      {"events[9].event_id", "missing"}};
  error.facts = {{"root_hash", "ab"}, {"size", "12"}};
  const Error back = ToError(ToGrpc(error));
  ASSERT_EQ(back.violations.size(), 2u);
  EXPECT_EQ(back.violations[1].field, "events[9].event_id");
  EXPECT_EQ(back.violations[1].description, "missing");
  ASSERT_EQ(back.facts.size(), 2u);
  std::map<std::string, std::string> facts;
  for (const auto& fact : back.facts) facts[fact.name] = fact.value;
  EXPECT_EQ(facts["size"], "12");
  EXPECT_EQ(facts["root_hash"], "ab");
}

TEST(Status, ResourceExhaustedSaysWhenToTryAgain) {
  const auto status =
      ToRpcStatus(Error{Code::kResourceExhausted, "QUEUE_FULL", "full"});
  google::rpc::RetryInfo retry;
  bool found = false;
  for (const auto& detail : status.details()) {
    found = found || detail.UnpackTo(&retry);
  }
  ASSERT_TRUE(found);
  EXPECT_EQ(retry.retry_delay().nanos(), kRetryDelayMs * 1'000'000);
}

TEST(Status, AtMostAHundredViolationsTravel) {
  Error error{Code::kInvalidArgument, "EVENT_INVALID", "many"};
  error.violations.assign(250, {"f", "d"});
  EXPECT_EQ(ToError(ToGrpc(error)).violations.size(), 100u);
}

TEST(Status, AnErrorWithoutDetailsIsTheTransports) {
  const Error error = ToError(grpc::Status(grpc::StatusCode::UNKNOWN, "gone"));
  EXPECT_EQ(error.code, Code::kInternal);
  EXPECT_EQ(error.reason, kTransport);
}

TEST(Status, DetailsThatContradictTheCodeAreNotBelieved) {
  const grpc::Status honest = ToGrpc(Error{Code::kNotFound, "A_REASON", "x"});
  const grpc::Status forged(grpc::StatusCode::INTERNAL, "x",
                            honest.error_details());
  EXPECT_EQ(ToError(forged).reason, kTransport);
}

TEST(Status, StrangeReasonsCannotFillTheMemory) {
  for (int i = 0; i < 3'000; ++i) {
    google::rpc::ErrorInfo info;
    info.set_reason("STRANGE_" + std::to_string(i));
    google::rpc::Status status;
    status.set_code(3);
    status.add_details()->PackFrom(info);
    const Error error = ToError(status);
    if (i >= 1'024) {
      EXPECT_EQ(error.reason, kTransport);
    }
  }
}

}  // namespace
}  // namespace services::rpc
