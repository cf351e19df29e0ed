// SHA-256 digests, as a type that is not a string.

#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/bytes.h"

namespace ledger::crypto {

// A SHA-256 digest: 32 bytes, big-endian, compared bytewise.
struct Hash {
  static constexpr std::size_t kSize = 32;

  std::array<std::byte, kSize> bytes{};

  auto operator<=>(const Hash&) const = default;

  // The 32 bytes as text, without a copy; lives as long as the hash.
  std::string_view view() const { return AsText(bytes); }
};

// The digest that `bytes` holds; nullopt unless it holds exactly 32.
std::optional<Hash> HashFromBytes(std::string_view bytes);

// Hashes the concatenation of `parts`. FIPS 180-4; hardware SHA where OpenSSL
// finds it. Cannot fail: aborts if OpenSSL cannot supply SHA-256 at all.
//
// Thread safety: any thread; each thread keeps one digest context.
Hash Sha256(std::initializer_list<Bytes> parts);

}  // namespace ledger::crypto
