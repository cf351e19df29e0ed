// What the views know of a family, as messages.
//
// Thread safety: pure functions.

#pragma once

#include "amanah/v1/family_service.pb.h"
#include "ledger/views/dossier/complaints.h"
#include "ledger/views/dossier/dossier.h"
#include "ledger/views/dossier/lists.h"

namespace services::query {

void FillDossier(const ledger::views::dossier::Dossier& dossier,
                 amanah::v1::GetFamilyResponse* response);
void FillRow(const ledger::views::dossier::FamilyRow& row,
             amanah::v1::FamilyRow* message);
void FillComplaint(const ledger::views::dossier::ComplaintRow& row,
                   amanah::v1::Grievance* message);
void FillSummary(const ledger::views::dossier::KindSummary& summary,
                 amanah::v1::GrievanceKindSummary* message);

}  // namespace services::query
