// The one key that the targets know: seeds.cc signs with it.

#pragma once

#include <string_view>

#include "tests/support/keys.h"

namespace fuzz {

inline constexpr std::string_view kKnownOrigin = "amanah.example/fuzz";

inline ledger::note::SigningKey KnownSigningKey() {
  return testing_keys::FixedKey(kKnownOrigin, 's');
}

inline const ledger::note::VerifierKey& KnownKey() {
  static const ledger::note::VerifierKey key = KnownSigningKey().vkey();
  return key;
}

}  // namespace fuzz
