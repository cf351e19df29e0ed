#include "services/alert/alert_service.h"

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "ledger/rules/alerts/alerts.h"
#include "services/rpc/caller.h"
#include "services/wire/moment.h"
#include "services/wire/page_token.h"

namespace services::alert {
namespace {

namespace alerts = ledger::rules::alerts;
using ledger::Result;
using ledger::Status;
using ledger::fold::ReadView;

constexpr rpc::Roles kReaders{rpc::Role::kOperator, rpc::Role::kInspector};

constexpr std::size_t kChangesAtOnce = 256;

// How soon a WatchAlerts sees that its caller or the server is gone.
constexpr std::chrono::milliseconds kWatchPatience{250};

}  // namespace

grpc::Status AlertService::ListAlerts(
    grpc::ServerContext* context, const amanah::v1::ListAlertsRequest* request,
    amanah::v1::ListAlertsResponse* response) {
  return rpc::Answer(*context, "ListAlerts", kReaders, [&]() -> Status {
    LEDGER_ASSIGN_OR_RETURN(
        std::unique_ptr<ReadView> view,
        views_.View(request->min_position(),
                    wire::ViewDeadline(context->deadline())));
    LEDGER_ASSIGN_OR_RETURN(
        alerts::AlertPage page,
        alerts::List(*view, {.rule_id = request->rule_id(),
                             .region_prefix = request->region_prefix(),
                             .include_withdrawn = request->include_withdrawn(),
                             .page_size = wire::PageSize(request->page_size()),
                             .page_token = request->page_token()}));
    LEDGER_RETURN_IF_ERROR(view->status());
    for (auto& alert : page.alerts) *response->add_alerts() = std::move(alert);
    response->set_next_page_token(page.next_page_token);
    response->set_position(view->position());
    return ledger::Ok{};
  });
}

grpc::Status AlertService::GetAlert(grpc::ServerContext* context,
                                    const amanah::v1::GetAlertRequest* request,
                                    amanah::v1::GetAlertResponse* response) {
  return rpc::Answer(*context, "GetAlert", kReaders, [&]() -> Status {
    LEDGER_RETURN_IF_ERROR(wire::CheckToken(request->alert_id(), "alert_id"));
    LEDGER_ASSIGN_OR_RETURN(std::unique_ptr<ReadView> view, views_.View());
    Result<amanah::v1::Alert> alert = alerts::Find(*view, request->alert_id());
    LEDGER_RETURN_IF_ERROR(view->status());
    if (!alert.ok()) return alert.error();
    *response->mutable_alert() = *std::move(alert);
    response->set_position(view->position());
    return ledger::Ok{};
  });
}

grpc::Status AlertService::WatchAlerts(
    grpc::ServerContext* context, const amanah::v1::WatchAlertsRequest* request,
    grpc::ServerWriter<amanah::v1::WatchAlertsResponse>* writer) {
  return rpc::Answer(*context, "WatchAlerts", kReaders, [&]() -> Status {
    std::string token = request->resume_token();
    while (!context->IsCancelled()) {
      if (stop_.IsRequested()) return rpc::StopSignal::Error();
      // Committed before the changes are read, so that none committed later
      // is waited past.
      std::uint64_t position = 0;
      std::vector<alerts::AlertChange> changes;
      {
        LEDGER_ASSIGN_OR_RETURN(std::unique_ptr<ReadView> view, views_.View());
        position = view->position();
        LEDGER_ASSIGN_OR_RETURN(
            changes, alerts::ChangesAfter(*view, token, kChangesAtOnce));
        LEDGER_RETURN_IF_ERROR(view->status());
      }
      for (auto& change : changes) {
        amanah::v1::WatchAlertsResponse response;
        *response.mutable_alert() = std::move(change.alert);
        response.set_resume_token(change.resume_token);
        token = std::move(change.resume_token);
        if (!writer->Write(response)) return ledger::Ok{};
      }
      if (!changes.empty()) continue;
      LEDGER_RETURN_IF_ERROR(views_.folding());
      views_.WaitForMore(position,
                         std::chrono::steady_clock::now() + kWatchPatience);
    }
    return ledger::Ok{};
  });
}

}  // namespace services::alert
