#include "services/rpc/certificates.h"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <memory>

namespace services::rpc {
namespace {

using ledger::Code;
using ledger::Error;
using ledger::Result;

template <typename T, void (*Free)(T*)>
struct Deleter {
  void operator()(T* pointer) const { Free(pointer); }
};
using KeyPtr = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY, EVP_PKEY_free>>;
using CertPtr = std::unique_ptr<X509, Deleter<X509, X509_free>>;
using BioPtr = std::unique_ptr<BIO, Deleter<BIO, BIO_free_all>>;
using ExtensionPtr =
    std::unique_ptr<X509_EXTENSION,
                    Deleter<X509_EXTENSION, X509_EXTENSION_free>>;

constexpr long kSecondsPerDay = 24 * 60 * 60;
constexpr long kAuthorityDays = 3'650;
constexpr long kLeafDays = 825;
constexpr std::size_t kMaxNameBytes = 64;  // RFC 5280, ub-common-name.

Error TlsError(std::string_view what) {
  const unsigned long code = ERR_get_error();
  char words[256] = "no reason given";
  if (code != 0) ERR_error_string_n(code, words, sizeof(words));
  return {Code::kInternal, kCertificateFailed,
          std::string(what) + ": " + words};
}

BioPtr ReadOnly(std::string_view text) {
  return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::string Drain(BIO* bio) {
  char* start = nullptr;
  const long size = BIO_get_mem_data(bio, &start);
  return {start, static_cast<std::size_t>(size)};
}

Result<Certificate> ToPem(X509* certificate, EVP_PKEY* key) {
  BioPtr cert_bio(BIO_new(BIO_s_mem()));
  BioPtr key_bio(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_X509(cert_bio.get(), certificate) != 1 ||
      PEM_write_bio_PKCS8PrivateKey(key_bio.get(), key, nullptr, nullptr, 0,
                                    nullptr, nullptr) != 1) {
    return TlsError("writing PEM");
  }
  return Certificate{Drain(cert_bio.get()), Drain(key_bio.get())};
}

bool AddExtension(X509* certificate, X509* issuer, int nid,
                  const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  ExtensionPtr extension(
      X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  return extension != nullptr &&
         X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool AddName(X509_NAME* subject, const char* field, std::string_view value) {
  return X509_NAME_add_entry_by_txt(
             subject, field, MBSTRING_UTF8,
             reinterpret_cast<const unsigned char*>(value.data()),
             static_cast<int>(value.size()), -1, 0) == 1;
}

// RFC 5280, section 4.1.2.2: positive, at most 20 octets, hard to guess.
bool SetSerial(X509* certificate) {
  unsigned char bytes[16];
  if (RAND_bytes(bytes, sizeof(bytes)) != 1) return false;
  bytes[0] &= 0x7f;
  bytes[0] |= 0x40;
  BIGNUM* number = BN_bin2bn(bytes, sizeof(bytes), nullptr);
  const bool done =
      number != nullptr &&
      BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nullptr;
  BN_free(number);
  return done;
}

struct Extension {
  int nid;
  std::string value;
};

struct Request {
  std::string_view name;
  std::string_view unit;  // Empty: none.
  long days = 0;
  std::vector<Extension> extensions;
};

// Signs `request` with the authority's key, or with its own when there is no
// authority.
Result<Certificate> Issue(const Request& request, X509* authority,
                          EVP_PKEY* authority_key) {
  if (request.name.empty() || request.name.size() > kMaxNameBytes) {
    return Error{Code::kInvalidArgument, kCertificateFailed,
                 "a certificate's name has 1 to 64 bytes, not " +
                     std::to_string(request.name.size())};
  }
  KeyPtr key(EVP_EC_gen("P-256"));
  CertPtr certificate(X509_new());
  if (key == nullptr || certificate == nullptr) return TlsError("making a key");
  X509* cert = certificate.get();
  X509* issuer = authority == nullptr ? cert : authority;
  X509_NAME* subject = X509_get_subject_name(cert);
  // An hour back, for clocks that are a little behind.
  bool done = X509_set_version(cert, X509_VERSION_3) == 1 && SetSerial(cert) &&
              X509_gmtime_adj(X509_getm_notBefore(cert), -3'600) != nullptr &&
              X509_gmtime_adj(X509_getm_notAfter(cert),
                              request.days * kSecondsPerDay) != nullptr &&
              X509_set_pubkey(cert, key.get()) == 1 &&
              AddName(subject, "O", "Amanah") &&
              (request.unit.empty() || AddName(subject, "OU", request.unit)) &&
              AddName(subject, "CN", request.name) &&
              X509_set_issuer_name(cert, X509_get_subject_name(issuer)) == 1 &&
              AddExtension(cert, issuer, NID_subject_key_identifier, "hash");
  for (const auto& extension : request.extensions) {
    done = done && AddExtension(cert, issuer, extension.nid, extension.value);
  }
  EVP_PKEY* signer = authority_key == nullptr ? key.get() : authority_key;
  if (!done || X509_sign(cert, signer, EVP_sha256()) == 0) {
    return TlsError("making a certificate");
  }
  return ToPem(cert, key.get());
}

Result<Certificate> IssueUnder(const Certificate& authority,
                               const Request& request) {
  BioPtr cert_bio = ReadOnly(authority.certificate_pem);
  BioPtr key_bio = ReadOnly(authority.key_pem);
  CertPtr certificate(
      PEM_read_bio_X509(cert_bio.get(), nullptr, nullptr, nullptr));
  KeyPtr key(PEM_read_bio_PrivateKey(key_bio.get(), nullptr, nullptr, nullptr));
  if (certificate == nullptr || key == nullptr) {
    return TlsError("reading the authority");
  }
  return Issue(request, certificate.get(), key.get());
}

bool IsAddress(const std::string& host) {
  unsigned char bytes[16];
  return inet_pton(AF_INET, host.c_str(), bytes) == 1 ||
         inet_pton(AF_INET6, host.c_str(), bytes) == 1;
}

std::string LastEntry(X509_NAME* name, int nid) {
  int last = -1;
  for (int at = X509_NAME_get_index_by_NID(name, nid, -1); at >= 0;
       at = X509_NAME_get_index_by_NID(name, nid, at)) {
    last = at;
  }
  if (last < 0) return {};
  unsigned char* utf8 = nullptr;
  const int size = ASN1_STRING_to_UTF8(
      &utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, last)));
  if (size < 0) return {};
  std::string text(reinterpret_cast<char*>(utf8),
                   static_cast<std::size_t>(size));
  OPENSSL_free(utf8);
  return text;
}

}  // namespace

std::string_view RoleName(Role role) {
  switch (role) {
    case Role::kOperator:
      return "operator";
    case Role::kSubmitter:
      return "submitter";
    case Role::kInspector:
      return "inspector";
  }
  return {};
}

std::optional<Role> RoleOfName(std::string_view name) {
  for (Role role : {Role::kOperator, Role::kSubmitter, Role::kInspector}) {
    if (RoleName(role) == name) return role;
  }
  return std::nullopt;
}

Result<Certificate> MakeAuthority(std::string_view name) {
  return Issue(
      {.name = name,
       .unit = {},
       .days = kAuthorityDays,
       .extensions = {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                      {NID_key_usage, "critical,keyCertSign,cRLSign"}}},
      nullptr, nullptr);
}

Result<Certificate> IssueServer(const Certificate& authority,
                                const std::vector<std::string>& hosts) {
  std::string names = "DNS:localhost,IP:127.0.0.1,IP:::1";
  for (const auto& host : hosts) {
    // A comma would begin another name.
    if (host.empty() || host.find(',') != std::string::npos) {
      return Error{Code::kInvalidArgument, kCertificateFailed,
                   "not a host: '" + host + "'"};
    }
    if (host == "localhost" || host == "127.0.0.1" || host == "::1") continue;
    names += (IsAddress(host) ? ",IP:" : ",DNS:") + host;
  }
  return IssueUnder(
      authority, {.name = "amanahd",
                  .unit = {},
                  .days = kLeafDays,
                  .extensions = {{NID_basic_constraints, "critical,CA:FALSE"},
                                 {NID_key_usage, "critical,digitalSignature"},
                                 {NID_ext_key_usage, "serverAuth"},
                                 {NID_authority_key_identifier, "keyid"},
                                 {NID_subject_alt_name, names}}});
}

Result<Certificate> IssueClient(const Certificate& authority,
                                std::string_view name, Role role) {
  return IssueUnder(
      authority, {.name = name,
                  .unit = RoleName(role),
                  .days = kLeafDays,
                  .extensions = {{NID_basic_constraints, "critical,CA:FALSE"},
                                 {NID_key_usage, "critical,digitalSignature"},
                                 {NID_ext_key_usage, "clientAuth"},
                                 {NID_authority_key_identifier, "keyid"}}});
}

Result<Caller> CallerOfCertificate(std::string_view certificate_pem) {
  BioPtr bio = ReadOnly(certificate_pem);
  CertPtr certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  if (certificate == nullptr) {
    ERR_clear_error();
    return Error{Code::kUnauthenticated, kCertificateMalformed,
                 "the client certificate is not X.509 in PEM"};
  }
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  const std::optional<Role> role =
      RoleOfName(LastEntry(subject, NID_organizationalUnitName));
  std::string name = LastEntry(subject, NID_commonName);
  if (!role.has_value() || name.empty()) {
    return Error{Code::kUnauthenticated, kCertificateMalformed,
                 "the client certificate needs a CN, and an OU of operator, "
                 "submitter or inspector"};
  }
  return Caller{std::move(name), *role};
}

}  // namespace services::rpc
