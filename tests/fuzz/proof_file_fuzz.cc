// `.tlog-proof` files: one form a proof, and nothing but the seed's own
// checkpoint is ever accepted with the seed's key.

#include <string>

#include "ledger/note/proof_file.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/known_key.h"

AMANAH_FUZZ_TARGET(input) {
  auto proof = ledger::note::ParseProofFile(input);
  if (!proof.ok()) return;
  AMANAH_CHECK(ledger::note::FormatProofFile(*proof) == input);
  AMANAH_CHECK(proof->path.size() <= 63);

  auto checkpoint = ledger::note::CheckProofFile(
      *proof, "entry 2", "amanah.example/fuzz", {fuzz::KnownKey()}, 1);
  // The seeds' tree holds `entry <i>` at i; another place must not be proven.
  if (checkpoint.ok()) {
    AMANAH_CHECK(proof->index == 2);
    AMANAH_CHECK(checkpoint->origin == "amanah.example/fuzz");
  }
}
