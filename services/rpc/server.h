// The server: TLS with client certificates, limits, health, reflection.
//
// A peer without a certificate of the authority gets no further than the
// handshake. Health is grpc.health.v1 for the whole server.
//
// Threads: callback services run in gRPC's own few threads and must not block;
// sync services may, each call in a thread of a pool of at most
// `max_threads`, past which calls are refused with RESOURCE_EXHAUSTED.

#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"

namespace grpc {
class Service;
}

namespace services::rpc {

// Cannot listen there: taken, not ours, or the certificate is refused.
inline constexpr std::string_view kListenFailed = "LISTEN_FAILED";

// Longest message either way: a submission's 8 MiB with room to spare.
inline constexpr int kMaxMessageBytes = 16 * 1024 * 1024;

struct ServerOptions {
  std::string address = "127.0.0.1:7443";  // Port 0: any free one.
  std::string authority_pem;               // Who signs client certificates.
  std::string certificate_pem;
  std::string key_pem;
  int max_threads = 256;
};

class Server {
 public:
  // Listens and serves until Stop. `services` must outlive the server.
  static ledger::Result<std::unique_ptr<Server>> Start(
      const ServerOptions& options,
      const std::vector<grpc::Service*>& services);

  // As Stop without patience.
  ~Server();

  // The port it listens on.
  int port() const { return port_; }

  // What health says from now on.
  void SetServing(bool serving);

  // Takes no more calls; those running get `patience` to end, then are
  // cancelled. Returns when all have ended.
  void Stop(std::chrono::milliseconds patience);

 private:
  struct Parts;
  Server(std::unique_ptr<Parts> parts, int port);
  std::unique_ptr<Parts> parts_;
  int port_;
};

}  // namespace services::rpc
