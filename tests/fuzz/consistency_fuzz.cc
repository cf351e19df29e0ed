// Consistency proofs: the verifier and a recursive second one (RFC 6962,
// section 2.1.2) agree on every proof, true, broken or absurd.
//
// Input: mode, sizes, then mode 0: roots and hashes as they come; otherwise a
// true proof in a small tree, and edits to it.

#include <string>
#include <vector>

#include "ledger/merkle/proof.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/small_tree.h"
#include "tests/support/rfc6962.h"

using fuzz::AsHash;
using fuzz::AsProof;
using fuzz::Leaves;
using fuzz::Padded;

AMANAH_FUZZ_TARGET(input) {
  fuzz::Reader reader(input);
  const bool raw = reader.U8() == 0;
  std::uint64_t old_size = reader.U64();
  std::uint64_t new_size = reader.U64();
  std::string old_root;
  std::string new_root;
  std::vector<rfc6962::Digest> hashes;
  if (raw) {
    old_root = Padded(reader.Take(32));
    new_root = Padded(reader.Take(32));
    while (!reader.empty() && hashes.size() < 70) {
      hashes.push_back(Padded(reader.Take(32)));
    }
  } else {
    new_size = 1 + new_size % Leaves().size();
    old_size = 1 + old_size % new_size;
    old_root = rfc6962::Root(Leaves(), 0, old_size);
    new_root = rfc6962::Root(Leaves(), 0, new_size);
    hashes = rfc6962::SubProof(Leaves(), old_size, 0, new_size, true);
    while (!reader.empty()) {
      const std::uint8_t edit = reader.U8();
      const std::uint8_t at = reader.U8();
      switch (edit % 8) {
        case 0:
          if (!hashes.empty()) hashes.pop_back();
          break;
        case 1:
          hashes.push_back(old_root);
          break;
        case 2:
          if (!hashes.empty()) hashes[at % hashes.size()][at % 32] ^= 1;
          break;
        case 3:
          if (hashes.size() > 1) hashes[at % hashes.size()].swap(hashes[0]);
          break;
        case 4:
          old_size = at;
          break;
        case 5:
          new_size = at;
          break;
        case 6:
          old_root[at % 32] ^= 1;
          break;
        default:
          new_root[at % 32] ^= 1;
          break;
      }
    }
  }
  const bool expected =
      hashes.size() <= ledger::merkle::kMaxProofHashes &&
      rfc6962::IsConsistent(old_size, new_size, old_root, new_root, hashes);
  const bool accepted =
      ledger::merkle::VerifyConsistency(old_size, new_size, AsHash(old_root),
                                        AsHash(new_root), AsProof(hashes))
          .ok();
  AMANAH_CHECK(accepted == expected);
}
