#include "ledger/base/bytes.h"

#include <array>
#include <limits>

#include "ledger/base/check.h"

namespace ledger {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase64Digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr int kNoDigit = -1;

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return kNoDigit;
}

constexpr std::array<int, 256> MakeBase64Values() {
  std::array<int, 256> values{};
  for (int& value : values) value = kNoDigit;
  for (std::size_t i = 0; i < kBase64Digits.size(); ++i) {
    values[static_cast<unsigned char>(kBase64Digits[i])] = static_cast<int>(i);
  }
  return values;
}
constexpr std::array<int, 256> kBase64Values = MakeBase64Values();

template <typename Number>
void AppendBigEndian(std::string& out, Number value) {
  for (int shift = (static_cast<int>(sizeof(Number)) - 1) * 8; shift >= 0;
       shift -= 8) {
    out.push_back(static_cast<char>((value >> shift) & 0xff));
  }
}

template <typename Number>
Number GetBigEndian(std::string_view bytes) {
  AMANAH_CHECK(bytes.size() >= sizeof(Number));
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof(Number); ++i) {
    value = (value << 8) | static_cast<unsigned char>(bytes[i]);
  }
  return static_cast<Number>(value);
}

}  // namespace

std::string HexEncode(Bytes bytes) {
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const std::byte b : bytes) {
    const auto value = std::to_integer<unsigned>(b);
    hex.push_back(kHexDigits[value >> 4]);
    hex.push_back(kHexDigits[value & 15]);
  }
  return hex;
}

std::optional<std::string> HexDecode(std::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(hex.size() / 2);
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int high = HexValue(hex[i]);
    const int low = HexValue(hex[i + 1]);
    if (high == kNoDigit || low == kNoDigit) return std::nullopt;
    bytes.push_back(static_cast<char>(high * 16 + low));
  }
  return bytes;
}

std::string Base64Encode(Bytes bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = bytes.size() - i;
    const std::uint32_t group =
        (std::to_integer<std::uint32_t>(bytes[i]) << 16) |
        (left > 1 ? std::to_integer<std::uint32_t>(bytes[i + 1]) << 8 : 0) |
        (left > 2 ? std::to_integer<std::uint32_t>(bytes[i + 2]) : 0);
    text.push_back(kBase64Digits[group >> 18]);
    text.push_back(kBase64Digits[(group >> 12) & 63]);
    text.push_back(left > 1 ? kBase64Digits[(group >> 6) & 63] : '=');
    text.push_back(left > 2 ? kBase64Digits[group & 63] : '=');
  }
  return text;
}

std::optional<std::string> Base64Decode(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() &&
         text[text.size() - 1 - padding] == '=') {
    ++padding;
  }
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  std::uint32_t group = 0;
  for (std::size_t i = 0; i < text.size() - padding; ++i) {
    const int value = kBase64Values[static_cast<unsigned char>(text[i])];
    if (value == kNoDigit) return std::nullopt;
    group = (group << 6) | static_cast<std::uint32_t>(value);
    if (i % 4 == 3) {
      bytes.push_back(static_cast<char>((group >> 16) & 0xff));
      bytes.push_back(static_cast<char>((group >> 8) & 0xff));
      bytes.push_back(static_cast<char>(group & 0xff));
      group = 0;
    }
  }
  // What is left over must have no bit set after its last byte, so that bytes
  // have one text.
  if (padding == 1) {
    if ((group & 0x3) != 0) return std::nullopt;
    bytes.push_back(static_cast<char>((group >> 10) & 0xff));
    bytes.push_back(static_cast<char>((group >> 2) & 0xff));
  } else if (padding == 2) {
    if ((group & 0xf) != 0) return std::nullopt;
    bytes.push_back(static_cast<char>((group >> 4) & 0xff));
  }
  return bytes;
}

void AppendU16(std::string& out, std::uint16_t value) {
  AppendBigEndian(out, value);
}
void AppendU32(std::string& out, std::uint32_t value) {
  AppendBigEndian(out, value);
}
void AppendU64(std::string& out, std::uint64_t value) {
  AppendBigEndian(out, value);
}
std::uint16_t GetU16(std::string_view bytes) {
  return GetBigEndian<std::uint16_t>(bytes);
}
std::uint32_t GetU32(std::string_view bytes) {
  return GetBigEndian<std::uint32_t>(bytes);
}
std::uint64_t GetU64(std::string_view bytes) {
  return GetBigEndian<std::uint64_t>(bytes);
}

std::optional<std::uint64_t> ParseDecimal(std::string_view text) {
  if (text.empty() || text.size() > 20) return std::nullopt;
  if (text.size() > 1 && text[0] == '0') return std::nullopt;
  constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (value > (kMax - digit) / 10) return std::nullopt;
    value = value * 10 + digit;
  }
  return value;
}

}  // namespace ledger
