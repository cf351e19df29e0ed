// Names, verifier keys and signing keys: the key half of note.h.

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "ledger/base/check.h"
#include "ledger/crypto/hash.h"
#include "ledger/note/note.h"
#include "ledger/note/utf8.h"

namespace ledger::note {
namespace {

constexpr char kEd25519Type = 0x01;
constexpr std::string_view kSigningKeyPrefix = "PRIVATE+KEY+";
constexpr std::size_t kMaxKeyName = 255;
constexpr std::size_t kKeyIdDigits = 8;

std::uint32_t KeyIdOf(std::string_view name, const crypto::PublicKey& key) {
  constexpr std::string_view kMiddle("\n\x01", 2);
  return GetU32(
      crypto::Sha256({AsBytes(name), AsBytes(kMiddle), key.bytes}).view());
}

std::string KeyIdText(std::uint32_t key_id) {
  return fmt::format("{:08x}", key_id);
}

// `name+hash+rest`, split at the first two `+` only.
struct KeyParts {
  std::string_view name;
  std::string_view key_id;
  std::string_view base64;
};
std::optional<KeyParts> SplitKey(std::string_view text) {
  const std::size_t first = text.find('+');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = text.find('+', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  return KeyParts{text.substr(0, first),
                  text.substr(first + 1, second - first - 1),
                  text.substr(second + 1)};
}

Error BadVkey(std::string message) {
  return Error{Code::kInvalidArgument, kVkeyMalformed, std::move(message)};
}
Error BadSigningKey(std::string message) {
  return Error{Code::kInvalidArgument, kSignerKeyMalformed, std::move(message)};
}

}  // namespace

bool IsKeyName(std::string_view name) {
  if (name.empty() || name.size() > kMaxKeyName) return false;
  while (!name.empty()) {
    const std::optional<char32_t> c = TakeCharacter(name);
    if (!c || *c == U'+' || IsControl(*c) || IsUnicodeSpace(*c)) return false;
  }
  return true;
}

Result<VerifierKey> VerifierKey::Parse(std::string_view vkey) {
  const std::optional<KeyParts> parts = SplitKey(vkey);
  if (!parts) return BadVkey("a verifier key is name+id+base64");
  if (!IsKeyName(parts->name)) return BadVkey("the key's name is malformed");
  const std::optional<std::string> key = Base64Decode(parts->base64);
  if (!key || key->size() != 1 + crypto::PublicKey::kSize) {
    return BadVkey("the key is not 33 bytes in base64");
  }
  if (key->front() != kEd25519Type) return BadVkey("the key is no Ed25519 key");
  crypto::PublicKey public_key;
  std::ranges::copy(AsBytes(*key).subspan(1), public_key.bytes.begin());
  VerifierKey parsed = FromPublicKey(parts->name, public_key);
  if (parts->key_id != KeyIdText(parsed.key_id())) {
    return BadVkey("the key id is not the hash of the name and the key");
  }
  return parsed;
}

VerifierKey VerifierKey::FromPublicKey(std::string_view name,
                                       const crypto::PublicKey& key) {
  AMANAH_CHECK(IsKeyName(name));
  VerifierKey vkey;
  vkey.name_ = name;
  vkey.key_id_ = KeyIdOf(name, key);
  vkey.public_key_ = key;
  return vkey;
}

std::string VerifierKey::ToString() const {
  std::string key(1, kEd25519Type);
  key += AsText(public_key_.bytes);
  return fmt::format("{}+{}+{}", name_, KeyIdText(key_id_),
                     Base64Encode(AsBytes(key)));
}

SigningKey::SigningKey(VerifierKey vkey, crypto::PrivateKey key)
    : vkey_(std::move(vkey)), key_(std::move(key)) {}

SigningKey SigningKey::Generate(std::string_view name) {
  crypto::PrivateKey key = crypto::PrivateKey::Generate();
  VerifierKey vkey = VerifierKey::FromPublicKey(name, key.public_key());
  return SigningKey(std::move(vkey), std::move(key));
}

Result<SigningKey> SigningKey::FromSeed(std::string_view name, Bytes seed) {
  if (!IsKeyName(name)) return BadSigningKey("the key's name is malformed");
  Result<crypto::PrivateKey> key = crypto::PrivateKey::FromSeed(seed);
  if (!key.ok()) return BadSigningKey(key.error().message);
  VerifierKey vkey = VerifierKey::FromPublicKey(name, key->public_key());
  return SigningKey(std::move(vkey), *std::move(key));
}

Result<SigningKey> SigningKey::Parse(std::string_view skey) {
  if (!skey.starts_with(kSigningKeyPrefix)) {
    return BadSigningKey("a signing key begins with PRIVATE+KEY+");
  }
  const std::optional<KeyParts> parts =
      SplitKey(skey.substr(kSigningKeyPrefix.size()));
  if (!parts || parts->key_id.size() != kKeyIdDigits) {
    return BadSigningKey("a signing key is PRIVATE+KEY+name+id+base64");
  }
  std::optional<std::string> secret = Base64Decode(parts->base64);
  if (!secret) return BadSigningKey("the key is not in base64");
  const bool ed25519 = !secret->empty() && secret->front() == kEd25519Type;
  Result<SigningKey> key =
      ed25519 ? FromSeed(parts->name, AsBytes(*secret).subspan(1))
              : BadSigningKey("the key is no Ed25519 key");
  crypto::Wipe(*secret);
  if (!key.ok()) return key;
  if (parts->key_id != KeyIdText(key->vkey().key_id())) {
    return BadSigningKey("the key id is not the hash of the name and the key");
  }
  return key;
}

std::string SigningKey::ToString() const {
  std::string seed = key_.Seed();
  std::string secret(1, kEd25519Type);
  secret.reserve(1 + seed.size());
  secret += seed;
  std::string base64 = Base64Encode(AsBytes(secret));
  std::string text = fmt::format("{}{}+{}+{}", kSigningKeyPrefix, vkey_.name(),
                                 KeyIdText(vkey_.key_id()), base64);
  crypto::Wipe(seed);
  crypto::Wipe(secret);
  crypto::Wipe(base64);
  return text;
}

std::string SigningKey::SignatureLine(std::string_view text) const {
  std::string signature;
  AppendU32(signature, vkey_.key_id());
  signature += AsText(key_.Sign(AsBytes(text)).bytes);
  return fmt::format("\u2014 {} {}\n", vkey_.name(),
                     Base64Encode(AsBytes(signature)));
}

}  // namespace ledger::note
