#include "services/log/log_service.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "ledger/views/event_index/event_index.h"
#include "services/rpc/caller.h"
#include "services/wire/moment.h"
#include "services/wire/page_token.h"
#include "services/wire/receipt.h"

namespace services::log {
namespace {

using ledger::Result;
using ledger::Status;
using ledger::log::Entry;

constexpr std::string_view kEntriesListing = "entries";
constexpr std::size_t kMaxPageBytes = 4 * 1024 * 1024;

// How soon a TailEntries sees that its caller or the server is gone.
constexpr std::chrono::milliseconds kTailPatience{250};

// The signed note of exactly `size`; empty when none of that size was signed.
Result<std::string> CheckpointOfSize(const ledger::log::Ledger& ledger,
                                     const std::string& submitter,
                                     std::uint64_t size) {
  LEDGER_ASSIGN_OR_RETURN(std::string covering,
                          ledger.CheckpointCovering(submitter, size));
  LEDGER_ASSIGN_OR_RETURN(ledger::note::Note note,
                          ledger::note::ParseNote(covering));
  LEDGER_ASSIGN_OR_RETURN(ledger::note::Checkpoint checkpoint,
                          ledger::note::ParseCheckpoint(note.text));
  return checkpoint.size == size ? covering : std::string();
}

struct SignedSize {
  std::uint64_t size = 0;
  std::string checkpoint;
};

// The tree to prove `index` in when the caller leaves it to us: the ledger's
// head, or the submitter's checkpoint that brought the event.
Result<SignedSize> DefaultTree(const ledger::log::Ledger& ledger,
                               const std::string& submitter,
                               std::uint64_t index) {
  if (submitter.empty()) {
    const auto head = ledger.head();
    return SignedSize{head->checkpoint.size, head->signed_checkpoint};
  }
  LEDGER_ASSIGN_OR_RETURN(std::string covering,
                          ledger.CheckpointCovering(submitter, index + 1));
  LEDGER_ASSIGN_OR_RETURN(ledger::note::Note note,
                          ledger::note::ParseNote(covering));
  LEDGER_ASSIGN_OR_RETURN(ledger::note::Checkpoint checkpoint,
                          ledger::note::ParseCheckpoint(note.text));
  return SignedSize{checkpoint.size, std::move(covering)};
}

Result<SignedSize> AskedTree(const ledger::log::Ledger& ledger,
                             const std::string& submitter, std::uint64_t size) {
  LEDGER_ASSIGN_OR_RETURN(std::string checkpoint,
                          CheckpointOfSize(ledger, submitter, size));
  return SignedSize{size, std::move(checkpoint)};
}

Status FillInclusion(const ledger::log::Ledger& ledger,
                     const amanah::v1::GetInclusionProofRequest& request,
                     amanah::v1::GetInclusionProofResponse* response) {
  LEDGER_ASSIGN_OR_RETURN(
      SignedSize tree,
      request.tree_size() == 0
          ? DefaultTree(ledger, request.submitter(), request.index())
          : AskedTree(ledger, request.submitter(), request.tree_size()));
  LEDGER_ASSIGN_OR_RETURN(
      ledger::merkle::Proof proof,
      ledger.ProveInclusion(request.submitter(), request.index(), tree.size));
  LEDGER_ASSIGN_OR_RETURN(
      ledger::crypto::Hash leaf,
      ledger.LeafHashAt(request.submitter(), request.index()));
  response->set_tree_size(tree.size);
  wire::FillHashes(proof, response->mutable_inclusion_path());
  response->set_checkpoint(std::move(tree.checkpoint));
  response->set_leaf_hash(std::string(leaf.view()));
  return ledger::Ok{};
}

Status FillConsistency(const ledger::log::Ledger& ledger,
                       const amanah::v1::GetConsistencyProofRequest& request,
                       amanah::v1::GetConsistencyProofResponse* response) {
  std::uint64_t new_size = request.new_size();
  if (new_size == 0 && request.submitter().empty()) {
    new_size = ledger.head()->checkpoint.size;
  } else if (new_size == 0) {
    LEDGER_ASSIGN_OR_RETURN(ledger::log::SubmitterHead head,
                            ledger.GetSubmitterHead(request.submitter()));
    new_size = head.size;
  }
  LEDGER_ASSIGN_OR_RETURN(
      ledger::merkle::Proof proof,
      ledger.ProveConsistency(request.submitter(), request.old_size(),
                              new_size));
  response->set_new_size(new_size);
  wire::FillHashes(proof, response->mutable_consistency_path());
  return ledger::Ok{};
}

}  // namespace

Result<std::uint64_t> LogService::ReadPage(
    std::uint64_t begin, std::uint64_t end, std::uint32_t page_size,
    google::protobuf::RepeatedPtrField<amanah::v1::Entry>* page) const {
  std::size_t bytes = 0;
  std::uint64_t next = begin;
  Status doubt = ledger::Ok{};
  LEDGER_RETURN_IF_ERROR(
      ledger_.ScanEntries(begin, end, [&](const Entry& entry) {
        if (!page->empty() && bytes + entry.bytes.size() > kMaxPageBytes) {
          return false;
        }
        Result<bool> in_doubt = ledger_.IsInDoubt(entry);
        if (!in_doubt.ok()) {
          doubt = in_doubt.error();
          return false;
        }
        bytes += entry.bytes.size();
        wire::FillEntry(Entry(entry), *in_doubt, page->Add());
        next = entry.index + 1;
        return static_cast<std::uint32_t>(page->size()) < page_size;
      }));
  LEDGER_RETURN_IF_ERROR(std::move(doubt));
  return next;
}

grpc::Status LogService::GetCheckpoint(
    grpc::ServerContext* context, const amanah::v1::GetCheckpointRequest*,
    amanah::v1::GetCheckpointResponse* response) {
  return rpc::Answer(
      *context, "GetCheckpoint", rpc::kAllRoles, [&]() -> Status {
        response->set_checkpoint(ledger_.head()->signed_checkpoint);
        return ledger::Ok{};
      });
}

grpc::Status LogService::GetEntry(grpc::ServerContext* context,
                                  const amanah::v1::GetEntryRequest* request,
                                  amanah::v1::GetEntryResponse* response) {
  return rpc::Answer(*context, "GetEntry", rpc::kAllRoles, [&]() -> Status {
    LEDGER_ASSIGN_OR_RETURN(Entry entry, ledger_.ReadEntry(request->index()));
    LEDGER_ASSIGN_OR_RETURN(bool in_doubt, ledger_.IsInDoubt(entry));
    wire::FillEntry(std::move(entry), in_doubt, response->mutable_entry());
    return ledger::Ok{};
  });
}

grpc::Status LogService::ListEntries(
    grpc::ServerContext* context, const amanah::v1::ListEntriesRequest* request,
    amanah::v1::ListEntriesResponse* response) {
  return rpc::Answer(*context, "ListEntries", rpc::kAllRoles, [&]() -> Status {
    std::uint64_t begin = request->start_index();
    if (!request->page_token().empty()) {
      LEDGER_ASSIGN_OR_RETURN(
          begin, wire::ParsePageToken(kEntriesListing, request->page_token()));
    }
    const std::uint64_t head = ledger_.head()->checkpoint.size;
    if (begin >= head) return ledger::Ok{};
    LEDGER_ASSIGN_OR_RETURN(
        const std::uint64_t next,
        ReadPage(begin, head, wire::PageSize(request->page_size()),
                 response->mutable_entries()));
    if (next < head) {
      response->set_next_page_token(
          wire::FormatPageToken(kEntriesListing, next));
    }
    return ledger::Ok{};
  });
}

grpc::Status LogService::TailEntries(
    grpc::ServerContext* context, const amanah::v1::TailEntriesRequest* request,
    grpc::ServerWriter<amanah::v1::TailEntriesResponse>* writer) {
  return rpc::Answer(*context, "TailEntries", rpc::kAllRoles, [&]() -> Status {
    std::uint64_t next = request->start_index();
    while (!context->IsCancelled()) {
      if (stop_.IsRequested()) return rpc::StopSignal::Error();
      const std::uint64_t size = ledger_.WaitForMore(
          next, std::chrono::steady_clock::now() + kTailPatience);
      if (size <= next) continue;
      amanah::v1::TailEntriesResponse response;
      LEDGER_ASSIGN_OR_RETURN(next, ReadPage(next, size, wire::kMaxPageSize,
                                             response.mutable_entries()));
      if (!writer->Write(response)) break;
    }
    return ledger::Ok{};
  });
}

grpc::Status LogService::GetInclusionProof(
    grpc::ServerContext* context,
    const amanah::v1::GetInclusionProofRequest* request,
    amanah::v1::GetInclusionProofResponse* response) {
  return rpc::Answer(*context, "GetInclusionProof", rpc::kAllRoles, [&] {
    return FillInclusion(ledger_, *request, response);
  });
}

grpc::Status LogService::GetConsistencyProof(
    grpc::ServerContext* context,
    const amanah::v1::GetConsistencyProofRequest* request,
    amanah::v1::GetConsistencyProofResponse* response) {
  return rpc::Answer(*context, "GetConsistencyProof", rpc::kAllRoles, [&] {
    return FillConsistency(ledger_, *request, response);
  });
}

grpc::Status LogService::GetReceipt(
    grpc::ServerContext* context, const amanah::v1::GetReceiptRequest* request,
    amanah::v1::GetReceiptResponse* response) {
  return rpc::Answer(*context, "GetReceipt", rpc::kAllRoles, [&]() -> Status {
    LEDGER_ASSIGN_OR_RETURN(
        ledger::log::Receipt receipt,
        ledger_.GetReceipt(request->submitter(), request->submitter_size()));
    wire::FillReceipt(std::move(receipt), response->mutable_receipt());
    return ledger::Ok{};
  });
}

grpc::Status LogService::FindEvent(grpc::ServerContext* context,
                                   const amanah::v1::FindEventRequest* request,
                                   amanah::v1::FindEventResponse* response) {
  return rpc::Answer(*context, "FindEvent", rpc::kAllRoles, [&]() -> Status {
    LEDGER_RETURN_IF_ERROR(wire::CheckToken(request->event_id(), "event_id"));
    LEDGER_ASSIGN_OR_RETURN(auto view, views_.View());
    const auto index =
        ledger::views::event_index::Find(*view, request->event_id());
    LEDGER_RETURN_IF_ERROR(view->status());
    if (!index.has_value()) {
      return ledger::Error{ledger::Code::kNotFound, kEventUnknown,
                           "no event of this id among the first " +
                               std::to_string(view->position()) + " entries"};
    }
    response->set_index(*index);
    return ledger::Ok{};
  });
}

}  // namespace services::log
