#include "ledger/views/reconcile/flow.h"

#include <algorithm>
#include <set>
#include <utility>

#include "ledger/base/region.h"
#include "ledger/views/bank_report/bank_report.h"
#include "ledger/views/custody/custody.h"
#include "ledger/views/listing/listing.h"
#include "ledger/views/money/money.h"
#include "ledger/views/payment/payment.h"
#include "ledger/views/payment/sum.h"
#include "ledger/views/reconcile/reconcile.h"

namespace ledger::views::reconcile {
namespace {

using payment::Column;
using payment::Payment;
using payment::Sum;

void Note(Flow& flow, std::uint64_t index) {
  ++flow.index_count;
  if (flow.indices.size() < kMaxIndices) flow.indices.push_back(index);
}

void Add(const Sum& sum, Column count, Column rupiah, Amount& amount) {
  amount.Add(sum[rupiah], static_cast<std::uint64_t>(sum[count]));
}

void Add(const Sum& sum, Flow& flow) {
  Add(sum, Column::kListed, Column::kListedRupiah, flow.listed);
  Add(sum, Column::kPayable, Column::kPayableRupiah, flow.payable);
  Add(sum, Column::kCredited, Column::kCreditedRupiah, flow.credited);
  Add(sum, Column::kFailed, Column::kFailedRupiah, flow.failed);
  Add(sum, Column::kPaidInCash, Column::kPaidInCashRupiah, flow.paid_in_cash);
  Add(sum, Column::kWithdrawn, Column::kWithdrawnRupiah, flow.withdrawn);
  Add(sum, Column::kDebitedBack, Column::kDebitedBackRupiah, flow.debited_back);
  Add(sum, Column::kRemitted, Column::kRemittedRupiah, flow.remitted);
  Add(sum, Column::kAcknowledged, Column::kAcknowledgedRupiah,
      flow.acknowledged);
  flow.fee_rupiah += sum[Column::kFeeRupiah];
  flow.goods_rupiah += sum[Column::kGoodsRupiah];
  flow.fee_told_rupiah += sum[Column::kFeeToldRupiah];
  flow.remaining_rupiah += sum[Column::kRemainingRupiah];
  flow.index_count += static_cast<std::uint64_t>(sum[Column::kFacts]);
}

void NotePayment(const Payment& payment, Flow& flow) {
  if (payment.programme != amanah::v1::PROGRAMME_UNSPECIFIED) {
    flow.programme = payment.programme;
  }
  const auto note = [&](std::uint64_t index) {
    if (flow.indices.size() < kMaxIndices) flow.indices.push_back(index);
  };
  for (const auto& listing : payment.listings) note(listing.index);
  for (const auto& entry : payment.entries) note(entry.index);
}

class FlowSum {
 public:
  Flow& Of(const std::string& period) {
    Flow& flow = flows_[period];
    flow.period_id = period;
    return flow;
  }

  void AddOrder(const payment::Lot& lot) {
    Flow& flow = Of(lot.period_id);
    flow.programme = lot.programme;
    if (!lot.is_issued) return;
    flow.ordered.Add(lot.ordered_rupiah, lot.ordered_count);
    Note(flow, lot.issued_index);
  }

  Flow* Find(const std::string& period) {
    const auto at = flows_.find(period);
    return at == flows_.end() ? nullptr : &at->second;
  }

  std::vector<Flow> Finish() {
    std::vector<Flow> flows;
    for (auto& [period, flow] : flows_) flows.push_back(std::move(flow));
    return flows;
  }

