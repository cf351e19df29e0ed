#include "services/importer/file_pattern.h"

#include <algorithm>

#include "services/importer/text.h"

namespace services::importer {
namespace {

constexpr std::string_view kMonth = "{YYYYMM}";

std::optional<int> ReadMonth(std::string_view text) {
  if (!IsDigits(text, 6)) return std::nullopt;
  int number = 0;
  for (const char c : text) number = number * 10 + (c - '0');
  const int month = number % 100;
  if (month < 1 || month > 12 || number < 190'000) return std::nullopt;
  return number;
}

// Matches what is left of both; `month` is set on the way.
bool MatchRest(std::string_view pattern, std::string_view name, int& month) {
  while (!pattern.empty()) {
    if (pattern.starts_with(kMonth)) {
      const auto read = ReadMonth(name.substr(0, 6));
      if (!read) return false;
      month = *read;
      pattern.remove_prefix(kMonth.size());
      name.remove_prefix(6);
    } else if (pattern.front() == '*') {
      pattern.remove_prefix(1);
      for (std::size_t skip = 0; skip <= name.size(); ++skip) {
        if (MatchRest(pattern, name.substr(skip), month)) return true;
      }
      return false;
    } else {
      if (name.empty() || name.front() != pattern.front()) return false;
      pattern.remove_prefix(1);
      name.remove_prefix(1);
    }
  }
  return name.empty();
}

}  // namespace

std::optional<FilePattern> FilePattern::Parse(std::string_view text) {
  FilePattern pattern;
  pattern.text_ = std::string(text);
  const std::size_t month = text.find(kMonth);
  pattern.has_month_ = month != std::string_view::npos;
  if (text.empty() || text.find('/') != std::string_view::npos ||
      text.size() > 255 || std::count(text.begin(), text.end(), '*') > 3) {
    return std::nullopt;
  }
  if (pattern.has_month_ &&
      text.find(kMonth, month + kMonth.size()) != std::string_view::npos) {
    return std::nullopt;
  }
  return pattern;
}

std::optional<int> FilePattern::Match(std::string_view name) const {
  int month = 0;
  if (!MatchRest(text_, name, month)) return std::nullopt;
  return month;
}

}  // namespace services::importer
