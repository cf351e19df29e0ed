// CustodyService: who holds whose cards. Converts, asks the views, answers.
//
// Threads: gRPC's pool; a call may wait for the views to reach min_position.

#pragma once

#include "amanah/v1/custody_service.grpc.pb.h"
#include "ledger/fold/engine.h"

namespace services::query {

inline constexpr std::string_view kHolderUnknown = "HOLDER_UNKNOWN";

class CustodyService final : public amanah::v1::CustodyService::Service {
 public:
  // `views` must outlive the server.
  explicit CustodyService(const ledger::fold::Engine& views) : views_(views) {}

  grpc::Status GetCardTimeline(
      grpc::ServerContext* context,
      const amanah::v1::GetCardTimelineRequest* request,
      amanah::v1::GetCardTimelineResponse* response) override;
  grpc::Status ListHeldCards(
      grpc::ServerContext* context,
      const amanah::v1::ListHeldCardsRequest* request,
      amanah::v1::ListHeldCardsResponse* response) override;
  grpc::Status RankHolders(grpc::ServerContext* context,
                           const amanah::v1::RankHoldersRequest* request,
                           amanah::v1::RankHoldersResponse* response) override;
  grpc::Status GetHoldingRates(
      grpc::ServerContext* context,
      const amanah::v1::GetHoldingRatesRequest* request,
      amanah::v1::GetHoldingRatesResponse* response) override;

 private:
  const ledger::fold::Engine& views_;
};

}  // namespace services::query
