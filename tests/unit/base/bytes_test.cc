// Goal: bytes have one text, and numbers one form.
// Method: libsodium's codecs as the second implementation, over every short
// text of an awkward alphabet and random bytes.

#include "ledger/base/bytes.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <charconv>
#include <limits>
#include <random>
#include <vector>

namespace ledger {
namespace {

std::string SodiumBase64(const std::string& bytes) {
  std::string text(
      sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL),
      '\0');
  sodium_bin2base64(text.data(), text.size(),
                    reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // Its NUL.
  return text;
}

std::optional<std::string> SodiumFromBase64(const std::string& text) {
  std::string bytes(text.size(), '\0');
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()),
                        bytes.size(), text.data(), text.size(), nullptr, &size,
                        nullptr, sodium_base64_VARIANT_ORIGINAL) != 0) {
    return std::nullopt;
  }
  bytes.resize(size);
  return bytes;
}

std::string SodiumHex(const std::string& bytes) {
  std::string text(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(),
                 reinterpret_cast<const unsigned char*>(bytes.data()),
                 bytes.size());
  text.pop_back();
  return text;
}

std::string RandomBytes(std::mt19937& random, std::size_t size) {
  std::string bytes(size, '\0');
  for (char& c : bytes) c = static_cast<char>(random());
  return bytes;
}

TEST(BytesTest, TextAndBytesAreTheSameMemory) {
  const std::string text("a\0\xff", 3);
  const Bytes bytes = AsBytes(text);
  EXPECT_EQ(bytes.size(), 3U);
  EXPECT_EQ(bytes[2], std::byte{0xff});
  EXPECT_EQ(AsText(bytes).data(), text.data());
  EXPECT_EQ(AsText(bytes), text);
}

TEST(HexTest, AgreesWithASecondImplementation) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (std::size_t size = 0; size < 200; ++size) {
    const std::string bytes = RandomBytes(random, size);
    const std::string hex = HexEncode(AsBytes(bytes));
    ASSERT_EQ(hex, SodiumHex(bytes));
    ASSERT_EQ(HexDecode(hex), bytes);
  }
}

TEST(HexTest, DecodesBothCasesAndNothingElse) {
  EXPECT_EQ(HexDecode("0aFf"), std::string("\x0a\xff"));
  EXPECT_EQ(HexDecode(""), "");
  EXPECT_FALSE(HexDecode("0").has_value());
  EXPECT_FALSE(HexDecode("000").has_value());
  for (int c = 0; c < 256; ++c) {
    const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
                       (c >= 'A' && c <= 'F');
    const char letter = static_cast<char>(c);
    EXPECT_EQ(HexDecode(std::string{'0', letter}).has_value(), digit) << c;
    EXPECT_EQ(HexDecode(std::string{letter, '0'}).has_value(), digit) << c;
  }
}

TEST(Base64Test, EncodesAsASecondImplementationDoes) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (std::size_t size = 0; size < 300; ++size) {
    for (int i = 0; i < 20; ++i) {
      const std::string bytes = RandomBytes(random, size);
      const std::string text = Base64Encode(AsBytes(bytes));
      ASSERT_EQ(text, SodiumBase64(bytes));
      ASSERT_EQ(Base64Decode(text), bytes);
    }
  }
}

// All texts of `length` characters out of `alphabet`.
std::vector<std::string> AllTexts(std::string_view alphabet,
                                  std::size_t length) {
  std::vector<std::string> texts = {""};
  for (std::size_t i = 0; i < length; ++i) {
    std::vector<std::string> longer;
    for (const std::string& text : texts) {
      for (const char c : alphabet) longer.push_back(text + c);
    }
    texts = std::move(longer);
  }
  return texts;
}

TEST(Base64Test, DecodesExactlyWhatItWouldEncode) {
  // Digits with and without low bits set, padding, the other alphabet's two,
  // white space.
  const std::string_view alphabet = "AQBgh+/=-_ \n";
  for (std::size_t length = 0; length <= 5; ++length) {
    for (const std::string& text : AllTexts(alphabet, length)) {
      const auto bytes = Base64Decode(text);
      ASSERT_EQ(bytes, SodiumFromBase64(text)) << text;
      if (bytes) {
        ASSERT_EQ(Base64Encode(AsBytes(*bytes)), text);
      }
    }
  }
}

TEST(Base64Test, OneEditedCharacterDecodesOnlyToItsOwnBytes) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 50'000; ++i) {
    std::string text =
        Base64Encode(AsBytes(RandomBytes(random, 1 + random() % 40)));
    const std::size_t at = random() % text.size();
    // libsodium 1.0.18 takes some bytes above 127 for digits.
    text[at] = static_cast<char>(128 + random() % 128);
    ASSERT_FALSE(Base64Decode(text).has_value());
    text[at] = static_cast<char>(random() % 128);
    const auto bytes = Base64Decode(text);
    ASSERT_EQ(bytes, SodiumFromBase64(text)) << testing::PrintToString(text);
  }
}

TEST(NumberTest, BigEndianNumbersAreReadBack) {
  std::string bytes;
  AppendU16(bytes, 0x0102);
  AppendU32(bytes, 0x03040506);
  AppendU64(bytes, 0x0708090a0b0c0d0e);
  EXPECT_EQ(HexEncode(AsBytes(bytes)), "0102030405060708090a0b0c0d0e");
  EXPECT_EQ(GetU16(bytes), 0x0102);
  EXPECT_EQ(GetU32(std::string_view(bytes).substr(2)), 0x03040506U);
  EXPECT_EQ(GetU64(std::string_view(bytes).substr(6)), 0x0708090a0b0c0d0eU);
  std::string high;
  AppendU64(high, ~std::uint64_t{0});
  EXPECT_EQ(GetU64(high), ~std::uint64_t{0});
  EXPECT_EQ(GetU32(high), ~std::uint32_t{0});
}

TEST(NumberDeathTest, ReadingPastTheEndIsABrokenPromise) {
  EXPECT_DEATH((void)GetU64("1234567"), "broken promise");
  EXPECT_DEATH((void)GetU16(""), "broken promise");
}

TEST(NumberTest, DecimalsAreThoseThatPrintingWrites) {
  // Every text of up to four characters: a number if printing the number
  // gives the text.
  for (std::size_t length = 0; length <= 4; ++length) {
    for (const std::string& text : AllTexts("0129+- x", length)) {
      std::uint64_t number = 0;
      const auto [end, failed] =
          std::from_chars(text.data(), text.data() + text.size(), number);
      const bool good = failed == std::errc() &&
                        end == text.data() + text.size() &&
                        std::to_string(number) == text;
      const auto parsed = ParseDecimal(text);
      ASSERT_EQ(parsed.has_value(), good) << text;
      if (good) {
        ASSERT_EQ(*parsed, number);
      }
    }
  }
}

TEST(NumberTest, DecimalsEndAtTheLargestNumber) {
  EXPECT_EQ(ParseDecimal("18446744073709551615"),
            std::numeric_limits<std::uint64_t>::max());
  for (const std::string_view beyond :
       {"18446744073709551616", "18446744073709551620", "20000000000000000000",
        "99999999999999999999", "184467440737095516150",
        "118446744073709551615"}) {
    EXPECT_FALSE(ParseDecimal(beyond).has_value()) << beyond;
  }
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  for (int i = 0; i < 10'000; ++i) {
    const std::uint64_t number = random() >> (random() % 64);
    ASSERT_EQ(ParseDecimal(std::to_string(number)), number);
  }
}

}  // namespace
}  // namespace ledger
