// LogService: the log as it is, and its proofs. Decides nothing.
//
// Threads: gRPC's pool; a TailEntries keeps one for its life.

#pragma once

#include "amanah/v1/log_service.grpc.pb.h"
#include "ledger/fold/engine.h"
#include "ledger/log/ledger.h"
#include "services/rpc/stop_signal.h"

namespace services::log {

inline constexpr std::string_view kEventUnknown = "EVENT_UNKNOWN";

class LogService final : public amanah::v1::LogService::Service {
 public:
  // All must outlive the server.
  LogService(const ledger::log::Ledger& ledger,
             const ledger::fold::Engine& views, const rpc::StopSignal& stop)
      : ledger_(ledger), views_(views), stop_(stop) {}

  grpc::Status GetCheckpoint(
      grpc::ServerContext* context,
      const amanah::v1::GetCheckpointRequest* request,
      amanah::v1::GetCheckpointResponse* response) override;
  grpc::Status GetEntry(grpc::ServerContext* context,
                        const amanah::v1::GetEntryRequest* request,
                        amanah::v1::GetEntryResponse* response) override;
  grpc::Status ListEntries(grpc::ServerContext* context,
                           const amanah::v1::ListEntriesRequest* request,
                           amanah::v1::ListEntriesResponse* response) override;
  grpc::Status TailEntries(
      grpc::ServerContext* context,
      const amanah::v1::TailEntriesRequest* request,
      grpc::ServerWriter<amanah::v1::TailEntriesResponse>* writer) override;
  grpc::Status GetInclusionProof(
      grpc::ServerContext* context,
      const amanah::v1::GetInclusionProofRequest* request,
      amanah::v1::GetInclusionProofResponse* response) override;
  grpc::Status GetConsistencyProof(
      grpc::ServerContext* context,
      const amanah::v1::GetConsistencyProofRequest* request,
      amanah::v1::GetConsistencyProofResponse* response) override;
  grpc::Status GetReceipt(grpc::ServerContext* context,
                          const amanah::v1::GetReceiptRequest* request,
                          amanah::v1::GetReceiptResponse* response) override;
  grpc::Status FindEvent(grpc::ServerContext* context,
                         const amanah::v1::FindEventRequest* request,
                         amanah::v1::FindEventResponse* response) override;
  grpc::Status ListFacts(grpc::ServerContext* context,
                         const amanah::v1::ListFactsRequest* request,
                         amanah::v1::ListFactsResponse* response) override;

 private:
  // Reads entries from `begin` on into `page`, until one of the limits of
  // ListEntriesResponse or `end`. Returns the index after the last.
  ledger::Result<std::uint64_t> ReadPage(
      std::uint64_t begin, std::uint64_t end, std::uint32_t page_size,
      google::protobuf::RepeatedPtrField<amanah::v1::Entry>* page) const;

  const ledger::log::Ledger& ledger_;
  const ledger::fold::Engine& views_;
  const rpc::StopSignal& stop_;
};

}  // namespace services::log
