// `amanah holder --profile`: who a holder is, beside the cards seen with it.
// `amanah holding --instruction`: self-holding before and after an instruction.

#pragma once

#include <cstdint>
#include <string>

#include "ledger/base/result.h"
#include "services/cli/session.h"

namespace services::cli {

struct ProfileOptions {
  std::string party;  // NIK or token.
  std::string as_of;
  bool ever = false;
  bool indices = false;
};
ledger::Status RunProfile(const ProfileOptions& options, Session& session);

struct CampaignOptions {
  std::string instruction;  // Its number, or its log index.
  std::string region;
  std::uint32_t months = 3;  // To each side.
};
ledger::Status RunCampaign(const CampaignOptions& options, Session& session);

}  // namespace services::cli
