#include <memory>
#include <string>
#include <utility>

#include "ledger/event/event.h"
#include "ledger/views/fact/fact.h"
#include "services/log/log_service.h"
#include "services/rpc/caller.h"
#include "services/wire/moment.h"
#include "services/wire/page_token.h"

namespace services::log {
namespace {

namespace fact = ledger::views::fact;
using ledger::Result;
using ledger::Status;

constexpr rpc::Roles kReaders{rpc::Role::kOperator, rpc::Role::kInspector};

Result<fact::FactQuery> QueryOf(const amanah::v1::ListFactsRequest& request) {
  fact::FactQuery query;
  for (const std::string& name : request.kinds()) {
    const auto kind = ledger::event::KindOfName(name);
    if (kind == amanah::v1::Event::BODY_NOT_SET) {
      return ledger::Error{ledger::Code::kInvalidArgument, fact::kKindUnknown,
                           "there is no kind '" + name + "'"};
    }
    query.kinds.push_back(kind);
  }
  query.token = request.named();
  if (!query.token.empty()) {
    LEDGER_RETURN_IF_ERROR(wire::CheckToken(query.token, "named"));
  }
  query.region_prefix = request.region_prefix();
  query.begin_micros = wire::OptionalMicros(request.begin_unix_micros());
  query.end_micros = wire::OptionalMicros(request.end_unix_micros());
  query.page_size = wire::PageSize(request.page_size());
  query.page_token = request.page_token();
  return query;
}

}  // namespace

grpc::Status LogService::ListFacts(grpc::ServerContext* context,
                                   const amanah::v1::ListFactsRequest* request,
                                   amanah::v1::ListFactsResponse* response) {
  return rpc::Answer(*context, "ListFacts", kReaders, [&]() -> Status {
    LEDGER_ASSIGN_OR_RETURN(const fact::FactQuery query, QueryOf(*request));
    LEDGER_ASSIGN_OR_RETURN(
        const std::unique_ptr<ledger::fold::ReadView> view,
        views_.View(request->min_position(),
                    wire::ViewDeadline(context->deadline())));
    LEDGER_ASSIGN_OR_RETURN(fact::FactPage page, fact::ListFacts(*view, query));
    LEDGER_RETURN_IF_ERROR(view->status());
    for (fact::Fact& found : page.facts) {
      LEDGER_ASSIGN_OR_RETURN(ledger::log::Entry entry,
                              ledger_.ReadEntry(found.index));
      auto* message = response->add_facts();
      message->set_index(found.index);
      message->set_kind(std::string(ledger::event::KindName(found.kind)));
      message->set_region_code(std::move(found.region_code));
      message->set_submitter(std::move(entry.submitter));
      LEDGER_RETURN_IF_ERROR(
          ledger::event::DecodeEvent(entry.bytes, *message->mutable_event()));
    }
    response->set_next_page_token(page.next_page_token);
    response->set_position(view->position());
    return ledger::Ok{};
  });
}

}  // namespace services::log
