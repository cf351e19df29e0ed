#include "ledger/views/reconcile/health.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "ledger/base/time.h"
#include "ledger/views/reconcile/reconcile.h"

namespace ledger::views::reconcile {
namespace {

using bank_report::Posting;

constexpr std::int64_t kLateMicros = kMicrosPerHour;
constexpr std::size_t kMaxCorrections = 100;
constexpr std::uint32_t kStans = 999'999;

class DayWalk {
 public:
  void Add(std::int32_t day, const Posting& posting, DayHealth& health) {
    health.day = day;
    ++health.rows;
    if (posting.is_offline) ++health.offline;
    AddSequence(posting, health);
    AddTerminal(posting, health);
    const std::int64_t took = posting.posted_micros - posting.occurred_micros;
    if (took > kLateMicros) ++health.posted_late;
    health.longest_post_seconds =
        std::max(health.longest_post_seconds, took / kMicrosPerSecond);
    health.longest_receive_seconds = std::max(
        health.longest_receive_seconds,
        (posting.received_micros - posting.posted_micros) / kMicrosPerSecond);
  }

 private:
  void AddSequence(const Posting& posting, DayHealth& health) {
    if (before_) {
      const std::uint64_t number = bank_report::NumberOfDay(posting.reference);
      const std::uint64_t previous =
          bank_report::NumberOfDay(before_->reference);
      if (posting.reference == before_->reference) ++health.repeated;
      if (posting.posted_micros < before_->posted_micros) ++health.backwards;
      if (number > previous && number - previous - 1 > health.widest_gap) {
        health.widest_gap = number - previous - 1;
        health.gap_after_reference = before_->reference;
        health.gap_before_reference = posting.reference;
        health.gap_after_index = before_->index;
        health.gap_before_index = posting.index;
      }
    } else {
      health.first_reference = posting.reference;
    }
    health.last_reference = posting.reference;
    const std::uint64_t first =
        bank_report::NumberOfDay(health.first_reference);
    const std::uint64_t last = bank_report::NumberOfDay(health.last_reference);
    health.span = last >= first ? last - first + 1 : 0;
    before_ = posting;
  }

  void AddTerminal(const Posting& posting, DayHealth& health) {
    if (posting.tid.empty() || posting.stan == 0) return;
    const auto [at, is_new] = stans_.insert({posting.tid, posting.stan});
    if (is_new) return;
    const std::uint32_t step = (posting.stan + kStans - at->second) % kStans;
    if (step == 0 || step > kStans / 2) ++health.stan_backwards;
    at->second = posting.stan;
  }

  std::optional<Posting> before_;
  std::map<std::string, std::uint32_t> stans_;
};

}  // namespace

Result<Health> HealthOf(const fold::Reader& reader, std::string_view bank,
                        std::int32_t begin_day, std::int32_t end_day) {
  Health health;
  health.bank = bank;
  bool is_known = false;
  for (const bank_report::Bank& one : bank_report::Banks(reader)) {
    if (std::find(one.names.begin(), one.names.end(), bank) ==
        one.names.end()) {
      continue;
    }
    is_known = true;
    std::map<std::int32_t, std::pair<DayWalk, DayHealth>> days;
    bank_report::VisitPostings(reader, one.submitter, begin_day, end_day,
                               [&](std::int32_t day, const Posting& posting) {
                                 auto& [walk, row] = days[day];
                                 walk.Add(day, posting, row);
                                 return true;
                               });
    bank_report::VisitTotals(
        reader, one.submitter, begin_day, end_day,
        [&](const bank_report::DayTotal& total) {
          DayHealth& row = days[total.day].second;
          row.day = total.day;
          if (total.told_count) row.has_totals = true;
          if (total.told_count.value_or(total.count) != total.count ||
              (total.told_count && total.told_rupiah != total.sum_rupiah)) {
            row.totals_agree = false;
          }
          return true;
        });
    for (auto& [day, walked] : days) {
      DayHealth& row = walked.second;
      health.rows += row.rows;
      if (row.rows > 0) ++health.days_with_rows;
      if (!row.has_totals) ++health.days_without_totals;
      if (!row.totals_agree) ++health.days_that_differ;
      health.days.push_back(std::move(row));
    }
    bank_report::VisitCorrections(
        reader, one.submitter, [&](const bank_report::Correction& correction) {
          ++health.corrections;
          health.latest_corrections.push_back(correction);
          if (health.latest_corrections.size() > kMaxCorrections) {
            health.latest_corrections.erase(health.latest_corrections.begin());
          }
          return true;
        });
  }
  if (!is_known) {
    return Error{Code::kNotFound, kBankUnknown,
                 "no source calls itself '" + std::string(bank) + "'"};
  }
  return health;
}

}  // namespace ledger::views::reconcile
