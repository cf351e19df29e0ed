// PartyService: who a party is. Converts, asks the views, answers.
//
// Threads: gRPC's pool; a call may wait for the views to reach min_position.

#pragma once

#include "amanah/v1/party_service.grpc.pb.h"
#include "ledger/fold/engine.h"

namespace services::query {

class PartyService final : public amanah::v1::PartyService::Service {
 public:
  // `views` must outlive the server.
  explicit PartyService(const ledger::fold::Engine& views) : views_(views) {}

  grpc::Status GetPartyProfile(
      grpc::ServerContext* context,
      const amanah::v1::GetPartyProfileRequest* request,
      amanah::v1::GetPartyProfileResponse* response) override;

 private:
  const ledger::fold::Engine& views_;
};

}  // namespace services::query
