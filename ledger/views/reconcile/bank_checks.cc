// I2 and I6: what the bank itself reports must agree with itself.

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "ledger/base/time.h"
#include "ledger/views/bank_report/bank_report.h"
#include "ledger/views/card/card.h"
#include "ledger/views/family/family.h"
#include "ledger/views/money/money.h"
#include "ledger/views/reconcile/checks.h"

namespace ledger::views::reconcile {
namespace {

using bank_report::DayTotal;
using bank_report::Posting;
using bank_report::Type;

constexpr std::int32_t kForEver = std::numeric_limits<std::int32_t>::max();
// Trace gaps shown a break.
constexpr std::size_t kMaxGaps = 8;

// Hosts of Indonesian banks run on WIB.
std::int32_t HostDay(std::int64_t posted_micros) {
  return bank_report::DayOf({posted_micros, kWibMinutes});
}

// What left the accounts and is missing from the ledger, or the other way
// round: positive when the ledger has too little.
std::int64_t MissingRupiah(const DayTotal& total) {
  return total.told_rupiah - total.sum_rupiah;
}

std::optional<Cause> CauseOf(const Scope& scope, const DayTotal& total) {
  if (total.type == Type::kOther) return Cause::kTotalNotRead;
  if (total.told_count.has_value()) {
    if (*total.told_count == total.count &&
        total.told_rupiah == total.sum_rupiah) {
      return std::nullopt;
    }
    return Cause::kTotalDiffers;
  }
  // Not told of yet is no break.
  if (!scope.last_total_day || *scope.last_total_day <= total.day) {
    return std::nullopt;
  }
  return Cause::kTotalMissing;
}

Break TotalBreak(const DayTotal& total, Cause cause) {
  Break found;
  found.invariant = Invariant::kTotals;
  found.cause = cause;
  found.day = total.day;
  found.type = cause == Cause::kTotalNotRead
                   ? total.word
                   : std::string(bank_report::NameOf(total.type));
  found.expected_count =
      static_cast<std::int64_t>(total.told_count.value_or(0));
  found.expected_rupiah = total.told_rupiah;
  found.found_count = static_cast<std::int64_t>(total.count);
  found.found_rupiah = total.sum_rupiah;
  if (cause == Cause::kTotalDiffers) found.rupiah = MissingRupiah(total);
  if (total.told_count) AddIndex(found, total.told_index);
  return found;
}

// Days on which the bank says that more was taken than the ledger has.
std::set<std::int32_t> ShortDays(const Scope& scope) {
  std::set<std::int32_t> days;
  bank_report::VisitTotals(scope.reader, scope.submitter, -kForEver, kForEver,
                           [&](const DayTotal& total) {
                             if (TakesMoney(total.type) &&
                                 total.told_count.has_value() &&
                                 MissingRupiah(total) > 0) {
                               days.insert(total.day);
                             }
                             return true;
                           });
  return days;
}

Break ChainBreakOf(const Scope& scope, const std::string& account,
                   const money::ChainBreak& broken) {
  Break found;
  found.invariant = Invariant::kChains;
  found.cause = Cause::kChainBroken;
  found.account = account;
  found.kks = broken.after.kks.empty() ? broken.before.kks : broken.after.kks;
  for (const std::string& kks : card::CardsOf(scope.reader, account)) {
    const auto card = card::Find(scope.reader, kks);
    if (!card) continue;
    if (found.kpm.empty()) found.kpm = card->kpm;
    if (found.kks.empty()) found.kks = kks;
  }
  found.region_code = family::RegionOf(scope.reader, found.kpm);
  found.period_id = broken.before.period_id;
  found.found_rupiah = *broken.after.balance_after_rupiah;
  found.expected_rupiah = found.found_rupiah + broken.missing_rupiah;
  found.rupiah = broken.missing_rupiah;
  found.after_reference = broken.before.reference;
  found.before_reference = broken.after.reference;
  AddIndex(found, broken.before.index);
  AddIndex(found, broken.after.index);
  return found;
}

// The break lies in the window: on its day, when totals tell the day, else
// anywhere around it.
bool IsInWindow(const Scope& scope, const std::set<std::int32_t>& short_days,
                const money::ChainBreak& broken, Break& found) {
  const std::int32_t first = HostDay(broken.before.posted_micros);
  const std::int32_t last = HostDay(broken.after.posted_micros);
  const auto begin = short_days.lower_bound(first);
  const auto end = short_days.upper_bound(last);
  if (begin == end) return first < scope.end_day && scope.begin_day <= last;
  if (std::next(begin) == end) found.day = *begin;
  return std::any_of(begin, end, [&](std::int32_t day) {
    return scope.begin_day <= day && day < scope.end_day;
  });
}

// The bank's first and last reference of the day, and where terminals' trace
// numbers leave room.
struct DaySequence {
  std::string first;
  std::string last;
  std::vector<Posting> postings;
  std::map<std::string, std::vector<Posting>> by_terminal;
};

DaySequence SequenceOn(const Scope& scope, std::int32_t day) {
  DaySequence sequence;
  bank_report::VisitPostings(
      scope.reader, scope.submitter, day, day + 1,
      [&](std::int32_t, const Posting& posting) {
        if (sequence.first.empty()) sequence.first = posting.reference;
        sequence.last = posting.reference;
        sequence.postings.push_back(posting);
        if (!posting.tid.empty() && posting.stan != 0) {
          sequence.by_terminal[posting.tid].push_back(posting);
        }
        return true;
      });
  return sequence;
}

void AddGaps(const std::vector<Posting>& postings, std::vector<StanGap>& gaps) {
  constexpr std::uint32_t kStans = 999'999;  // 000001 follows 999999.
  for (std::size_t i = 1; i < postings.size(); ++i) {
    const Posting& a = postings[i - 1];
    const Posting& b = postings[i];
    const std::uint32_t step = (b.stan + kStans - a.stan) % kStans;
    // Half of the circle back is an upload out of order, not a gap.
    if (step <= 1 || step > kStans / 2) continue;
    gaps.push_back({a.tid, a.stan, b.stan, step - 1, a.index, b.index});
  }
}

// Runs of missing numbers in a day's postings, longer than `over`.
std::vector<SequenceGap> GapsOver(const std::vector<Posting>& postings,
                                  std::uint64_t over) {
  std::vector<SequenceGap> gaps;
  for (std::size_t i = 1; i < postings.size(); ++i) {
    const Posting& a = postings[i - 1];
    const Posting& b = postings[i];
    const std::uint64_t from = bank_report::NumberOfDay(a.reference);
    const std::uint64_t to = bank_report::NumberOfDay(b.reference);
    if (to <= from + 1 || to - from - 1 <= over) continue;
    gaps.push_back({a.reference, b.reference, to - from - 1, a.index, b.index});
  }
  return gaps;
}

// What the bank's numbers are like around `day`: the longest run without a row
// on days that agree; nullopt when there is none.
std::optional<std::uint64_t> UsualGap(const Scope& scope, std::int32_t day,
                                      const std::set<std::int32_t>& broken) {
  constexpr std::int32_t kDaysAround = 14;
  std::optional<std::uint64_t> widest;
  std::map<std::int32_t, std::vector<Posting>> days;
  bank_report::VisitPostings(scope.reader, scope.submitter, day - kDaysAround,
                             day + kDaysAround + 1,
                             [&](std::int32_t on, const Posting& posting) {
                               if (broken.count(on) == 0)
                                 days[on].push_back(posting);
                               return true;
                             });
  for (const auto& [on, postings] : days) {
    if (!widest) widest = 0;
    for (const SequenceGap& gap : GapsOver(postings, *widest)) {
      widest = std::max(*widest, gap.missing);
    }
  }
  return widest;
}

// Terminals at which the account's cards were ever used.
std::set<std::string> TerminalsOf(const Scope& scope,
                                  std::string_view account) {
  std::set<std::string> terminals;
  money::VisitChain(scope.reader, account, [&](const money::Line& line) {
    if (!line.place.empty()) terminals.insert(line.place);
    return true;
  });
  return terminals;
}

void ExplainChain(const Scope& scope, const DaySequence& sequence,
                  Break& chain) {
  std::vector<StanGap> gaps;
  for (const std::string& tid : TerminalsOf(scope, chain.account)) {
    const auto at = sequence.by_terminal.find(tid);
    if (at != sequence.by_terminal.end()) AddGaps(at->second, gaps);
  }
  if (gaps.size() > kMaxGaps) gaps.resize(kMaxGaps);
  chain.stan_gaps = std::move(gaps);
}

}  // namespace

bool TakesMoney(Type type) {
  return type == Type::kWithdrawal || type == Type::kPurchase ||
         type == Type::kTransfer || type == Type::kFee || type == Type::kReturn;
}

void CheckTotals(const Scope& scope, BankReport& report, Findings& findings) {
  std::map<std::string, TypeTotal> by_type;
  bank_report::VisitTotals(
      scope.reader, scope.submitter, scope.begin_day, scope.end_day,
      [&](const DayTotal& total) {
        findings.CountChecked(Invariant::kTotals);
        const std::string type =
            total.type == Type::kOther
                ? total.word
                : std::string(bank_report::NameOf(total.type));
        TypeTotal& sums = by_type[type];
        sums.type = type;
        sums.count += total.count;
        sums.rupiah += total.sum_rupiah;
        sums.told_count += total.told_count.value_or(0);
        sums.told_rupiah += total.told_rupiah;
        if (const auto cause = CauseOf(scope, total)) {
          findings.Add(TotalBreak(total, *cause));
        }
        return true;
      });
  for (auto& [type, sums] : by_type) report.totals.push_back(std::move(sums));
}

void CheckChains(const Scope& scope, Findings& findings) {
  bank_report::VisitTotals(scope.reader, scope.submitter, scope.begin_day,
                           scope.end_day, [&](const DayTotal& total) {
                             findings.CountChecked(Invariant::kChains,
                                                   total.count);
                             return true;
                           });
  const std::set<std::int32_t> short_days = ShortDays(scope);
  std::vector<std::string> accounts;
  money::VisitBroken(scope.reader, scope.submitter,
                     [&](std::string_view account) {
                       accounts.emplace_back(account);
                       return true;
                     });
  for (const std::string& account : accounts) {
    for (const auto& broken : money::ChainBreaks(scope.reader, account)) {
      Break found = ChainBreakOf(scope, account, broken);
      if (IsInWindow(scope, short_days, broken, found) &&
          IsWanted(scope, found.region_code)) {
        findings.Add(std::move(found));
      }
    }
  }
}

void Explain(const Scope& scope, BankReport& report) {
  std::map<std::int32_t, DaySequence> sequences;
  std::map<std::int32_t, std::int64_t> short_by_day;
  std::map<std::int32_t, std::int64_t> broken_by_day;
  for (const Break& found : report.breaks) {
    if (!found.day) continue;
    if (found.invariant == Invariant::kTotals &&
        found.cause == Cause::kTotalDiffers) {
      short_by_day[*found.day] += found.rupiah;
    }
    if (found.invariant == Invariant::kChains) {
      broken_by_day[*found.day] += found.rupiah;
    }
    if (sequences.count(*found.day) == 0) {
      sequences[*found.day] = SequenceOn(scope, *found.day);
    }
  }
  std::set<std::int32_t> broken;
  for (const auto& [day, sequence] : sequences) broken.insert(day);
  for (Break& found : report.breaks) {
    if (!found.day) continue;
    const DaySequence& sequence = sequences[*found.day];
    if (found.invariant == Invariant::kTotals) {
      if (found.expected_count > found.found_count) {
        if (const auto usual = UsualGap(scope, *found.day, broken)) {
          found.usual_gap = *usual;
          found.sequence_gaps = GapsOver(sequence.postings, *usual);
        }
      }
      found.after_reference = sequence.first;
      found.before_reference = sequence.last;
      found.explained_rupiah = std::clamp<std::int64_t>(
          found.rupiah, 0,
          std::max<std::int64_t>(0, broken_by_day[*found.day]));
    } else if (found.invariant == Invariant::kChains) {
      found.explained_rupiah = std::clamp<std::int64_t>(
          found.rupiah, 0, std::max<std::int64_t>(0, short_by_day[*found.day]));
      ExplainChain(scope, sequence, found);
    }
  }
}

}  // namespace ledger::views::reconcile
