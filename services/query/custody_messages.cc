#include "services/query/custody_messages.h"

#include "services/wire/moment.h"

namespace services::query {

namespace custody = ledger::views::custody;

void FillCustody(const custody::Interval& interval,
                 amanah::v1::CustodyState* message) {
  message->set_holder(interval.holder);
  message->set_holder_role(interval.holder_role);
  wire::FillMoment(interval.begin, message->mutable_since());
  // Numbered alike (views/custody/custody.h).
  message->set_rank(static_cast<amanah::v1::CustodyRank>(interval.rank));
  message->set_index(interval.index);
}

void FillHeldCard(const custody::HeldCard& card,
                  amanah::v1::HeldCard* message) {
  message->set_kks(card.interval.kks);
  message->set_kpm(card.interval.kpm);
  message->set_region_code(card.region_code);
  FillCustody(card.interval, message->mutable_custody());
  if (card.interval.end.has_value()) {
    wire::FillMoment(*card.interval.end, message->mutable_until());
  }
  message->set_credited_rupiah(card.credited_rupiah);
}

}  // namespace services::query
