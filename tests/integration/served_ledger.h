// A small world's ledger behind a real amanahd: its own process, its own
// port on loopback, TLS both ways.
//
// Nothing sleeps: Start waits for the server's line, Stop for its end.

#pragma once

#include <grpcpp/channel.h>
#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/log/ledger.h"
#include "ledger/note/note.h"
#include "services/rpc/certificates.h"
#include "tests/support/small_world.h"

namespace integration {

// How a process ended, and what it said on stderr.
struct Ended {
  int exit_code = -1;  // -1: by a signal.
  std::string said;
};

class ServedLedger {
 public:
  // A ledger made by small_world::Create, not yet served. `limits` goes into
  // the [limits] section of ledger.toml.
  explicit ServedLedger(const std::string& name,
                        const std::string& limits = "");
  // Kills what runs.
  ~ServedLedger();
  ServedLedger(const ServedLedger&) = delete;
  ServedLedger& operator=(const ServedLedger&) = delete;

  // Starts the server and waits for its line. Aborts when it does not come.
  void Start();
  // Starts a server that is expected to refuse, and waits for its end.
  Ended StartRefused();
  // Ends it by `signal` and waits.
  Ended Stop(int signal);

  const ledger::log::LedgerOptions& options() const { return options_; }
  const std::string& directory() const { return options_.directory; }
  // `127.0.0.1:<port>` while it serves.
  const std::string& address() const { return address_; }
  const services::rpc::Certificate& authority() const { return authority_; }

  // A connection in this role; nullopt role: as the server's own certificate.
  std::shared_ptr<grpc::Channel> Connect(services::rpc::Role role) const;

 private:
  void Spawn();
  // A line of the server's stdout; empty at its end.
  std::string ReadLine();
  Ended Wait();

  small_world::Folder folder_;
  ledger::log::LedgerOptions options_;
  services::rpc::Certificate authority_;
  std::string address_;
  pid_t process_ = -1;
  int stdout_ = -1;
};

}  // namespace integration
