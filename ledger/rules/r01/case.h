// What speaks against one holder: cards of others that he has or had, as far as
// that is known and not explained.
//
// Threads: the folder thread.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "amanah/v1/event.pb.h"
#include "ledger/rules/common/rule.h"
#include "ledger/rules/r01/r01.h"
#include "ledger/views/custody/custody.h"

namespace ledger::rules::r01 {

struct Case {
  std::vector<views::custody::Interval> known;  // Attested or observed.
  // Neither proven nor refuted.
  std::vector<views::custody::Allegation> allegations;
  std::uint64_t refuted = 0;
  std::uint64_t advocacy = 0;
};

// Asks to be woken for a card that is lent and not yet due back.
Case GatherCase(const std::string& holder, const Parameters& parameters,
                Context& context);

// True when it is enough for an alert.
bool IsEnough(const Case& found, const Parameters& parameters,
              const Context& context);

// Of each registration of a proxy. How far the register is known: a missing
// registration means something only up to there.
void NoteRegister(const amanah::v1::Event& event, Context& context);

}  // namespace ledger::rules::r01
