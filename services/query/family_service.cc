#include "services/query/family_service.h"

#include <memory>
#include <string>
#include <vector>

#include "ledger/views/dossier/complaints.h"
#include "ledger/views/dossier/dossier.h"
#include "ledger/views/dossier/lists.h"
#include "ledger/views/zero/zero.h"
#include "services/query/family_messages.h"
#include "services/query/view.h"
#include "services/rpc/caller.h"
#include "services/wire/moment.h"
#include "services/wire/page_token.h"

namespace services::query {
namespace {

namespace dossier = ledger::views::dossier;
namespace zero = ledger::views::zero;
using ledger::Status;
using ledger::fold::ReadView;

void FillZero(const zero::Answer& answer,
              amanah::v1::WhyZeroResponse* response) {
  response->set_kks(answer.kks);
  response->set_account(answer.account);
  response->set_kpm(answer.kpm);
  response->set_bank(answer.bank);
  response->set_region_code(answer.region_code);
  response->set_at_unix_micros(answer.at_micros);
  response->set_ticket(answer.ticket);
  // Numbered alike (views/zero/zero.h).
  response->set_cause(static_cast<amanah::v1::ZeroCause>(answer.cause));
  response->set_to_check(zero::IsSuspicion(answer.cause));
  response->set_programme(answer.programme);
  response->set_period_id(answer.period_id);
  response->set_due_rupiah(answer.due_rupiah);
  response->set_credited_rupiah(answer.credited_rupiah);
  response->set_drawn_rupiah(answer.drawn_rupiah);
  response->set_returned_rupiah(answer.returned_rupiah);
  response->set_balance_rupiah(answer.balance_rupiah);
  response->set_family_sentence_id(answer.family_id);
  response->set_family_sentence_en(answer.family_en);
  response->set_officer_sentence_id(answer.officer_id);
  response->set_officer_sentence_en(answer.officer_en);
  for (const zero::Evidence& evidence : answer.evidence) {
    auto* message = response->add_evidence();
    message->set_kind(std::string(evidence.kind));
    wire::FillMoment(evidence.at, message->mutable_occurred_at());
    message->set_index(evidence.index);
    message->set_amount_rupiah(evidence.amount_rupiah);
    message->set_place(evidence.place);
  }
}

}  // namespace

grpc::Status FamilyService::WhyZero(grpc::ServerContext* context,
                                    const amanah::v1::WhyZeroRequest* request,
                                    amanah::v1::WhyZeroResponse* response) {
  return rpc::Answer(*context, "WhyZero", kReaders, [&]() -> Status {
    LEDGER_RETURN_IF_ERROR(wire::CheckToken(request->kks(), "kks"));
    LEDGER_ASSIGN_OR_RETURN(std::unique_ptr<ReadView> view,
                            OpenView(views_, *request, *context));
    LEDGER_ASSIGN_OR_RETURN(
        const zero::Answer answer,
        zero::Why(*view,
                  {.kks = request->kks(),
                   .at_micros = wire::OptionalMicros(request->at_unix_micros()),
                   .family_denies = request->family_denies()}));
    LEDGER_RETURN_IF_ERROR(view->status());
    FillZero(answer, response);
    response->set_position(view->position());
    return ledger::Ok{};
  });
}

grpc::Status FamilyService::GetFamily(
    grpc::ServerContext* context, const amanah::v1::GetFamilyRequest* request,
    amanah::v1::GetFamilyResponse* response) {
  return rpc::Answer(*context, "GetFamily", kReaders, [&]() -> Status {
    const bool is_by_card = request->kpm().empty();
    LEDGER_RETURN_IF_ERROR(is_by_card
                               ? wire::CheckToken(request->kks(), "kks")
                               : wire::CheckToken(request->kpm(), "kpm"));
    LEDGER_ASSIGN_OR_RETURN(std::unique_ptr<ReadView> view,
                            OpenView(views_, *request, *context));
    LEDGER_ASSIGN_OR_RETURN(
        const dossier::Dossier family,
        dossier::Of(*view,
                    is_by_card ? dossier::FamilyOfCard(*view, request->kks())
                               : request->kpm(),
                    wire::OptionalMicros(request->as_of_unix_micros())));
    LEDGER_RETURN_IF_ERROR(view->status());
    FillDossier(family, response);
    response->set_position(view->position());
    return ledger::Ok{};
  });
}

grpc::Status FamilyService::ListFamilies(
    grpc::ServerContext* context,
    const amanah::v1::ListFamiliesRequest* request,
    amanah::v1::ListFamiliesResponse* response) {
  return rpc::Answer(*context, "ListFamilies", kReaders, [&]() -> Status {
    if (request->list() == amanah::v1::FAMILY_LIST_UNSPECIFIED ||
        !amanah::v1::FamilyList_IsValid(request->list())) {
      return ledger::Error{ledger::Code::kInvalidArgument, kListUnknown,
                           "there is no such list of families"};
    }
    LEDGER_ASSIGN_OR_RETURN(std::unique_ptr<ReadView> view,
                            OpenView(views_, *request, *context));
    LEDGER_ASSIGN_OR_RETURN(
        const dossier::ListPage page,
        dossier::ListFamilies(
            *view, {// Numbered alike (views/dossier/lists.h).
                    .list = static_cast<dossier::List>(request->list()),
                    .region_prefix = request->region_prefix(),
                    .from_month = request->from_month(),
                    .to_month = request->to_month(),
                    .credited_only = request->credited_only(),
                    .page_size = wire::PageSize(request->page_size()),
                    .page_token = request->page_token()}));
    LEDGER_RETURN_IF_ERROR(view->status());
    for (const auto& row : page.rows) FillRow(row, response->add_families());
    response->set_next_page_token(page.next_page_token);
    response->set_position(view->position());
    return ledger::Ok{};
  });
}

grpc::Status FamilyService::ListGrievances(
    grpc::ServerContext* context,
    const amanah::v1::ListGrievancesRequest* request,
    amanah::v1::ListGrievancesResponse* response) {
  return rpc::Answer(*context, "ListGrievances", kReaders, [&]() -> Status {
    LEDGER_ASSIGN_OR_RETURN(std::unique_ptr<ReadView> view,
                            OpenView(views_, *request, *context));
    LEDGER_ASSIGN_OR_RETURN(
        const dossier::ComplaintPage page,
        dossier::ListComplaints(
            *view,
            {.region_prefix = request->region_prefix(),
             .kind = request->kind(),
             .open_only = request->open_only(),
             .excluded_only = request->excluded_only(),
             .at_micros = wire::OptionalMicros(request->as_of_unix_micros()),
             .page_size = wire::PageSize(request->page_size()),
             .page_token = request->page_token()}));
    LEDGER_RETURN_IF_ERROR(view->status());
    for (const auto& row : page.rows) {
      FillComplaint(row, response->add_grievances());
    }
    response->set_next_page_token(page.next_page_token);
    response->set_position(view->position());
    return ledger::Ok{};
  });
}

grpc::Status FamilyService::SummariseGrievances(
    grpc::ServerContext* context,
    const amanah::v1::SummariseGrievancesRequest* request,
    amanah::v1::SummariseGrievancesResponse* response) {
  return rpc::Answer(
      *context, "SummariseGrievances", kReaders, [&]() -> Status {
        LEDGER_ASSIGN_OR_RETURN(std::unique_ptr<ReadView> view,
                                OpenView(views_, *request, *context));
        dossier::ComplaintQuery query;
        query.region_prefix = request->region_prefix();
        query.at_micros = wire::OptionalMicros(request->as_of_unix_micros());
        LEDGER_ASSIGN_OR_RETURN(const std::vector<dossier::KindSummary> kinds,
                                dossier::SummariseComplaints(*view, query));
        LEDGER_RETURN_IF_ERROR(view->status());
        for (const auto& kind : kinds) FillSummary(kind, response->add_kinds());
        response->set_position(view->position());
        return ledger::Ok{};
      });
}

}  // namespace services::query
