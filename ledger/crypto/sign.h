// Ed25519 (RFC 8032), by libsodium.
//
// Verification is libsodium's: strict about small-order keys and non-canonical
// encodings, so a signature has one form.
//
// Thread safety: any thread.

#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"

namespace ledger::crypto {

inline constexpr std::string_view kSeedInvalid = "CRYPTO_SEED_INVALID";

struct PublicKey {
  static constexpr std::size_t kSize = 32;
  std::array<std::byte, kSize> bytes{};
  auto operator<=>(const PublicKey&) const = default;
};

struct Signature {
  static constexpr std::size_t kSize = 64;
  std::array<std::byte, kSize> bytes{};
  auto operator<=>(const Signature&) const = default;
};

// Makes libsodium ready; call once at the start of a process. Aborts when it
// cannot be. The other functions here call it themselves.
void Init();

// True when `signature` by `key` is over exactly `message`.
bool Verify(const PublicKey& key, Bytes message, const Signature& signature);

// A private key in locked, wiped memory.
class PrivateKey {
 public:
  static constexpr std::size_t kSeedSize = 32;

  // From the operating system's randomness.
  static PrivateKey Generate();
  // From a 32-byte seed. CRYPTO_SEED_INVALID for another length.
  static Result<PrivateKey> FromSeed(Bytes seed);

  PrivateKey(PrivateKey&&) noexcept;
  PrivateKey& operator=(PrivateKey&&) noexcept;
  ~PrivateKey();

  const PublicKey& public_key() const { return public_key_; }
  Signature Sign(Bytes message) const;

  // The 32-byte seed, for writing a key file. The caller wipes the copy.
  std::string Seed() const;

 private:
  struct Secret;
  explicit PrivateKey(std::unique_ptr<Secret> secret);
  std::unique_ptr<Secret> secret_;
  PublicKey public_key_;
};

// Overwrites `secret` with zeros in a way the compiler keeps.
void Wipe(std::string& secret);

}  // namespace ledger::crypto
