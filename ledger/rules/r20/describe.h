// What R20's alert says.
//
// Thread safety: pure functions.

#pragma once

#include <optional>
#include <string>

#include "amanah/v1/alert.pb.h"
#include "ledger/rules/r20/finding.h"
#include "ledger/rules/r20/r20.h"
#include "ledger/views/party/party.h"

namespace ledger::rules::r20 {

// Fills in `alert`, a draft, on what the agent did after the order.
void Describe(const std::string& agent_id,
              const std::optional<views::party::Agent>& agent,
              const views::party::Suspension& order, const Finding& finding,
              const Parameters& parameters, amanah::v1::Alert& alert);

}  // namespace ledger::rules::r20
