#include "services/query/card_service.h"

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "ledger/views/stock/stock.h"
#include "services/query/view.h"
#include "services/rpc/caller.h"
#include "services/wire/moment.h"
#include "services/wire/page_token.h"

namespace services::query {
namespace {

namespace stock = ledger::views::stock;
using ledger::Status;
using ledger::fold::ReadView;

void FillBank(const stock::BankStock& bank, amanah::v1::BankCards* message) {
  message->set_bank(bank.bank);
  for (const stock::Place place : stock::kPlaces) {
    auto* count = message->add_places();
    // Numbered alike (views/stock/stock.h).
    count->set_place(static_cast<amanah::v1::CardPlace>(place));
    count->set_cards(bank.cards[static_cast<std::size_t>(place) - 1]);
  }
  message->set_printed(bank.printed);
  message->set_unprinted(bank.unprinted);
}

void FillAges(const stock::BranchAges& ages, amanah::v1::BranchCards* message) {
  std::uint64_t from = 0;
  for (std::size_t i = 0; i < ages.buckets.size(); ++i) {
    auto* age = message->add_ages();
    age->set_from_days(from);
    if (i < std::size(stock::kAgeDays)) {
      age->set_until_days(stock::kAgeDays[i]);
      from = stock::kAgeDays[i] + 1;
    }
    age->set_cards(ages.buckets[i].cards);
    age->set_credited_cards(ages.buckets[i].credited_cards);
    age->set_credited_rupiah(ages.buckets[i].credited_rupiah);
  }
}

void FillLeadTimes(const stock::LeadTimes& times,
                   amanah::v1::BranchCards* message) {
  message->set_handed_over(times.cards);
  message->set_median_days(times.median_days);
  message->set_p90_days(times.p90_days);
  message->set_most_days(times.most_days);
}

void FillWaiting(const stock::Waiting& waiting,
                 amanah::v1::WaitingCard* message) {
  message->set_kks(waiting.kks);
  message->set_kpm(waiting.kpm);
  message->set_region_code(waiting.region_code);
  message->set_bank(waiting.bank);
  message->set_branch_code(waiting.branch);
  message->set_place(static_cast<amanah::v1::CardPlace>(waiting.place));
  wire::FillMoment(waiting.since, message->mutable_since());
  message->set_days(waiting.days);
  message->set_credited_rupiah(waiting.credited_rupiah);
  message->set_debited_rupiah(waiting.debited_rupiah);
  message->mutable_indices()->Assign(waiting.indices.begin(),
                                     waiting.indices.end());
}

}  // namespace

grpc::Status CardService::GetCardStock(
    grpc::ServerContext* context,
    const amanah::v1::GetCardStockRequest* request,
    amanah::v1::GetCardStockResponse* response) {
  return rpc::Answer(*context, "GetCardStock", kReaders, [&]() -> Status {
    LEDGER_ASSIGN_OR_RETURN(const std::unique_ptr<ReadView> view,
                            OpenView(views_, *request, *context));
    for (const stock::BankStock& bank : stock::BanksOf(*view)) {
      if (request->bank().empty() || bank.bank == request->bank()) {
        FillBank(bank, response->add_banks());
      }
    }
    std::map<std::pair<std::string, std::string>, amanah::v1::BranchCards>
        branches;
    stock::WaitingQuery query;
    query.bank = request->bank();
    LEDGER_ASSIGN_OR_RETURN(const std::vector<stock::BranchAges> all_ages,
                            stock::AgesOf(*view, query));
    for (const stock::BranchAges& ages : all_ages) {
      FillAges(ages, &branches[{ages.bank, ages.branch}]);
    }
    for (const auto& times : stock::LeadTimesOf(*view, request->bank())) {
      FillLeadTimes(times, &branches[{times.bank, times.branch}]);
    }
    LEDGER_RETURN_IF_ERROR(view->status());
    for (auto& [key, branch] : branches) {
      branch.set_bank(key.first);
      branch.set_branch_code(key.second);
      *response->add_branches() = std::move(branch);
    }
    response->set_position(view->position());
    return ledger::Ok{};
  });
}

grpc::Status CardService::ListWaitingCards(
    grpc::ServerContext* context,
    const amanah::v1::ListWaitingCardsRequest* request,
    amanah::v1::ListWaitingCardsResponse* response) {
  return rpc::Answer(*context, "ListWaitingCards", kReaders, [&]() -> Status {
    LEDGER_ASSIGN_OR_RETURN(const std::unique_ptr<ReadView> view,
                            OpenView(views_, *request, *context));
    LEDGER_ASSIGN_OR_RETURN(
        const stock::WaitingPage page,
        stock::ListWaiting(*view,
                           {.region_prefix = request->region_prefix(),
                            .bank = request->bank(),
                            .branch = request->branch_code(),
                            .min_days = request->min_days(),
                            .only_credited = request->only_credited(),
                            .page_size = wire::PageSize(request->page_size()),
                            .page_token = request->page_token()}));
    LEDGER_RETURN_IF_ERROR(view->status());
    for (const stock::Waiting& waiting : page.cards) {
      FillWaiting(waiting, response->add_cards());
    }
    response->set_next_page_token(page.next_page_token);
    response->set_position(view->position());
    return ledger::Ok{};
  });
}

}  // namespace services::query
