#include "ledger/log/admission.h"

#include <fmt/format.h>

#include <utility>

#include "ledger/event/event.h"
#include "ledger/merkle/tree.h"

namespace ledger::log {
namespace {

constexpr std::size_t kMaxViolations = 100;

// A record holds the checkpoint, an equivocation record two of them, and an
// entry at most 65,535 bytes.
constexpr std::size_t kMaxCheckpointBytes = 16 * 1024;

Status CheckCaps(const SubmissionBytes& submission) {
  if (submission.checkpoint.size() > kMaxCheckpointBytes) {
    return Error{
        Code::kOutOfRange, kSubmissionTooLarge,
        fmt::format("a checkpoint of {} bytes, at most {}",
                    submission.checkpoint.size(), kMaxCheckpointBytes)};
  }
  if (submission.events.empty()) {
    return Error{Code::kInvalidArgument, kSubmissionEmpty,
                 "a submission needs at least one event"};
  }
  if (submission.events.size() > kMaxEventsPerSubmission) {
    return Error{
        Code::kOutOfRange, kSubmissionTooManyEvents,
        fmt::format("{} events, at most {} in a submission",
                    submission.events.size(), kMaxEventsPerSubmission)};
  }
  std::size_t size_bytes = submission.checkpoint.size();
  for (const std::string& bytes : submission.events) size_bytes += bytes.size();
  if (size_bytes > kMaxSubmissionBytes) {
    return Error{Code::kOutOfRange, kSubmissionTooLarge,
                 fmt::format("{} bytes, at most {} in a submission", size_bytes,
                             kMaxSubmissionBytes)};
  }
  return Ok{};
}

// A signature that was not verified is never stored or served again.
Status CheckNoForeignSignatures(const registry::Submitter& submitter,
                                const note::Note& checkpoint_note) {
  for (const note::NoteSignature& signature : checkpoint_note.signatures) {
    bool known = false;
    for (const note::VerifierKey& vkey : submitter.vkeys) {
      known = known || (vkey.name() == signature.name &&
                        vkey.key_id() == signature.key_id);
    }
    if (!known) {
      return Error{Code::kUnauthenticated, note::kSignatureInvalid,
                   "a signature by a key that is not the submitter's"};
    }
  }
  return Ok{};
}

// Collects what is wrong with events. The first one's code and reason speak
// for all.
class Faults {
 public:
  bool full() const { return error_.violations.size() >= kMaxViolations; }
  bool any() const { return !error_.violations.empty(); }

  void Add(std::size_t event_index, const Error& error) {
    if (!any()) {
      error_.code = error.code;
      error_.reason = error.reason;
      error_.message = fmt::format("event {}: {}", event_index, error.message);
    }
    if (error.violations.empty()) {
      Add(fmt::format("events[{}]", event_index), error.message);
    }
    for (const Error::Violation& violation : error.violations) {
      Add(fmt::format("events[{}].{}", event_index, violation.field),
          violation.description);
    }
  }

  Error Take() { return std::move(error_); }

 private:
  void Add(std::string field, std::string description) {
    if (full()) return;
    error_.violations.push_back({std::move(field), std::move(description)});
  }
  Error error_{Code::kInvalidArgument, event::kEventInvalid, "", {}, {}};
};

Status JudgeEvent(const amanah::v1::Event& event,
                  const registry::Submitter& submitter,
                  const registry::Registry& registry) {
  std::vector<Error::Violation> violations = event::ValidateEvent(event);
  if (!violations.empty()) {
    const std::string message =
        violations.front().field + ": " + violations.front().description;
    return Error{Code::kInvalidArgument, event::kEventInvalid, message,
                 std::move(violations)};
  }
  return registry.CheckAuthority(submitter, event);
}

bool IsRegistryEvent(const amanah::v1::Event& event) {
  return event::FamilyOf(event.body_case()) == "registry";
}

}  // namespace

Result<Admitted> Admit(SubmissionBytes submission,
                       const registry::Registry& registry) {
  LEDGER_RETURN_IF_ERROR(CheckCaps(submission));
  Admitted admitted;
  admitted.registry_version = registry.version();
  LEDGER_ASSIGN_OR_RETURN(admitted.checkpoint_note,
                          note::ParseNote(submission.checkpoint));
  LEDGER_ASSIGN_OR_RETURN(admitted.checkpoint,
                          note::ParseCheckpoint(admitted.checkpoint_note.text));
  const registry::Submitter* submitter =
      registry.Find(admitted.checkpoint.origin);
  if (submitter == nullptr) {
    return Error{Code::kUnauthenticated, registry::kSubmitterUnknown,
                 "no submitter " + admitted.checkpoint.origin};
  }
  admitted.submitter_number = submitter->number;
  LEDGER_RETURN_IF_ERROR(registry::Registry::CheckSignatures(
      *submitter, admitted.checkpoint_note));
  LEDGER_RETURN_IF_ERROR(
      CheckNoForeignSignatures(*submitter, admitted.checkpoint_note));

  amanah::v1::Event event;  // Reused: it keeps its memory.
  Faults faults;
  admitted.leaf_hashes.reserve(submission.events.size());
  for (std::size_t i = 0; i < submission.events.size(); ++i) {
    const std::string& bytes = submission.events[i];
    admitted.size_bytes += bytes.size();
    const Status decoded = event::DecodeEvent(bytes, event);
    if (!decoded.ok()) {
      faults.Add(i, decoded.error());
    } else if (const Status judged = JudgeEvent(event, *submitter, registry);
               !judged.ok()) {
      faults.Add(i, judged.error());
    } else {
      admitted.leaf_hashes.push_back(merkle::LeafHash(AsBytes(bytes)));
      if (IsRegistryEvent(event)) {
        admitted.registry_events.push_back(event);
      }
    }
    if (faults.full()) break;
  }
  if (faults.any()) return faults.Take();
  // Registry events are ordered among themselves by their place; a submission
  // that holds any holds nothing else, so that each has its own index.
  if (!admitted.registry_events.empty() &&
      admitted.registry_events.size() != submission.events.size()) {
    return Error{Code::kInvalidArgument, event::kEventInvalid,
                 "registry events and others in one submission"};
  }
  admitted.bytes = std::move(submission);
  return admitted;
}

Status Readmit(const Admitted& admitted, const registry::Registry& registry) {
  const registry::Submitter* submitter =
      registry.FindNumber(admitted.submitter_number);
  if (submitter == nullptr) {
    return Error{Code::kUnauthenticated, registry::kSubmitterUnknown,
                 "no submitter " + admitted.checkpoint.origin};
  }
  LEDGER_RETURN_IF_ERROR(registry::Registry::CheckSignatures(
      *submitter, admitted.checkpoint_note));
  Faults faults;
  for (std::size_t i = 0; i < admitted.bytes.events.size(); ++i) {
    LEDGER_ASSIGN_OR_RETURN(const amanah::v1::Event event,
                            event::DecodeEvent(admitted.bytes.events[i]));
    const Status judged = registry.CheckAuthority(*submitter, event);
    if (!judged.ok()) faults.Add(i, judged.error());
    if (faults.full()) break;
  }
  if (faults.any()) return faults.Take();
  return Ok{};
}

}  // namespace ledger::log
