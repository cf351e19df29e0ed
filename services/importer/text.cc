#include "services/importer/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace services::importer {
namespace {

// Windows-1252, 0x80 to 0x9F; 0 for none.
constexpr std::array<std::uint16_t, 32> kWindows1252 = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

std::uint8_t At(std::string_view text, std::size_t i) {
  return static_cast<std::uint8_t>(text[i]);
}

// Length of the sequence that begins `text`; 0 when it is not well formed.
std::size_t SequenceLength(std::string_view text) {
  const std::uint8_t first = At(text, 0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xC2 && first <= 0xDF   ? 2
                             : first >= 0xE0 && first <= 0xEF ? 3
                             : first >= 0xF0 && first <= 0xF4 ? 4
                                                              : 0;
  if (length == 0 || text.size() < length) return 0;
  const std::uint8_t lowest = first == 0xE0   ? 0xA0
                              : first == 0xF0 ? 0x90
                                              : 0x80;
  const std::uint8_t highest = first == 0xED   ? 0x9F
                               : first == 0xF4 ? 0x8F
                                               : 0xBF;
  if (At(text, 1) < lowest || At(text, 1) > highest) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if (At(text, i) < 0x80 || At(text, i) > 0xBF) return 0;
  }
  return length;
}

void AppendUtf8(std::string& out, std::uint16_t point) {
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0 | (point >> 6));
    out += static_cast<char>(0x80 | (point & 0x3F));
  } else {
    out += static_cast<char>(0xE0 | (point >> 12));
    out += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (point & 0x3F));
  }
}

}  // namespace

bool IsPlainAscii(std::string_view text) {
  // Eight bytes at a time: a byte is plain when neither it nor it less one
  // has the top bit.
  constexpr std::uint64_t kTops = 0x8080808080808080;
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  std::uint64_t seen = 0;
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + i, 8);
    seen |= word | (word - kOnes);
  }
  if ((seen & kTops) != 0) return false;
  for (; i < text.size(); ++i) {
    if (text[i] == '\0' || At(text, i) >= 0x80) return false;
  }
  return true;
}

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = SequenceLength(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::optional<std::string> Utf8FromWindows1252(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::uint16_t point = At(text, i);
    if (point >= 0x80 && point < 0xA0) {
      point = kWindows1252[point - std::size_t{0x80}];
      if (point == 0) return std::nullopt;
    }
    AppendUtf8(out, point);
  }
  return out;
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text;
}

std::size_t LongestDigitRun(std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = IsDigit(c) ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

bool IsDigits(std::string_view text, std::size_t count) {
  return text.size() == count && LongestDigitRun(text) == count;
}

}  // namespace services::importer
