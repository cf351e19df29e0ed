#include "ledger/views/reconcile/flow.h"

#include <algorithm>
#include <deque>
#include <set>
#include <utility>

#include "ledger/base/region.h"
#include "ledger/views/bank_report/bank_report.h"
#include "ledger/views/custody/custody.h"
#include "ledger/views/family/family.h"
#include "ledger/views/money/money.h"
#include "ledger/views/payment/payment.h"
#include "ledger/views/reconcile/reconcile.h"

namespace ledger::views::reconcile {
namespace {

using amanah::v1::Event;
using payment::Payment;

void Note(Flow& flow, std::uint64_t index) {
  ++flow.index_count;
  if (flow.indices.size() < kMaxIndices) flow.indices.push_back(index);
}

void Note(Flow& flow, const payment::Tally& tally) {
  if (tally.count > 0) Note(flow, tally.last_index);
}

// What one account's debits used, oldest credit first.
class Attribution {
 public:
  void Put(const std::string& period, std::int64_t rupiah) {
    if (rupiah > 0) parts_.push_back({period, rupiah});
  }
  // Calls `use(period, rupiah)` for each part used; what no credit covers is
  // of no period.
  template <typename Use>
  void Take(std::int64_t rupiah, const Use& use) {
    while (rupiah > 0 && !parts_.empty()) {
      Part& part = parts_.front();
      const std::int64_t used = std::min(rupiah, part.rupiah);
      use(part.period, used);
      part.rupiah -= used;
      rupiah -= used;
      if (part.rupiah == 0) parts_.pop_front();
    }
    if (rupiah > 0) use(std::string(), rupiah);
  }
  template <typename Use>
  void Rest(const Use& use) const {
    for (const Part& part : parts_) use(part.period, part.rupiah);
  }

 private:
  struct Part {
    std::string period;
    std::int64_t rupiah = 0;
  };
  std::deque<Part> parts_;
};

class FlowSum {
 public:
  FlowSum(const fold::Reader& reader, const FlowQuery& query)
      : reader_(reader), query_(query) {}

  Flow& Of(const std::string& period) {
    Flow& flow = flows_[period];
    flow.period_id = period;
    return flow;
  }

  void AddPayment(const Payment& payment) {
    Flow& flow = Of(payment.period_id);
    if (payment.programme != amanah::v1::PROGRAMME_UNSPECIFIED) {
      flow.programme = payment.programme;
    }
    if (payment.listing) {
      flow.listed.Add(payment.listing->rupiah);
      if (payment.listing->IsPayable()) {
        flow.payable.Add(payment.listing->rupiah);
      }
      Note(flow, payment.listing->index);
    }
    flow.credited.Add(payment.credited.rupiah, payment.credited.count);
    flow.failed.Add(payment.failed.rupiah, payment.failed.count);
    flow.paid_in_cash.Add(payment.paid_in_cash.rupiah,
                          payment.paid_in_cash.count);
    flow.remitted.Add(payment.remitted.rupiah, payment.remitted.count);
    flow.acknowledged.Add(payment.acknowledged.rupiah,
                          payment.acknowledged.count);
    flow.goods_rupiah += payment.goods_rupiah;
    flow.fee_told_rupiah += payment.fee_told_rupiah;
    Note(flow, payment.credited);
    Note(flow, payment.failed);
    Note(flow, payment.remitted);
    Note(flow, payment.acknowledged);
    if (!payment.account.empty())
      accounts_[payment.account].insert(payment.period_id);
  }

  void AddOrder(const payment::Lot& lot) {
    if (!lot.is_issued) return;
    Flow& flow = Of(lot.period_id);
    flow.programme = lot.programme;
    flow.ordered.Add(lot.ordered_rupiah, lot.ordered_count);
    Note(flow, lot.issued_index);
  }

  // Follows the money of every account met; periods that were not asked for
  // are left out again.
  std::vector<Flow> Finish() {
    for (const auto& [account, periods] : accounts_) Follow(account, periods);
    std::vector<Flow> flows;
    for (auto& [period, flow] : flows_) flows.push_back(std::move(flow));
    return flows;
  }

 private:
  void Follow(const std::string& account,
              const std::set<std::string>& periods) {
    const auto sums = money::Find(reader_, account);
    if (!sums) return;
    const bool is_narrow = !query_.period_id.empty() || !query_.sp2d_no.empty();
    const auto is_asked = [&](const std::string& period) {
      return !is_narrow || periods.count(period) > 0;
    };
    Attribution money_in;
    money_in.Put({}, sums->opening_rupiah.value_or(0));
    money::VisitChain(reader_, account, [&](const money::Line& line) {
      if (!line.is_in_chain) return true;
      if (line.IsCredit()) {
        money_in.Put(line.period_id, line.amount_rupiah);
      } else if (line.amount_rupiah > 0) {
        money_in.Put({}, line.amount_rupiah);
      }
      const bool is_return = line.kind == Event::kFundsDebitedToRpl;
      const bool is_fee = line.kind == Event::kFeeCharged;
      std::uint64_t times = 1;
      money_in.Take(std::max<std::int64_t>(0, -line.amount_rupiah),
                    [&](const std::string& period, std::int64_t rupiah) {
                      // One debit counts once, with the oldest money that it
                      // used.
                      const std::uint64_t count = std::exchange(times, 0);
                      if (!is_asked(period)) return;
                      Flow& flow = Of(period);
                      if (is_fee) {
                        flow.fee_rupiah += rupiah;
                      } else {
                        (is_return ? flow.debited_back : flow.withdrawn)
                            .Add(rupiah, count);
                      }
                      Note(flow, line.index);
                    });
      money_in.Take(line.fee_rupiah,
                    [&](const std::string& period, std::int64_t rupiah) {
                      if (is_asked(period)) Of(period).fee_rupiah += rupiah;
                    });
      return true;
    });
    money_in.Rest([&](const std::string& period, std::int64_t rupiah) {
      if (is_asked(period)) Of(period).remaining_rupiah += rupiah;
    });
  }

