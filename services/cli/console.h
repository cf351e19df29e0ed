// What the command line says: to people in two languages, to programs in JSON.
//
// Answers go to stdout; progress, notices and errors to stderr, so that a pipe
// gets the answer alone.
//
// Threads: one.

#pragma once

#include <cstdio>
#include <string>
#include <string_view>

#include "ledger/base/result.h"

namespace services::cli {

// Exit codes of every command.
enum class ExitCode : int {
  kOk = 0,
  kFailedCheck = 1,  // A check failed, damage was found.
  kBadInput = 2,     // Usage, files, or a refusal that needs other input.
  kUnreachable = 3,  // Nobody answered.
};
ExitCode ExitCodeOf(const ledger::Error& error);

enum class Language { kEnglish, kIndonesian };

// The same words twice.
struct Text {
  std::string_view en;
  std::string_view id;
};

// Whom the answer is for: people, programs, spreadsheets.
enum class Format { kText, kJson, kCsv };

class Console {
 public:
  Console(Language language, Format format)
      : language_(language), format_(format) {}

  Language language() const { return language_; }
  bool json() const { return format_ == Format::kJson; }
  // Rows go out through PrintRow (row.h), nothing else does.
  bool for_programs() const { return format_ != Format::kText; }

  std::string_view Pick(const Text& text) const {
    return language_ == Language::kIndonesian ? text.id : text.en;
  }

  // A line of the answer.
  void Print(std::string_view line) const;
  // As it is, without an end of line.
  void Write(std::string_view text) const;
  // True when rows of this kind come first, or after others: their names are
  // to be written. Writes the empty line that parts them from the others.
  bool TakesTitle(const std::string& kind) const;
  // A line for the person at the terminal.
  void Note(std::string_view line) const;
  // What failed, why, and the next step.
  void PrintError(std::string_view what, const ledger::Error& error) const;

 private:
  Language language_;
  Format format_;
  mutable std::string kind_;  // Of the row before.
};

}  // namespace services::cli
