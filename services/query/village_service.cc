#include "services/query/village_service.h"

#include <algorithm>
#include <memory>

#include "ledger/views/custody/custody.h"
#include "services/query/view.h"
#include "services/query/village_messages.h"
#include "services/rpc/caller.h"
#include "services/wire/page_token.h"

namespace services::query {
namespace {

namespace custody = ledger::views::custody;
namespace village = ledger::views::village;
using ledger::Status;
using ledger::fold::ReadView;

constexpr std::uint32_t kUsualTables = 20;
constexpr std::uint32_t kMostTables = 100;
constexpr std::uint32_t kUsualMonths = 3;

std::uint32_t OrElse(std::uint32_t value, std::uint32_t usual) {
  return value == 0 ? usual : value;
}

}  // namespace

grpc::Status VillageService::ListBanners(
    grpc::ServerContext* context, const amanah::v1::ListBannersRequest* request,
    amanah::v1::ListBannersResponse* response) {
  return rpc::Answer(*context, "ListBanners", kReaders, [&]() -> Status {
    LEDGER_ASSIGN_OR_RETURN(const std::unique_ptr<ReadView> view,
                            OpenView(views_, *request, *context));
    village::BannerQuery query;
    query.region_prefix = request->region_prefix();
    query.period_id = request->period_id();
    if (request->due_days() != 0) query.due_days = request->due_days();
    query.findings_only = request->findings_only();
    query.page_size = wire::PageSize(request->page_size());
    query.page_token = request->page_token();
    LEDGER_ASSIGN_OR_RETURN(const village::BannerPage page,
                            village::ListBanners(*view, query));
    for (const auto& row : page.rows) {
      FillBanner(row, response->add_banners());
    }
    response->set_next_page_token(page.next_page_token);
    response->set_position(view->position());
    return ledger::Ok{};
  });
}

grpc::Status VillageService::PublishFigures(
    grpc::ServerContext* context,
    const amanah::v1::PublishFiguresRequest* request,
    amanah::v1::PublishFiguresResponse* response) {
  return rpc::Answer(*context, "PublishFigures", kReaders, [&]() -> Status {
    LEDGER_ASSIGN_OR_RETURN(const std::unique_ptr<ReadView> view,
                            OpenView(views_, *request, *context));
    village::PublicQuery query;
    query.region_prefix = request->region_prefix();
    query.period_id = request->period_id();
    query.page_size =
        std::min(OrElse(request->page_size(), kUsualTables), kMostTables);
    query.page_token = request->page_token();
    LEDGER_ASSIGN_OR_RETURN(const village::PublicPage page,
                            village::PublishFigures(*view, query));
    for (const auto& table : page.tables) {
      FillTable(table, response->add_tables());
    }
    response->set_next_page_token(page.next_page_token);
    response->set_position(view->position());
    return ledger::Ok{};
  });
}

grpc::Status VillageService::ListServedDays(
    grpc::ServerContext* context,
    const amanah::v1::ListServedDaysRequest* request,
    amanah::v1::ListServedDaysResponse* response) {
  return rpc::Answer(*context, "ListServedDays", kReaders, [&]() -> Status {
    LEDGER_ASSIGN_OR_RETURN(const std::unique_ptr<ReadView> view,
                            OpenView(views_, *request, *context));
    village::ServedQuery query;
    query.region_prefix = request->region_prefix();
    query.agent_id = request->agent_id();
    LEDGER_ASSIGN_OR_RETURN(
        query.days,
        village::ParseDays(request->from_day(), request->until_day(),
                           custody::LatestMicros(*view), query.region_prefix));
    query.page_size = wire::PageSize(request->page_size());
    query.page_token = request->page_token();
    LEDGER_ASSIGN_OR_RETURN(const village::ServedPage page,
                            village::ListServed(*view, query));
    for (const auto& row : page.rows) FillServed(row, response->add_days());
    response->set_next_page_token(page.next_page_token);
    response->set_position(view->position());
    return ledger::Ok{};
  });
}

grpc::Status VillageService::CompareSchedules(
    grpc::ServerContext* context,
    const amanah::v1::CompareSchedulesRequest* request,
    amanah::v1::CompareSchedulesResponse* response) {
  return rpc::Answer(*context, "CompareSchedules", kReaders, [&]() -> Status {
    LEDGER_ASSIGN_OR_RETURN(const std::unique_ptr<ReadView> view,
                            OpenView(views_, *request, *context));
    village::ScheduleQuery query;
    query.region_prefix = request->region_prefix();
    for (const int kind : request->kinds()) {
      query.kinds.push_back(static_cast<amanah::v1::ScheduleKind>(kind));
    }
    LEDGER_ASSIGN_OR_RETURN(
        query.days,
        village::ParseDays(request->from_day(), request->until_day(),
                           custody::LatestMicros(*view), query.region_prefix));
    query.page_size = wire::PageSize(request->page_size());
    query.page_token = request->page_token();
    LEDGER_ASSIGN_OR_RETURN(const village::SchedulePage page,
                            village::CompareSchedules(*view, query));
    for (const auto& row : page.rows) {
      FillCompared(row, response->add_schedules());
    }
    response->set_next_page_token(page.next_page_token);
    response->set_position(view->position());
    return ledger::Ok{};
  });
}

grpc::Status VillageService::GetCampaignEffect(
    grpc::ServerContext* context,
    const amanah::v1::GetCampaignEffectRequest* request,
    amanah::v1::GetCampaignEffectResponse* response) {
  return rpc::Answer(*context, "GetCampaignEffect", kReaders, [&]() -> Status {
    LEDGER_ASSIGN_OR_RETURN(const std::unique_ptr<ReadView> view,
                            OpenView(views_, *request, *context));
    LEDGER_ASSIGN_OR_RETURN(
        const auto instruction,
        village::FindInstruction(*view, request->region_prefix(),
                                 request->instruction()));
    LEDGER_ASSIGN_OR_RETURN(
        const village::CampaignEffect effect,
        village::EffectOf(*view, instruction,
                          OrElse(request->months(), kUsualMonths)));
    FillEffect(effect, response);
    response->set_position(view->position());
    return ledger::Ok{};
  });
}

}  // namespace services::query
