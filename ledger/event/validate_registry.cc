#include "ledger/base/bytes.h"
#include "ledger/base/region.h"
#include "ledger/event/event.h"
#include "ledger/event/validate.h"

namespace ledger::event {
namespace {

using amanah::v1::Event;

constexpr int kMaxKeys = 16;
constexpr int kMaxKinds = 64;
constexpr int kMaxRegions = 256;
constexpr int kMaxProgrammes = 16;
constexpr std::size_t kMaxKeyNameBytes = 255;
constexpr std::size_t kKeyIdDigits = 8;
// The type byte and a 32-byte key, and their base64.
constexpr std::size_t kKeyBytes = 33;
constexpr std::size_t kKeyTextBytes = 44;
constexpr char kEd25519 = 0x01;

// Form of `name+8 hex digits+base64`. Whether the key id is the key's is for
// the registry, which knows notes.
bool IsVkeyForm(std::string_view vkey) {
  const std::size_t first = vkey.find('+');
  if (first == 0 || first == std::string_view::npos ||
      first > kMaxKeyNameBytes) {
    return false;
  }
  const std::string_view rest = vkey.substr(first + 1);
  if (rest.size() != kKeyIdDigits + 1 + kKeyTextBytes ||
      rest[kKeyIdDigits] != '+' ||
      rest.substr(0, kKeyIdDigits).find_first_not_of("0123456789abcdef") !=
          std::string_view::npos) {
    return false;
  }
  const auto key = Base64Decode(rest.substr(kKeyIdDigits + 1));
  const TextForm name_form{.max_bytes = kMaxKeyNameBytes};
  return key && key->size() == kKeyBytes && key->front() == kEd25519 &&
         TextProblem(vkey.substr(0, first), name_form).empty();
}

bool IsOriginForm(std::string_view origin) {
  return origin.size() >= 3 && origin.size() <= 128 &&
         origin.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789./-") ==
             std::string_view::npos;
}

// A name of amanah.v1.Programme without prefix.
bool IsProgrammeName(std::string_view name) {
  amanah::v1::Programme programme{};
  return amanah::v1::Programme_Parse("PROGRAMME_" + std::string(name),
                                     &programme) &&
         programme != amanah::v1::PROGRAMME_UNSPECIFIED;
}

void CheckOrigin(const std::string& origin, Checker& checker) {
  checker.Require(IsOriginForm(origin), "origin",
                  "must be 3 to 128 bytes of [a-z0-9./-]");
  checker.TextIfAny(origin, "origin", kDisplayName);
}

template <typename Texts>
void CheckVkeys(const Texts& vkeys, std::string_view field, Checker& checker) {
  checker.Require(vkeys.size() <= kMaxKeys, field, "has more than 16 elements");
  for (int i = 0; i < vkeys.size() && i < kMaxKeys; ++i) {
    if (!IsVkeyForm(vkeys[i])) {
      checker.FailAt(field, i, "must be an Ed25519 verifier key");
    }
  }
}

void CheckAuthority(const amanah::v1::Authority& authority, Checker& checker) {
  const Checker::Inside inside(checker, "authority");
  const auto& kinds = authority.event_kinds();
  checker.Require(!kinds.empty() && kinds.size() <= kMaxKinds, "event_kinds",
                  "must have 1 to 64 elements");
  for (int i = 0; i < kinds.size() && i < kMaxKinds; ++i) {
    if (!IsKindPattern(kinds[i])) {
      checker.FailAt("event_kinds", i, "is no kind and no family with a star");
    }
  }
  const auto& regions = authority.region_prefixes();
  checker.Require(regions.size() <= kMaxRegions, "region_prefixes",
                  "has more than 256 elements");
  for (int i = 0; i < regions.size() && i < kMaxRegions; ++i) {
    if (!IsRegionCode(regions[i])) {
      checker.FailAt("region_prefixes", i, "is no region code");
    }
  }
  const auto& programmes = authority.programmes();
  checker.Require(programmes.size() <= kMaxProgrammes, "programmes",
                  "has more than 16 elements");
  for (int i = 0; i < programmes.size() && i < kMaxProgrammes; ++i) {
    if (!IsProgrammeName(programmes[i])) {
      checker.FailAt("programmes", i, "is no programme");
    }
  }
  checker.TextIfAny(authority.bank(), "bank", kShortCode);
}

template <typename Body>
void CheckRequiredAuthority(const Body& body, Checker& checker) {
  if (body.has_authority()) {
    CheckAuthority(body.authority(), checker);
  } else {
    checker.Fail("authority", Checker::kRequired);
  }
}

void Check(const amanah::v1::SubmitterRegistered& body, Checker& checker) {
  CheckOrigin(body.origin(), checker);
  checker.Require(body.vkeys_size() >= 1, "vkeys", Checker::kRequired);
  CheckVkeys(body.vkeys(), "vkeys", checker);
  checker.Require(
      body.threshold() >= 1 &&
          body.threshold() <= static_cast<std::uint32_t>(body.vkeys_size()),
      "threshold", "must be in [1, number of vkeys]");
  CheckRequiredAuthority(body, checker);
  checker.TextIfAny(body.display_name(), "display_name", kDisplayName);
}

void Check(const amanah::v1::SubmitterKeysChanged& body, Checker& checker) {
  CheckOrigin(body.origin(), checker);
  CheckVkeys(body.vkeys_added(), "vkeys_added", checker);
  CheckVkeys(body.vkeys_retired(), "vkeys_retired", checker);
  checker.Require(body.threshold() <= kMaxKeys, "threshold",
                  "must be at most 16");
  checker.Require(body.vkeys_added_size() + body.vkeys_retired_size() > 0 ||
                      body.threshold() > 0,
                  "vkeys_added", "or another field must say what changes");
}

void Check(const amanah::v1::SubmitterAuthorityChanged& body,
           Checker& checker) {
  CheckOrigin(body.origin(), checker);
  CheckRequiredAuthority(body, checker);
}

void Check(const amanah::v1::SubmitterRetired& body, Checker& checker) {
  CheckOrigin(body.origin(), checker);
}

void Check(const amanah::v1::KeyCompromised& body, Checker& checker) {
  CheckOrigin(body.origin(), checker);
  checker.Require(IsVkeyForm(body.vkey()), "vkey",
                  "must be an Ed25519 verifier key");
}

}  // namespace

void CheckRegistryBody(const Event& event, Checker& checker) {
  const Checker::Inside inside(checker, KindName(event.body_case()));
  switch (event.body_case()) {
    case Event::kSubmitterRegistered:
      return Check(event.submitter_registered(), checker);
    case Event::kSubmitterKeysChanged:
      return Check(event.submitter_keys_changed(), checker);
    case Event::kSubmitterAuthorityChanged:
      return Check(event.submitter_authority_changed(), checker);
    case Event::kSubmitterRetired:
      return Check(event.submitter_retired(), checker);
    case Event::kKeyCompromised:
      return Check(event.key_compromised(), checker);
    default:
      AMANAH_CHECK(false);  // A kind of the family that has no rules.
  }
}

}  // namespace ledger::event
