#include "ledger/audit/auditor.h"

#include <fmt/format.h>

#include <utility>

#include "ledger/event/event.h"

namespace ledger::audit {

using entry::EntryKind;

Error Auditor::Fault(const std::string& what) const {
  return Error{Code::kDataLoss, kAuditFailed,
               fmt::format("entry {}: {}", tree_.size(), what)};
}

Result<AuditedEntry> Auditor::Take(std::string_view bytes) {
  AuditedEntry audited;
  if (bytes.size() > event::kMaxEventBytes) {
    return Fault(fmt::format("{} bytes, at most {} in an entry", bytes.size(),
                             event::kMaxEventBytes));
  }
  const Result<EntryKind> kind = entry::KindOfEntry(bytes);
  if (!kind.ok()) return Fault(kind.error().message);
  audited.kind = *kind;
  audited.leaf = merkle::LeafHash(AsBytes(bytes));
  if ((tree_.size() == 0) != (*kind == EntryKind::kGenesis)) {
    return Fault("a log begins with one genesis record and has no other");
  }
  if (open_.has_value() != (*kind == EntryKind::kEvent)) {
    return Fault(open_ ? "a submission is followed by fewer events than it "
                         "counts"
                       : "an event that no submission record counts");
  }
  Status taken = Ok{};
  switch (*kind) {
    case EntryKind::kGenesis:
      taken = TakeGenesis(bytes);
      break;
    case EntryKind::kSubmission:
      taken = TakeSubmission(bytes, audited);
      break;
    case EntryKind::kEvent:
      taken = TakeEvent(bytes, audited);
      break;
    case EntryKind::kEquivocation:
      taken = TakeEquivocation(bytes, audited);
      break;
    case EntryKind::kRestore:
      taken = Fault("restore records are not of this version");
      break;
  }
  if (!taken.ok()) return taken.error();
  tree_.Append(audited.leaf, &audited.ledger_completed);
  return audited;
}

Status Auditor::TakeGenesis(std::string_view bytes) {
  Result<entry::GenesisRecord> genesis = entry::ParseGenesis(bytes);
  if (!genesis.ok()) return Fault(genesis.error().message);
  if (genesis->root_vkey != root_.ToString()) {
    return Fault("the genesis record names another root, " +
                 genesis->root_vkey);
  }
  ++signature_count_;
  last_received_ = genesis->created;
  registry_ = registry::Registry::FromGenesis(root_);
  genesis_ = *std::move(genesis);
  return Ok{};
}

Status Auditor::CheckReceived(Instant received) {
  if (received < last_received_) {
    return Fault("received before the entry that precedes it");
  }
  last_received_ = received;
  return Ok{};
}

Result<std::pair<const registry::Submitter*, note::Checkpoint>>
Auditor::CheckSigned(std::string_view signed_checkpoint,
                     bool allow_former_keys) {
  const Result<note::Note> parsed = note::ParseNote(signed_checkpoint);
  if (!parsed.ok()) return Fault(parsed.error().message);
  Result<note::Checkpoint> checkpoint = note::ParseCheckpoint(parsed->text);
  if (!checkpoint.ok()) return Fault(checkpoint.error().message);
  const registry::Submitter* submitter = registry_->Find(checkpoint->origin);
  if (submitter == nullptr) {
    return Fault("signed by an unknown submitter, " + checkpoint->origin);
  }
  if (allow_former_keys) {
    std::vector<note::VerifierKey> keys = submitter->vkeys;
    keys.insert(keys.end(), submitter->former_vkeys.begin(),
                submitter->former_vkeys.end());
    const auto signers = note::VerifyNote(*parsed, keys);
    if (!signers.ok()) return Fault(signers.error().message);
    if (signers->size() < submitter->threshold) {
      return Fault("fewer signatures than the submitter's threshold");
    }
  } else {
    const Status checked =
        registry::Registry::CheckSignatures(*submitter, *parsed);
    if (!checked.ok()) return Fault(checked.error().message);
  }
  signature_count_ += parsed->signatures.size();
  return std::make_pair(submitter, *std::move(checkpoint));
}

Status Auditor::TakeSubmission(std::string_view bytes, AuditedEntry& audited) {
  const Result<entry::SubmissionRecord> record =
      entry::ParseSubmissionRecord(bytes);
  if (!record.ok()) return Fault(record.error().message);
  if (entry::FormatSubmissionRecord(*record) != bytes) {
    return Fault("a submission record in another form than the ledger's");
  }
  LEDGER_RETURN_IF_ERROR(CheckReceived(record->received));
  LEDGER_ASSIGN_OR_RETURN(const auto checked,
                          CheckSigned(record->checkpoint, false));
  const auto& [submitter, checkpoint] = checked;
  const std::uint64_t start = submitters_[submitter->number].size();
  if (checkpoint.size < record->count ||
      checkpoint.size - record->count != start) {
    return Fault(
        fmt::format("{} events up to size {} of {} do not follow its size {}",
                    record->count, checkpoint.size, submitter->origin, start));
  }
  open_ =
      OpenSubmission{submitter->number, tree_.size(),    record->count, start,
                     checkpoint,        record->received};
  audited.submitter_number = submitter->number;
  audited.submission_index = tree_.size();
  audited.submitter_start = start;
  audited.submitter_size = checkpoint.size;
  audited.received = record->received;
  ++submission_count_;
  return Ok{};
}

Status Auditor::TakeEvent(std::string_view bytes, AuditedEntry& audited) {
  const Result<amanah::v1::Event> event = event::DecodeEvent(bytes);
  if (!event.ok()) return Fault(event.error().message);
  const std::vector<Error::Violation> violations = event::ValidateEvent(*event);
  if (!violations.empty()) {
    return Fault(violations.front().field + ": " +
                 violations.front().description);
  }
  const registry::Submitter* submitter = registry_->FindNumber(open_->number);
  const Status allowed = registry_->CheckAuthority(*submitter, *event);
  if (!allowed.ok()) return Fault(allowed.error().message);
  const Status applied = registry_->Apply(*event, tree_.size());
  if (!applied.ok()) return Fault(applied.error().message);

  merkle::Tree& tree = submitters_[open_->number];
  tree.Append(audited.leaf, &audited.submitter_completed);
  audited.submitter_number = open_->number;
  audited.submission_index = open_->record_index;
  audited.submitter_start = open_->start;
  audited.received = open_->received;
  if (--open_->events_left > 0) return Ok{};
  if (tree.Root() != open_->checkpoint.root) {
    return Fault(fmt::format(
        "the events of submission {} do not give the root that {} signed",
        open_->record_index, open_->checkpoint.origin));
  }
  audited.completes_submission = true;
  audited.submitter_size = tree.size();
  audited.submitter_root = open_->checkpoint.root;
  open_.reset();
  return Ok{};
}

Status Auditor::TakeEquivocation(std::string_view bytes,
                                 AuditedEntry& audited) {
  const Result<entry::EquivocationRecord> record =
      entry::ParseEquivocationRecord(bytes);
  if (!record.ok()) return Fault(record.error().message);
  LEDGER_RETURN_IF_ERROR(CheckReceived(record->received));
  LEDGER_ASSIGN_OR_RETURN(const auto logged,
                          CheckSigned(record->logged_checkpoint, true));
  LEDGER_ASSIGN_OR_RETURN(const auto refused,
                          CheckSigned(record->refused_checkpoint, false));
  if (logged.second.origin != refused.second.origin ||
      logged.second.size != refused.second.size ||
      logged.second.root == refused.second.root) {
    return Fault("two checkpoints that do not contradict each other");
  }
  if (logged.second.size > submitters_[logged.first->number].size()) {
    return Fault("a checkpoint beyond what its submitter has submitted");
  }
  audited.submitter_number = logged.first->number;
  audited.submitter_size = logged.second.size;
  audited.received = record->received;
  ++equivocation_count_;
  return Ok{};
}

Status Auditor::CheckCheckpoint(std::string_view signed_checkpoint) const {
  if (!genesis_) return Fault("a checkpoint before the genesis record");
  const Result<note::Note> parsed = note::ParseNote(signed_checkpoint);
  if (!parsed.ok()) return Fault(parsed.error().message);
  LEDGER_ASSIGN_OR_RETURN(const note::VerifierKey key,
                          note::VerifierKey::Parse(genesis_->ledger_vkey));
  const auto signers = note::VerifyNote(*parsed, {key});
  if (!signers.ok()) {
    return Fault("the ledger's checkpoint: " + signers.error().message);
  }
  const Result<note::Checkpoint> checkpoint =
      note::ParseCheckpoint(parsed->text);
  if (!checkpoint.ok()) return Fault(checkpoint.error().message);
  if (*checkpoint !=
      note::Checkpoint{genesis_->origin, tree_.size(), tree_.Root()}) {
    return Fault(
        fmt::format("the checkpoint of {}, size {}, is not of these {} entries",
                    checkpoint->origin, checkpoint->size, tree_.size()));
  }
  return Ok{};
}

Status Auditor::Finish() const {
  if (open_) {
    return Fault(fmt::format("submission {} lacks {} events",
                             open_->record_index, open_->events_left));
  }
  return Ok{};
}

const merkle::Tree* Auditor::SubmitterTree(std::uint32_t number) const {
  const auto found = submitters_.find(number);
  return found == submitters_.end() ? nullptr : &found->second;
}

}  // namespace ledger::audit
