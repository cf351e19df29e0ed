#include "services/rpc/channel.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include "amanah/v1/admin_service.grpc.pb.h"
#include "services/rpc/server.h"
#include "services/rpc/status.h"

namespace services::rpc {

std::shared_ptr<grpc::Channel> OpenChannel(const ChannelOptions& options) {
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = options.authority_pem;
  tls.pem_cert_chain = options.certificate_pem;
  tls.pem_private_key = options.key_pem;
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
  arguments.SetMaxSendMessageSize(kMaxMessageBytes);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 1'000);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1'000);
  // One channel, one connection: no sharing with others in the process.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(options.address, grpc::SslCredentials(tls),
                                   arguments);
}

ledger::Status WaitUntilConnected(grpc::Channel& channel,
                                  std::chrono::milliseconds patience) {
  if (channel.WaitForConnected(std::chrono::system_clock::now() + patience)) {
    return ledger::Ok{};
  }
  // Only a call that fails at once is told why there is no connection.
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() +
                       std::chrono::seconds(2));
  amanah::v1::AdminService::Stub stub(
      std::shared_ptr<grpc::ChannelInterface>(&channel, [](auto*) {}));
  amanah::v1::GetStatusResponse response;
  const grpc::Status status = stub.GetStatus(&context, {}, &response);
  if (status.ok() || !status.error_details().empty()) return ledger::Ok{};
  return ledger::Error{ledger::Code::kUnavailable, kServerUnreachable,
                       status.error_message()};
}

void Prepare(grpc::ClientContext& context, std::chrono::milliseconds deadline) {
  context.set_wait_for_ready(true);
  context.set_deadline(std::chrono::system_clock::now() + deadline);
}

ledger::Status ToStatus(const grpc::Status& status) {
  if (status.ok()) return ledger::Ok{};
  ledger::Error error = ToError(status);
  if (error.reason == kTransport &&
      (error.code == ledger::Code::kUnavailable ||
       error.code == ledger::Code::kDeadlineExceeded)) {
    error.reason = kServerUnreachable;
  }
  return error;
}

}  // namespace services::rpc
