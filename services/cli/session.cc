#include "services/cli/session.h"

#include <cstdlib>
#include <utility>

namespace services::cli {

using ledger::Result;

Result<const ClientConfig*> Session::Config() {
  if (config_ != nullptr) return config_.get();
  std::string path = options_.client;
  if (path.empty()) {
    const char* variable = std::getenv(kClientConfigVariable);
    path = variable == nullptr ? "" : variable;
  }
  if (path.empty()) {
    return ledger::Error{
        ledger::Code::kNotFound, kClientConfigMissing,
        "which ledger? Give --ledger DIR, or set AMANAH_CLIENT to the "
        "client.toml that `amanah init` wrote"};
  }
  LEDGER_ASSIGN_OR_RETURN(ClientConfig config, LoadClientConfig(path));
  config_ = std::make_unique<ClientConfig>(std::move(config));
  return config_.get();
}

Result<Client*> Session::Connect() {
  if (client_ != nullptr) return client_.get();
  LEDGER_ASSIGN_OR_RETURN(const ClientConfig* config, Config());
  LEDGER_ASSIGN_OR_RETURN(client_, Client::Connect(*config, options_.patience));
  return client_.get();
}

Result<std::uint64_t> Session::MinPosition() {
  if (options_.stale) return std::uint64_t{0};
  LEDGER_ASSIGN_OR_RETURN(Client * client, Connect());
  LEDGER_ASSIGN_OR_RETURN(
      const amanah::v1::GetStatusResponse status,
      Client::Ask(client->admin(), &amanah::v1::AdminService::Stub::GetStatus,
                  amanah::v1::GetStatusRequest()));
  return status.log_size();
}

std::string Session::TokenKeyPath() {
  if (!options_.token_key.empty()) return options_.token_key;
  Result<const ClientConfig*> config = Config();
  return config.ok() ? (*config)->token_key_path : std::string();
}

}  // namespace services::cli
