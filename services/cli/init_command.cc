#include "services/cli/init_command.h"

#include <filesystem>
#include <utility>

#include "ledger/crypto/token.h"
#include "ledger/log/ledger.h"
#include "ledger/note/checkpoint.h"
#include "ledger/note/note.h"
#include "ledger/runtime/config.h"
#include "ledger/runtime/file.h"
#include "ledger/runtime/key_file.h"
#include "ledger/runtime/runtime.h"
#include "services/cli/client_config.h"
#include "services/rpc/certificates.h"

namespace services::cli {
namespace {

namespace fs = std::filesystem;
namespace runtime = ledger::runtime;
using ledger::Code;
using ledger::Error;
using ledger::Ok;
using ledger::Result;
using ledger::Status;
using ledger::note::SigningKey;

constexpr std::string_view kOriginMalformed = "ORIGIN_MALFORMED";
constexpr std::string_view kRoleUnknown = "ROLE_UNKNOWN";
constexpr std::string_view kKeyNameMalformed = "KEY_NAME_MALFORMED";

std::string In(const std::string& folder, std::string_view name) {
  return (fs::path(folder) / name).string();
}

// `to` as seen from `folder`; absolute when they share nothing but the root.
std::string Relative(const std::string& to, const std::string& folder) {
  const fs::path path = fs::absolute(to).lexically_normal().lexically_relative(
      fs::absolute(folder).lexically_normal());
  return path.empty() ? fs::absolute(to).string() : path.string();
}

// The key in the file, or one made there.
Result<SigningKey> ReadOrMakeKey(const std::string& path,
                                 std::string_view name) {
  std::error_code ignored;
  if (fs::exists(path, ignored)) return runtime::ReadSigningKey(path);
  SigningKey key = SigningKey::Generate(name);
  LEDGER_RETURN_IF_ERROR(runtime::MakeFolder(
      fs::absolute(path).parent_path().string(), runtime::Access::kOwner));
  LEDGER_RETURN_IF_ERROR(runtime::CreateSigningKey(path, key));
  LEDGER_RETURN_IF_ERROR(runtime::ReplaceFile(path + ".vkey",
                                              key.vkey().ToString() + "\n",
                                              runtime::Access::kEverybody));
  return key;
}

Status MakeTokenKey(const std::string& path) {
  std::error_code ignored;
  if (fs::exists(path, ignored)) {
    // One token key for all sources: that of an earlier ledger goes on.
    LEDGER_RETURN_IF_ERROR(runtime::ReadTokenKey(path));
    return Ok{};
  }
  return runtime::CreateTokenKey(path, ledger::crypto::TokenKey::Generate());
}

Status WriteCertificate(const std::string& prefix,
                        const rpc::Certificate& certificate) {
  LEDGER_RETURN_IF_ERROR(runtime::CreateFile(prefix + ".pem",
                                             certificate.certificate_pem,
                                             runtime::Access::kEverybody));
  return runtime::CreateFile(prefix + ".key", certificate.key_pem,
                             runtime::Access::kOwner);
}

// The authority, the server's certificate and one for each role.
Status MakeCertificates(const std::string& folder, const std::string& origin,
                        const std::vector<std::string>& hosts) {
  LEDGER_RETURN_IF_ERROR(runtime::MakeFolder(folder, runtime::Access::kOwner));
  LEDGER_ASSIGN_OR_RETURN(const rpc::Certificate authority,
                          rpc::MakeAuthority(origin.substr(0, 64)));
  LEDGER_RETURN_IF_ERROR(WriteCertificate(In(folder, "ca"), authority));
  LEDGER_ASSIGN_OR_RETURN(const rpc::Certificate server,
                          rpc::IssueServer(authority, hosts));
  LEDGER_RETURN_IF_ERROR(WriteCertificate(In(folder, "server"), server));
  for (rpc::Role role :
       {rpc::Role::kOperator, rpc::Role::kSubmitter, rpc::Role::kInspector}) {
    LEDGER_ASSIGN_OR_RETURN(
        const rpc::Certificate client,
        rpc::IssueClient(authority, rpc::RoleName(role), role));
    LEDGER_RETURN_IF_ERROR(
        WriteCertificate(In(folder, rpc::RoleName(role)), client));
  }
  return Ok{};
}

// Host of `127.0.0.1:7443`.
std::string HostOf(const std::string& listen) {
  return listen.substr(0, listen.rfind(':'));
}

}  // namespace

Status RunInit(const InitOptions& options, const Console& console) {
  if (!ledger::note::IsOrigin(options.origin)) {
    return Error{Code::kInvalidArgument, kOriginMalformed,
                 "an origin has 3 to 128 characters of a-z 0-9 . / -, such as "
                 "ledger.example/amanah, and not '" +
                     options.origin + "'"};
  }
  std::error_code ignored;
  if (fs::exists(In(options.data, runtime::kConfigFile), ignored)) {
    return Error{Code::kAlreadyExists, ledger::log::kLogExists,
                 options.data + " holds a ledger already"};
  }
  const std::string anchor =
      options.anchor.empty()
          ? fs::absolute(options.data).lexically_normal().string() + ".anchor"
          : options.anchor;
  const std::string token_key =
      options.token_key.empty()
          ? (fs::path(options.root_key).parent_path() / "token.key").string()
          : options.token_key;

  LEDGER_RETURN_IF_ERROR(
      runtime::MakeFolder(options.data, runtime::Access::kOwner));
  LEDGER_RETURN_IF_ERROR(
      runtime::MakeFolder(In(options.data, "keys"), runtime::Access::kOwner));
  LEDGER_ASSIGN_OR_RETURN(const SigningKey root,
                          ReadOrMakeKey(options.root_key, "amanah-root"));
  LEDGER_ASSIGN_OR_RETURN(
      const SigningKey ledger_key,
      ReadOrMakeKey(In(options.data, runtime::kLedgerKeyFile), options.origin));
  LEDGER_RETURN_IF_ERROR(MakeTokenKey(token_key));
  std::vector<std::string> hosts = options.hosts;
  const std::string host = HostOf(options.listen);
  if (host != "0.0.0.0" && host != "[::]") hosts.push_back(host);
  LEDGER_RETURN_IF_ERROR(
      MakeCertificates(In(options.data, "tls"), options.origin, hosts));

  ledger::log::LedgerOptions log_options;
  log_options.directory = options.data;
  log_options.anchor_path = anchor;
  LEDGER_RETURN_IF_ERROR(ledger::log::Ledger::Create(
      log_options, options.origin, ledger_key, root));

  ClientConfig client;
  client.server = options.listen;
  client.authority_path = "tls/ca.pem";
  client.certificate_path = "tls/operator.pem";
  client.key_path = "tls/operator.key";
  client.origin = options.origin;
  client.ledger_vkey = ledger_key.vkey().ToString();
  client.root_vkey = root.vkey().ToString();
  client.token_key_path = Relative(token_key, options.data);
  LEDGER_RETURN_IF_ERROR(runtime::CreateFile(
      In(options.data, kClientConfigFile), FormatClientConfig(client),
      runtime::Access::kEverybody));
  // The last step: a folder with this file is a ledger.
  LEDGER_RETURN_IF_ERROR(runtime::CreateFile(
      In(options.data, runtime::kConfigFile),
      runtime::FormatConfig(options.origin, Relative(anchor, options.data),
                            options.listen),
      runtime::Access::kEverybody));

  console.Print(console.Pick({"A ledger was made.", "Buku besar dibuat."}));
  console.Print("  origin       " + options.origin);
  console.Print("  data         " + options.data);
  console.Print("  anchor       " + anchor);
  console.Print("  root key     " + options.root_key);
  console.Print("  token key    " + token_key);
  console.Print("  root vkey    " + client.root_vkey);
  console.Print("  ledger vkey  " + client.ledger_vkey);
  console.Print(console.Pick(
      {"Keep the root key and the token key off this machine; who has the "
       "root vkey can check all.",
       "Simpan kunci root dan kunci token di luar mesin ini; pemegang vkey "
       "root dapat memeriksa semuanya."}));
  return Ok{};
}

Status RunCertificate(const CertificateOptions& options,
                      const Console& console) {
  const auto role = rpc::RoleOfName(options.role);
  if (!role.has_value()) {
    return Error{Code::kInvalidArgument, kRoleUnknown,
                 "roles are operator, submitter and inspector, not '" +
                     options.role + "'"};
  }
  rpc::Certificate authority;
  LEDGER_ASSIGN_OR_RETURN(
      authority.certificate_pem,
      runtime::ReadSmallFile(In(options.data, "tls/ca.pem")));
  LEDGER_ASSIGN_OR_RETURN(authority.key_pem, runtime::ReadSmallFile(In(
                                                 options.data, "tls/ca.key")));
  LEDGER_ASSIGN_OR_RETURN(const rpc::Certificate certificate,
                          rpc::IssueClient(authority, options.name, *role));
  LEDGER_RETURN_IF_ERROR(WriteCertificate(options.out, certificate));
  console.Print(options.out + ".pem");
  console.Print(options.out + ".key");
  return Ok{};
}

Status RunKeygen(const KeygenOptions& options, const Console& console) {
  if (!ledger::note::IsKeyName(options.name)) {
    return Error{Code::kInvalidArgument, kKeyNameMalformed,
                 "a key's name has 1 to 255 bytes, no spaces and no +"};
  }
  const SigningKey key = SigningKey::Generate(options.name);
  LEDGER_RETURN_IF_ERROR(
      runtime::MakeFolder(fs::absolute(options.out).parent_path().string(),
                          runtime::Access::kOwner));
  LEDGER_RETURN_IF_ERROR(runtime::CreateSigningKey(options.out, key));
  LEDGER_RETURN_IF_ERROR(runtime::ReplaceFile(options.out + ".vkey",
                                              key.vkey().ToString() + "\n",
                                              runtime::Access::kEverybody));
  console.Print(key.vkey().ToString());
  return Ok{};
}

}  // namespace services::cli
