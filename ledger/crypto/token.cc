#include "ledger/crypto/token.h"

#include <sodium.h>

#include <algorithm>
#include <utility>

#include "ledger/base/check.h"
#include "ledger/crypto/locked.h"

namespace ledger::crypto {
namespace {

constexpr std::size_t kKeySize = 32;
constexpr std::size_t kHashSize = 32;  // Before it is cut to a token.
static_assert(kHashSize == crypto_generichash_BYTES);
static_assert(kKeySize == crypto_generichash_KEYBYTES);

}  // namespace

struct TokenKey::Secret {
  LockedBytes key{kKeySize};
};

TokenKey::TokenKey(std::unique_ptr<Secret> secret)
    : secret_(std::move(secret)) {}
TokenKey::TokenKey(TokenKey&&) noexcept = default;
TokenKey& TokenKey::operator=(TokenKey&&) noexcept = default;
TokenKey::~TokenKey() = default;

TokenKey TokenKey::Generate() {
  auto secret = std::make_unique<Secret>();
  randombytes_buf(secret->key.data(), kKeySize);
  return TokenKey(std::move(secret));
}

Result<TokenKey> TokenKey::FromBytes(Bytes key) {
  if (key.size() != kKeySize) {
    return Error{
        Code::kInvalidArgument, kTokenKeyInvalid,
        "a token key has 32 bytes, this one has " + std::to_string(key.size())};
  }
  auto secret = std::make_unique<Secret>();
  std::ranges::copy(AsText(key), secret->key.data());
  return TokenKey(std::move(secret));
}

Token TokenKey::Tokenise(TokenKind kind, std::string_view identifier) const {
  AMANAH_CHECK(secret_ != nullptr);
  const std::array<unsigned char, 2> prefix = {static_cast<unsigned char>(kind),
                                               0};
  std::array<unsigned char, kHashSize> hash{};
  crypto_generichash_state state;
  bool good = crypto_generichash_init(&state, secret_->key.data(), kKeySize,
                                      kHashSize) == 0;
  good = good &&
         crypto_generichash_update(&state, prefix.data(), prefix.size()) == 0;
  good = good &&
         crypto_generichash_update(
             &state, reinterpret_cast<const unsigned char*>(identifier.data()),
             identifier.size()) == 0;
  good =
      good && crypto_generichash_final(&state, hash.data(), hash.size()) == 0;
  AMANAH_CHECK(good);
  // The state holds the key in its first block.
  sodium_memzero(&state, sizeof state);
  Token token;
  for (std::size_t i = 0; i < Token::kSize; ++i) {
    token.bytes.at(i) = std::byte{hash.at(i)};
  }
  return token;
}

std::string TokenKey::Export() const {
  AMANAH_CHECK(secret_ != nullptr);
  return std::string(reinterpret_cast<const char*>(secret_->key.data()),
                     kKeySize);
}

}  // namespace ledger::crypto
