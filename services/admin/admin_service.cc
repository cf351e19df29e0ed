#include "services/admin/admin_service.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "ledger/registry/registry.h"
#include "services/rpc/caller.h"
#include "services/wire/page_token.h"

namespace services::admin {
namespace {

using ledger::Result;
using ledger::Status;
using ledger::registry::Submitter;

constexpr std::string_view kSubmittersListing = "submitters";

constexpr char kServerVersion[] = "0.1.0";

template <typename Values>
void AddTexts(const Values& values,
              google::protobuf::RepeatedPtrField<std::string>* message) {
  for (const std::string& value : values) message->Add(std::string(value));
}

Status FillSubmitter(const ledger::log::Ledger& ledger,
                     const Submitter& submitter,
                     amanah::v1::Submitter* message) {
  message->set_origin(submitter.origin);
  message->set_display_name(submitter.display_name);
  for (const auto& vkey : submitter.vkeys) message->add_vkeys(vkey.ToString());
  message->set_threshold(submitter.threshold);
  AddTexts(submitter.event_kinds, message->mutable_event_kinds());
  AddTexts(submitter.region_prefixes, message->mutable_region_prefixes());
  message->set_bank(submitter.bank);
  message->set_retired(submitter.retired);
  message->set_registered_index(submitter.registered_index);
  LEDGER_ASSIGN_OR_RETURN(ledger::log::SubmitterHead head,
                          ledger.GetSubmitterHead(submitter.origin));
  message->set_size(head.size);
  for (const auto& compromised : submitter.compromised) {
    auto* key = message->add_compromised_keys();
    key->set_vkey(compromised.vkey.ToString());
    key->set_from_index(compromised.from_index);
  }
  return ledger::Ok{};
}

// By origin, as the answer promises.
std::vector<std::shared_ptr<const Submitter>> ByOrigin(
    const ledger::registry::Registry& registry) {
  auto submitters = registry.submitters();
  std::sort(submitters.begin(), submitters.end(),
            [](const auto& a, const auto& b) { return a->origin < b->origin; });
  return submitters;
}

}  // namespace

grpc::Status AdminService::GetStatus(grpc::ServerContext* context,
                                     const amanah::v1::GetStatusRequest*,
                                     amanah::v1::GetStatusResponse* response) {
  return rpc::Answer(*context, "GetStatus", rpc::kAllRoles, [&]() -> Status {
    const ledger::log::LogStatus status = ledger_.Status();
    response->set_origin(ledger_.genesis().origin);
    response->set_ledger_vkey(ledger_.genesis().ledger_vkey);
    response->set_root_vkey(ledger_.genesis().root_vkey);
    response->set_log_size(ledger_.head()->checkpoint.size);
    response->set_view_position(views_.position());
    response->set_accepting(status.accepting);
    response->set_stopped_reason(std::string(status.stopped_reason));
    response->set_stopped_message(status.stopped_message);
    response->set_queue_depth(status.queue_depth);
    response->set_queue_capacity(status.queue_capacity);
    response->set_disk_free_bytes(status.disk_free_bytes);
    response->set_disk_low_water_bytes(status.disk_low_water_bytes);
    for (const auto& fold : views_.statuses()) {
      auto* view = response->add_views();
      view->set_name(std::string(fold.name));
      view->set_version(fold.version);
      view->set_position(fold.position);
    }
    response->set_server_version(kServerVersion);
    return ledger::Ok{};
  });
}

grpc::Status AdminService::ListSubmitters(
    grpc::ServerContext* context,
    const amanah::v1::ListSubmittersRequest* request,
    amanah::v1::ListSubmittersResponse* response) {
  return rpc::Answer(
      *context, "ListSubmitters", rpc::kAllRoles, [&]() -> Status {
        LEDGER_ASSIGN_OR_RETURN(
            const std::uint64_t begin,
            wire::ParsePageToken(kSubmittersListing, request->page_token()));
        const auto submitters = ByOrigin(*ledger_.registry());
        const std::uint64_t end = std::min<std::uint64_t>(
            submitters.size(),
            std::min<std::uint64_t>(begin, submitters.size()) +
                wire::PageSize(request->page_size()));
        for (std::uint64_t i = begin; i < end; ++i) {
          LEDGER_RETURN_IF_ERROR(FillSubmitter(ledger_, *submitters[i],
                                               response->add_submitters()));
        }
        if (end < submitters.size()) {
          response->set_next_page_token(
              wire::FormatPageToken(kSubmittersListing, end));
        }
        return ledger::Ok{};
      });
}

}  // namespace services::admin
