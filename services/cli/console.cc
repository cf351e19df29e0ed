#include "services/cli/console.h"

#include "services/rpc/status.h"
#include "services/wire/advice.h"

namespace services::cli {
namespace {

constexpr std::size_t kShownViolations = 10;

void WriteLine(std::FILE* file, std::string_view line) {
  std::fwrite(line.data(), 1, line.size(), file);
  std::fputc('\n', file);
  std::fflush(file);
}

}  // namespace

ExitCode ExitCodeOf(const ledger::Error& error) {
  if (error.reason == rpc::kServerUnreachable) return ExitCode::kUnreachable;
  switch (error.code) {
    case ledger::Code::kDataLoss:
    case ledger::Code::kInternal:
      return ExitCode::kFailedCheck;
    default:
      return ExitCode::kBadInput;
  }
}

void Console::Print(std::string_view line) const { WriteLine(stdout, line); }

void Console::Write(std::string_view text) const {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

bool Console::TakesTitle(const std::string& kind) const {
  if (kind_ == kind) return false;
  if (!kind_.empty()) Write("\r\n");
  kind_ = kind;
  return true;
}

void Console::Note(std::string_view line) const { WriteLine(stderr, line); }

void Console::PrintError(std::string_view what,
                         const ledger::Error& error) const {
  Note("amanah " + std::string(what) + ": " + std::string(error.reason) + ": " +
       error.message);
  std::size_t shown = 0;
  for (const auto& violation : error.violations) {
    if (++shown > kShownViolations) {
      Note("  ... " +
           std::to_string(error.violations.size() - kShownViolations) +
           " more");
      break;
    }
    Note("  " + violation.field + ": " + violation.description);
  }
  for (const auto& fact : error.facts) {
    Note("  " + fact.name + " = " + fact.value);
  }
  if (const auto next = wire::NextStep(error.reason); !next.empty()) {
    Note("  " + std::string(Pick({"Next: ", "Berikutnya: "})) +
         std::string(next));
  }
}

}  // namespace services::cli
