// What the ledger is measured against, in the same run and on the same disk.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bench {

// Events a second that RocksDB alone makes durable: each of `batches` is one
// WriteBatch with sync, keys are 8-byte numbers, in a new database at `path`.
double RocksDbEventsPerSecond(
    const std::string& path,
    const std::vector<std::vector<std::string>>& batches);

// Ed25519 verifications a second by libsodium, of messages as long as a
// checkpoint, on all cores together.
double SodiumVerifiesPerSecond(double seconds);

}  // namespace bench
