// Names of files as a profile describes them.
//
// In a pattern `{YYYYMM}` stands for six digits that are a month, and `*` for
// any characters; anything else for itself.
//
// Thread safety: const methods from any thread.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace services::importer {

class FilePattern {
 public:
  // nullopt when `text` is empty, has a `/`, `{YYYYMM}` twice or `*` over
  // three times.
  static std::optional<FilePattern> Parse(std::string_view text);

  const std::string& text() const { return text_; }

  // True when the pattern has a month in it.
  bool has_month() const { return has_month_; }

  // The month in `name`, such as 202501, or 0 for a pattern without one;
  // nullopt when `name` does not match.
  std::optional<int> Match(std::string_view name) const;

 private:
  std::string text_;
  bool has_month_ = false;
};

}  // namespace services::importer
