// Keys in files: a signing key as one line (note/note.h), a token key as 64
// hex digits and LF. Only the owner may read them.
//
// Thread safety: as the file system's.

#pragma once

#include <string>
#include <string_view>

#include "ledger/base/result.h"
#include "ledger/crypto/token.h"
#include "ledger/note/note.h"

namespace ledger::runtime {

// kFailedPrecondition: others than the owner may read it.
inline constexpr std::string_view kKeyFileExposed = "KEY_FILE_EXPOSED";

// FILE_UNREADABLE, KEY_FILE_EXPOSED, SIGNER_KEY_MALFORMED.
Result<note::SigningKey> ReadSigningKey(const std::string& path);
// FILE_EXISTS, FILE_UNWRITABLE.
Status CreateSigningKey(const std::string& path, const note::SigningKey& key);

// FILE_UNREADABLE, KEY_FILE_EXPOSED, TOKEN_KEY_INVALID.
Result<crypto::TokenKey> ReadTokenKey(const std::string& path);
// FILE_EXISTS, FILE_UNWRITABLE.
Status CreateTokenKey(const std::string& path, const crypto::TokenKey& key);

}  // namespace ledger::runtime
