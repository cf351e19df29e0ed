// `amanah init`: a fresh ledger with its keys, certificates and configuration.

#pragma once

#include <string>
#include <vector>

#include "ledger/base/result.h"
#include "services/cli/console.h"

namespace services::cli {

struct InitOptions {
  std::string data;       // Made here; must not hold a ledger.
  std::string origin;     // Of the ledger's checkpoints.
  std::string root_key;   // Key file of the root; made when it is not there.
  std::string token_key;  // Empty: `token.key` beside the root's.
  std::string anchor;     // Empty: DATA.anchor.
  std::string listen = "127.0.0.1:7443";
  std::vector<std::string> hosts;  // More names of the server.
};

ledger::Status RunInit(const InitOptions& options, const Console& console);

// `amanah certificate`: another client certificate from the ledger's authority.
struct CertificateOptions {
  std::string data;
  std::string name;
  std::string role;
  std::string out;  // Prefix: OUT.pem and OUT.key.
};

ledger::Status RunCertificate(const CertificateOptions& options,
                              const Console& console);

// `amanah keygen`: a signing key and its verifier key.
struct KeygenOptions {
  std::string name;
  std::string out;  // OUT (owner only) and OUT.vkey.
};

ledger::Status RunKeygen(const KeygenOptions& options, const Console& console);

}  // namespace services::cli
