// VillageService: what happened in a place against what was planned, said or
// listed, and figures for the public. Converts, asks the views, answers.
//
// Threads: gRPC's pool; a call may wait for the views to reach min_position.

#pragma once

#include "amanah/v1/village_service.grpc.pb.h"
#include "ledger/fold/engine.h"

namespace services::query {

class VillageService final : public amanah::v1::VillageService::Service {
 public:
  // `views` must outlive the server.
  explicit VillageService(const ledger::fold::Engine& views) : views_(views) {}

  grpc::Status ListBanners(grpc::ServerContext* context,
                           const amanah::v1::ListBannersRequest* request,
                           amanah::v1::ListBannersResponse* response) override;
  grpc::Status PublishFigures(
      grpc::ServerContext* context,
      const amanah::v1::PublishFiguresRequest* request,
      amanah::v1::PublishFiguresResponse* response) override;
  grpc::Status ListServedDays(
      grpc::ServerContext* context,
      const amanah::v1::ListServedDaysRequest* request,
      amanah::v1::ListServedDaysResponse* response) override;
  grpc::Status CompareSchedules(
      grpc::ServerContext* context,
      const amanah::v1::CompareSchedulesRequest* request,
      amanah::v1::CompareSchedulesResponse* response) override;
  grpc::Status GetCampaignEffect(
      grpc::ServerContext* context,
      const amanah::v1::GetCampaignEffectRequest* request,
      amanah::v1::GetCampaignEffectResponse* response) override;

 private:
  const ledger::fold::Engine& views_;
};

}  // namespace services::query