 private:
  std::map<std::string, Flow> flows_;
};

bool IsPeriod(const FlowQuery& query, std::string_view period) {
  return query.period_id.empty() || period == query.period_id;
}

// What became of one family's money on an account, with its lines.
void Follow(const fold::Reader& reader, const std::string& account,
            const FlowQuery& query, FlowSum& sum) {
  const auto sums = money::Find(reader, account);
  if (!sums) return;
  const money::Line* line = nullptr;
  money::Attribution attribution(
      {}, sums->owner.empty() ? std::string_view(account) : sums->owner);
  const money::Attribution::Visitor use = [&](const money::Share& share,
                                              const money::Used& used) {
    if (share.subject != query.family || !IsPeriod(query, share.period_id)) {
      return;
    }
    Flow& flow = sum.Of(share.period_id);
    flow.withdrawn.Add(used.withdrawn_rupiah,
                       static_cast<std::uint64_t>(used.withdrawals));
    flow.fee_rupiah += used.fee_rupiah;
    flow.debited_back.Add(used.debited_back_rupiah,
                          static_cast<std::uint64_t>(used.debits_back));
    flow.remaining_rupiah += used.remaining_rupiah;
    // A credit is among the payment's facts.
    if (line != nullptr && !line->IsCredit()) Note(flow, line->index);
  };
  attribution.Open(sums->opening_rupiah.value_or(0), use);
  money::VisitChain(reader, account, [&](const money::Line& one) {
    line = &one;
    if (one.is_in_chain) attribution.Step(one, use);
    return true;
  });
}

Status SumFamily(const fold::Reader& reader, const FlowQuery& query,
                 FlowSum& sum) {
  bool is_known = false;
  std::set<std::string> accounts;
  payment::VisitFamily(reader, query.family, [&](const Payment& payment) {
    is_known = true;
    for (const payment::EntryGroup& group : payment.Groups()) {
      if (!group.last.account.empty()) accounts.insert(group.last.account);
    }
    if (!IsPeriod(query, payment.period_id)) return true;
    Flow& flow = sum.Of(payment.period_id);
    Add(payment::SumOf(payment), flow);
    NotePayment(payment, flow);
    return true;
  });
  for (const std::string& account : accounts) {
    Follow(reader, account, query, sum);
  }
  if (is_known) return Ok{};
  return Error{Code::kNotFound, kFamilyUnknown,
               "no list, credit or return names this family"};
}

// What was credited under the order is the order's, and what became of it; what
// was due, said or returned is that of the families whose last credit of the
// period is of it.
Status SumLot(const fold::Reader& reader, const FlowQuery& query,
              FlowSum& sum) {
  const auto lot = payment::FindLot(reader, query.sp2d_no);
  if (!lot) {
    return Error{Code::kNotFound, kOrderUnknown,
                 "no order and no credit has the number " + query.sp2d_no};
  }
  Flow& flow = sum.Of(lot->period_id);
  Add(payment::SumOfLot(reader, query.sp2d_no, lot->period_id), flow);
  sum.AddOrder(*lot);
  payment::VisitLotCredits(reader, query.sp2d_no,
                           [&](const payment::LotCredit& credit) {
                             flow.indices.push_back(credit.index);
                             return flow.indices.size() < kMaxIndices;
                           });
  return Ok{};
}

// Whose sums are a bank's.
std::set<std::string> KeysOf(const fold::Reader& reader,
                             const std::string& bank) {
  std::set<std::string> keys;
  for (const auto& one : bank_report::Banks(reader)) {
    if (std::find(one.names.begin(), one.names.end(), bank) !=
        one.names.end()) {
      keys.insert(payment::BankKey(one.submitter));
    }
  }
  if (!keys.empty()) keys.insert(bank);
  return keys;
}

void SumAll(const fold::Reader& reader, const FlowQuery& query,
            const std::set<std::string>& banks, FlowSum& sum) {
  const bool is_everywhere = query.region_prefix.empty();
  std::map<std::string, amanah::v1::Programme> programmes;
  payment::VisitLots(reader, [&](const payment::Lot& lot) {
    if (!IsPeriod(query, lot.period_id)) return true;
    programmes[lot.period_id] = lot.programme;
    // An order is a bank's, not a region's.
    const bool is_mine = query.bank.empty() || lot.bank == query.bank;
    if (is_everywhere && is_mine) sum.AddOrder(lot);
    return true;
  });
  for (const std::string& period : payment::PeriodsOfSums(reader)) {
    if (!IsPeriod(query, period)) continue;
    payment::VisitSums(reader, period, query.region_prefix,
                       [&](const payment::PlaceSum& place) {
                         const bool is_mine =
                             query.bank.empty() ||
                             banks.count(std::string(place.bank)) > 0;
                         if (!is_mine) return true;
                         Flow& flow = sum.Of(period);
                         flow.programme = programmes[period];
                         Add(place.sum, flow);
                         return true;
                       });
  }
}

// The facts of a region's first families stand for those of all.
void NoteFamilies(const fold::Reader& reader, const FlowQuery& query,
                  const std::set<std::string>& banks, FlowSum& sum) {
  // Each has a listing a period, and most have a credit.
  constexpr std::size_t kFamilies = kMaxIndices / 2;
  std::vector<std::string> families;
  listing::VisitFamilies(reader, query.region_prefix, {}, {},
                         [&](std::string_view, std::string_view kpm) {
                           families.emplace_back(kpm);
                           return families.size() < kFamilies;
                         });
  for (const std::string& family : families) {
    payment::VisitFamily(reader, family, [&](const Payment& payment) {
      Flow* flow = sum.Find(payment.period_id);
      const bool is_asked =
          flow != nullptr &&
          (query.bank.empty() || banks.count(payment.Bank()) > 0);
      if (is_asked) NotePayment(payment, *flow);
      return true;
    });
  }
}

}  // namespace

Result<std::vector<Flow>> Flows(const fold::Reader& reader,
                                const FlowQuery& query) {
  if (!query.region_prefix.empty() && !IsRegionCode(query.region_prefix)) {
    return Error{Code::kInvalidArgument, custody::kRegionMalformed,
                 "a region is a code such as 18.01.18"};
  }
  const std::set<std::string> banks = KeysOf(reader, query.bank);
  if (!query.bank.empty() && banks.empty()) {
    return Error{Code::kNotFound, kBankUnknown,
                 "no source calls itself '" + query.bank + "'"};
  }
  FlowSum sum;
  if (!query.family.empty()) {
    LEDGER_RETURN_IF_ERROR(SumFamily(reader, query, sum));
  } else if (!query.sp2d_no.empty()) {
    LEDGER_RETURN_IF_ERROR(SumLot(reader, query, sum));
  } else {
    SumAll(reader, query, banks, sum);
    if (!query.region_prefix.empty()) {
      NoteFamilies(reader, query, banks, sum);
    }
  }
  return sum.Finish();
}

}  // namespace ledger::views::reconcile
