#include "services/amanahd/daemon.h"

#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <memory>
#include <utility>

#include "ledger/runtime/config.h"
#include "ledger/runtime/file.h"
#include "ledger/runtime/runtime.h"
#include "services/admin/admin_service.h"
#include "services/alert/alert_service.h"
#include "services/ingest/ingest_service.h"
#include "services/log/log_service.h"
#include "services/query/card_service.h"
#include "services/query/companion_service.h"
#include "services/query/custody_service.h"
#include "services/query/family_service.h"
#include "services/query/money_service.h"
#include "services/query/party_service.h"
#include "services/query/village_service.h"
#include "services/rpc/server.h"
#include "services/rpc/server_log.h"
#include "services/rpc/stop_signal.h"

namespace services::amanahd {
namespace {

namespace runtime = ledger::runtime;
using ledger::Result;
using ledger::Status;

// How long calls that are running may take to end.
constexpr std::chrono::seconds kPatience{3};

sigset_t BlockEndSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return signals;
}

// All services of one ledger.
struct Services {
  Services(runtime::Runtime& ledger, const rpc::StopSignal& stop)
      : ingest(ledger.log()),
        log(ledger.log(), ledger.views(), stop),
        cards(ledger.views()),
        query(ledger.views()),
        companion(ledger.views()),
        family(ledger.views()),
        money(ledger.views()),
        party(ledger.views()),
        village(ledger.views()),
        alert(ledger.views(), stop),
        admin(ledger.log(), ledger.views()) {}

  ingest::IngestService ingest;
  log::LogService log;
  query::CardService cards;
  query::CustodyService query;
  query::CompanionService companion;
  query::FamilyService family;
  query::MoneyService money;
  query::PartyService party;
  query::VillageService village;
  alert::AlertService alert;
  admin::AdminService admin;
};

Result<rpc::ServerOptions> ServerOptionsOf(const runtime::Config& config) {
  rpc::ServerOptions options;
  options.address = config.listen;
  LEDGER_ASSIGN_OR_RETURN(options.authority_pem,
                          runtime::ReadSmallFile(config.client_authority_path));
  LEDGER_ASSIGN_OR_RETURN(options.certificate_pem,
                          runtime::ReadSmallFile(config.certificate_path));
  LEDGER_ASSIGN_OR_RETURN(options.key_pem,
                          runtime::ReadSmallFile(config.key_path));
  return options;
}

// `127.0.0.1:0` with the port in place of the 0.
std::string AddressWithPort(const std::string& listen, int port) {
  const std::size_t colon = listen.rfind(':');
  return listen.substr(0, colon) + ":" + std::to_string(port);
}

// Returns when told to end. Keeps health true to the log meanwhile.
void WaitForEnd(const sigset_t& signals, const ledger::log::Ledger& log,
                const ledger::fold::Engine& views, rpc::Server& server) {
  bool was_accepting = true;
  bool was_folding = true;
  while (true) {
    const timespec pause{0, 500'000'000};
    if (sigtimedwait(&signals, nullptr, &pause) > 0) return;
    const ledger::log::LogStatus status = log.Status();
    if (status.accepting != was_accepting) {
      was_accepting = status.accepting;
      server.SetServing(was_accepting);
      rpc::LogError(was_accepting ? "accepting" : "stopped_accepting",
                    {{"reason", std::string(status.stopped_reason)},
                     {"message", status.stopped_message}});
    }
    if (Status folding = views.folding(); was_folding && !folding.ok()) {
      was_folding = false;
      rpc::LogError("stopped_folding",
                    {{"reason", std::string(folding.error().reason)},
                     {"message", folding.error().message}});
    }
  }
}

}  // namespace

Status Run(const DaemonOptions& options,
           const std::function<void(const Ready&)>& ready) {
  const sigset_t signals = BlockEndSignals();
  rpc::SetQuietLog(options.quiet);
  rpc::TakeOverTransportLog(true);

  LEDGER_ASSIGN_OR_RETURN(runtime::Config config,
                          runtime::LoadConfig(options.data));
  if (!options.listen.empty()) config.listen = options.listen;
  LEDGER_ASSIGN_OR_RETURN(const rpc::ServerOptions server_options,
                          ServerOptionsOf(config));
  rpc::LogInfo("opening", {{"data", config.directory}});
  LEDGER_ASSIGN_OR_RETURN(std::unique_ptr<runtime::Runtime> ledger,
                          runtime::Runtime::Open(config));

  rpc::StopSignal stop;
  Services services(*ledger, stop);
  LEDGER_ASSIGN_OR_RETURN(
      std::unique_ptr<rpc::Server> server,
      rpc::Server::Start(
          server_options,
          {&services.ingest, &services.log, &services.cards, &services.query,
           &services.companion, &services.family, &services.money,
           &services.party, &services.village, &services.alert,
           &services.admin}));
  server->SetServing(true);
  if (!options.pid_file.empty()) {
    LEDGER_RETURN_IF_ERROR(runtime::ReplaceFile(
        options.pid_file, std::to_string(::getpid()) + "\n",
        runtime::Access::kEverybody));
  }
  const Ready now{AddressWithPort(config.listen, server->port()),
                  ledger->log().genesis().origin,
                  ledger->log().head()->checkpoint.size};
  rpc::LogInfo("ready", {{"address", now.address},
                         {"origin", now.origin},
                         {"entries", std::to_string(now.entries)}});
  ready(now);

  WaitForEnd(signals, ledger->log(), ledger->views(), *server);
  rpc::LogInfo("stopping", {});
  stop.Request();
  server->SetServing(false);
  server->Stop(kPatience);
  ledger->Close();
  if (!options.pid_file.empty()) std::remove(options.pid_file.c_str());
  rpc::LogInfo(
      "stopped",
      {{"entries", std::to_string(ledger->log().head()->checkpoint.size)}});
  return ledger::Ok{};
}

}  // namespace services::amanahd
