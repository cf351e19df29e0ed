// Subject tokens: what stands for an identifier in the log.
//
// token = first 16 bytes of keyed BLAKE2b-256(key, kind ‖ 0x00 ‖ identifier).
// The key is the registrar's secret of 32 bytes. The same identifier gives the
// same token for every submitter that has the key, and without the key nobody
// can test a guess (a NIK has few enough values to try them all).
//
// Thread safety: const methods from any thread.

#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"

namespace ledger::crypto {

inline constexpr std::string_view kTokenKeyInvalid = "TOKEN_KEY_INVALID";

struct Token {
  static constexpr std::size_t kSize = 16;
  std::array<std::byte, kSize> bytes{};
  auto operator<=>(const Token&) const = default;
  std::string_view view() const { return AsText(bytes); }
};

// What the identifier is. On disk: the letters never change.
enum class TokenKind : char {
  kKpm = 'f',        // family
  kPerson = 'p',     // NIK
  kHousehold = 'h',  // No. KK
  kKks = 'k',        // card number
  kAccount = 'a',    // account number
  kDocument = 'd',   // number of a document that may contain an identifier
};

class TokenKey {
 public:
  static TokenKey Generate();
  // TOKEN_KEY_INVALID unless `key` has 32 bytes.
  static Result<TokenKey> FromBytes(Bytes key);

  TokenKey(TokenKey&&) noexcept;
  TokenKey& operator=(TokenKey&&) noexcept;
  ~TokenKey();

  Token Tokenise(TokenKind kind, std::string_view identifier) const;

  // The 32 bytes, for writing a key file. The caller wipes the copy.
  std::string Export() const;

 private:
  struct Secret;
  explicit TokenKey(std::unique_ptr<Secret> secret);
  std::unique_ptr<Secret> secret_;
};

}  // namespace ledger::crypto
