// `amanah why-zero`: why a card is empty; and all commands about families.

#pragma once

#include <string>

#include "ledger/base/result.h"
#include "services/cli/console.h"
#include "services/cli/session.h"

namespace services::cli {

struct WhyZeroOptions {
  std::string card;  // Number or token.
  std::string at;    // YYYY-MM-DD (end of that day, WIB) or RFC 3339.
  bool denied = false;
};
ledger::Status RunWhyZero(const WhyZeroOptions& options, Session& session);

}  // namespace services::cli
