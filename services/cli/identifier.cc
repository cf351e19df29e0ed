#include "services/cli/identifier.h"

#include <algorithm>

#include "ledger/base/bytes.h"
#include "ledger/runtime/key_file.h"

namespace services::cli {
namespace {

using ledger::Code;
using ledger::Error;
using ledger::Result;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool IsTokenText(std::string_view text) {
  return text.size() == 2 * ledger::crypto::Token::kSize &&
         ledger::HexDecode(text).has_value();
}

Result<std::string> TokenOf(std::string_view text,
                            ledger::crypto::TokenKind kind,
                            const std::string& token_key_path) {
  if (IsTokenText(text)) return *ledger::HexDecode(text);
  std::string digits;
  for (char c : text) {
    if (c == ' ' || c == '-' || c == '.') continue;
    digits += c;
  }
  // A family's id (KPM id) begins with letters; numbers are digits only.
  const bool plain =
      !digits.empty() && (kind == ledger::crypto::TokenKind::kKpm ||
                          std::all_of(digits.begin(), digits.end(), IsDigit));
  if (!plain) {
    return Error{Code::kInvalidArgument, kIdentifierMalformed,
                 "give a number, or a token of 32 hex digits as `--json` "
                 "prints it"};
  }
  if (token_key_path.empty()) {
    return Error{Code::kInvalidArgument, kTokenKeyMissing,
                 "a number can only be looked up with the token key: give "
                 "--token-key, or the token itself"};
  }
  LEDGER_ASSIGN_OR_RETURN(ledger::crypto::TokenKey key,
                          ledger::runtime::ReadTokenKey(token_key_path));
  return std::string(key.Tokenise(kind, digits).view());
}

}  // namespace services::cli
