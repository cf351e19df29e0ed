// Custody as messages.
//
// Thread safety: pure functions.

#pragma once

#include "amanah/v1/custody_service.pb.h"
#include "ledger/views/custody/custody.h"

namespace services::query {

void FillCustody(const ledger::views::custody::Interval& interval,
                 amanah::v1::CustodyState* message);
void FillHeldCard(const ledger::views::custody::HeldCard& card,
                  amanah::v1::HeldCard* message);

}  // namespace services::query
