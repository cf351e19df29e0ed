#include "ledger/entry/entry.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "ledger/note/checkpoint.h"
#include "ledger/note/note.h"

namespace ledger::entry {
namespace {

// On disk: never change.
constexpr std::string_view kSubmissionHeader = "amanah/submission/v1\n";
constexpr std::string_view kGenesisHeader = "amanah/genesis/v1\n";
constexpr std::string_view kEquivocationHeader = "amanah/equivocation/v1\n";
constexpr std::string_view kRestoreHeader = "amanah/restore/v1\n";
constexpr char kTextFirstByte = 'a';

Error Malformed(std::string message) {
  return Error{Code::kInvalidArgument, kEntryMalformed, std::move(message)};
}

// Takes `<name> <value>` LF off the front of `text`.
std::optional<std::string_view> TakeField(std::string_view& text,
                                          std::string_view name) {
  if (!text.starts_with(name) || text.size() <= name.size() ||
      text[name.size()] != ' ') {
    return std::nullopt;
  }
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view value =
      text.substr(name.size() + 1, end - name.size() - 1);
  text.remove_prefix(end + 1);
  return value;
}

std::optional<Instant> TakeTime(std::string_view& text, std::string_view name) {
  const std::optional<std::string_view> value = TakeField(text, name);
  if (!value) return std::nullopt;
  return ParseUtcMicros(*value);
}

std::optional<std::uint64_t> TakeNumber(std::string_view& text,
                                        std::string_view name) {
  const std::optional<std::string_view> value = TakeField(text, name);
  if (!value) return std::nullopt;
  return ParseDecimal(*value);
}

}  // namespace

Result<EntryKind> KindOfEntry(std::string_view bytes) {
  if (bytes.empty()) return Malformed("an entry of no bytes");
  if (bytes.front() != kTextFirstByte) return EntryKind::kEvent;
  if (bytes.starts_with(kSubmissionHeader)) return EntryKind::kSubmission;
  if (bytes.starts_with(kGenesisHeader)) return EntryKind::kGenesis;
  if (bytes.starts_with(kEquivocationHeader)) return EntryKind::kEquivocation;
  if (bytes.starts_with(kRestoreHeader)) return EntryKind::kRestore;
  return Malformed("a text entry of no known kind");
}

std::string FormatSubmissionRecord(const SubmissionRecord& record) {
  return fmt::format("{}received {}\ncount {}\n\n{}", kSubmissionHeader,
                     FormatUtcMicros(record.received), record.count,
                     record.checkpoint);
}

Result<SubmissionRecord> ParseSubmissionRecord(std::string_view bytes) {
  std::string_view rest = bytes;
  if (!rest.starts_with(kSubmissionHeader)) {
    return Malformed("not a submission record");
  }
  rest.remove_prefix(kSubmissionHeader.size());
  const std::optional<Instant> received = TakeTime(rest, "received");
  if (!received) return Malformed("submission record without a receipt time");
  const std::optional<std::uint64_t> count = TakeNumber(rest, "count");
  if (!count || *count == 0) {
    return Malformed("submission record without a count");
  }
  if (!rest.starts_with('\n') || rest.size() == 1) {
    return Malformed("submission record without a checkpoint");
  }
  rest.remove_prefix(1);
  return SubmissionRecord{*received, *count, std::string(rest)};
}

std::string FormatGenesisText(const GenesisRecord& genesis) {
  return fmt::format("{}created {}\norigin {}\nledger {}\nroot {}\n",
                     kGenesisHeader, FormatUtcMicros(genesis.created),
                     genesis.origin, genesis.ledger_vkey, genesis.root_vkey);
}

Result<GenesisRecord> ParseGenesis(std::string_view bytes) {
  LEDGER_ASSIGN_OR_RETURN(const note::Note signed_note, note::ParseNote(bytes));
  std::string_view rest = signed_note.text;
  if (!rest.starts_with(kGenesisHeader)) {
    return Malformed("not a genesis record");
  }
  rest.remove_prefix(kGenesisHeader.size());
  const std::optional<Instant> created = TakeTime(rest, "created");
  const std::optional<std::string_view> origin = TakeField(rest, "origin");
  const std::optional<std::string_view> ledger = TakeField(rest, "ledger");
  const std::optional<std::string_view> root = TakeField(rest, "root");
  if (!created || !origin || !ledger || !root || !rest.empty()) {
    return Malformed("genesis record with missing or extra lines");
  }
  if (!note::IsOrigin(*origin)) {
    return Malformed("genesis record with an origin of the wrong form");
  }
  LEDGER_RETURN_IF_ERROR(note::VerifierKey::Parse(*ledger));
  LEDGER_ASSIGN_OR_RETURN(const note::VerifierKey root_key,
                          note::VerifierKey::Parse(*root));
  LEDGER_RETURN_IF_ERROR(note::VerifyNote(signed_note, {root_key}));
  return GenesisRecord{*created, std::string(*origin), std::string(*ledger),
                       std::string(*root)};
}

std::string FormatEquivocationRecord(const EquivocationRecord& record) {
  return fmt::format("{}received {}\nlogged {}\nrefused {}\n\n{}{}",
                     kEquivocationHeader, FormatUtcMicros(record.received),
                     record.logged_checkpoint.size(),
                     record.refused_checkpoint.size(), record.logged_checkpoint,
                     record.refused_checkpoint);
}

Result<EquivocationRecord> ParseEquivocationRecord(std::string_view bytes) {
  std::string_view rest = bytes;
  if (!rest.starts_with(kEquivocationHeader)) {
    return Malformed("not an equivocation record");
  }
  rest.remove_prefix(kEquivocationHeader.size());
  const std::optional<Instant> received = TakeTime(rest, "received");
  const std::optional<std::uint64_t> logged = TakeNumber(rest, "logged");
  const std::optional<std::uint64_t> refused = TakeNumber(rest, "refused");
  if (!received || !logged || !refused || !rest.starts_with('\n')) {
    return Malformed("equivocation record with missing lines");
  }
  rest.remove_prefix(1);
  if (*logged > rest.size() || *refused != rest.size() - *logged) {
    return Malformed("equivocation record whose notes do not fill it");
  }
  return EquivocationRecord{*received, std::string(rest.substr(0, *logged)),
                            std::string(rest.substr(*logged))};
}

}  // namespace ledger::entry
