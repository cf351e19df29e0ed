#include "ledger/views/reconcile/reconcile.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "ledger/base/check.h"
#include "ledger/base/region.h"
#include "ledger/views/bank_report/bank_report.h"
#include "ledger/views/custody/custody.h"
#include "ledger/views/payment/payment.h"
#include "ledger/views/reconcile/checks.h"

namespace ledger::views::reconcile {
namespace {

constexpr std::int32_t kForEver = std::numeric_limits<std::int32_t>::max();

// First credits of each period that the bank has, by programme.
struct Periods {
  struct Began {
    std::int32_t day = 0;
    std::int64_t micros = 0;
    amanah::v1::Programme programme = amanah::v1::PROGRAMME_UNSPECIFIED;
  };
  std::map<std::string, Began> began;  // Credited by this bank.
  std::set<std::string> known;         // Ordered or credited, by any bank.
};

Periods PeriodsOf(const fold::Reader& reader, std::uint32_t submitter) {
  Periods periods;
  payment::VisitLots(reader, [&](const payment::Lot& lot) {
    periods.known.insert(lot.period_id);
    if (lot.submitter != submitter || lot.credited.count == 0) return true;
    const std::int32_t day = bank_report::DayOf(lot.credited.first_at);
    const std::int64_t micros = lot.credited.first_at.unix_micros;
    const auto [at, is_new] =
        periods.began.insert({lot.period_id, {day, micros, lot.programme}});
    if (!is_new) {
      at->second.day = std::min(at->second.day, day);
      at->second.micros = std::min(at->second.micros, micros);
    }
    return true;
  });
  return periods;
}

// False when the bank paid nothing in the period.
bool SetWindow(const Periods& periods, Scope& scope) {
  for (const auto& [name, began] : periods.began) {
    scope.began_micros[name] = began.micros;
  }
  if (scope.query.period_id.empty()) {
    scope.begin_day = -kForEver;
    scope.end_day = kForEver;
    for (const auto& [name, began] : periods.began) {
      scope.periods.push_back(name);
    }
    return true;
  }
  const auto own = periods.began.find(scope.query.period_id);
  if (own == periods.began.end()) return false;
  scope.periods = {own->first};
  scope.begin_day = own->second.day;
  scope.end_day = kForEver;
  for (const auto& [name, began] : periods.began) {
    if (began.programme == own->second.programme &&
        began.day > own->second.day) {
      scope.end_day = std::min(scope.end_day, began.day);
    }
  }
  return true;
}

auto OrderOf(const Break& found) {
  return std::tie(found.invariant, found.day, found.type, found.sp2d_no,
                  found.period_id, found.account, found.kpm, found.kks,
                  found.after_reference);
}

BankReport CheckBank(const Scope& scope) {
  BankReport report;
  report.bank = scope.bank;
  report.begin_day = scope.begin_day;
  report.end_day = scope.end_day;
  for (std::size_t i = 1; i <= kInvariants; ++i) {
    report.checks.push_back({static_cast<Invariant>(i), 0, 0, 0});
  }
  Findings findings(report);
  CheckLots(scope, findings);
  CheckChains(scope, findings);
  CheckCards(scope, findings);
  CheckLists(scope, findings);
  CheckTotals(scope, report, findings);
  CheckBooks(scope, report, findings);
  CheckHandover(scope, findings);
  CheckReturns(scope, findings);
  Explain(scope, report);
  std::sort(
      report.breaks.begin(), report.breaks.end(),
      [](const Break& a, const Break& b) { return OrderOf(a) < OrderOf(b); });
  return report;
}

}  // namespace

void Findings::CountChecked(Invariant invariant, std::uint64_t count) {
  report_.checks[static_cast<std::size_t>(invariant) - 1].checked += count;
}

void Findings::Add(Break found) {
  const auto at = static_cast<std::size_t>(found.invariant) - 1;
  AMANAH_CHECK(at < report_.checks.size());
  found.bank = report_.bank;
  Check& check = report_.checks[at];
  ++check.breaks;
  check.rupiah += found.rupiah;
  report_.breaks.push_back(std::move(found));
}

bool IsWanted(const Scope& scope, std::string_view region_code) {
  return scope.query.region_prefix.empty() ||
         IsWithinRegion(region_code, scope.query.region_prefix);
}

void AddIndex(Break& found, std::uint64_t index) {
  ++found.index_count;
  if (found.indices.size() < kMaxIndices) found.indices.push_back(index);
}

std::uint64_t CountOf(const Scope& scope, payment::Column column) {
  std::int64_t count = 0;
  for (const std::string& period : scope.periods) {
    payment::VisitSums(scope.reader, period, scope.query.region_prefix,
                       [&](const payment::PlaceSum& place) {
                         if (std::find(scope.keys.begin(), scope.keys.end(),
                                       place.bank) != scope.keys.end()) {
                           count += place.sum[column];
                         }
                         return true;
                       });
  }
  return static_cast<std::uint64_t>(count);
}

Result<std::vector<BankReport>> Run(const fold::Reader& reader,
                                    const Query& query) {
  if (!query.region_prefix.empty() && !IsRegionCode(query.region_prefix)) {
    return Error{Code::kInvalidArgument, custody::kRegionMalformed,
                 "a region is a code such as 18.01.18"};
  }
  std::vector<BankReport> reports;
  bool is_bank_known = query.bank.empty();
  bool is_period_known = query.period_id.empty();
  for (const bank_report::Bank& bank : bank_report::Banks(reader)) {
    if (bank.names.empty()) continue;
    const bool is_asked =
        query.bank.empty() || std::find(bank.names.begin(), bank.names.end(),
                                        query.bank) != bank.names.end();
    if (!is_asked) continue;
    is_bank_known = true;
    const Periods periods = PeriodsOf(reader, bank.submitter);
    if (periods.known.count(query.period_id) > 0) is_period_known = true;
    Scope scope(reader, query);
    scope.bank = query.bank.empty() ? bank.names.front() : query.bank;
    scope.submitter = bank.submitter;
    scope.keys = bank.names;
    scope.keys.push_back(payment::BankKey(bank.submitter));
    scope.last_total_day = bank.last_total_day;
    scope.now_micros = custody::LatestMicros(reader);
    if (SetWindow(periods, scope)) reports.push_back(CheckBank(scope));
  }
  if (!is_bank_known) {
    return Error{Code::kNotFound, kBankUnknown,
                 "no source calls itself '" + query.bank + "'"};
  }
  if (!is_period_known) {
    return Error{
        Code::kNotFound, kPeriodUnknown,
        "nothing was ordered or credited in '" + query.period_id + "'"};
  }
  std::sort(
      reports.begin(), reports.end(),
      [](const BankReport& a, const BankReport& b) { return a.bank < b.bank; });
  return reports;
}

}  // namespace ledger::views::reconcile
