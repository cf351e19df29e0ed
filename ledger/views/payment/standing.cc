#include "ledger/views/payment/standing.h"

#include <set>
#include <utility>

#include "ledger/fold/codec.h"
#include "ledger/views/payment/tables.h"

namespace ledger::views::payment {
namespace {

void AddTo(const fold::Key& key, const Sum& change, fold::Writer& state) {
  Sum sum;
  if (const auto stored = state.Get(kName, key)) {
    sum = fold::Decode<Sum>(*stored);
  }
  sum.Add(change);
  if (sum.IsZero()) {
    state.Delete(kName, key);
  } else {
    state.Put(kName, key, fold::Encode(sum));
  }
}

void AddToRegion(char level, std::string_view period, std::string_view region,
                 std::string_view bank, std::string_view sp2d_no,
                 const Sum& change, fold::Writer& state) {
  fold::Key key = PlaceKey(level, period);
  key.Append(region).Push('\0').Append(bank).Push('\0').Append(sp2d_no);
  AddTo(key, change, state);
}

void AddAt(std::string_view period, std::string_view village,
           std::string_view bank, std::string_view sp2d_no, const Sum& change,
           fold::Writer& state) {
  if (change.IsZero()) return;
  AddToRegion(kVillage, period, village, bank, sp2d_no, change, state);
  AddToRegion(kDistrict, period, DistrictOf(village), bank, sp2d_no, change,
              state);
}

Sum SumOf(const money::Used& used, std::int64_t times = 1) {
  Sum sum;
  sum[Column::kWithdrawn] = times * used.withdrawals;
  sum[Column::kWithdrawnRupiah] = times * used.withdrawn_rupiah;
  sum[Column::kFeeRupiah] = times * used.fee_rupiah;
  sum[Column::kDebitedBack] = times * used.debits_back;
  sum[Column::kDebitedBackRupiah] = times * used.debited_back_rupiah;
  sum[Column::kRemainingRupiah] = times * used.remaining_rupiah;
  return sum;
}

void Set(Column count, Column rupiah, const Tally& tally, Sum& sum) {
  sum[count] = static_cast<std::int64_t>(tally.count);
  sum[rupiah] = tally.rupiah;
}

}  // namespace

Sum SumOf(const Payment& payment) {
  Sum sum;
  sum[Column::kPayments] = 1;
  if (const Listing* listing = payment.listing()) {
    sum[Column::kListed] = 1;
    sum[Column::kListedRupiah] = listing->rupiah;
    if (listing->IsPayable()) {
      sum[Column::kPayable] = 1;
      sum[Column::kPayableRupiah] = listing->rupiah;
    }
  }
  sum[Column::kCreditedFamilies] = payment.credited.count > 0 ? 1 : 0;
  Set(Column::kCredited, Column::kCreditedRupiah, payment.credited, sum);
  Set(Column::kFailed, Column::kFailedRupiah, payment.unsettled, sum);
  Set(Column::kPaidInCash, Column::kPaidInCashRupiah, payment.paid_in_cash,
      sum);
  Set(Column::kRemitted, Column::kRemittedRupiah, payment.remitted, sum);
  Set(Column::kAcknowledged, Column::kAcknowledgedRupiah, payment.acknowledged,
      sum);
  sum[Column::kGoodsRupiah] = payment.goods_rupiah;
  sum[Column::kFeeToldRupiah] = payment.fee_told_rupiah;
  std::size_t facts = payment.listings.size() + payment.entries.size();
  for (const EntryGroup& group : payment.earlier) facts += group.tally.count;
  sum[Column::kFacts] = static_cast<std::int64_t>(facts);
  return sum;
}

Sum& Standing::Of(std::string_view bank_key, std::string_view sp2d_no) {
  for (Part& part : parts) {
    if (part.bank == bank_key && part.sp2d_no == sp2d_no) return part.sum;
  }
  return parts
      .emplace_back(Part{std::string(bank_key), std::string(sp2d_no), {}})
      .sum;
}

Standing StandingOf(const Payment& payment) {
  if (payment.IsEmpty()) return {};
  Standing standing;
  standing.bank = payment.Bank();
  standing.is_open = payment.OpenReturnRupiah() > 0;
  standing.is_out_of_order = payment.IsOutOfOrder();
  const std::string order = payment.sp2d_no.value_or("");
  Sum own = SumOf(payment);
  for (const EntryGroup& group : payment.Groups()) {
    const Entry& last = group.last;
    const bool is_credit = last.kind == Kind::kCredited;
    if (!is_credit && last.kind != Kind::kFailed) continue;
    if (last.submitter == payment.submitter && last.sp2d_no == order) continue;
    // Counted where it belongs, and not with the rest.
    Sum apart;
    if (is_credit) {
      apart[Column::kCredited] = static_cast<std::int64_t>(group.tally.count);
      apart[Column::kCreditedRupiah] = group.tally.rupiah;
    } else if (payment.IsUnsettled(last)) {
      apart[Column::kFailed] = 1;
      apart[Column::kFailedRupiah] = last.rupiah;
    }
    own.Add(apart, -1);
    standing.Of(BankKey(last.submitter), last.sp2d_no).Add(apart);
  }
  standing.Of(standing.bank, order).Add(own);
  return standing;
}

void Recount(std::string_view period, std::string_view subject,
             const Standing& before, const Standing& now, fold::Writer& state) {
  Standing change = now;
  for (const Standing::Part& part : before.parts) {
    change.Of(part.bank, part.sp2d_no).Add(part.sum, -1);
  }
  const std::string village = VillageOf(state, subject);
  for (const Standing::Part& part : change.parts) {
    AddAt(period, village, part.bank, part.sp2d_no, part.sum, state);
  }
}

void CountUse(const money::Share& share, std::uint32_t submitter,
              const money::Used& used, fold::Writer& state) {
  AddAt(share.period_id, VillageOf(state, share.subject), BankKey(submitter),
        share.sp2d_no, SumOf(used), state);
}

void CountElsewhere(std::string_view subject, std::string_view from,
                    std::string_view to, fold::Writer& state) {
  std::set<std::string> accounts;
  VisitFamily(state, subject, [&](const Payment& payment) {
    for (const auto& [bank, sp2d_no, sum] : StandingOf(payment).parts) {
      Sum taken;
      taken.Add(sum, -1);
      AddAt(payment.period_id, from, bank, sp2d_no, taken, state);
      AddAt(payment.period_id, to, bank, sp2d_no, sum, state);
    }
    for (const EntryGroup& group : payment.Groups()) {
      if (group.last.kind == Kind::kCredited) {
        accounts.insert(group.last.account);
      }
    }
    return true;
  });
  for (const std::string& account : accounts) {
    const money::AccountUses all = money::UsesOf(state, account);
    const std::string bank = BankKey(all.submitter);
    for (const auto& [share, used] : all.uses) {
      if (share.subject != subject) continue;
      AddAt(share.period_id, from, bank, share.sp2d_no, SumOf(used, -1), state);
      AddAt(share.period_id, to, bank, share.sp2d_no, SumOf(used), state);
    }
  }
}

std::string VillageOf(const fold::Reader& reader, std::string_view subject) {
  const auto stored = reader.Get(kName, fold::Key(kVillages, subject));
  return stored ? std::string(*stored) : std::string();
}

}  // namespace ledger::views::payment
