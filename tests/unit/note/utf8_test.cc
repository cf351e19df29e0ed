// Goal: UTF-8 is decoded strictly, and spaces are those of Unicode.
// Method: every character encoded by an encoder written here; every sequence
// of up to two bytes, and every third and fourth byte at the edges, judged by
// whether that encoder gives it.

#include "ledger/note/utf8.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace ledger::note {
namespace {

std::string Encode(char32_t c) {
  const auto tail = [c](int shift) {
    return static_cast<char>(0x80 | ((c >> shift) & 0x3f));
  };
  if (c < 0x80) return {static_cast<char>(c)};
  if (c < 0x800) return {static_cast<char>(0xc0 | (c >> 6)), tail(0)};
  if (c < 0x10000) {
    return {static_cast<char>(0xe0 | (c >> 12)), tail(6), tail(0)};
  }
  return {static_cast<char>(0xf0 | (c >> 18)), tail(12), tail(6), tail(0)};
}

bool IsSurrogate(char32_t c) { return c >= 0xd800 && c <= 0xdfff; }

TEST(Utf8Test, EveryCharacterIsReadBack) {
  for (char32_t c = 0; c <= 0x10ffff; ++c) {
    const std::string bytes = Encode(c) + "x";
    std::string_view text = bytes;
    const auto taken = TakeCharacter(text);
    if (IsSurrogate(c)) {
      ASSERT_FALSE(taken.has_value());
      ASSERT_EQ(text, bytes);
    } else {
      ASSERT_EQ(taken, c);
      ASSERT_EQ(text, "x");
    }
  }
}

TEST(Utf8Test, NothingElseIsACharacter) {
  std::set<std::string> good;
  for (char32_t c = 0; c <= 0x10ffff; ++c) {
    if (!IsSurrogate(c)) good.insert(Encode(c));
  }
  const std::string edges("\x00\x7f\x80\x8f\x90\x9f\xa0\xbf\xc0\xff", 10);
  const auto check = [&](const std::string& bytes) {
    std::string_view text = bytes;
    const bool whole = TakeCharacter(text).has_value() && text.empty();
    ASSERT_EQ(whole, good.contains(bytes)) << testing::PrintToString(bytes);
  };
  for (int a = 0; a < 256; ++a) {
    const std::string one(1, static_cast<char>(a));
    check(one);
    for (int b = 0; b < 256; ++b) {
      const std::string two = one + static_cast<char>(b);
      check(two);
      for (const char c : edges) {
        check(two + c);
        for (const char d : edges) check(two + c + d);
      }
    }
  }
  std::string_view nothing;
  EXPECT_FALSE(TakeCharacter(nothing).has_value());
  // Above U+10FFFF, and five bytes.
  check("\xf4\x90\x80\x80");
  check("\xf8\x88\x80\x80\x80");
}

TEST(Utf8Test, SpacesAreThoseOfUnicode) {
  std::set<char32_t> spaces;
  for (char32_t c = 0; c <= 0x10ffff; ++c) {
    if (IsUnicodeSpace(c)) spaces.insert(c);
  }
  // PropList.txt of Unicode 15, White_Space.
  EXPECT_EQ(spaces, (std::set<char32_t>{
                        0x09,   0x0a,   0x0b,   0x0c,   0x0d,   0x20,   0x85,
                        0xa0,   0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004,
                        0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x2028,
                        0x2029, 0x202f, 0x205f, 0x3000}));
}

}  // namespace
}  // namespace ledger::note
