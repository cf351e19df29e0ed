// What the five registry events have in common.
//
// Thread safety: pure functions.

#pragma once

#include <string>

#include "amanah/v1/event.pb.h"

namespace ledger::registry {

// The submitter that a registry event is about; null for other kinds. Lives
// as long as the event.
inline const std::string* TargetOrigin(const amanah::v1::Event& event) {
  using amanah::v1::Event;
  switch (event.body_case()) {
    case Event::kSubmitterRegistered:
      return &event.submitter_registered().origin();
    case Event::kSubmitterKeysChanged:
      return &event.submitter_keys_changed().origin();
    case Event::kSubmitterAuthorityChanged:
      return &event.submitter_authority_changed().origin();
    case Event::kSubmitterRetired:
      return &event.submitter_retired().origin();
    case Event::kKeyCompromised:
      return &event.key_compromised().origin();
    default:
      return nullptr;
  }
}

// The authority that it gives; null when it gives none.
inline const amanah::v1::Authority* GrantedAuthority(
    const amanah::v1::Event& event) {
  using amanah::v1::Event;
  switch (event.body_case()) {
    case Event::kSubmitterRegistered:
      return &event.submitter_registered().authority();
    case Event::kSubmitterAuthorityChanged:
      return &event.submitter_authority_changed().authority();
    default:
      return nullptr;
  }
}

}  // namespace ledger::registry
