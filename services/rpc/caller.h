// Who calls, and whether they may: the role in the client's certificate.
//
// What a submission says is proven by its signatures, not by the connection;
// the role only keeps strangers away from the door.
//
// Thread safety: pure functions; each thread remembers the last certificate.

#pragma once

#include <grpcpp/security/auth_context.h>
#include <grpcpp/server_context.h>

#include <initializer_list>
#include <string_view>

#include "ledger/base/result.h"
#include "services/rpc/certificates.h"
#include "services/rpc/server_log.h"
#include "services/rpc/status.h"

namespace services::rpc {

inline constexpr std::string_view kCallerUnknown = "CALLER_UNKNOWN";
inline constexpr std::string_view kRoleNotAllowed = "ROLE_NOT_ALLOWED";

// A set of roles.
class Roles {
 public:
  constexpr Roles(std::initializer_list<Role> roles) {
    for (Role role : roles) bits_ |= 1u << static_cast<unsigned>(role);
  }
  constexpr bool Has(Role role) const {
    return (bits_ >> static_cast<unsigned>(role) & 1u) != 0;
  }

 private:
  unsigned bits_ = 0;
};

inline constexpr Roles kAllRoles{Role::kOperator, Role::kSubmitter,
                                 Role::kInspector};

// The caller, when its role is one of `allowed`. CALLER_UNKNOWN,
// kUnauthenticated, without a client certificate; CERTIFICATE_MALFORMED,
// kUnauthenticated; ROLE_NOT_ALLOWED, kPermissionDenied.
ledger::Result<Caller> RequireRole(const grpc::AuthContext& context,
                                   const Roles& allowed);

// The status of a call, after its refusal, if it is one, was logged.
grpc::Status Finish(std::string_view method, const ledger::Status& outcome);

// Runs `handler`, which gives a ledger::Status, for a caller with one of the
// roles `allowed`.
template <typename Handler>
grpc::Status Answer(const grpc::ServerContext& context, std::string_view method,
                    const Roles& allowed, Handler&& handler) {
  ledger::Result<Caller> caller = RequireRole(*context.auth_context(), allowed);
  if (!caller.ok()) return Finish(method, caller.error());
  return Finish(method, handler());
}

}  // namespace services::rpc
