#include "services/rpc/server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>

#include <mutex>
#include <utility>

namespace services::rpc {
namespace {

void EnablePluginsOnce() {
  static std::once_flag once;
  std::call_once(once, [] {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  });
}

std::shared_ptr<grpc::ServerCredentials> MakeCredentials(
    const ServerOptions& options) {
  grpc::SslServerCredentialsOptions tls(
      GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  tls.pem_root_certs = options.authority_pem;
  tls.pem_key_cert_pairs.push_back({options.key_pem, options.certificate_pem});
  return grpc::SslServerCredentials(tls);
}

}  // namespace

struct Server::Parts {
  std::unique_ptr<grpc::Server> server;
};

ledger::Result<std::unique_ptr<Server>> Server::Start(
    const ServerOptions& options, const std::vector<grpc::Service*>& services) {
  EnablePluginsOnce();
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(options.address, MakeCredentials(options), &port);
  builder.SetMaxReceiveMessageSize(kMaxMessageBytes);
  builder.SetMaxSendMessageSize(kMaxMessageBytes);
  // Two servers on one port would each get half of the connections.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // Clients that watch may ping through quiet hours.
  builder.AddChannelArgument(
      GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10'000);
  grpc::ResourceQuota quota("amanahd");
  quota.SetMaxThreads(options.max_threads);
  builder.SetResourceQuota(quota);
  for (grpc::Service* service : services) builder.RegisterService(service);

  auto parts = std::make_unique<Parts>();
  parts->server = builder.BuildAndStart();
  if (parts->server == nullptr || port == 0) {
    return ledger::Error{
        ledger::Code::kFailedPrecondition, kListenFailed,
        "cannot listen on " + options.address +
            ": the address is taken or not this machine's, or the "
            "certificate and key in tls/ do not fit together"};
  }
  return std::unique_ptr<Server>(new Server(std::move(parts), port));
}

Server::Server(std::unique_ptr<Parts> parts, int port)
    : parts_(std::move(parts)), port_(port) {}

Server::~Server() { Stop(std::chrono::milliseconds(0)); }

void Server::SetServing(bool serving) {
  if (auto* health = parts_->server->GetHealthCheckService()) {
    health->SetServingStatus(serving);
  }
}

void Server::Stop(std::chrono::milliseconds patience) {
  parts_->server->Shutdown(std::chrono::system_clock::now() + patience);
  parts_->server->Wait();
}

}  // namespace services::rpc
