// UTF-8 as signed notes need it: strict decoding, and what counts as a space.
//
// Thread safety: pure functions.

#pragma once

#include <optional>
#include <string_view>

namespace ledger::note {

// The first character of `text`, taken off its front. nullopt, and `text` as
// it was, when that is not well-formed UTF-8 (Unicode 15, table 3-7: no
// overlong form, no surrogate, nothing above U+10FFFF) or `text` is empty.
std::optional<char32_t> TakeCharacter(std::string_view& text);

// White_Space of Unicode 15.
bool IsUnicodeSpace(char32_t c);

// U+0000 to U+001F.
bool IsControl(char32_t c);

}  // namespace ledger::note
