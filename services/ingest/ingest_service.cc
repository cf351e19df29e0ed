#include "services/ingest/ingest_service.h"

#include <utility>

#include "services/ingest/submit_stream.h"
#include "services/rpc/caller.h"
#include "services/wire/receipt.h"

namespace services::ingest {
namespace {

using ledger::Result;
using ledger::log::Receipt;

ledger::Status FillHead(const ledger::log::Ledger& ledger,
                        const std::string& origin,
                        amanah::v1::GetSubmitterHeadResponse* response) {
  LEDGER_ASSIGN_OR_RETURN(ledger::log::SubmitterHead head,
                          ledger.GetSubmitterHead(origin));
  response->set_size(head.size);
  response->set_root_hash(std::string(head.root.view()));
  wire::FillHashes(head.edge, response->mutable_edge());
  response->set_checkpoint(std::move(head.checkpoint));
  if (head.size > 0) {
    LEDGER_ASSIGN_OR_RETURN(Receipt receipt,
                            ledger.GetReceipt(origin, head.size));
    wire::FillReceipt(std::move(receipt), response->mutable_latest_receipt());
  }
  return ledger::Ok{};
}

}  // namespace

grpc::ServerUnaryReactor* IngestService::Submit(
    grpc::CallbackServerContext* context,
    const amanah::v1::SubmitRequest* request,
    amanah::v1::SubmitResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  ledger::Status allowed = CheckCaller(*context->auth_context());
  if (allowed.ok()) allowed = CheckGrade(request->wait_for());
  if (!allowed.ok()) {
    reactor->Finish(rpc::Finish("Submit", allowed));
    return reactor;
  }
  ledger_.Submit({request->checkpoint(),
                  {request->events().begin(), request->events().end()}},
                 [reactor, response](Result<Receipt> result) {
                   if (!result.ok()) {
                     reactor->Finish(rpc::Finish("Submit", result.error()));
                     return;
                   }
                   wire::FillReceipt(*std::move(result),
                                     response->mutable_receipt());
                   reactor->Finish(grpc::Status::OK);
                 });
  return reactor;
}

grpc::ServerBidiReactor<amanah::v1::SubmitStreamRequest,
                        amanah::v1::SubmitStreamResponse>*
IngestService::SubmitStream(grpc::CallbackServerContext* context) {
  return MakeSubmitStream(ledger_, *context->auth_context());
}

grpc::ServerUnaryReactor* IngestService::GetSubmitterHead(
    grpc::CallbackServerContext* context,
    const amanah::v1::GetSubmitterHeadRequest* request,
    amanah::v1::GetSubmitterHeadResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  Result<rpc::Caller> caller =
      rpc::RequireRole(*context->auth_context(), rpc::kAllRoles);
  ledger::Status outcome = ledger::Ok{};
  if (caller.ok()) {
    outcome = FillHead(ledger_, request->origin(), response);
  } else {
    outcome = caller.error();
  }
  reactor->Finish(rpc::Finish("GetSubmitterHead", outcome));
  return reactor;
}

}  // namespace services::ingest
