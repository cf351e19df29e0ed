#include "services/query/companion_service.h"

#include <memory>
#include <string>

#include "ledger/base/bytes.h"
#include "services/query/companion_messages.h"
#include "services/query/view.h"
#include "services/rpc/caller.h"
#include "services/wire/moment.h"
#include "services/wire/page_token.h"

namespace services::query {
namespace {

namespace companion = ledger::views::companion;
using ledger::Code;
using ledger::Error;
using ledger::Ok;
using ledger::Result;
using ledger::Status;
using ledger::fold::ReadView;

// Page tokens of the views hold bytes; on the wire they are hex.
std::string ToWire(const std::string& page_token) {
  return ledger::HexEncode(ledger::AsBytes(page_token));
}
Result<std::string> FromWire(const std::string& page_token) {
  auto token = ledger::HexDecode(page_token);
  if (!token) {
    return Error{Code::kInvalidArgument, wire::kPageTokenInvalid,
                 "page token is not from an earlier answer"};
  }
  return *std::move(token);
}

// Empty: everybody.
Status CheckCompanion(const std::string& token) {
  if (token.empty()) return Ok{};
  return wire::CheckToken(token, "companion");
}

Error Unknown(std::string_view reason, std::string_view what) {
  return Error{Code::kInvalidArgument, reason,
               "there is no such " + std::string(what)};
}

// The views, when they know what the caller asks for; then `answer`.
template <typename Request, typename Response, typename Answer>
Status Read(const ledger::fold::Engine& views,
            const grpc::ServerContext& context, const Request& request,
            Response& response, const Answer& answer) {
  LEDGER_ASSIGN_OR_RETURN(const std::unique_ptr<ReadView> view,
                          OpenView(views, request, context));
  LEDGER_RETURN_IF_ERROR(answer(*view));
  LEDGER_RETURN_IF_ERROR(view->status());
  response.set_position(view->position());
  return Ok{};
}

}  // namespace

grpc::Status CompanionService::GetScorecard(
    grpc::ServerContext* context,
    const amanah::v1::GetScorecardRequest* request,
    amanah::v1::GetScorecardResponse* response) {
  return rpc::Answer(*context, "GetScorecard", kReaders, [&]() -> Status {
    LEDGER_RETURN_IF_ERROR(wire::CheckToken(request->companion(), "companion"));
    return Read(
        views_, *context, *request, *response,
        [&](const ReadView& view) -> Status {
          LEDGER_ASSIGN_OR_RETURN(
              const companion::Scorecard card,
              companion::ScorecardOf(
                  view, request->companion(), static_cast<int>(request->year()),
                  wire::OptionalMicros(request->as_of_unix_micros())));
          FillScorecard(card, response);
          return Ok{};
        });
  });
}

grpc::Status CompanionService::ListCompanions(
    grpc::ServerContext* context,
    const amanah::v1::ListCompanionsRequest* request,
    amanah::v1::ListCompanionsResponse* response) {
  return rpc::Answer(*context, "ListCompanions", kReaders, [&]() -> Status {
    if (request->measure() == amanah::v1::COMPANION_MEASURE_UNSPECIFIED ||
        !amanah::v1::CompanionMeasure_IsValid(request->measure())) {
      return Unknown(kMeasureUnknown, "measure");
    }
    companion::CompanionsQuery query;
    query.region_prefix = request->region_prefix();
    query.year = static_cast<int>(request->year());
    query.quarter = static_cast<int>(request->quarter());
    query.at_micros = wire::OptionalMicros(request->as_of_unix_micros());
    // Numbered alike (views/companion/coverage.h).
    query.measure = static_cast<companion::Measure>(request->measure());
    query.highest_first = request->highest_first();
    query.page_size = wire::PageSize(request->page_size());
    LEDGER_ASSIGN_OR_RETURN(query.page_token, FromWire(request->page_token()));
    return Read(views_, *context, *request, *response,
                [&](const ReadView& view) -> Status {
                  LEDGER_ASSIGN_OR_RETURN(
                      const companion::CompanionsPage page,
                      companion::ListCompanions(view, query));
                  for (const auto& row : page.rows) {
                    FillCompanion(row, response->add_companions());
                  }
                  response->set_as_of_unix_micros(page.at_micros);
                  response->set_next_page_token(ToWire(page.next_page_token));
                  return Ok{};
                });
  });
}

grpc::Status CompanionService::GetDutyCoverage(
    grpc::ServerContext* context,
    const amanah::v1::GetDutyCoverageRequest* request,
    amanah::v1::GetDutyCoverageResponse* response) {
  return rpc::Answer(*context, "GetDutyCoverage", kReaders, [&]() -> Status {
    if (request->group() == amanah::v1::COVERAGE_GROUP_UNSPECIFIED ||
        !amanah::v1::CoverageGroup_IsValid(request->group())) {
      return Unknown(kGroupUnknown, "group of places");
    }
    LEDGER_RETURN_IF_ERROR(CheckCompanion(request->companion()));
    companion::CoverageQuery query;
    query.region_prefix = request->region_prefix();
    query.companion = request->companion();
    query.year = static_cast<int>(request->year());
    query.quarter = static_cast<int>(request->quarter());
    query.at_micros = wire::OptionalMicros(request->as_of_unix_micros());
    // Numbered alike (views/companion/coverage.h).
    query.group = static_cast<companion::Group>(request->group());
    query.page_size = wire::PageSize(request->page_size());
    LEDGER_ASSIGN_OR_RETURN(query.page_token, FromWire(request->page_token()));
    const bool by_companion = query.group == companion::Group::kCompanion;
    return Read(views_, *context, *request, *response,
                [&](const ReadView& view) -> Status {
                  LEDGER_ASSIGN_OR_RETURN(const companion::CoveragePage page,
                                          companion::CoverageOf(view, query));
                  for (const auto& row : page.rows) {
                    FillCoverage(row, by_companion, response->add_rows());
                  }
                  FillCoverage(page.all, false, response->mutable_all());
                  response->set_as_of_unix_micros(page.at_micros);
                  response->set_next_page_token(ToWire(page.next_page_token));
                  return Ok{};
                });
  });
}

grpc::Status CompanionService::ListOverdue(
    grpc::ServerContext* context, const amanah::v1::ListOverdueRequest* request,
    amanah::v1::ListOverdueResponse* response) {
  return rpc::Answer(*context, "ListOverdue", kReaders, [&]() -> Status {
    if (request->duty() == amanah::v1::COMPANION_DUTY_UNSPECIFIED ||
        !amanah::v1::CompanionDuty_IsValid(request->duty())) {
      return Unknown(kDutyUnknown, "duty");
    }
    LEDGER_RETURN_IF_ERROR(CheckCompanion(request->companion()));
    companion::OverdueQuery query;
    // Numbered alike (views/companion/dues.h).
    query.duty = static_cast<companion::Duty>(request->duty());
    query.region_prefix = request->region_prefix();
    query.companion = request->companion();
    query.at_micros = wire::OptionalMicros(request->as_of_unix_micros());
    query.page_size = wire::PageSize(request->page_size());
    LEDGER_ASSIGN_OR_RETURN(query.page_token, FromWire(request->page_token()));
    return Read(views_, *context, *request, *response,
                [&](const ReadView& view) -> Status {
                  LEDGER_ASSIGN_OR_RETURN(const companion::OverduePage page,
                                          companion::ListOverdue(view, query));
                  for (const auto& row : page.rows) {
                    FillOverdue(row, response->add_rows());
                  }
                  response->set_as_of_unix_micros(page.at_micros);
                  response->set_next_page_token(ToWire(page.next_page_token));
                  return Ok{};
                });
  });
}

grpc::Status CompanionService::ListAwards(
    grpc::ServerContext* context, const amanah::v1::ListAwardsRequest* request,
    amanah::v1::ListAwardsResponse* response) {
  return rpc::Answer(*context, "ListAwards", kReaders, [&]() -> Status {
    LEDGER_RETURN_IF_ERROR(CheckCompanion(request->companion()));
    companion::AwardsQuery query;
    query.region_prefix = request->region_prefix();
    query.companion = request->companion();
    query.at_micros = wire::OptionalMicros(request->as_of_unix_micros());
    query.page_size = wire::PageSize(request->page_size());
    LEDGER_ASSIGN_OR_RETURN(query.page_token, FromWire(request->page_token()));
    return Read(views_, *context, *request, *response,
                [&](const ReadView& view) -> Status {
                  LEDGER_ASSIGN_OR_RETURN(const companion::AwardsPage page,
                                          companion::ListAwards(view, query));
                  for (const auto& row : page.rows) {
                    FillAward(row, response->add_awards());
                  }
                  response->set_as_of_unix_micros(page.at_micros);
                  response->set_next_page_token(ToWire(page.next_page_token));
                  return Ok{};
                });
  });
}

grpc::Status CompanionService::ListHonoraria(
    grpc::ServerContext* context,
    const amanah::v1::ListHonorariaRequest* request,
    amanah::v1::ListHonorariaResponse* response) {
  return rpc::Answer(*context, "ListHonoraria", kReaders, [&]() -> Status {
    LEDGER_RETURN_IF_ERROR(CheckCompanion(request->companion()));
    companion::HonorariaQuery query;
    query.region_prefix = request->region_prefix();
    query.companion = request->companion();
    query.from_month = request->from_month();
    query.to_month = request->to_month();
    query.breaks_only = request->breaks_only();
    if (request->deadline_days() != 0) {
      query.deadline_days = static_cast<std::int32_t>(request->deadline_days());
    }
    query.at_micros = wire::OptionalMicros(request->as_of_unix_micros());
    query.page_size = wire::PageSize(request->page_size());
    LEDGER_ASSIGN_OR_RETURN(query.page_token, FromWire(request->page_token()));
    return Read(views_, *context, *request, *response,
                [&](const ReadView& view) -> Status {
                  LEDGER_ASSIGN_OR_RETURN(
                      const companion::HonorariaPage page,
                      companion::ListHonoraria(view, query));
                  FillHonoraria(page, response);
                  response->set_as_of_unix_micros(page.at_micros);
                  response->set_next_page_token(ToWire(page.next_page_token));
                  return Ok{};
                });
  });
}

}  // namespace services::query
