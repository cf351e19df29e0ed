// AdminService: how the ledger is, and who may sign what.
//
// Threads: gRPC's pool.

#pragma once

#include "amanah/v1/admin_service.grpc.pb.h"
#include "ledger/fold/engine.h"
#include "ledger/log/ledger.h"

namespace services::admin {

class AdminService final : public amanah::v1::AdminService::Service {
 public:
  // Both must outlive the server.
  AdminService(const ledger::log::Ledger& ledger,
               const ledger::fold::Engine& views)
      : ledger_(ledger), views_(views) {}

  grpc::Status GetStatus(grpc::ServerContext* context,
                         const amanah::v1::GetStatusRequest* request,
                         amanah::v1::GetStatusResponse* response) override;
  grpc::Status ListSubmitters(
      grpc::ServerContext* context,
      const amanah::v1::ListSubmittersRequest* request,
      amanah::v1::ListSubmittersResponse* response) override;

 private:
  const ledger::log::Ledger& ledger_;
  const ledger::fold::Engine& views_;
};

}  // namespace services::admin
