#include "ledger/log/receipt.h"

#include <fmt/format.h>

#include <utility>

#include "ledger/entry/entry.h"
#include "ledger/merkle/tree.h"
#include "ledger/note/signed_checkpoint.h"

namespace ledger::log {
namespace {

Error InvalidReceipt(std::string message) {
  return Error{Code::kDataLoss, kReceiptInvalid, std::move(message)};
}

}  // namespace

Result<Receipt> OriginalReceipt(const LogStore& store,
                                std::uint32_t submitter_number,
                                std::uint64_t size, std::uint64_t head_size) {
  LEDGER_ASSIGN_OR_RETURN(const std::optional<LogStore::FoundSubmission> found,
                          store.FindSubmission(submitter_number, size));
  if (!found || found->size != size || found->row.ledger_size > head_size) {
    return Error{Code::kNotFound, kSubmissionUnknown,
                 fmt::format("no submission ended at size {}", size)};
  }
  const SubmissionRow& row = found->row;
  Receipt receipt;
  receipt.submission_index = row.record_index;
  receipt.event_count = row.count;
  LEDGER_ASSIGN_OR_RETURN(receipt.submission_record,
                          store.ReadBytes(row.record_index));
  LEDGER_ASSIGN_OR_RETURN(std::optional<std::string> checkpoint,
                          store.CheckpointAt(row.ledger_size));
  if (!checkpoint) {
    return DamagedRow("checkpoints",
                      fmt::format("there is none of size {}", row.ledger_size));
  }
  receipt.checkpoint = *std::move(checkpoint);
  LEDGER_ASSIGN_OR_RETURN(
      receipt.inclusion_path,
      merkle::ProveInclusion(LedgerTiles(store), row.record_index,
                             row.ledger_size));
  return receipt;
}

Result<note::Checkpoint> CheckReceipt(const Receipt& receipt,
                                      std::string_view submitter_checkpoint,
                                      std::uint64_t event_count,
                                      std::string_view ledger_origin,
                                      const note::VerifierKey& ledger) {
  LEDGER_ASSIGN_OR_RETURN(
      const entry::SubmissionRecord record,
      entry::ParseSubmissionRecord(receipt.submission_record));
  LEDGER_ASSIGN_OR_RETURN(const note::Note logged,
                          note::ParseNote(record.checkpoint));
  LEDGER_ASSIGN_OR_RETURN(const note::Note submitted,
                          note::ParseNote(submitter_checkpoint));
  if (logged.text != submitted.text) {
    return InvalidReceipt("the record carries another checkpoint");
  }
  if (record.count != event_count || receipt.event_count != event_count) {
    return InvalidReceipt("the record counts other events");
  }
  const Result<note::Checkpoint> opened =
      note::OpenCheckpoint(receipt.checkpoint, ledger_origin, {ledger}, 1);
  if (!opened.ok()) return InvalidReceipt(opened.error().message);
  const note::Checkpoint& checkpoint = *opened;
  if (checkpoint.size < receipt.submission_index + 1 + receipt.event_count) {
    return InvalidReceipt("the checkpoint does not cover the events");
  }
  const Status included = merkle::VerifyInclusion(
      receipt.submission_index, checkpoint.size,
      merkle::LeafHash(AsBytes(receipt.submission_record)),
      receipt.inclusion_path, checkpoint.root);
  if (!included.ok()) return InvalidReceipt(included.error().message);
  return checkpoint;
}

}  // namespace ledger::log
