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

class Console {
 public:
  Console(Language language, bool json) : language_(language), json_(json) {}

  Language language() const { return language_; }
  // Programs read the answer.
  bool json() const { return json_; }

  std::string_view Pick(const Text& text) const {
    return language_ == Language::kIndonesian ? text.id : text.en;
  }

  // A line of the answer.
  void Print(std::string_view line) const;
  // A line for the person at the terminal.
  void Note(std::string_view line) const;
  // What failed, why, and the next step.
  void PrintError(std::string_view what, const ledger::Error& error) const;

 private:
  Language language_;
  bool json_;
};

}  // namespace services::cli
