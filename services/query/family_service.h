// FamilyService: what a family, its companion and its office ask. Converts,
// asks the views, answers.
//
// Threads: gRPC's pool; a call may wait for the views to reach min_position.

#pragma once

#include "amanah/v1/family_service.grpc.pb.h"
#include "ledger/fold/engine.h"

namespace services::query {

// kInvalidArgument: the list is none of FamilyList.
inline constexpr std::string_view kListUnknown = "LIST_UNKNOWN";

class FamilyService final : public amanah::v1::FamilyService::Service {
 public:
  // `views` must outlive the server.
  explicit FamilyService(const ledger::fold::Engine& views) : views_(views) {}

  grpc::Status WhyZero(grpc::ServerContext* context,
                       const amanah::v1::WhyZeroRequest* request,
                       amanah::v1::WhyZeroResponse* response) override;
  grpc::Status GetFamily(grpc::ServerContext* context,
                         const amanah::v1::GetFamilyRequest* request,
                         amanah::v1::GetFamilyResponse* response) override;
  grpc::Status ListFamilies(
      grpc::ServerContext* context,
      const amanah::v1::ListFamiliesRequest* request,
      amanah::v1::ListFamiliesResponse* response) override;
  grpc::Status ListGrievances(
      grpc::ServerContext* context,
      const amanah::v1::ListGrievancesRequest* request,
      amanah::v1::ListGrievancesResponse* response) override;
  grpc::Status SummariseGrievances(
      grpc::ServerContext* context,
      const amanah::v1::SummariseGrievancesRequest* request,
      amanah::v1::SummariseGrievancesResponse* response) override;

 private:
  const ledger::fold::Engine& views_;
};

}  // namespace services::query
