#include "ledger/registry/registry.h"

#include <algorithm>

#include "ledger/event/event.h"

namespace ledger::registry {

bool Submitter::IsRegistrar() const { return GrantsRegistry(event_kinds); }

bool GrantsRegistry(const std::vector<std::string>& event_kinds) {
  return std::any_of(
      event_kinds.begin(), event_kinds.end(), [](const std::string& pattern) {
        return pattern == kAllRegistryKinds ||
               event::FamilyOf(event::KindOfName(pattern)) == "registry";
      });
}

Registry Registry::FromGenesis(const note::VerifierKey& root) {
  auto submitter = std::make_shared<Submitter>();
  submitter->origin = root.name();
  submitter->display_name = "root";
  submitter->vkeys = {root};
  submitter->event_kinds = {std::string(kAllRegistryKinds)};
  submitter->is_root = true;
  Registry registry;
  registry.by_origin_.emplace(submitter->origin, submitter->number);
  registry.submitters_.push_back(std::move(submitter));
  return registry;
}

const Submitter* Registry::Find(std::string_view origin) const {
  const auto found = by_origin_.find(origin);
  return found == by_origin_.end() ? nullptr : FindNumber(found->second);
}

const Submitter* Registry::FindNumber(std::uint32_t number) const {
  return number < submitters_.size() ? submitters_[number].get() : nullptr;
}

Status Registry::CheckSignatures(const Submitter& submitter,
                                 const note::Note& checkpoint_note) {
  if (submitter.retired) {
    return Error{Code::kPermissionDenied, kSubmitterRetired,
                 "submitter " + submitter.origin + " is retired"};
  }
  LEDGER_ASSIGN_OR_RETURN(const std::vector<std::size_t> signers,
                          note::VerifyNote(checkpoint_note, submitter.vkeys));
  if (signers.size() < submitter.threshold) {
    return Error{Code::kUnauthenticated, kSignatureThreshold,
                 std::to_string(signers.size()) + " known keys signed, " +
                     std::to_string(submitter.threshold) + " must"};
  }
  return Ok{};
}

bool Registry::IsInDoubt(const Submitter& submitter,
                         const note::Note& submission_note,
                         std::uint64_t submission_index) const {
  return std::any_of(
      submitter.compromised.begin(), submitter.compromised.end(),
      [&](const CompromisedKey& key) {
        // Verified, since anybody can add a line under a known key's name.
        return key.from_index <= submission_index &&
               note::VerifyNote(submission_note, {key.vkey}).ok();
      });
}

}  // namespace ledger::registry
