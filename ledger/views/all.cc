#include "ledger/views/all.h"

#include "ledger/views/bank_report/bank_report.h"
#include "ledger/views/card/card.h"
#include "ledger/views/custody/custody.h"
#include "ledger/views/duty/duty.h"
#include "ledger/views/event_index/event_index.h"
#include "ledger/views/fact/fact.h"
#include "ledger/views/family/family.h"
#include "ledger/views/grievance/grievance.h"
#include "ledger/views/holding/holding.h"
#include "ledger/views/listing/listing.h"
#include "ledger/views/money/money.h"
#include "ledger/views/party/party.h"
#include "ledger/views/payment/payment.h"
#include "ledger/views/stock/stock.h"

namespace ledger::views {

std::vector<std::unique_ptr<fold::Fold>> MakeAll() {
  std::vector<std::unique_ptr<fold::Fold>> folds;
  folds.push_back(event_index::MakeFold());
  folds.push_back(family::MakeFold());
  folds.push_back(card::MakeFold());
  folds.push_back(money::MakeFold());
  folds.push_back(party::MakeFold());
  folds.push_back(custody::MakeFold());
  folds.push_back(holding::MakeFold());
  folds.push_back(stock::MakeFold());
  folds.push_back(listing::MakeFold());
  folds.push_back(grievance::MakeFold());
  folds.push_back(duty::MakeFold());
  folds.push_back(bank_report::MakeFold());
  folds.push_back(payment::MakeFold());
  folds.push_back(fact::MakeFold());
  return folds;
}

}  // namespace ledger::views
