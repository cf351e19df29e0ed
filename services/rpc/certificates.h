// The ledger's own certificate authority: who may connect, and as what.
//
// Certificates are X.509 v3 with ECDSA P-256 keys, PEM; keys are PKCS#8 PEM,
// not encrypted. A client's role is the OU of its subject, its name the CN.
// A ledger that already has an authority uses that one's files instead.
//
// Source: RFC 5280, sections 4.1 and 4.2.
// Thread safety: pure functions.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"

namespace services::rpc {

// The TLS library refused, with its words.
inline constexpr std::string_view kCertificateFailed = "CERTIFICATE_FAILED";
inline constexpr std::string_view kCertificateMalformed =
    "CERTIFICATE_MALFORMED";

// What a caller may do.
enum class Role { kOperator, kSubmitter, kInspector };

// `operator`, `submitter`, `inspector`, as in the certificate's OU.
std::string_view RoleName(Role role);
std::optional<Role> RoleOfName(std::string_view name);

struct Certificate {
  std::string certificate_pem;
  std::string key_pem;  // Secret.
};

// A self-signed authority for this ledger only, valid 10 years.
ledger::Result<Certificate> MakeAuthority(std::string_view name);

// A server certificate for localhost, 127.0.0.1, ::1 and `hosts` (DNS names
// or IP addresses), valid 825 days.
ledger::Result<Certificate> IssueServer(const Certificate& authority,
                                        const std::vector<std::string>& hosts);

// A client certificate, valid 825 days. `name` is 1 to 64 bytes.
ledger::Result<Certificate> IssueClient(const Certificate& authority,
                                        std::string_view name, Role role);

// Whom a client certificate names. CERTIFICATE_MALFORMED, kUnauthenticated,
// when there is no known role in it or no name.
struct Caller {
  std::string name;
  Role role = Role::kInspector;
};
ledger::Result<Caller> CallerOfCertificate(std::string_view certificate_pem);

}  // namespace services::rpc