  const fold::Reader& reader_;
  const FlowQuery& query_;
  std::map<std::string, Flow> flows_;
  std::map<std::string, std::set<std::string>> accounts_;
};

// Payments of a bank or region.
class Narrow {
 public:
  Narrow(const fold::Reader& reader, const FlowQuery& query)
      : reader_(reader), query_(query) {
    for (const auto& bank : bank_report::Banks(reader)) {
      if (std::find(bank.names.begin(), bank.names.end(), query.bank) !=
          bank.names.end()) {
        submitters_.insert(bank.submitter);
      }
    }
  }
  bool is_bank_known() const {
    return query_.bank.empty() || !submitters_.empty();
  }
  bool Has(const Payment& payment) const {
    if (!query_.bank.empty()) {
      const bool is_mine =
          payment.submitter != 0
              ? submitters_.count(payment.submitter) > 0
              : payment.listing && payment.listing->bank == query_.bank;
      if (!is_mine) return false;
    }
    return query_.region_prefix.empty() ||
           IsWithinRegion(family::RegionOf(reader_, payment.subject),
                          query_.region_prefix);
  }

 private:
  const fold::Reader& reader_;
  const FlowQuery& query_;
  std::set<std::uint32_t> submitters_;
};

bool IsPeriod(const FlowQuery& query, std::string_view period) {
  return query.period_id.empty() || period == query.period_id;
}

Status SumFamily(const fold::Reader& reader, const FlowQuery& query,
                 FlowSum& sum) {
  bool is_known = false;
  payment::VisitFamily(reader, query.family, [&](const Payment& payment) {
    is_known = true;
    if (IsPeriod(query, payment.period_id)) sum.AddPayment(payment);
    return true;
  });
  if (is_known) return Ok{};
  return Error{Code::kNotFound, kFamilyUnknown,
               "no list, credit or return names this family"};
}

Status SumLot(const fold::Reader& reader, const FlowQuery& query,
              const Narrow& narrow, FlowSum& sum) {
  const auto lot = payment::FindLot(reader, query.sp2d_no);
  if (!lot) {
    return Error{Code::kNotFound, kOrderUnknown,
                 "no order and no credit has the number " + query.sp2d_no};
  }
  std::set<std::string> families;
  payment::VisitLotCredits(
      reader, query.sp2d_no, [&](const payment::LotCredit& credit) {
        families.insert(credit.kpm.empty() ? credit.account : credit.kpm);
        return true;
      });
  for (const std::string& family : families) {
    const auto payment = payment::Find(reader, lot->period_id, family);
    if (payment && narrow.Has(*payment)) sum.AddPayment(*payment);
  }
  sum.AddOrder(*lot);
  return Ok{};
}

void SumAll(const fold::Reader& reader, const FlowQuery& query,
            const Narrow& narrow, FlowSum& sum) {
  std::set<std::string> periods;
  payment::VisitLots(reader, [&](const payment::Lot& lot) {
    if (!IsPeriod(query, lot.period_id)) return true;
    periods.insert(lot.period_id);
    // An order is a bank's, not a region's.
    const bool is_mine = query.bank.empty() || lot.bank == query.bank;
    if (query.region_prefix.empty() && is_mine) sum.AddOrder(lot);
    return true;
  });
  if (!query.period_id.empty()) periods.insert(query.period_id);
  for (const std::string& period : periods) {
    payment::VisitPeriod(reader, period, [&](const Payment& payment) {
      if (narrow.Has(payment)) sum.AddPayment(payment);
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
  const Narrow narrow(reader, query);
  if (!narrow.is_bank_known()) {
    return Error{Code::kNotFound, kBankUnknown,
                 "no source calls itself '" + query.bank + "'"};
  }
  FlowSum sum(reader, query);
  if (!query.family.empty()) {
    LEDGER_RETURN_IF_ERROR(SumFamily(reader, query, sum));
  } else if (!query.sp2d_no.empty()) {
    LEDGER_RETURN_IF_ERROR(SumLot(reader, query, narrow, sum));
  } else {
    SumAll(reader, query, narrow, sum);
  }
  return sum.Finish();
}

}  // namespace ledger::views::reconcile
