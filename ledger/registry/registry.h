// Who may sign what, at which index: a fold over the registry's own events.
//
// The registry starts from the genesis record, which names one root key. The
// root may register and change submitters that have authority over
// `registry.*` (registrars; each needs a threshold of two), and nothing else;
// registrars register and change everybody else. Origins are never reused, a
// submitter's number is its place in the order of registration, root first.
// The root itself is fixed by the genesis record: nothing changes it.
//
// A registrar that has regions or programmes of its own reaches no further:
// who it registers or changes, and what it gives them, lies within these.
//
// A Registry is a value of a moment: the log keeps the one at its head and
// hands out snapshots.
//
// Thread safety: const methods from any thread.

#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "amanah/v1/event.pb.h"
#include "ledger/base/result.h"
#include "ledger/note/note.h"

namespace ledger::registry {

inline constexpr std::string_view kSubmitterUnknown = "SUBMITTER_UNKNOWN";
inline constexpr std::string_view kSubmitterRetired = "SUBMITTER_RETIRED";
inline constexpr std::string_view kSignatureThreshold = "SIGNATURE_THRESHOLD";
inline constexpr std::string_view kEventNotAuthorised = "EVENT_NOT_AUTHORISED";
inline constexpr std::string_view kRegistryConflict = "REGISTRY_CONFLICT";

inline constexpr std::string_view kAllRegistryKinds = "registry.*";

// True when any of the patterns allows a registry event.
bool GrantsRegistry(const std::vector<std::string>& event_kinds);

struct CompromisedKey {
  note::VerifierKey vkey;
  std::uint64_t from_index = 0;  // First submission record in doubt.
};

struct Submitter {
  std::uint32_t number = 0;
  std::string origin;
  std::string display_name;
  std::vector<note::VerifierKey> vkeys;  // Those that sign now.
  std::vector<note::VerifierKey> former_vkeys;
  std::uint32_t threshold = 1;
  std::vector<std::string> event_kinds;      // Names or `family.*`.
  std::vector<std::string> region_prefixes;  // Empty: everywhere.
  std::vector<std::string> programmes;       // Empty: all.
  std::string bank;
  bool retired = false;
  bool is_root = false;
  std::uint64_t registered_index = 0;
  std::vector<CompromisedKey> compromised;

  // True when it has authority over any registry event.
  bool IsRegistrar() const;
};

class Registry {
 public:
  // The registry right after the genesis record: the root alone, its origin
  // being its key's name.
  static Registry FromGenesis(const note::VerifierKey& root);

  // What Serialize wrote. kDataLoss, REGISTRY_CONFLICT, otherwise.
  static Result<Registry> Deserialize(std::string_view bytes);
  // On disk: the store keeps it beside the head (registry/FORMAT.md).
  std::string Serialize() const;

  // Null when unknown.
  const Submitter* Find(std::string_view origin) const;
  const Submitter* FindNumber(std::uint32_t number) const;
  // By number.
  const std::vector<std::shared_ptr<const Submitter>>& submitters() const {
    return submitters_;
  }

  // Ok when the signatures on `checkpoint_note` meet the threshold of
  // `submitter`. SUBMITTER_RETIRED, kPermissionDenied; SIGNATURE_INVALID,
  // SIGNATURE_MISSING, SIGNATURE_THRESHOLD, kUnauthenticated.
  static Status CheckSignatures(const Submitter& submitter,
                                const note::Note& checkpoint_note);

  // Ok when `submitter` may sign `event`, registry events included: kind,
  // region, programme, bank where the event names its own, and for registry
  // events whether root or registrar. An origin that is not known passes:
  // Apply refuses it.
  // EVENT_NOT_AUTHORISED, kPermissionDenied, with field and reason in
  // violations[0].
  Status CheckAuthority(const Submitter& submitter,
                        const amanah::v1::Event& event) const;

  // Folds a registry event at ledger index `index`; other kinds do nothing.
  // REGISTRY_CONFLICT, kFailedPrecondition: an origin malformed, taken,
  // unknown, retired or the root's; a vkey that does not parse, that is or
  // was somebody's (the same public key under another name is the same key),
  // or that is not the submitter's to retire; a threshold that its keys cannot
  // meet; a registrar with less than two keys or a threshold under two; an
  // unknown kind pattern; a compromise that is known already or begins after
  // `index`. Unchanged when it fails.
  //
  // A compromised key is out at once even when the rest cannot meet the
  // threshold: then the submitter signs nothing until it is given others.
  Status Apply(const amanah::v1::Event& event, std::uint64_t index);

  // True when any key that signed `submission_note`, a submission record's
  // checkpoint at ledger index `submission_index`, is known to have been
  // compromised then.
  bool IsInDoubt(const Submitter& submitter, const note::Note& submission_note,
                 std::uint64_t submission_index) const;

  // Grows with every Apply that changed something: compare to see whether a
  // check made against a snapshot still holds.
  std::uint64_t version() const { return version_; }

 private:
  Status CheckRegistryAuthority(const Submitter& submitter,
                                const amanah::v1::Event& event) const;
  Status Register(const amanah::v1::SubmitterRegistered& body,
                  std::uint64_t index);
  // `event` is about the submitter `origin`, and registers none.
  Status Change(std::string_view origin, const amanah::v1::Event& event,
                std::uint64_t index);

  // Shared with the snapshots taken of it, so never written to: a change
  // replaces the pointer.
  std::vector<std::shared_ptr<const Submitter>> submitters_;
  std::map<std::string, std::uint32_t, std::less<>> by_origin_;
  std::uint64_t version_ = 0;
};

}  // namespace ledger::registry
