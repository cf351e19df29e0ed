// Signing keys that are the same every time, for tests and seeds.

#pragma once

#include <string>
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/check.h"
#include "ledger/note/note.h"

namespace testing_keys {

// The key whose 32-byte seed is `seed`, over and over.
inline ledger::note::SigningKey FixedKey(std::string_view name, char seed) {
  const std::string secret(32, seed);
  auto key = ledger::crypto::PrivateKey::FromSeed(ledger::AsBytes(secret));
  AMANAH_CHECK(key.ok());
  const std::string vkey =
      ledger::note::VerifierKey::FromPublicKey(name, key->public_key())
          .ToString();
  // `<name>+<8 hex digits>+`, then the type byte and the seed.
  const std::string name_and_id = vkey.substr(0, name.size() + 10);
  const std::string typed = "\x01" + secret;
  auto parsed = ledger::note::SigningKey::Parse(
      "PRIVATE+KEY+" + name_and_id +
      ledger::Base64Encode(ledger::AsBytes(typed)));
  AMANAH_CHECK(parsed.ok());
  return *std::move(parsed);
}

}  // namespace testing_keys
