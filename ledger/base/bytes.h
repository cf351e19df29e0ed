// Bytes as spans and their text forms.
//
// Text forms: hex is lower case; base64 is the standard alphabet with padding
// (RFC 4648, section 4), decoded strictly: no line breaks, no missing padding,
// no set bits after the last byte.
//
// Thread safety: pure functions.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ledger {

using Bytes = std::span<const std::byte>;

// The characters of `text` as bytes, and back. Neither copies.
inline Bytes AsBytes(std::string_view text) {
  return std::as_bytes(std::span<const char>(text.data(), text.size()));
}
inline std::string_view AsText(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Two lower-case digits a byte.
std::string HexEncode(Bytes bytes);

// Accepts lower and upper case; nullopt for anything else or an odd length.
std::optional<std::string> HexDecode(std::string_view hex);

std::string Base64Encode(Bytes bytes);

// nullopt unless `text` is exactly what Base64Encode gives for some bytes.
std::optional<std::string> Base64Decode(std::string_view text);

// Big-endian numbers, appended to or read from the front of bytes.
// Get requires bytes.size() >= the number's size.
void AppendU16(std::string& out, std::uint16_t value);
void AppendU32(std::string& out, std::uint32_t value);
void AppendU64(std::string& out, std::uint64_t value);
std::uint16_t GetU16(std::string_view bytes);
std::uint32_t GetU32(std::string_view bytes);
std::uint64_t GetU64(std::string_view bytes);

// Decimal without sign or leading zero, within [0, 2^64); nullopt otherwise.
std::optional<std::uint64_t> ParseDecimal(std::string_view text);

}  // namespace ledger
