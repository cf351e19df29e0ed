// ledger::Error on the wire and back: google.rpc.Status with details.
//
//   ErrorInfo    reason, domain `amanah`, the facts as metadata; always.
//   BadRequest   each violation, when there are any.
//   RetryInfo    with RESOURCE_EXHAUSTED: wait at least kRetryDelayMs.
//
// Thread safety: pure functions.

#pragma once

#include <grpcpp/support/status.h>

#include <string_view>

#include "google/rpc/status.pb.h"
#include "ledger/base/result.h"

namespace services::rpc {

inline constexpr int kRetryDelayMs = 100;

// Reason of an error that came without ErrorInfo: from gRPC itself, or from
// something that is not a ledger.
inline constexpr std::string_view kTransport = "TRANSPORT";
// kUnavailable or kDeadlineExceeded: nobody answered (channel.h).
inline constexpr std::string_view kServerUnreachable = "SERVER_UNREACHABLE";

// `error` with its details.
google::rpc::Status ToRpcStatus(const ledger::Error& error);
grpc::Status ToGrpc(const ledger::Error& error);

// Ok becomes OK.
grpc::Status ToGrpc(const ledger::Status& status);

// Back. Requires a code other than OK. A reason that was not known to this
// process before is kept until it ends, at most 1,024 of them.
ledger::Error ToError(const google::rpc::Status& status);
ledger::Error ToError(const grpc::Status& status);

}  // namespace services::rpc
