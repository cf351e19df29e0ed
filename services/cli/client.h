// A connection to the ledger, and what every command that needs one shares.
//
// Retrying lives in the commands: here a call is made once and waits for the
// connection until its deadline.
//
// Threads: stubs from any thread.

#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "amanah/v1/admin_service.grpc.pb.h"
#include "amanah/v1/alert_service.grpc.pb.h"
#include "amanah/v1/card_service.grpc.pb.h"
#include "amanah/v1/companion_service.grpc.pb.h"
#include "amanah/v1/custody_service.grpc.pb.h"
#include "amanah/v1/family_service.grpc.pb.h"
#include "amanah/v1/ingest_service.grpc.pb.h"
#include "amanah/v1/log_service.grpc.pb.h"
#include "amanah/v1/money_service.grpc.pb.h"
#include "amanah/v1/party_service.grpc.pb.h"
#include "amanah/v1/village_service.grpc.pb.h"
#include "ledger/base/result.h"
#include "ledger/note/note.h"
#include "services/cli/client_config.h"
#include "services/rpc/channel.h"

namespace services::cli {

inline constexpr std::chrono::seconds kCallDeadline{30};

class Client {
 public:
  // Reads certificates and waits for the connection. SERVER_UNREACHABLE;
  // FILE_UNREADABLE; VKEY_MALFORMED.
  static ledger::Result<std::unique_ptr<Client>> Connect(
      const ClientConfig& config, std::chrono::milliseconds patience);

  const ClientConfig& config() const { return config_; }
  const ledger::note::VerifierKey& ledger_vkey() const { return ledger_vkey_; }

  amanah::v1::IngestService::Stub& ingest() { return *ingest_; }
  amanah::v1::LogService::Stub& log() { return *log_; }
  amanah::v1::CardService::Stub& cards() { return *cards_; }
  amanah::v1::CustodyService::Stub& custody() { return *custody_; }
  amanah::v1::CompanionService::Stub& companions() { return *companions_; }
  amanah::v1::FamilyService::Stub& families() { return *families_; }
  amanah::v1::MoneyService::Stub& money() { return *money_; }
  amanah::v1::PartyService::Stub& parties() { return *parties_; }
  amanah::v1::VillageService::Stub& villages() { return *villages_; }
  amanah::v1::AlertService::Stub& alerts() { return *alerts_; }
  amanah::v1::AdminService::Stub& admin() { return *admin_; }

  // One unary call: `Ask(client.log(), &LogService::Stub::GetEntry, request)`.
  template <typename Stub, typename Request, typename Response>
  static ledger::Result<Response> Ask(
      Stub& stub,
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request) {
    grpc::ClientContext context;
    rpc::Prepare(context, kCallDeadline);
    Response response;
    LEDGER_RETURN_IF_ERROR(
        rpc::ToStatus((stub.*method)(&context, request, &response)));
    return response;
  }

 private:
  Client(ClientConfig config, ledger::note::VerifierKey ledger_vkey,
         const std::shared_ptr<grpc::Channel>& channel);

  ClientConfig config_;
  ledger::note::VerifierKey ledger_vkey_;
  std::unique_ptr<amanah::v1::IngestService::Stub> ingest_;
  std::unique_ptr<amanah::v1::LogService::Stub> log_;
  std::unique_ptr<amanah::v1::CardService::Stub> cards_;
  std::unique_ptr<amanah::v1::CustodyService::Stub> custody_;
  std::unique_ptr<amanah::v1::CompanionService::Stub> companions_;
  std::unique_ptr<amanah::v1::FamilyService::Stub> families_;
  std::unique_ptr<amanah::v1::MoneyService::Stub> money_;
  std::unique_ptr<amanah::v1::PartyService::Stub> parties_;
  std::unique_ptr<amanah::v1::VillageService::Stub> villages_;
  std::unique_ptr<amanah::v1::AlertService::Stub> alerts_;
  std::unique_ptr<amanah::v1::AdminService::Stub> admin_;
};

}  // namespace services::cli
