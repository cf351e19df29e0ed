// AlertService: alerts as rules wrote them, and their changes as they come.
//
// Threads: gRPC's pool; a WatchAlerts keeps one for its life.

#pragma once

#include "amanah/v1/alert_service.grpc.pb.h"
#include "ledger/fold/engine.h"
#include "services/rpc/stop_signal.h"

namespace services::alert {

class AlertService final : public amanah::v1::AlertService::Service {
 public:
  // Both must outlive the server.
  AlertService(const ledger::fold::Engine& views, const rpc::StopSignal& stop)
      : views_(views), stop_(stop) {}

  grpc::Status ListAlerts(grpc::ServerContext* context,
                          const amanah::v1::ListAlertsRequest* request,
                          amanah::v1::ListAlertsResponse* response) override;
  grpc::Status GetAlert(grpc::ServerContext* context,
                        const amanah::v1::GetAlertRequest* request,
                        amanah::v1::GetAlertResponse* response) override;
  grpc::Status WatchAlerts(
      grpc::ServerContext* context,
      const amanah::v1::WatchAlertsRequest* request,
      grpc::ServerWriter<amanah::v1::WatchAlertsResponse>* writer) override;

 private:
  const ledger::fold::Engine& views_;
  const rpc::StopSignal& stop_;
};

}  // namespace services::alert
