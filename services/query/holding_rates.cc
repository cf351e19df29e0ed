#include <memory>
#include <string>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/views/holding/holding.h"
#include "services/query/custody_service.h"
#include "services/query/view.h"
#include "services/rpc/caller.h"
#include "services/wire/moment.h"
#include "services/wire/page_token.h"

namespace services::query {
namespace {

namespace holding = ledger::views::holding;
using ledger::Error;
using ledger::Result;
using ledger::Status;

holding::Group GroupOf(amanah::v1::HoldingGroup group) {
  switch (group) {
    case amanah::v1::HOLDING_GROUP_SUBDISTRICT:
      return holding::Group::kSubdistrict;
    case amanah::v1::HOLDING_GROUP_REGENCY:
      return holding::Group::kRegency;
    case amanah::v1::HOLDING_GROUP_PROVINCE:
      return holding::Group::kProvince;
    case amanah::v1::HOLDING_GROUP_BANK:
      return holding::Group::kBank;
    case amanah::v1::HOLDING_GROUP_COMPANION:
      return holding::Group::kCompanion;
    default:
      return holding::Group::kVillage;
  }
}

// Absent for an empty text.
Result<std::optional<holding::Month>> MonthOf(const std::string& text) {
  if (text.empty()) return std::optional<holding::Month>();
  const std::optional<holding::Month> month = holding::Month::Parse(text);
  if (!month) {
    return Error{ledger::Code::kInvalidArgument, holding::kMonthsMalformed,
                 "a month is YYYY-MM, not '" + text + "'"};
  }
  return month;
}

Result<holding::RatesQuery> QueryOf(
    const amanah::v1::GetHoldingRatesRequest& request) {
  holding::RatesQuery query;
  query.region_prefix = request.region_prefix();
  query.bank = request.bank();
  query.companion = request.companion();
  if (!query.companion.empty()) {
    LEDGER_RETURN_IF_ERROR(wire::CheckToken(query.companion, "companion"));
  }
  query.group = GroupOf(request.group());
  LEDGER_ASSIGN_OR_RETURN(query.from, MonthOf(request.from_month()));
  LEDGER_ASSIGN_OR_RETURN(query.until, MonthOf(request.until_month()));
  query.page_size = wire::PageSize(request.page_size());
  query.page_token = request.page_token();
  return query;
}

void FillRates(const holding::GroupRates& group, bool is_companion,
               amanah::v1::HoldingRates* message) {
  if (is_companion) {
    message->set_companion(group.key);
  } else {
    message->set_key(group.key);
  }
  for (const holding::Rate& rate : group.rates) {
    auto* line = message->add_rates();
    line->set_month(rate.month.ToString());
    line->set_with_family(rate.with_family);
    line->set_with_others(rate.with_others);
  }
}

}  // namespace

grpc::Status CustodyService::GetHoldingRates(
    grpc::ServerContext* context,
    const amanah::v1::GetHoldingRatesRequest* request,
    amanah::v1::GetHoldingRatesResponse* response) {
  return rpc::Answer(*context, "GetHoldingRates", kReaders, [&]() -> Status {
    LEDGER_ASSIGN_OR_RETURN(const holding::RatesQuery query, QueryOf(*request));
    LEDGER_ASSIGN_OR_RETURN(const std::unique_ptr<ledger::fold::ReadView> view,
                            OpenView(views_, *request, *context));
    LEDGER_ASSIGN_OR_RETURN(holding::RatesPage page,
                            holding::RatesOf(*view, query));
    LEDGER_RETURN_IF_ERROR(view->status());
    const bool is_companion = query.group == holding::Group::kCompanion;
    for (const holding::GroupRates& group : page.groups) {
      FillRates(group, is_companion, response->add_groups());
    }
    FillRates(page.all, false, response->mutable_all());
    response->set_next_page_token(page.next_page_token);
    response->set_position(view->position());
    return ledger::Ok{};
  });
}

}  // namespace services::query
