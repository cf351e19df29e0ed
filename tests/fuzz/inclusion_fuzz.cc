// Inclusion proofs: the verifier and a recursive second one (RFC 6962,
// section 2.1.1) agree on every proof, true, broken or absurd.
//
// Input: mode, index, size, then mode 0: leaf, root and path as they come;
// otherwise a true proof in a small tree, and edits to it.

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
  std::uint64_t index = reader.U64();
  std::uint64_t size = reader.U64();
  std::string leaf;
  std::string root;
  std::vector<rfc6962::Digest> path;
  if (raw) {
    leaf = Padded(reader.Take(32));
    root = Padded(reader.Take(32));
    while (!reader.empty() && path.size() < 70) {
      path.push_back(Padded(reader.Take(32)));
    }
    // What the second verifier computes is a root that must be accepted.
    auto computed = rfc6962::RootOfPath(index, size, leaf, path);
    if (computed && root == std::string(32, '\0')) root = *computed;
  } else {
    size = 1 + size % Leaves().size();
    index %= size;
    leaf = Leaves()[index];
    root = rfc6962::Root(Leaves(), 0, size);
    path = rfc6962::Path(Leaves(), index, 0, size);
    while (!reader.empty()) {
      const std::uint8_t edit = reader.U8();
      const std::uint8_t at = reader.U8();
      switch (edit % 7) {
        case 0:
          if (!path.empty()) path.pop_back();
          break;
        case 1:
          path.push_back(leaf);
          break;
        case 2:
          if (!path.empty()) path[at % path.size()][at % 32] ^= 1;
          break;
        case 3:
          if (path.size() > 1) path[at % path.size()].swap(path[0]);
          break;
        case 4:
          index = at;
          break;
        case 5:
          size = at;
          break;
        default:
          root[at % 32] ^= 1;
          break;
      }
    }
  }
  auto computed = rfc6962::RootOfPath(index, size, leaf, path);
  const bool expected = path.size() <= ledger::merkle::kMaxProofHashes &&
                        computed && *computed == root;
  const bool accepted =
      ledger::merkle::VerifyInclusion(index, size, AsHash(leaf), AsProof(path),
                                      AsHash(root))
          .ok();
  AMANAH_CHECK(accepted == expected);
}
