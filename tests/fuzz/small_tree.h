// What the proof targets share: digests of any bytes, and the leaves of a
// small tree.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/crypto/hash.h"
#include "ledger/merkle/proof.h"
#include "tests/support/rfc6962.h"

namespace fuzz {

// The first 32 bytes of `bytes`, filled up with zeros.
inline rfc6962::Digest Padded(std::string_view bytes) {
  std::string digest(bytes.substr(0, 32));
  digest.resize(32, '\0');
  return digest;
}

inline ledger::crypto::Hash AsHash(const rfc6962::Digest& digest) {
  return *ledger::crypto::HashFromBytes(digest);
}

inline ledger::merkle::Proof AsProof(const std::vector<rfc6962::Digest>& path) {
  ledger::merkle::Proof proof;
  for (const auto& digest : path) proof.push_back(AsHash(digest));
  return proof;
}

// Leaf hashes of a tree of 70, made once.
inline const std::vector<rfc6962::Digest>& Leaves() {
  static const std::vector<rfc6962::Digest> leaves = [] {
    std::vector<rfc6962::Digest> made;
    made.reserve(70);
    for (int i = 0; i < 70; ++i) {
      made.push_back(rfc6962::Leaf(std::to_string(i)));
    }
    return made;
  }();
  return leaves;
}

}  // namespace fuzz
