// The rules of each body. Each checks its own message and what of the envelope
// it requires (a card event without a card is malformed); paths begin at the
// event.
//
// Thread safety: pure functions.

#pragma once

#include "amanah/v1/event.pb.h"
#include "ledger/event/checker.h"

namespace ledger::event {

// Each requires that event.body_case() is of its family.
void CheckRegistryBody(const amanah::v1::Event& event, Checker& checker);
void CheckProgrammeBody(const amanah::v1::Event& event, Checker& checker);
void CheckCardBody(const amanah::v1::Event& event, Checker& checker);
void CheckMoneyBody(const amanah::v1::Event& event, Checker& checker);
void CheckContextBody(const amanah::v1::Event& event, Checker& checker);

// Subjects that a kind cannot do without.
inline void RequireKpm(const amanah::v1::Event& event, Checker& checker) {
  checker.Require(!event.subjects().kpm().empty(), "subjects.kpm",
                  Checker::kRequired);
}
inline void RequireKks(const amanah::v1::Event& event, Checker& checker) {
  checker.Require(!event.subjects().kks().empty(), "subjects.kks",
                  Checker::kRequired);
}
inline void RequireAccount(const amanah::v1::Event& event, Checker& checker) {
  checker.Require(!event.subjects().account().empty(), "subjects.account",
                  Checker::kRequired);
}

}  // namespace ledger::event
