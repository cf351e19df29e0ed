// Registry events and keys, for the tests of this and other rooms.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/registry/registry.h"

namespace ledger::registry {

// A key that nobody can sign with, the same for the same number.
inline note::VerifierKey FakeKey(std::uint32_t number,
                                 const std::string& name = "key") {
  crypto::PublicKey key;
  for (std::size_t i = 0; i < 4; ++i) {
    key.bytes[i] = static_cast<std::byte>(number >> (8 * i));
  }
  return note::VerifierKey::FromPublicKey(name, key);
}

inline std::vector<note::VerifierKey> FakeKeys(
    const std::vector<std::uint32_t>& numbers) {
  std::vector<note::VerifierKey> keys;
  for (const std::uint32_t number : numbers) keys.push_back(FakeKey(number));
  return keys;
}

inline amanah::v1::Event RegisterEvent(
    const std::string& origin, const std::vector<note::VerifierKey>& keys,
    std::uint32_t threshold, const std::vector<std::string>& kinds) {
  amanah::v1::Event event;
  auto* body = event.mutable_submitter_registered();
  body->set_origin(origin);
  for (const auto& key : keys) body->add_vkeys(key.ToString());
  body->set_threshold(threshold);
  for (const auto& kind : kinds) {
    body->mutable_authority()->add_event_kinds(kind);
  }
  body->set_display_name("Display of " + origin);
  return event;
}

inline amanah::v1::Event KeysEvent(
    const std::string& origin, const std::vector<note::VerifierKey>& added,
    const std::vector<note::VerifierKey>& retired, std::uint32_t threshold) {
  amanah::v1::Event event;
  auto* body = event.mutable_submitter_keys_changed();
  body->set_origin(origin);
  for (const auto& key : added) body->add_vkeys_added(key.ToString());
  for (const auto& key : retired) body->add_vkeys_retired(key.ToString());
  body->set_threshold(threshold);
  return event;
}

inline amanah::v1::Event AuthorityEvent(const std::string& origin,
                                        const std::vector<std::string>& kinds) {
  amanah::v1::Event event;
  auto* body = event.mutable_submitter_authority_changed();
  body->set_origin(origin);
  for (const auto& kind : kinds) {
    body->mutable_authority()->add_event_kinds(kind);
  }
  return event;
}

inline amanah::v1::Event RetireEvent(const std::string& origin) {
  amanah::v1::Event event;
  event.mutable_submitter_retired()->set_origin(origin);
  return event;
}

inline amanah::v1::Event CompromiseEvent(const std::string& origin,
                                         const note::VerifierKey& key,
                                         std::uint64_t from_index) {
  amanah::v1::Event event;
  auto* body = event.mutable_key_compromised();
  body->set_origin(origin);
  body->set_vkey(key.ToString());
  body->set_from_index(from_index);
  return event;
}

// Root (key 0), registrar `reg` (keys 1 and 2, both), bank `bank` (key 3,
// `money.*`), registered at 1 and 2.
inline Registry SmallRegistry() {
  Registry registry = Registry::FromGenesis(FakeKey(0, "root"));
  const Status registrar = registry.Apply(
      RegisterEvent("reg", FakeKeys({1, 2}), 2, {"registry.*"}), 1);
  const Status bank =
      registry.Apply(RegisterEvent("bank", FakeKeys({3}), 1, {"money.*"}), 2);
  AMANAH_CHECK(registrar.ok() && bank.ok());
  return registry;
}

}  // namespace ledger::registry
