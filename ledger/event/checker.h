// Gathers what is wrong with an event. Each method checks one field against
// one rule; `field` is the field's name in the message that is being checked,
// a literal. Nothing is allocated while nothing is wrong.
//
// Thread safety: one thread; lives for one ValidateEvent.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "amanah/v1/common.pb.h"
#include "ledger/base/result.h"
#include "ledger/event/text.h"

namespace ledger::event {

class Checker {
 public:
  static constexpr std::size_t kMaxViolations = 100;

  // Paths are relative to `field` as long as it lives.
  class Inside {
   public:
    Inside(Checker& checker, std::string_view field) : checker_(checker) {
      AMANAH_CHECK(checker_.depth_ < checker_.path_.size());
      checker_.path_[checker_.depth_++] = field;
    }
    ~Inside() { --checker_.depth_; }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

   private:
    Checker& checker_;
  };

  // Notes that `field` breaks `rule`.
  void Fail(std::string_view field, std::string_view rule);
  // As above for element `index` of a repeated field.
  void FailAt(std::string_view field, int index, std::string_view rule);

  void Require(bool holds, std::string_view field, std::string_view rule) {
    if (!holds) Fail(field, rule);
  }

  // A token: 16 bytes.
  void Token(const std::string& token, std::string_view field);
  // A token or empty.
  void TokenIfAny(const std::string& token, std::string_view field);

  // At most `max_count` tokens.
  template <typename Tokens>
  void TokenList(const Tokens& tokens, std::string_view field, int max_count) {
    if (tokens.size() > max_count) Fail(field, kTooMany);
    for (int i = 0; i < tokens.size() && i < max_count; ++i) {
      if (!IsToken(tokens[i])) FailAt(field, i, kNotToken);
    }
  }

  // A SHA-256: 32 bytes.
  void Hash(const std::string& hash, std::string_view field);
  // As above, or empty.
  void HashIfAny(const std::string& hash, std::string_view field);

  // A month, YYYYMM.
  void Month(std::uint32_t month, std::string_view field);

  // A Kemendagri code, in form.
  void Region(const std::string& code, std::string_view field);

  // Text of that form, not empty.
  void Text(const std::string& text, std::string_view field,
            const TextForm& form);
  // Text of that form, or empty.
  void TextIfAny(const std::string& text, std::string_view field,
                 const TextForm& form);
  // At most `max_count` texts of that form, none empty.
  template <typename Texts>
  void TextList(const Texts& texts, std::string_view field, int max_count,
                const TextForm& form) {
    if (texts.size() > max_count) Fail(field, kTooMany);
    for (int i = 0; i < texts.size() && i < max_count; ++i) {
      const std::string_view problem =
          texts[i].empty() ? kRequired : TextProblem(texts[i], form);
      if (!problem.empty()) FailAt(field, i, problem);
    }
  }

  // The moment's own ranges.
  void Time(const amanah::v1::ZonedTime& time, std::string_view field);

  // Whole rupiah: >= 0, or > 0.
  void NotNegative(std::int64_t rupiah, std::string_view field) {
    Require(rupiah >= 0, field, "must not be negative");
  }
  void Positive(std::int64_t rupiah, std::string_view field) {
    Require(rupiah > 0, field, "must be positive");
  }

  // An enum's value: `known` is what its _IsValid says.
  void Known(bool known, std::string_view field) {
    Require(known, field, "is not a known value");
  }
  // As above; and not the unspecified one.
  void Specified(bool known, int value, std::string_view field) {
    Known(known, field);
    Require(value != 0, field, kRequired);
  }

  // A month that an event may name, YYYYMM, in [199001, 219912].
  static bool IsMonth(std::uint32_t month);

  std::vector<Error::Violation> Take() && { return std::move(violations_); }

  static constexpr std::string_view kRequired = "is required";
  static constexpr std::string_view kTooMany = "has too many elements";
  static constexpr std::string_view kNotToken = "must be a token of 16 bytes";

 private:
  static bool IsToken(std::string_view bytes) { return bytes.size() == 16; }

  std::string Path(std::string_view field) const;

  std::array<std::string_view, 4> path_{};
  std::size_t depth_ = 0;
  std::vector<Error::Violation> violations_;
};

}  // namespace ledger::event
