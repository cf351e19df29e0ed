// Orders and what was credited under them, as the payment fold writes them.
// Only for this room.
//
// Threads: the folder thread.

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "ledger/fold/fold.h"
#include "ledger/views/payment/payment.h"

namespace ledger::views::payment {

// A credit, posted or failed, as its lot has it.
struct DatedCredit {
  std::string sp2d_no;
  LotCredit row;
};
std::optional<DatedCredit> CreditIn(const fold::FoldedEvent& folded);

// What of the order is unsettled with the family, before a credit and with it;
// or the other way round when it is taken back.
struct Unsettled {
  std::int64_t before = 0;
  std::int64_t now = 0;
};
void TakeCredit(const fold::FoldedEvent& folded, const DatedCredit& credit,
                const Unsettled& unsettled, fold::Writer& state);
void RemoveCredit(const DatedCredit& credit, const Unsettled& unsettled,
                  const fold::Retraction& retraction, fold::Writer& state);

void TakeOrder(const fold::FoldedEvent& folded, fold::Writer& state);
void RemoveOrder(const fold::Retraction& retraction, fold::Writer& state);

}  // namespace ledger::views::payment
