#include "ledger/views/money/use.h"

#include <algorithm>

namespace ledger::views::money {

using amanah::v1::Event;

void Used::Add(const Used& other, std::int64_t times) {
  withdrawals += times * other.withdrawals;
  withdrawn_rupiah += times * other.withdrawn_rupiah;
  fee_rupiah += times * other.fee_rupiah;
  debits_back += times * other.debits_back;
  debited_back_rupiah += times * other.debited_back_rupiah;
  remaining_rupiah += times * other.remaining_rupiah;
}

void Attribution::Put(const Share& share, std::int64_t rupiah,
                      const Visitor& visit) {
  if (rupiah <= 0) return;
  // What is behind one another of one share lies together.
  if (!parts_.empty() && parts_.back().share == share) {
    parts_.back().rupiah += rupiah;
  } else {
    parts_.push_back({share, rupiah});
  }
  Used used;
  used.remaining_rupiah = rupiah;
  visit(share, used);
}

// Calls `use` with each share used, what of it, and whether it lay there.
template <typename Use>
void Attribution::Take(std::int64_t rupiah, const Use& use) {
  while (rupiah > 0 && !parts_.empty()) {
    Part& part = parts_.front();
    const std::int64_t taken = std::min(rupiah, part.rupiah);
    use(part.share, taken, true);
    part.rupiah -= taken;
    rupiah -= taken;
    if (part.rupiah == 0) parts_.erase(parts_.begin());
  }
  if (rupiah > 0) use(nobody_, rupiah, false);
}

void Attribution::Step(const Line& line, const Visitor& visit) {
  if (line.amount_rupiah > 0) {
    Put(line.IsCredit() ? Share{line.period_id, line.subject, line.sp2d_no}
                        : nobody_,
        line.amount_rupiah, visit);
  }
  const bool is_return = line.kind == Event::kFundsDebitedToRpl;
  const bool is_fee = line.kind == Event::kFeeCharged;
  std::int64_t times = 1;
  Take(-line.amount_rupiah,
       [&](const Share& share, std::int64_t rupiah, bool lay_there) {
         Used used;
         if (lay_there) used.remaining_rupiah = -rupiah;
         const std::int64_t count = std::exchange(times, 0);
         if (is_fee) {
           used.fee_rupiah = rupiah;
         } else if (is_return) {
           used.debits_back = count;
           used.debited_back_rupiah = rupiah;
         } else {
           used.withdrawals = count;
           used.withdrawn_rupiah = rupiah;
         }
         visit(share, used);
       });
  Take(line.fee_rupiah,
       [&](const Share& share, std::int64_t rupiah, bool lay_there) {
         Used used;
         if (lay_there) used.remaining_rupiah = -rupiah;
         used.fee_rupiah = rupiah;
         visit(share, used);
       });
}

}  // namespace ledger::views::money
