// Encodings and shapes of text.
//
// Thread safety: pure functions.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace services::importer {

inline bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// No byte above 0x7F and no NUL.
bool IsPlainAscii(std::string_view text);

// Well formed UTF-8 (Unicode 15, table 3-7: no surrogates, nothing overlong).
bool IsUtf8(std::string_view text);

// nullopt when `text` has one of the five bytes that Windows-1252 leaves out.
std::optional<std::string> Utf8FromWindows1252(std::string_view text);

// Without blanks and tabs at both ends.
std::string_view Trim(std::string_view text);

// Length of the longest run of digits in `text`.
std::size_t LongestDigitRun(std::string_view text);

// True when `text` is `count` digits.
bool IsDigits(std::string_view text, std::size_t count);

}  // namespace services::importer
