#include "services/wire/receipt.h"

#include <utility>

namespace services::wire {

using ledger::Code;
using ledger::Error;
using ledger::Result;
using ledger::crypto::Hash;

void FillHashes(const std::vector<Hash>& hashes, RepeatedBytes* message) {
  message->Clear();
  message->Reserve(static_cast<int>(hashes.size()));
  for (const Hash& hash : hashes) message->Add(std::string(hash.view()));
}

Result<std::vector<Hash>> HashesOf(const RepeatedBytes& message) {
  std::vector<Hash> hashes;
  hashes.reserve(static_cast<std::size_t>(message.size()));
  for (const std::string& bytes : message) {
    const auto hash = ledger::crypto::HashFromBytes(bytes);
    if (!hash.has_value()) {
      return Error{Code::kDataLoss, kMessageMalformed,
                   "a hash has 32 bytes, not " + std::to_string(bytes.size())};
    }
    hashes.push_back(*hash);
  }
  return hashes;
}

void FillReceipt(ledger::log::Receipt&& receipt, amanah::v1::Receipt* message) {
  message->set_submission_index(receipt.submission_index);
  message->set_submission_record(std::move(receipt.submission_record));
  message->set_checkpoint(std::move(receipt.checkpoint));
  FillHashes(receipt.inclusion_path, message->mutable_inclusion_path());
  message->set_grade(amanah::v1::RECEIPT_GRADE_LOGGED);
  message->set_event_count(receipt.event_count);
}

Result<ledger::log::Receipt> ReceiptOf(const amanah::v1::Receipt& message) {
  ledger::log::Receipt receipt;
  receipt.submission_index = message.submission_index();
  receipt.submission_record = message.submission_record();
  receipt.checkpoint = message.checkpoint();
  LEDGER_ASSIGN_OR_RETURN(receipt.inclusion_path,
                          HashesOf(message.inclusion_path()));
  receipt.event_count = message.event_count();
  return receipt;
}

void FillEntry(ledger::log::Entry&& entry, bool in_doubt,
               amanah::v1::Entry* message) {
  message->set_index(entry.index);
  message->set_entry(std::move(entry.bytes));
  // Numbered alike (log/entry.h, log_service.proto).
  message->set_kind(static_cast<amanah::v1::EntryKind>(entry.kind));
  message->set_submitter(std::move(entry.submitter));
  message->set_submitter_index(entry.submitter_index);
  message->set_submission_index(entry.submission_index);
  message->set_received_unix_micros(entry.received.unix_micros);
  message->set_signing_key_compromised(in_doubt);
}

}  // namespace services::wire
