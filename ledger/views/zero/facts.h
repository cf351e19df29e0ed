// What the tree looks at, gathered once.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/views/card/card.h"
#include "ledger/views/custody/custody.h"
#include "ledger/views/family/family.h"
#include "ledger/views/grievance/grievance.h"
#include "ledger/views/listing/listing.h"
#include "ledger/views/money/money.h"
#include "ledger/views/zero/zero.h"

namespace ledger::views::zero {

// How far the payment that the family expects has come.
struct Wave {
  listing::Period period;
  std::int64_t begin_micros = 0;  // First order, else closing of the list.
  std::optional<listing::Listing> listing;
  std::optional<listing::Order> order;  // First one of its bank.
  bool is_ordered_at_all = false;       // For any bank.
  std::optional<listing::AccountCheck> failed_check;
  std::optional<money::Line> credit;
  std::optional<money::Line> failure;
};

struct Facts {
  card::Card card;
  std::optional<family::Family> family;
  std::int64_t at_micros = 0;
  std::string ticket;
  std::optional<Wave> wave;
  // All that moved on the account until then, by posting.
  std::vector<money::Line> lines;
  std::optional<money::Line> last_credit;
  std::vector<money::Line> debits;         // By persons, since the last credit.
  std::vector<money::Line> refusals;       // Since the last credit.
  std::optional<money::Line> last_return;  // Since the last credit.
  std::int64_t balance_rupiah = 0;
  // The earliest handover of any card of the account.
  std::optional<card::LifeEvent> first_handover;
  bool has_unknown_past = false;  // A card before it that nobody told of.
  std::vector<grievance::Complaint> complaints;  // Until then.
  std::vector<grievance::Acknowledgement> said;  // About the last credit.
  // Custody at the last debit.
  std::optional<custody::Interval> custody;
  bool is_held_by_other = false;
};

// KKS_UNKNOWN.
Result<Facts> Gather(const fold::Reader& reader, const Question& question);

}  // namespace ledger::views::zero
