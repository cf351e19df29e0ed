#include "services/query/custody_service.h"

#include <memory>
#include <string>

#include "ledger/views/custody/custody.h"
#include "ledger/views/timeline/timeline.h"
#include "services/query/custody_messages.h"
#include "services/query/view.h"
#include "services/rpc/caller.h"
#include "services/wire/moment.h"
#include "services/wire/page_token.h"

namespace services::query {
namespace {

namespace custody = ledger::views::custody;
namespace timeline = ledger::views::timeline;
using ledger::Result;
using ledger::Status;
using ledger::fold::ReadView;

void FillLine(const timeline::Line& line,
              amanah::v1::CardTimelineEntry* message) {
  wire::FillMoment(line.occurred_at, message->mutable_occurred_at());
  message->set_kind(std::string(line.kind));
  message->set_index(line.index);
  message->set_amount_rupiah(line.amount_rupiah);
  if (line.balance_after_rupiah.has_value()) {
    message->set_balance_after_rupiah(*line.balance_after_rupiah);
  }
  message->set_party(line.party);
  message->set_party_role(line.party_role);
  message->set_place(line.place);
  message->set_summary(line.summary);
}

void FillTimeline(const timeline::CardTimeline& card,
                  amanah::v1::GetCardTimelineResponse* response) {
  response->set_kks(card.kks);
  response->set_last4(card.last4);
  response->set_bank(card.bank);
  response->set_life_state(std::string(card.life_state));
  response->set_account(card.account);
  response->set_kpm(card.kpm);
  response->set_region_code(card.region_code);
  if (card.custody.has_value()) {
    FillCustody(*card.custody, response->mutable_custody());
  }
  for (const auto& line : card.lines) FillLine(line, response->add_entries());
  response->set_balance_rupiah(card.balance_rupiah);
  response->set_balance_chain_broken(card.balance_chain_broken);
}

void FillHolder(const custody::HolderRank& holder,
                amanah::v1::HolderRank* message) {
  message->set_holder(holder.holder);
  message->set_holder_role(holder.holder_role);
  message->set_cards_now(holder.cards_now);
  message->set_cards_ever(holder.cards_ever);
  message->set_card_days(holder.card_days);
  message->set_credited_rupiah(holder.credited_rupiah);
  message->set_strongest_rank(
      static_cast<amanah::v1::CustodyRank>(holder.strongest_rank));
  message->mutable_indices()->Assign(holder.indices.begin(),
                                     holder.indices.end());
}

}  // namespace

grpc::Status CustodyService::GetCardTimeline(
    grpc::ServerContext* context,
    const amanah::v1::GetCardTimelineRequest* request,
    amanah::v1::GetCardTimelineResponse* response) {
  return rpc::Answer(*context, "GetCardTimeline", kReaders, [&]() -> Status {
    LEDGER_RETURN_IF_ERROR(wire::CheckToken(request->kks(), "kks"));
    LEDGER_ASSIGN_OR_RETURN(std::unique_ptr<ReadView> view,
                            OpenView(views_, *request, *context));
    LEDGER_ASSIGN_OR_RETURN(
        timeline::CardTimeline card,
        timeline::Of(*view, request->kks(),
                     wire::OptionalMicros(request->as_of_unix_micros())));
    LEDGER_RETURN_IF_ERROR(view->status());
    FillTimeline(card, response);
    response->set_position(view->position());
    return ledger::Ok{};
  });
}

grpc::Status CustodyService::ListHeldCards(
    grpc::ServerContext* context,
    const amanah::v1::ListHeldCardsRequest* request,
    amanah::v1::ListHeldCardsResponse* response) {
  return rpc::Answer(*context, "ListHeldCards", kReaders, [&]() -> Status {
    LEDGER_RETURN_IF_ERROR(wire::CheckToken(request->holder(), "holder"));
    LEDGER_ASSIGN_OR_RETURN(std::unique_ptr<ReadView> view,
                            OpenView(views_, *request, *context));
    LEDGER_ASSIGN_OR_RETURN(
        custody::HeldPage page,
        custody::ListHeld(
            *view,
            {.holder = request->holder(),
             .as_of_micros = wire::OptionalMicros(request->as_of_unix_micros()),
             .include_ended = request->include_ended(),
             .page_size = wire::PageSize(request->page_size()),
             .page_token = request->page_token()}));
    LEDGER_RETURN_IF_ERROR(view->status());
    if (!page.holder_known) {
      return ledger::Error{ledger::Code::kNotFound, kHolderUnknown,
                           "no statement names this party as a holder"};
    }
    for (const auto& card : page.cards) {
      FillHeldCard(card, response->add_cards());
    }
    response->set_next_page_token(page.next_page_token);
    response->set_position(view->position());
    return ledger::Ok{};
  });
}

grpc::Status CustodyService::RankHolders(
    grpc::ServerContext* context, const amanah::v1::RankHoldersRequest* request,
    amanah::v1::RankHoldersResponse* response) {
  return rpc::Answer(*context, "RankHolders", kReaders, [&]() -> Status {
    LEDGER_ASSIGN_OR_RETURN(std::unique_ptr<ReadView> view,
                            OpenView(views_, *request, *context));
    LEDGER_ASSIGN_OR_RETURN(
        custody::RankPage page,
        custody::RankHolders(*view,
                             {.region_prefix = request->region_prefix(),
                              .page_size = wire::PageSize(request->page_size()),
                              .page_token = request->page_token()}));
    LEDGER_RETURN_IF_ERROR(view->status());
    for (const auto& holder : page.holders) {
      FillHolder(holder, response->add_holders());
    }
    response->set_next_page_token(page.next_page_token);
    response->set_position(view->position());
    return ledger::Ok{};
  });
}

}  // namespace services::query
