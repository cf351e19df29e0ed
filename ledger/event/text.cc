#include "ledger/event/text.h"

#include <cstddef>

namespace ledger::event {
namespace {

constexpr std::string_view kTooLong = "is longer than this field may be";
constexpr std::string_view kNotAscii = "must be printable ASCII";
constexpr std::string_view kNotPrintable =
    "must be valid UTF-8 without control or direction characters";
constexpr std::string_view kIdentifier =
    "holds digits that look like an identity, card or account number; only "
    "tokens may be in an event";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsGroupSeparator(char c) {
  return c == ' ' || c == '-' || c == '.' || c == '/';
}

int TwoDigits(std::string_view text, std::size_t at) {
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

// `run` is digits only.
bool IsRrnShaped(std::string_view run) {
  if (run.size() != 12) return false;
  const int day = (run[1] - '0') * 100 + TwoDigits(run, 2);
  return day >= 1 && day <= 366 && TwoDigits(run, 4) <= 23;
}

// A character that takes more than one byte.
struct Wide {
  std::size_t size = 0;  // Bytes; 0 when it is not well formed.
  std::uint32_t point = 0;
};

// The character at the front of `text`, which begins with a byte above 0x7f.
Wide DecodeWide(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const std::uint32_t lead = byte(0);
  Wide wide;
  wide.size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
  if (wide.size == 0 || lead > 0xf4 || text.size() < wide.size) return {};
  wide.point = lead & (0xffu >> (wide.size + 1));
  for (std::size_t i = 1; i < wide.size; ++i) {
    if ((byte(i) & 0xc0u) != 0x80u) return {};
    wide.point = (wide.point << 6) | (byte(i) & 0x3fu);
  }
  const bool overlong = (wide.size == 3 && wide.point < 0x800) ||
                        (wide.size == 4 && wide.point < 0x10000);
  const bool surrogate = wide.point >= 0xd800 && wide.point <= 0xdfff;
  if (overlong || surrogate || wide.point > 0x10ffff) return {};
  return wide;
}

bool IsPrintable(std::uint32_t point) {
  const bool control = point < 0xa0 || point == 0x2028 || point == 0x2029;
  // Marks of direction or of no width make a screen show other text than was
  // signed.
  const bool hidden = (point >= 0x200b && point <= 0x200f) ||
                      (point >= 0x202a && point <= 0x202e) ||
                      (point >= 0x2060 && point <= 0x206f) || point == 0x61c ||
                      point == 0xfeff;
  return !control && !hidden;
}

bool IsAscii(char c) { return static_cast<unsigned char>(c) < 0x80; }

// Sees the runs of digits of a text, one by one.
class DigitRuns {
 public:
  explicit DigitRuns(const TextForm& form) : form_(form) {}

  // The run is text[begin, end). True when it looks like an identifier.
  bool IsIdentifier(std::string_view text, std::size_t begin, std::size_t end) {
    const std::size_t length = end - begin;
    CountGroups(text, begin, length);
    last_end_ = end;
    if (groups_of_four_ >= 4) return true;
    if (length <= form_.max_digit_run) return false;
    return !(form_.rrn_allowed && IsRrnShaped(text.substr(begin, length)));
  }

 private:
  void CountGroups(std::string_view text, std::size_t begin,
                   std::size_t length) {
    const bool follows = groups_of_four_ > 0 && begin == last_end_ + 1 &&
                         IsGroupSeparator(text[last_end_]);
    groups_of_four_ = length != 4 ? 0 : follows ? groups_of_four_ + 1 : 1;
  }

  const TextForm& form_;
  int groups_of_four_ = 0;
  std::size_t last_end_ = 0;
};

}  // namespace

bool IsUtf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    if (IsAscii(text[i])) {
      ++i;
      continue;
    }
    const Wide wide = DecodeWide(text.substr(i));
    if (wide.size == 0) return false;
    i += wide.size;
  }
  return true;
}

std::string_view TextProblem(std::string_view text, const TextForm& form) {
  if (text.size() > form.max_bytes) return kTooLong;
  DigitRuns runs(form);
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (IsDigit(c)) {
      std::size_t end = i + 1;
      while (end < text.size() && IsDigit(text[end])) ++end;
      if (runs.IsIdentifier(text, i, end)) return kIdentifier;
      i = end;
    } else if (c >= 0x20 && c < 0x7f) {
      ++i;
    } else if (form.ascii_only) {
      return kNotAscii;
    } else {
      if (IsAscii(c)) return kNotPrintable;
      const Wide wide = DecodeWide(text.substr(i));
      if (wide.size == 0 || !IsPrintable(wide.point)) return kNotPrintable;
      i += wide.size;
    }
  }
  return {};
}

}  // namespace ledger::event
