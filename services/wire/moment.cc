#include "services/wire/moment.h"

#include <string>

namespace services::wire {

ledger::Status CheckToken(std::string_view token, std::string_view field) {
  if (token.size() == kTokenBytes) return ledger::Ok{};
  const std::string what =
      "a token has 16 bytes, not " + std::to_string(token.size());
  return ledger::Error{ledger::Code::kInvalidArgument,
                       kTokenMalformed,
                       std::string(field) + ": " + what,
                       {{std::string(field), what}}};
}

std::chrono::steady_clock::time_point ViewDeadline(
    std::chrono::system_clock::time_point callers_deadline) {
  const auto now = std::chrono::steady_clock::now();
  const auto wall = std::chrono::system_clock::now();
  if (callers_deadline - kAnswerMargin <= wall) return now;
  // Compared before it is added: a call without a deadline has the greatest.
  if (callers_deadline - kViewPatience >= wall) return now + kViewPatience;
  return now + (callers_deadline - kAnswerMargin - wall);
}

}  // namespace services::wire
