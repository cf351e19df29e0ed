// `amanah family`: all that is known of one family.

#pragma once

#include <string>

#include "ledger/base/result.h"
#include "services/cli/session.h"

namespace services::cli {

struct FamilyOptions {
  std::string family;  // KPM id, token, or a card with `by_card`.
  std::string as_of;   // YYYY-MM-DD (end of that day, WIB) or RFC 3339.
  bool by_card = false;
  bool indices = false;
};
ledger::Status RunFamily(const FamilyOptions& options, Session& session);

}  // namespace services::cli
