#include "services/query/family_service.h"

#include <memory>
#include <string>

#include "ledger/views/zero/zero.h"
#include "services/rpc/caller.h"
#include "services/wire/moment.h"

namespace services::query {
namespace {

namespace zero = ledger::views::zero;
using ledger::Status;
using ledger::fold::ReadView;

constexpr rpc::Roles kReaders{rpc::Role::kOperator, rpc::Role::kInspector};

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
    LEDGER_ASSIGN_OR_RETURN(
        std::unique_ptr<ReadView> view,
        views_.View(request->min_position(),
                    wire::ViewDeadline(context->deadline())));
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

}  // namespace services::query
