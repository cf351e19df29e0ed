#include "services/rpc/caller.h"

#include <grpc/grpc_security_constants.h>

#include <string>

namespace services::rpc {
namespace {

// Parsing a certificate costs as much as verifying a signature, and a
// connection always shows the same one.
const ledger::Result<Caller>& CachedCaller(std::string_view certificate_pem) {
  struct Last {
    std::string certificate_pem;
    ledger::Result<Caller> caller =
        ledger::Error{ledger::Code::kUnauthenticated, kCallerUnknown, ""};
  };
  thread_local Last last;
  if (last.certificate_pem != certificate_pem) {
    last.caller = CallerOfCertificate(certificate_pem);
    last.certificate_pem = std::string(certificate_pem);
  }
  return last.caller;
}

}  // namespace

ledger::Result<Caller> RequireRole(const grpc::AuthContext& context,
                                   const Roles& allowed) {
  const auto certificates =
      context.FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME);
  if (certificates.size() != 1) {
    return ledger::Error{ledger::Code::kUnauthenticated, kCallerUnknown,
                         "connect with a client certificate"};
  }
  LEDGER_ASSIGN_OR_RETURN(
      Caller caller,
      CachedCaller({certificates[0].data(), certificates[0].size()}));
  if (!allowed.Has(caller.role)) {
    return ledger::Error{ledger::Code::kPermissionDenied, kRoleNotAllowed,
                         "the role " + std::string(RoleName(caller.role)) +
                             " may not call this"};
  }
  return caller;
}

grpc::Status Finish(std::string_view method, const ledger::Status& outcome) {
  if (!outcome.ok()) LogRefusal(method, outcome.error());
  return ToGrpc(outcome);
}

}  // namespace services::rpc
