// Signed notes: a note taken apart can be put together again byte for byte,
// and whatever verifies is a text that the known key signed.

#include <string>

#include "ledger/base/bytes.h"
#include "ledger/note/note.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/known_key.h"

AMANAH_FUZZ_TARGET(input) {
  auto note = ledger::note::ParseNote(input);
  if (!note.ok()) return;
  std::string again = note->text + "\n";
  for (const auto& signature : note->signatures) {
    std::string blob;
    ledger::AppendU32(blob, signature.key_id);
    blob += signature.signature;
    again += "\u2014 " + signature.name + " " +
             ledger::Base64Encode(ledger::AsBytes(blob)) + "\n";
  }
  AMANAH_CHECK(again == input);
  AMANAH_CHECK(!note->signatures.empty());

  auto signers = ledger::note::VerifyNote(*note, {fuzz::KnownKey()});
  if (!signers.ok()) return;
  AMANAH_CHECK(signers->size() == 1 && signers->front() == 0);
}
