// Facts that were told and are taken back: nothing that a history tells changes
// by them.

#pragma once

#include <string>
#include <utility>

#include "tests/unit/fold/history.h"

namespace ledger::fold::testing {

// `told`, taken back by who told it, under an id of its own. It happens when
// that did, so that nobody's clock goes on.
inline Told Correction(const Told& told, std::string_view id) {
  Told correction;
  correction.submitter = told.submitter;
  correction.event.set_event_id(Token(id));
  *correction.event.mutable_occurred_at() = told.event.occurred_at();
  auto& body = *correction.event.mutable_event_corrected();
  body.set_of_event_id(told.event.event_id());
  body.set_kind(amanah::v1::CORRECTION_KIND_WITHDRAWN);
  body.set_reason("told twice");
  return correction;
}

// Tells one fact in four once more, under another id, and takes that back:
// before it comes, right after it, or after everything.
template <typename Random>
void AddTakenBack(History& history, Random& random) {
  const std::size_t size = history.size();
  History late;
  for (std::size_t i = 0; i < size; ++i) {
    if (random() % 4 != 0) continue;
    Told again = history[i];
    again.event.set_event_id(Token("again " + std::to_string(i)));
    Told correction = Correction(again, "back " + std::to_string(i));
    switch (random() % 3) {
      case 0:
        history.push_back(std::move(correction));
        history.push_back(std::move(again));
        break;
      case 1:
        history.push_back(std::move(again));
        history.push_back(std::move(correction));
        break;
      default:
        history.push_back(std::move(again));
        late.push_back(std::move(correction));
        break;
    }
  }
  for (Told& correction : late) history.push_back(std::move(correction));
}

}  // namespace ledger::fold::testing
