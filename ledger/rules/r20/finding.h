// What an agent did after an order against it.
//
// A transaction adds to what is kept; all terminals are walked only when it is
// another question: a new order, a new registration, a new terminal.
//
// Threads: the folder thread.

#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "ledger/rules/common/draft.h"
#include "ledger/rules/common/rule.h"
#include "ledger/rules/r20/r20.h"
#include "ledger/views/common/moment.h"
#include "ledger/views/money/money.h"
#include "ledger/views/party/party.h"

namespace ledger::rules::r20 {

struct Finding {
  Gathered gathered;
  std::uint64_t uses = 0;
  // Of them by somebody at the terminal that moved money: the bank's own doing
  // counts only beside that.
  std::uint64_t moves = 0;
  std::int64_t rupiah = 0;
  views::Moment last;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(gathered)(uses)(moves)(rupiah)(last);
  }
};

// Terminals at which the agent counts.
std::set<std::string> TerminalsOf(
    const std::string& agent_id,
    const std::optional<views::party::Agent>& agent,
    const fold::Reader& reader);

// Walks the terminals, and keeps what it finds. Requires that the order has
// reached the bank.
Finding FindAll(const std::string& agent_id, const std::set<std::string>& tids,
                const views::party::Suspension& order,
                const Parameters& parameters, Context& context);

// What is kept, with `use` added; nullopt if that does not count. Requires a
// FindAll before.
std::optional<Finding> FindMore(const std::string& agent_id,
                                const views::money::TerminalUse& use,
                                const views::party::Suspension& order,
                                const Parameters& parameters, Context& context);

// What is kept of the order of that index is forgotten.
void ForgetFinding(const std::string& agent_id, std::uint64_t order,
                   Context& context);

}  // namespace ledger::rules::r20
