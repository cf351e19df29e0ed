// Signed notes: C2SP signed-note v1.0.0, Ed25519 (type 0x01).
//
// A note is text that ends in LF, an empty line, and one or more signature
// lines. The signature is over the text with its final LF and nothing else.
//
// Thread safety: values and const methods; any thread.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/crypto/sign.h"

namespace ledger::note {

inline constexpr std::string_view kNoteMalformed = "NOTE_MALFORMED";
inline constexpr std::string_view kVkeyMalformed = "VKEY_MALFORMED";
inline constexpr std::string_view kSignatureInvalid = "SIGNATURE_INVALID";
inline constexpr std::string_view kSignatureMissing = "SIGNATURE_MISSING";
inline constexpr std::string_view kSignerKeyMalformed = "SIGNER_KEY_MALFORMED";

inline constexpr std::size_t kMaxNoteBytes = 65'536;
inline constexpr std::size_t kMaxSignatures = 64;

// A verifier key: `name+8 lower-case hex digits of the key id+base64(type ‖
// public key)`. Split at the first two `+` only: base64 may contain more.
class VerifierKey {
 public:
  // VKEY_MALFORMED when the form, the key id or the type (only 0x01) is
  // wrong.
  static Result<VerifierKey> Parse(std::string_view vkey);
  // Requires IsKeyName(name).
  static VerifierKey FromPublicKey(std::string_view name,
                                   const crypto::PublicKey& key);

  const std::string& name() const { return name_; }
  // First 4 bytes of SHA-256(name ‖ LF ‖ 0x01 ‖ public key), big-endian.
  std::uint32_t key_id() const { return key_id_; }
  const crypto::PublicKey& public_key() const { return public_key_; }
  // The text form.
  std::string ToString() const;

  bool operator==(const VerifierKey&) const = default;

 private:
  VerifierKey() = default;
  std::string name_;
  std::uint32_t key_id_ = 0;
  crypto::PublicKey public_key_;
};

// Non-empty valid UTF-8, no Unicode space, no control character, no `+`, at
// most 255 bytes.
bool IsKeyName(std::string_view name);

// A signing key with its name. Its file form is one line, as Go's sumdb note
// has it: `PRIVATE+KEY+<name>+<8 hex digits>+<base64(0x01 ‖ seed)>`.
class SigningKey {
 public:
  static SigningKey Generate(std::string_view name);
  // SIGNER_KEY_MALFORMED unless IsKeyName(name) and `seed` has 32 bytes.
  static Result<SigningKey> FromSeed(std::string_view name, Bytes seed);
  // SIGNER_KEY_MALFORMED when the form, the key id or the type (only 0x01) is
  // wrong.
  static Result<SigningKey> Parse(std::string_view skey);

  const VerifierKey& vkey() const { return vkey_; }
  // The file form. The caller wipes the copy.
  std::string ToString() const;
  // A signature line over `text`, with its LF. Requires text ends in LF.
  std::string SignatureLine(std::string_view text) const;

 private:
  SigningKey(VerifierKey vkey, crypto::PrivateKey key);
  VerifierKey vkey_;
  crypto::PrivateKey key_;
};

// One signature line, not verified.
struct NoteSignature {
  std::string name;
  std::uint32_t key_id = 0;
  std::string signature;  // What follows the key id: one byte or more.
};

// A note taken apart, nothing verified.
struct Note {
  std::string text;  // With its final LF.
  std::vector<NoteSignature> signatures;
};

// NOTE_MALFORMED: no empty line before the signatures, a line that is no
// signature line, no signature, over kMaxNoteBytes or kMaxSignatures, not
// UTF-8, or a control character other than LF.
Result<Note> ParseNote(std::string_view note);

// `text` signed by each of `keys`, in order. Requires at least one key, and
// text that ends in LF, is UTF-8 and has no other control character.
std::string SignNote(std::string_view text,
                     const std::vector<const SigningKey*>& keys);

// Which of `known` signed, as positions in `known`, ascending, each once; a
// key that `known` holds twice counts once, where it stands first.
// Signatures by unknown (name, key id) pairs are ignored. SIGNATURE_INVALID,
// kUnauthenticated, when one by a known pair does not verify;
// SIGNATURE_MISSING, kUnauthenticated, when there is none by a known pair.
Result<std::vector<std::size_t>> VerifyNote(
    const Note& note, const std::vector<VerifierKey>& known);

}  // namespace ledger::note
