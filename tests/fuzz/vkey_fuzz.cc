// Key lines, public and private: one text form a key.

#include "ledger/note/note.h"
#include "tests/fuzz/fuzz.h"

AMANAH_FUZZ_TARGET(input) {
  if (auto vkey = ledger::note::VerifierKey::Parse(input); vkey.ok()) {
    AMANAH_CHECK(vkey->ToString() == input);
    AMANAH_CHECK(ledger::note::IsKeyName(vkey->name()));
    AMANAH_CHECK(ledger::note::VerifierKey::FromPublicKey(
                     vkey->name(), vkey->public_key()) == *vkey);
  }
  if (auto skey = ledger::note::SigningKey::Parse(input); skey.ok()) {
    AMANAH_CHECK(skey->ToString() == input);
  }
}
