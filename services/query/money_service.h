// MoneyService: do the books agree, what became of the money. Converts, asks
// the views, answers.
//
// Threads: gRPC's pool; a call may wait for the views to reach min_position.

#pragma once

#include "amanah/v1/money_service.grpc.pb.h"
#include "ledger/fold/engine.h"

namespace services::query {

class MoneyService final : public amanah::v1::MoneyService::Service {
 public:
  // `views` must outlive the server.
  explicit MoneyService(const ledger::fold::Engine& views) : views_(views) {}

  grpc::Status Reconcile(grpc::ServerContext* context,
                         const amanah::v1::ReconcileRequest* request,
                         amanah::v1::ReconcileResponse* response) override;
  grpc::Status SumMoney(grpc::ServerContext* context,
                        const amanah::v1::SumMoneyRequest* request,
                        amanah::v1::SumMoneyResponse* response) override;
  grpc::Status ListSilentAccounts(
      grpc::ServerContext* context,
      const amanah::v1::ListSilentAccountsRequest* request,
      amanah::v1::ListSilentAccountsResponse* response) override;
  grpc::Status GetSubmissionHealth(
      grpc::ServerContext* context,
      const amanah::v1::GetSubmissionHealthRequest* request,
      amanah::v1::GetSubmissionHealthResponse* response) override;

 private:
  const ledger::fold::Engine& views_;
};

}  // namespace services::query
