// The one key that the targets know: seeds.cc signs with it.

#pragma once

#include <string>
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/check.h"
#include "ledger/note/note.h"

namespace fuzz {

inline constexpr std::string_view kKnownOrigin = "amanah.example/fuzz";

inline ledger::note::SigningKey KnownSigningKey() {
  const std::string seed(32, 's');
  auto key = ledger::crypto::PrivateKey::FromSeed(ledger::AsBytes(seed));
  AMANAH_CHECK(key.ok());
  const std::string vkey =
      ledger::note::VerifierKey::FromPublicKey(kKnownOrigin, key->public_key())
          .ToString();
  // `<name>+<8 hex digits>+`, then the type byte and the seed.
  const std::string name_and_id = vkey.substr(0, kKnownOrigin.size() + 10);
  const std::string secret = "\x01" + seed;
  auto parsed = ledger::note::SigningKey::Parse(
      "PRIVATE+KEY+" + name_and_id +
      ledger::Base64Encode(ledger::AsBytes(secret)));
  AMANAH_CHECK(parsed.ok());
  return *std::move(parsed);
}

inline const ledger::note::VerifierKey& KnownKey() {
  static const ledger::note::VerifierKey key = KnownSigningKey().vkey();
  return key;
}

}  // namespace fuzz
