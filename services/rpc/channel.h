// The client's end: a channel that comes back by itself.
//
// Calls wait for the connection (wait_for_ready) until their deadline: a
// client that fails fast and sleeps stays away for a minute or two after a
// server's restart, one that waits is back within seconds.
//
// Thread safety: a channel is used from any thread.

#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <chrono>
#include <memory>
#include <string>

#include "ledger/base/result.h"

namespace services::rpc {

struct ChannelOptions {
  std::string address = "127.0.0.1:7443";
  std::string authority_pem;  // Who signs the server's certificate.
  std::string certificate_pem;
  std::string key_pem;
};

// Connects in the background.
std::shared_ptr<grpc::Channel> OpenChannel(const ChannelOptions& options);

// Ok once connected. SERVER_UNREACHABLE, kUnavailable, with what the
// transport said when it is not in time.
ledger::Status WaitUntilConnected(grpc::Channel& channel,
                                  std::chrono::milliseconds patience);

// Sets wait_for_ready and the deadline of a call.
void Prepare(grpc::ClientContext& context, std::chrono::milliseconds deadline);

// Ok, or the ledger's error that the call ended with. An UNAVAILABLE or
// DEADLINE_EXCEEDED that is not the ledger's is SERVER_UNREACHABLE.
ledger::Status ToStatus(const grpc::Status& status);

}  // namespace services::rpc
