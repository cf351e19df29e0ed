// Answers of views/companion as messages.
//
// Thread safety: pure functions.

#pragma once

#include "amanah/v1/companion_service.pb.h"
#include "ledger/views/companion/awards.h"
#include "ledger/views/companion/coverage.h"
#include "ledger/views/companion/honorarium.h"
#include "ledger/views/companion/overdue.h"
#include "ledger/views/companion/scorecard.h"

namespace services::query {

void FillScorecard(const ledger::views::companion::Scorecard& card,
                   amanah::v1::GetScorecardResponse* response);
void FillCompanion(const ledger::views::companion::CompanionRow& row,
                   amanah::v1::CompanionRow* message);
void FillCoverage(const ledger::views::companion::CoverageRow& row,
                  bool by_companion, amanah::v1::CoverageRow* message);
void FillOverdue(const ledger::views::companion::OverdueRow& row,
                 amanah::v1::OverdueRow* message);
void FillAward(const ledger::views::companion::AwardRow& row,
               amanah::v1::AwardCheck* message);
void FillHonoraria(const ledger::views::companion::HonorariaPage& page,
                   amanah::v1::ListHonorariaResponse* response);

}  // namespace services::query
