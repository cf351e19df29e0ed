// CompanionService: scorecards, coverage, overdue duties, awards, honoraria.
// Converts, asks the views, answers.
//
// Threads: gRPC's pool; a call may wait for the views to reach min_position.

#pragma once

#include <string_view>

#include "amanah/v1/companion_service.grpc.pb.h"
#include "ledger/fold/engine.h"

namespace services::query {

// kInvalidArgument: none of the enum's values.
inline constexpr std::string_view kMeasureUnknown = "MEASURE_UNKNOWN";
inline constexpr std::string_view kGroupUnknown = "GROUP_UNKNOWN";
inline constexpr std::string_view kDutyUnknown = "DUTY_UNKNOWN";

class CompanionService final : public amanah::v1::CompanionService::Service {
 public:
  // `views` must outlive the server.
  explicit CompanionService(const ledger::fold::Engine& views)
      : views_(views) {}

  grpc::Status GetScorecard(
      grpc::ServerContext* context,
      const amanah::v1::GetScorecardRequest* request,
      amanah::v1::GetScorecardResponse* response) override;
  grpc::Status ListCompanions(
      grpc::ServerContext* context,
      const amanah::v1::ListCompanionsRequest* request,
      amanah::v1::ListCompanionsResponse* response) override;
  grpc::Status GetDutyCoverage(
      grpc::ServerContext* context,
      const amanah::v1::GetDutyCoverageRequest* request,
      amanah::v1::GetDutyCoverageResponse* response) override;
  grpc::Status ListOverdue(grpc::ServerContext* context,
                           const amanah::v1::ListOverdueRequest* request,
                           amanah::v1::ListOverdueResponse* response) override;
  grpc::Status ListAwards(grpc::ServerContext* context,
                          const amanah::v1::ListAwardsRequest* request,
                          amanah::v1::ListAwardsResponse* response) override;
  grpc::Status ListHonoraria(
      grpc::ServerContext* context,
      const amanah::v1::ListHonorariaRequest* request,
      amanah::v1::ListHonorariaResponse* response) override;

 private:
  const ledger::fold::Engine& views_;
};

}  // namespace services::query
