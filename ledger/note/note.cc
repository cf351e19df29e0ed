#include "ledger/note/note.h"

#include <algorithm>
#include <set>
#include <utility>

#include "ledger/base/check.h"
#include "ledger/note/utf8.h"

namespace ledger::note {
namespace {

constexpr std::string_view kSignaturePrefix = "\u2014 ";  // Em dash, space.
constexpr std::size_t kKeyIdSize = 4;

Error Malformed(std::string message) {
  return Error{Code::kInvalidArgument, kNoteMalformed, std::move(message)};
}

bool IsNoteText(std::string_view text) {
  while (!text.empty()) {
    const std::optional<char32_t> c = TakeCharacter(text);
    if (!c || (IsControl(*c) && *c != U'\n')) return false;
  }
  return true;
}

// One line without its LF.
Result<NoteSignature> ParseSignatureLine(std::string_view line) {
  if (!line.starts_with(kSignaturePrefix)) {
    return Malformed("a signature line begins with an em dash and a space");
  }
  line.remove_prefix(kSignaturePrefix.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || !IsKeyName(line.substr(0, space))) {
    return Malformed("a signature line names no key");
  }
  const auto bytes = Base64Decode(line.substr(space + 1));
  if (!bytes || bytes->size() <= kKeyIdSize) {
    return Malformed("a signature is not a key id and a signature in base64");
  }
  return NoteSignature{std::string(line.substr(0, space)), GetU32(*bytes),
                       bytes->substr(kKeyIdSize)};
}

bool Verifies(const VerifierKey& key, std::string_view text,
              const NoteSignature& given) {
  crypto::Signature signature;
  if (given.signature.size() != signature.bytes.size()) return false;
  std::ranges::copy(AsBytes(given.signature), signature.bytes.begin());
  return crypto::Verify(key.public_key(), AsBytes(text), signature);
}

// What one signature says about the known keys.
enum class Verdict { kUnknownKey, kGood, kBad };

// Adds to `signers` the first position of each distinct key that `given`
// verifies by. Two keys may share a name and an id (ids are 32 bits); then one
// of them must verify.
Verdict JudgeSignature(const Note& note, const NoteSignature& given,
                       const std::vector<VerifierKey>& known,
                       std::set<std::size_t>& signers) {
  Verdict verdict = Verdict::kUnknownKey;
  for (std::size_t i = 0; i < known.size(); ++i) {
    const VerifierKey& key = known[i];
    if (key.name() != given.name || key.key_id() != given.key_id) continue;
    if (Verifies(key, note.text, given)) {
      signers.insert(i);
      return Verdict::kGood;
    }
    verdict = Verdict::kBad;
  }
  return verdict;
}

}  // namespace

Result<Note> ParseNote(std::string_view note) {
  if (note.size() > kMaxNoteBytes) return Malformed("the note is too long");
  if (!IsNoteText(note)) {
    return Malformed("the note is not UTF-8 without control characters");
  }
  // The last empty line separates; the text may have others.
  const std::size_t split = note.rfind("\n\n");
  if (split == std::string_view::npos) {
    return Malformed("no empty line before the signatures");
  }
  Note parsed;
  parsed.text = note.substr(0, split + 1);
  std::string_view lines = note.substr(split + 2);
  if (lines.empty()) return Malformed("no signature");
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    if (end == std::string_view::npos) return Malformed("the last LF is gone");
    if (parsed.signatures.size() == kMaxSignatures) {
      return Malformed("too many signatures");
    }
    LEDGER_ASSIGN_OR_RETURN(NoteSignature signature,
                            ParseSignatureLine(lines.substr(0, end)));
    parsed.signatures.push_back(std::move(signature));
    lines.remove_prefix(end + 1);
  }
  return parsed;
}

std::string SignNote(std::string_view text,
                     const std::vector<const SigningKey*>& keys) {
  AMANAH_CHECK(text.ends_with('\n') && IsNoteText(text) && !keys.empty());
  std::string note(text);
  note += '\n';
  for (const SigningKey* key : keys) note += key->SignatureLine(text);
  return note;
}

Result<std::vector<std::size_t>> VerifyNote(
    const Note& note, const std::vector<VerifierKey>& known) {
  std::set<std::size_t> signers;
  for (const NoteSignature& given : note.signatures) {
    if (JudgeSignature(note, given, known, signers) == Verdict::kBad) {
      return Error{Code::kUnauthenticated, kSignatureInvalid,
                   "a signature by a known key does not verify"};
    }
  }
  if (signers.empty()) {
    return Error{Code::kUnauthenticated, kSignatureMissing,
                 "no signature by a known key"};
  }
  return std::vector<std::size_t>(signers.begin(), signers.end());
}

}  // namespace ledger::note
