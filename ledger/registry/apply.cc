#include <algorithm>

#include "ledger/event/event.h"
#include "ledger/note/checkpoint.h"
#include "ledger/registry/registry.h"
#include "ledger/registry/registry_event.h"

namespace ledger::registry {
namespace {

using amanah::v1::Event;
using note::VerifierKey;
using Keys = std::vector<VerifierKey>;

constexpr std::size_t kRegistrarKeys = 2;
constexpr std::uint32_t kRegistrarThreshold = 2;

Error Conflict(std::string why) {
  return Error{Code::kFailedPrecondition, kRegistryConflict, std::move(why)};
}

bool Holds(const Keys& keys, const VerifierKey& key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

// The same public key under another name is the same key: were it counted
// twice, one person could meet a threshold of two.
bool SameKey(const VerifierKey& left, const VerifierKey& right) {
  return left.public_key() == right.public_key() ||
         (left.name() == right.name() && left.key_id() == right.key_id());
}

bool HoldsSame(const Keys& keys, const VerifierKey& key) {
  return std::any_of(keys.begin(), keys.end(), [&](const VerifierKey& other) {
    return SameKey(other, key);
  });
}

// The keys that `texts` name, each one new to all `submitters`.
template <typename Texts>
Result<Keys> NewKeys(
    const Texts& texts,
    const std::vector<std::shared_ptr<const Submitter>>& submitters) {
  Keys keys;
  for (const std::string& text : texts) {
    Result<VerifierKey> key = VerifierKey::Parse(text);
    if (!key.ok()) return Conflict("a vkey is malformed");
    const bool taken =
        std::any_of(submitters.begin(), submitters.end(),
                    [&](const std::shared_ptr<const Submitter>& submitter) {
                      return HoldsSame(submitter->vkeys, *key) ||
                             HoldsSame(submitter->former_vkeys, *key);
                    });
    if (taken || HoldsSame(keys, *key)) {
      return Conflict("a vkey is or was somebody's already");
    }
    keys.push_back(*std::move(key));
  }
  return keys;
}

Status TakeAuthority(const amanah::v1::Authority& authority,
                     Submitter& submitter) {
  for (const std::string& pattern : authority.event_kinds()) {
    if (!event::IsKindPattern(pattern)) {
      return Conflict("an event kind is unknown");
    }
  }
  submitter.event_kinds.assign(authority.event_kinds().begin(),
                               authority.event_kinds().end());
  submitter.region_prefixes.assign(authority.region_prefixes().begin(),
                                   authority.region_prefixes().end());
  submitter.programmes.assign(authority.programmes().begin(),
                              authority.programmes().end());
  submitter.bank = authority.bank();
  return Ok{};
}

// What must hold of a submitter that can go on signing.
Status CheckKeys(const Submitter& submitter) {
  if (submitter.threshold < 1 || submitter.threshold > submitter.vkeys.size()) {
    return Conflict(std::to_string(submitter.vkeys.size()) +
                    " keys cannot meet a threshold of " +
                    std::to_string(submitter.threshold));
  }
  if (submitter.IsRegistrar() && (submitter.vkeys.size() < kRegistrarKeys ||
                                  submitter.threshold < kRegistrarThreshold)) {
    return Conflict("a registrar needs two keys and a threshold of two");
  }
  return Ok{};
}

Status ChangeKeys(
    const amanah::v1::SubmitterKeysChanged& body,
    const std::vector<std::shared_ptr<const Submitter>>& submitters,
    Submitter& submitter) {
  LEDGER_ASSIGN_OR_RETURN(Keys added, NewKeys(body.vkeys_added(), submitters));
  for (const std::string& text : body.vkeys_retired()) {
    const Result<VerifierKey> key = VerifierKey::Parse(text);
    if (!key.ok() || !Holds(submitter.vkeys, *key)) {
      return Conflict("a vkey to retire is none of the submitter's");
    }
    std::erase(submitter.vkeys, *key);
    submitter.former_vkeys.push_back(*key);
  }
  submitter.vkeys.insert(submitter.vkeys.end(), added.begin(), added.end());
  if (body.threshold() != 0) submitter.threshold = body.threshold();
  return CheckKeys(submitter);
}

Status ChangeAuthority(const amanah::v1::SubmitterAuthorityChanged& body,
                       Submitter& submitter) {
  LEDGER_RETURN_IF_ERROR(TakeAuthority(body.authority(), submitter));
  return CheckKeys(submitter);
}

// Leaves the threshold as it is: with fewer keys than that the submitter can
// sign nothing until it has others, and the key is out at once.
Status Compromise(const amanah::v1::KeyCompromised& body, std::uint64_t index,
                  Submitter& submitter) {
  const Result<VerifierKey> key = VerifierKey::Parse(body.vkey());
  if (!key.ok() ||
      !(Holds(submitter.vkeys, *key) || Holds(submitter.former_vkeys, *key))) {
    return Conflict("the vkey never was the submitter's");
  }
  if (body.from_index() > index) {
    return Conflict("from_index " + std::to_string(body.from_index()) +
                    " is after this event, at " + std::to_string(index));
  }
  if (std::erase(submitter.vkeys, *key) > 0) {
    submitter.former_vkeys.push_back(*key);
  }
  for (CompromisedKey& known : submitter.compromised) {
    if (known.vkey != *key) continue;
    if (known.from_index <= body.from_index()) {
      return Conflict("the vkey is known to be compromised from " +
                      std::to_string(known.from_index));
    }
    known.from_index = body.from_index();
    return Ok{};
  }
  submitter.compromised.push_back({*key, body.from_index()});
  return Ok{};
}

}  // namespace

Status Registry::Apply(const Event& event, std::uint64_t index) {
  if (event.has_submitter_registered()) {
    return Register(event.submitter_registered(), index);
  }
  const std::string* const origin = TargetOrigin(event);
  return origin == nullptr ? Status(Ok{}) : Change(*origin, event, index);
}

Status Registry::Register(const amanah::v1::SubmitterRegistered& body,
                          std::uint64_t index) {
  if (!note::IsOrigin(body.origin())) {
    return Conflict("the origin is malformed");
  }
  if (Find(body.origin()) != nullptr) {
    return Conflict("the origin is or was a submitter's already");
  }
  auto submitter = std::make_shared<Submitter>();
  submitter->number = static_cast<std::uint32_t>(submitters_.size());
  submitter->origin = body.origin();
  submitter->display_name = body.display_name();
  submitter->threshold = body.threshold();
  submitter->registered_index = index;
  LEDGER_ASSIGN_OR_RETURN(submitter->vkeys, NewKeys(body.vkeys(), submitters_));
  LEDGER_RETURN_IF_ERROR(TakeAuthority(body.authority(), *submitter));
  LEDGER_RETURN_IF_ERROR(CheckKeys(*submitter));
  by_origin_.emplace(submitter->origin, submitter->number);
  submitters_.push_back(std::move(submitter));
  ++version_;
  return Ok{};
}

Status Registry::Change(std::string_view origin, const Event& event,
                        std::uint64_t index) {
  const Submitter* const known = Find(origin);
  if (known == nullptr) return Conflict("the origin is no submitter's");
  if (known->is_root)
    return Conflict("the root is fixed by the genesis record");
  // What a retired submitter signed can still turn out to be in doubt.
  if (known->retired && !event.has_key_compromised()) {
    return Conflict("the submitter is retired");
  }
  auto changed = std::make_shared<Submitter>(*known);
  if (event.has_submitter_keys_changed()) {
    LEDGER_RETURN_IF_ERROR(
        ChangeKeys(event.submitter_keys_changed(), submitters_, *changed));
  } else if (event.has_submitter_authority_changed()) {
    LEDGER_RETURN_IF_ERROR(
        ChangeAuthority(event.submitter_authority_changed(), *changed));
  } else if (event.has_key_compromised()) {
    LEDGER_RETURN_IF_ERROR(
        Compromise(event.key_compromised(), index, *changed));
  } else {
    changed->retired = true;
  }
  const std::uint32_t number = known->number;
  submitters_[number] = std::move(changed);
  ++version_;
  return Ok{};
}

}  // namespace ledger::registry
