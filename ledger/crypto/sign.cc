#include "ledger/crypto/sign.h"

#include <sodium.h>

#include <utility>

#include "ledger/base/check.h"
#include "ledger/crypto/locked.h"

namespace ledger::crypto {
namespace {

static_assert(PublicKey::kSize == crypto_sign_PUBLICKEYBYTES);
static_assert(Signature::kSize == crypto_sign_BYTES);
static_assert(PrivateKey::kSeedSize == crypto_sign_SEEDBYTES);

template <typename Array>
unsigned char* Raw(Array& bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}
const unsigned char* Raw(Bytes bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

// libsodium's secret key: seed, then public key.
struct PrivateKey::Secret {
  LockedBytes key{crypto_sign_SECRETKEYBYTES};
};

bool Verify(const PublicKey& key, Bytes message, const Signature& signature) {
  Init();
  return crypto_sign_verify_detached(Raw(Bytes(signature.bytes)), Raw(message),
                                     message.size(),
                                     Raw(Bytes(key.bytes))) == 0;
}

PrivateKey::PrivateKey(std::unique_ptr<Secret> secret)
    : secret_(std::move(secret)) {
  AMANAH_CHECK(crypto_sign_ed25519_sk_to_pk(Raw(public_key_.bytes),
                                            secret_->key.data()) == 0);
}

PrivateKey PrivateKey::Generate() {
  auto secret = std::make_unique<Secret>();
  PublicKey unused;
  AMANAH_CHECK(crypto_sign_keypair(Raw(unused.bytes), secret->key.data()) == 0);
  return PrivateKey(std::move(secret));
}

Result<PrivateKey> PrivateKey::FromSeed(Bytes seed) {
  if (seed.size() != kSeedSize) {
    return Error{Code::kInvalidArgument, kSeedInvalid,
                 "an Ed25519 seed has 32 bytes, this one has " +
                     std::to_string(seed.size())};
  }
  auto secret = std::make_unique<Secret>();
  PublicKey unused;
  AMANAH_CHECK(crypto_sign_seed_keypair(Raw(unused.bytes), secret->key.data(),
                                        Raw(seed)) == 0);
  return PrivateKey(std::move(secret));
}

PrivateKey::PrivateKey(PrivateKey&&) noexcept = default;
PrivateKey& PrivateKey::operator=(PrivateKey&&) noexcept = default;
PrivateKey::~PrivateKey() = default;

Signature PrivateKey::Sign(Bytes message) const {
  AMANAH_CHECK(secret_ != nullptr);
  Signature signature;
  AMANAH_CHECK(crypto_sign_detached(Raw(signature.bytes), nullptr, Raw(message),
                                    message.size(), secret_->key.data()) == 0);
  return signature;
}

std::string PrivateKey::Seed() const {
  AMANAH_CHECK(secret_ != nullptr);
  std::string seed(kSeedSize, '\0');
  AMANAH_CHECK(crypto_sign_ed25519_sk_to_seed(Raw(seed), secret_->key.data()) ==
               0);
  return seed;
}

void Wipe(std::string& secret) {
  sodium_memzero(secret.data(), secret.size());
  secret.clear();
}

}  // namespace ledger::crypto
