#include "services/cli/source_import.h"

#include <algorithm>
#include <filesystem>
#include <thread>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/log/ledger.h"
#include "ledger/merkle/tree.h"
#include "ledger/runtime/file.h"
#include "services/rpc/status.h"
#include "services/wire/receipt.h"

namespace services::cli {
namespace {

namespace fs = std::filesystem;
using amanah::v1::IngestService;
using amanah::v1::LogService;
using ledger::Code;
using ledger::Error;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

// On the way at once: half of the server's window keeps both sides busy.
constexpr std::size_t kMostUnanswered = 32;
// A submission stays below this, whatever --batch says.
constexpr std::size_t kMostSubmissionBytes = 4 * 1024 * 1024;
// Between attempts; doubles while nothing moves.
constexpr std::chrono::milliseconds kFirstPause{100};
constexpr std::chrono::milliseconds kLongestPause{5'000};

double SecondsSince(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin)
      .count();
}

}  // namespace

bool IsTransient(const Error& error) {
  return error.reason == rpc::kServerUnreachable ||
         error.code == Code::kUnavailable ||
         error.code == Code::kResourceExhausted ||
         error.reason == ledger::log::kSubmitterWrongHead;
}

Result<ledger::submitter::Head> SourceImport::AskHead() {
  amanah::v1::GetSubmitterHeadRequest request;
  request.set_origin(profile_.origin());
  LEDGER_ASSIGN_OR_RETURN(
      const amanah::v1::GetSubmitterHeadResponse response,
      Client::Ask(client_.ingest(), &IngestService::Stub::GetSubmitterHead,
                  request));
  ledger::submitter::Head head;
  head.size = response.size();
  const auto root = ledger::crypto::HashFromBytes(response.root_hash());
  if (!root.has_value()) {
    return Error{Code::kDataLoss, wire::kMessageMalformed,
                 "the submitter's root has not 32 bytes"};
  }
  head.root = *root;
  LEDGER_ASSIGN_OR_RETURN(head.edge, wire::HashesOf(response.edge()));
  head.checkpoint = response.checkpoint();
  return head;
}

Status SourceImport::AgreeOnHead(const ledger::submitter::Head& head) {
  // Once: what is signed after that is not to be forgotten.
  if (std::exchange(abandon_, false)) return log_->Abandon(head);
  Status resumed = log_->Resume(head);
  if (!resumed.ok() && options_.recover &&
      resumed.error().reason == ledger::submitter::kStateBehind) {
    amanah::v1::GetConsistencyProofRequest request;
    request.set_submitter(profile_.origin());
    request.set_old_size(log_->known_size());
    request.set_new_size(head.size);
    LEDGER_ASSIGN_OR_RETURN(
        const amanah::v1::GetConsistencyProofResponse proof,
        Client::Ask(client_.log(), &LogService::Stub::GetConsistencyProof,
                    request));
    LEDGER_ASSIGN_OR_RETURN(const ledger::merkle::Proof path,
                            wire::HashesOf(proof.consistency_path()));
    return log_->Recover(head, path);
  }
  return resumed;
}

Result<SourceImportReport> SourceImport::Run(
    std::vector<ledger::note::SigningKey> keys) {
  began_ = std::chrono::steady_clock::now();
  LEDGER_RETURN_IF_ERROR(ledger::runtime::MakeFolder(
      options_.state, ledger::runtime::Access::kOwner));
  LEDGER_ASSIGN_OR_RETURN(
      ledger::submitter::SubmitterLog log,
      ledger::submitter::SubmitterLog::Open(
          (fs::path(options_.state) / "submitter.state").string(),
          profile_.origin(), std::move(keys)));
  log_ = std::make_unique<ledger::submitter::SubmitterLog>(std::move(log));
  const std::string journal_path =
      (fs::path(options_.state) / "journal").string();
  LEDGER_ASSIGN_OR_RETURN(
      importer::ImportJournal journal,
      importer::ImportJournal::Load(journal_path, profile_.origin()));
  LEDGER_ASSIGN_OR_RETURN(
      const importer::Plan plan,
      importer::MakePlan(profile_, options_.source_dir, std::move(journal)));
  LEDGER_RETURN_IF_ERROR(plan.journal.Save(journal_path));
  for (const auto& batch : plan.batches) report_.files += batch.files.size();
  report_.bytes = plan.total_bytes;
  report_.unmapped_files = plan.known_unmapped;
  report_.unknown_files = plan.unknown;
  report_.rejects_path = (fs::path(options_.state) / "rejects.csv").string();

  auto pause = kFirstPause;
  auto last_progress = std::chrono::steady_clock::now();
  std::uint64_t last_acknowledged = log_->acknowledged_size();
  while (true) {
    Status outcome = Attempt(plan);
    if (outcome.ok()) break;
    const auto now = std::chrono::steady_clock::now();
    if (log_->acknowledged_size() > last_acknowledged) {
      last_acknowledged = log_->acknowledged_size();
      last_progress = now;
      pause = kFirstPause;
    }
    if (!IsTransient(outcome.error()) ||
        now - last_progress >= options_.patience) {
      return outcome.error();
    }
    std::this_thread::sleep_for(pause);
    pause = std::min(2 * pause, kLongestPause);
  }
  report_.events_after = log_->acknowledged_size();
  report_.seconds = SecondsSince(began_);
  return report_;
}

Status SourceImport::Attempt(const importer::Plan& plan) {
  sent_.clear();
  held_back_.clear();
  LEDGER_ASSIGN_OR_RETURN(const ledger::submitter::Head head, AskHead());
  LEDGER_RETURN_IF_ERROR(AgreeOnHead(head));
  if (!head_seen_) report_.events_before = log_->acknowledged_size();
  head_seen_ = true;
  LEDGER_ASSIGN_OR_RETURN(importer::RejectFile rejects,
                          importer::RejectFile::Create(report_.rejects_path));
  LEDGER_ASSIGN_OR_RETURN(const std::unique_ptr<importer::EventStream> events,
                          importer::EventStream::Open(
                              profile_, plan, token_key_, regions_, rejects));
  LEDGER_RETURN_IF_ERROR(PassOver(*events, head.root));
  Status outcome = Ok{};
  {
    SubmissionStream stream(client_.ingest());
    outcome = Pump(*events, stream);
    if (outcome.ok()) {
      stream.EndSending();
      outcome = TakeAnswers(stream, true);
    }
    // A stream that broke is the cause of what failed after it.
    Status ended = stream.Finish();
    const bool broke = !ended.ok() && ended.error().code != Code::kCancelled;
    if (broke && (outcome.ok() || IsTransient(outcome.error()))) {
      outcome = std::move(ended);
    }
  }
  report_.counts = events->progress().counts;
  LEDGER_RETURN_IF_ERROR(rejects.Close());
  return outcome;
}

Status SourceImport::PassOver(importer::EventStream& events,
                              const ledger::crypto::Hash& root) {
  // As many events are not yet the same events.
  ledger::merkle::Tree passed;
  LEDGER_RETURN_IF_ERROR(events.Skip(log_->size(), [&](std::string_view event) {
    passed.Append(ledger::merkle::LeafHash(ledger::AsBytes(event)));
  }));
  if (passed.size() == 0 || passed.Root() == root) return Ok{};
  return Error{Code::kFailedPrecondition, kSourceChanged,
               "the files make other events than the " +
                   std::to_string(log_->size()) +
                   " that the ledger has: the profile, the list of regions or "
                   "the token key is not what it was"};
}

Status SourceImport::Pump(importer::EventStream& events,
                          SubmissionStream& stream) {
  while (true) {
    LEDGER_RETURN_IF_ERROR(TakeAnswers(stream, false));
    while (stream.unanswered() >= kMostUnanswered) {
      auto answer = stream.Take(true);
      if (!answer.has_value()) break;
      LEDGER_RETURN_IF_ERROR(HandleAnswer(*std::move(answer)));
    }
    ShowProgress(events);
    LEDGER_ASSIGN_OR_RETURN(std::vector<std::string> batch, NextEvents(events));
    if (batch.empty()) return Ok{};
    LEDGER_ASSIGN_OR_RETURN(ledger::submitter::Submission submission,
                            log_->Prepare(batch));
    sent_.push_back({submission, batch.size()});
    if (!stream.Send(std::move(submission.note), std::move(batch))) {
      return Error{Code::kUnavailable, rpc::kServerUnreachable,
                   "the connection broke"};
    }
  }
}

Result<std::vector<std::string>> SourceImport::NextEvents(
    importer::EventStream& events) {
  const std::uint64_t exactly = log_->NextCount();
  const std::uint64_t most =
      exactly == 0 ? options_.events_per_submission : exactly;
  std::vector<std::string> batch;
  std::size_t bytes = 0;
  while (batch.size() < most) {
    if (held_back_.empty()) {
      LEDGER_ASSIGN_OR_RETURN(const bool more, events.Next(held_back_));
      if (!more) break;
    }
    if (exactly == 0 && !batch.empty() &&
        bytes + held_back_.size() > kMostSubmissionBytes) {
      break;
    }
    bytes += held_back_.size();
    batch.push_back(std::exchange(held_back_, {}));
  }
  return batch;
}

Status SourceImport::TakeAnswers(SubmissionStream& stream, bool wait) {
  while (auto answer = stream.Take(wait)) {
    LEDGER_RETURN_IF_ERROR(HandleAnswer(*std::move(answer)));
  }
  if (wait && !sent_.empty()) {
    return Error{Code::kUnavailable, rpc::kServerUnreachable,
                 "the stream ended before all was answered"};
  }
  return Ok{};
}

Status SourceImport::HandleAnswer(amanah::v1::SubmitStreamResponse&& answer) {
  if (sent_.empty()) {
    return Error{Code::kDataLoss, wire::kMessageMalformed,
                 "more answers than submissions"};
  }
  const Sent sent = std::move(sent_.front());
  sent_.pop_front();
  if (!answer.has_receipt()) return rpc::ToError(answer.refusal());
  LEDGER_ASSIGN_OR_RETURN(const ledger::log::Receipt receipt,
                          wire::ReceiptOf(answer.receipt()));
  LEDGER_RETURN_IF_ERROR(ledger::log::CheckReceipt(
      receipt, sent.submission.note, sent.event_count,
      client_.ledger_vkey().name(), client_.ledger_vkey()));
  return log_->Acknowledge(sent.submission.size, sent.submission.root);
}

void SourceImport::ShowProgress(const importer::EventStream& events) {
  const importer::Progress progress = events.progress();
  const double seconds = std::max(0.001, SecondsSince(began_));
  const auto done = log_->acknowledged_size() - report_.events_before;
  bar_.Update(progress.bytes_read, progress.bytes_total,
              std::to_string(log_->acknowledged_size()) + " events  " +
                  std::to_string(static_cast<std::uint64_t>(
                      static_cast<double>(done) / seconds)) +
                  "/s  " + std::to_string(progress.counts.rows_rejected) +
                  " rejected  " + progress.file);
}

}  // namespace services::cli
