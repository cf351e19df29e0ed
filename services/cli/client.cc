#include "services/cli/client.h"

#include <utility>

#include "ledger/runtime/file.h"

namespace services::cli {

using ledger::Result;
using ledger::runtime::ReadSmallFile;

Result<std::unique_ptr<Client>> Client::Connect(
    const ClientConfig& config, std::chrono::milliseconds patience) {
  rpc::ChannelOptions options;
  options.address = config.server;
  LEDGER_ASSIGN_OR_RETURN(options.authority_pem,
                          ReadSmallFile(config.authority_path));
  LEDGER_ASSIGN_OR_RETURN(options.certificate_pem,
                          ReadSmallFile(config.certificate_path));
  LEDGER_ASSIGN_OR_RETURN(options.key_pem, ReadSmallFile(config.key_path));
  LEDGER_ASSIGN_OR_RETURN(ledger::note::VerifierKey ledger_vkey,
                          ledger::note::VerifierKey::Parse(config.ledger_vkey));
  const std::shared_ptr<grpc::Channel> channel = rpc::OpenChannel(options);
  ledger::Status connected = rpc::WaitUntilConnected(*channel, patience);
  if (!connected.ok()) {
    ledger::Error error = connected.error();
    error.message = "no answer from " + config.server + ": " + error.message;
    return error;
  }
  return std::unique_ptr<Client>(
      new Client(config, std::move(ledger_vkey), channel));
}

Client::Client(ClientConfig config, ledger::note::VerifierKey ledger_vkey,
               const std::shared_ptr<grpc::Channel>& channel)
    : config_(std::move(config)),
      ledger_vkey_(std::move(ledger_vkey)),
      ingest_(amanah::v1::IngestService::NewStub(channel)),
      log_(amanah::v1::LogService::NewStub(channel)),
      cards_(amanah::v1::CardService::NewStub(channel)),
      custody_(amanah::v1::CustodyService::NewStub(channel)),
      companions_(amanah::v1::CompanionService::NewStub(channel)),
      families_(amanah::v1::FamilyService::NewStub(channel)),
      money_(amanah::v1::MoneyService::NewStub(channel)),
      parties_(amanah::v1::PartyService::NewStub(channel)),
      villages_(amanah::v1::VillageService::NewStub(channel)),
      alerts_(amanah::v1::AlertService::NewStub(channel)),
      admin_(amanah::v1::AdminService::NewStub(channel)) {}

}  // namespace services::cli
