// CardService: cards that have not reached their families. Converts, asks the
// views, answers.
//
// Threads: gRPC's pool; a call may wait for the views to reach min_position.

#pragma once

#include "amanah/v1/card_service.grpc.pb.h"
#include "ledger/fold/engine.h"

namespace services::query {

class CardService final : public amanah::v1::CardService::Service {
 public:
  // `views` must outlive the server.
  explicit CardService(const ledger::fold::Engine& views) : views_(views) {}

  grpc::Status GetCardStock(
      grpc::ServerContext* context,
      const amanah::v1::GetCardStockRequest* request,
      amanah::v1::GetCardStockResponse* response) override;
  grpc::Status ListWaitingCards(
      grpc::ServerContext* context,
      const amanah::v1::ListWaitingCardsRequest* request,
      amanah::v1::ListWaitingCardsResponse* response) override;

 private:
  const ledger::fold::Engine& views_;
};

}  // namespace services::query
