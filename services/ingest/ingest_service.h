// IngestService: converts, asks the log, answers. Decides nothing.
//
// Threads: gRPC's callback threads; admission runs in them, an answer is
// written from the sequencer's thread. Nothing blocks.

#pragma once

#include "amanah/v1/ingest_service.grpc.pb.h"
#include "ledger/log/ledger.h"

namespace services::ingest {

class IngestService final : public amanah::v1::IngestService::CallbackService {
 public:
  // `ledger` must outlive the server.
  explicit IngestService(ledger::log::Ledger& ledger) : ledger_(ledger) {}

  grpc::ServerUnaryReactor* Submit(
      grpc::CallbackServerContext* context,
      const amanah::v1::SubmitRequest* request,
      amanah::v1::SubmitResponse* response) override;

  grpc::ServerBidiReactor<amanah::v1::SubmitStreamRequest,
                          amanah::v1::SubmitStreamResponse>*
  SubmitStream(grpc::CallbackServerContext* context) override;

  grpc::ServerUnaryReactor* GetSubmitterHead(
      grpc::CallbackServerContext* context,
      const amanah::v1::GetSubmitterHeadRequest* request,
      amanah::v1::GetSubmitterHeadResponse* response) override;

 private:
  ledger::log::Ledger& ledger_;
};

}  // namespace services::ingest
