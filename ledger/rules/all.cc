#include "ledger/rules/all.h"

#include "ledger/rules/alerts/alerts.h"
#include "ledger/rules/r01/r01.h"
#include "ledger/rules/r02/r02.h"
#include "ledger/rules/r03/r03.h"
#include "ledger/rules/r04/r04.h"
#include "ledger/rules/r20/r20.h"

namespace ledger::rules {

std::vector<std::unique_ptr<fold::Fold>> MakeAll() {
  std::vector<std::unique_ptr<fold::Fold>> folds;
  folds.push_back(alerts::MakeFold());
  folds.push_back(r01::MakeRule());
  folds.push_back(r02::MakeRule());
  folds.push_back(r03::MakeRule());
  folds.push_back(r04::MakeRule());
  folds.push_back(r20::MakeRule());
  return folds;
}

}  // namespace ledger::rules
