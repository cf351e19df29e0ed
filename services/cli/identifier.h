// What a person types to name a card or a party.
//
// Thread safety: pure functions.

#pragma once

#include <string>
#include <string_view>

#include "ledger/base/result.h"
#include "ledger/crypto/token.h"

namespace services::cli {

inline constexpr std::string_view kIdentifierMalformed = "IDENTIFIER_MALFORMED";
inline constexpr std::string_view kTokenKeyMissing = "TOKEN_KEY_MISSING";

// True for 32 hex digits: a token as the answers print it.
bool IsTokenText(std::string_view text);

// The 16-byte token of `text`: a token in hex as it is, anything else (digits,
// spaces and dashes between them ignored) through the key in the file at
// `token_key_path`. IDENTIFIER_MALFORMED, kInvalidArgument: no digits;
// TOKEN_KEY_MISSING, kInvalidArgument: a number, and no key file named; else
// as ReadTokenKey.
ledger::Result<std::string> TokenOf(std::string_view text,
                                    ledger::crypto::TokenKind kind,
                                    const std::string& token_key_path);

}  // namespace services::cli
