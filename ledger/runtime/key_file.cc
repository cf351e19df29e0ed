#include "ledger/runtime/key_file.h"

#include <sys/stat.h>

#include <optional>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/crypto/sign.h"
#include "ledger/runtime/file.h"

namespace ledger::runtime {
namespace {

// The file's text without the LF at its end.
Result<std::string> ReadSecretLine(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0 && (status.st_mode & 077) != 0) {
    return Error{Code::kFailedPrecondition, kKeyFileExposed,
                 path +
                     " can be read by others than its owner; run `chmod "
                     "600 " +
                     path + "`, and replace the key if others may have it"};
  }
  LEDGER_ASSIGN_OR_RETURN(std::string text, ReadSmallFile(path));
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

Error InFile(Error error, const std::string& path) {
  error.message = path + ": " + error.message;
  return error;
}

}  // namespace

Result<note::SigningKey> ReadSigningKey(const std::string& path) {
  LEDGER_ASSIGN_OR_RETURN(std::string text, ReadSecretLine(path));
  Result<note::SigningKey> key = note::SigningKey::Parse(text);
  crypto::Wipe(text);
  if (!key.ok()) return InFile(key.error(), path);
  return key;
}

Status CreateSigningKey(const std::string& path, const note::SigningKey& key) {
  std::string text = key.ToString() + "\n";
  Status done = CreateFile(path, text, Access::kOwner);
  crypto::Wipe(text);
  return done;
}

Result<crypto::TokenKey> ReadTokenKey(const std::string& path) {
  LEDGER_ASSIGN_OR_RETURN(std::string text, ReadSecretLine(path));
  std::optional<std::string> bytes = HexDecode(text);
  crypto::Wipe(text);
  if (!bytes.has_value()) {
    return Error{Code::kInvalidArgument, crypto::kTokenKeyInvalid,
                 path + " is not 64 hex digits"};
  }
  Result<crypto::TokenKey> key = crypto::TokenKey::FromBytes(AsBytes(*bytes));
  crypto::Wipe(*bytes);
  if (!key.ok()) return InFile(key.error(), path);
  return key;
}

Status CreateTokenKey(const std::string& path, const crypto::TokenKey& key) {
  std::string bytes = key.Export();
  std::string text = HexEncode(AsBytes(bytes)) + "\n";
  crypto::Wipe(bytes);
  Status done = CreateFile(path, text, Access::kOwner);
  crypto::Wipe(text);
  return done;
}

}  // namespace ledger::runtime
