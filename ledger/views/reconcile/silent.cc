#include "ledger/views/reconcile/silent.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>
#include <utility>

#include "ledger/base/region.h"
#include "ledger/base/time.h"
#include "ledger/views/bank_report/bank_report.h"
#include "ledger/views/card/card.h"
#include "ledger/views/custody/custody.h"
#include "ledger/views/family/family.h"
#include "ledger/views/money/money.h"
#include "ledger/views/reconcile/reconcile.h"

namespace ledger::views::reconcile {
namespace {

using amanah::v1::Event;
using card::Step;

// As it was at `now`.
void TakeCards(const fold::Reader& reader, std::int64_t now,
               SilentAccount& silent) {
  for (const std::string& kks : card::CardsOf(reader, silent.account)) {
    const auto card = card::Find(reader, kks);
    if (!card) continue;
    if (silent.kpm.empty()) silent.kpm = card->kpm;
    if (silent.kks.empty()) silent.kks = kks;
    const card::LifeEvent* handed_over = card->First(Step::kHandedOver);
    if (handed_over != nullptr && handed_over->at.unix_micros <= now) {
      silent.was_handed_over = true;
    }
    const card::LifeEvent* at_branch = card->First(Step::kAtBranch);
    if (at_branch == nullptr) at_branch = card->First(Step::kDispatched);
    if (at_branch != nullptr && at_branch->at.unix_micros <= now &&
        (silent.branch_code.empty() || kks == silent.kks)) {
      silent.branch_code = at_branch->place;
    }
  }
}

std::int32_t DaysUntil(std::int64_t now, std::int64_t since) {
  return static_cast<std::int32_t>(std::max<std::int64_t>(0, now - since) /
                                   kMicrosPerDay);
}

void AddCredit(const money::Line& line, std::int64_t now,
               SilentAccount& silent) {
  if (silent.credits++ == 0) {
    silent.since = line.at;
    silent.days = DaysUntil(now, line.posted_micros);
  }
  silent.rupiah += line.amount_rupiah;
  silent.kks = line.kks;
  if (silent.indices.size() < kMaxIndices) silent.indices.push_back(line.index);
  if (std::find(silent.periods.begin(), silent.periods.end(), line.period_id) ==
      silent.periods.end()) {
    silent.periods.push_back(line.period_id);
  }
  auto lot = std::find_if(
      silent.lots.begin(), silent.lots.end(),
      [&](const SilentLot& one) { return one.sp2d_no == line.sp2d_no; });
  if (lot == silent.lots.end()) {
    lot = silent.lots.insert(
        lot, {line.sp2d_no, DaysUntil(now, line.posted_micros), 0});
  }
  lot->rupiah += line.amount_rupiah;
}

// By what was posted until `now`; no credits when it was not silent then.
SilentAccount Describe(const fold::Reader& reader, std::string_view account,
                       std::int64_t now) {
  SilentAccount silent;
  money::VisitChain(reader, account, [&](const money::Line& line) {
    if (line.posted_micros > now) return false;
    if (line.EndsSilence()) {
      silent = SilentAccount{};
      silent.was_ever_used = true;
    } else if (line.IsCredit()) {
      AddCredit(line, now, silent);
    } else if (line.kind == Event::kAccountFrozen) {
      silent.is_frozen = true;
    }
    return true;
  });
  silent.account = account;
  if (silent.credits == 0) return silent;
  TakeCards(reader, now, silent);
  silent.region_code = family::RegionOf(reader, silent.kpm);
  return silent;
}

// Accounts that may have been silent at `now`, since `until` or earlier.
std::set<std::string> CandidatesOf(const fold::Reader& reader,
                                   std::uint32_t submitter, std::int64_t now,
                                   std::int64_t until, bool is_past) {
  std::set<std::string> accounts;
  const auto add = [&](const money::Silence& silence) {
    accounts.insert(silence.account);
    return true;
  };
  money::VisitSilent(reader, submitter, until, add);
  if (!is_past) return accounts;
  money::VisitEndedSilences(reader, submitter, now, until, add);
  // Shorter silences are not kept: whoever was credited shortly before.
  const auto day_of = [](std::int64_t micros) {
    return bank_report::DayOf({micros, kWibMinutes});
  };
  bank_report::VisitPostings(
      reader, submitter, day_of(now - money::kLongSilenceMicros) - 1,
      day_of(until) + 2,
      [&](std::int32_t, const bank_report::Posting& posting) {
        if (posting.type == bank_report::Type::kCredit && posting.is_approved) {
          accounts.insert(posting.account);
        }
        return true;
      });
  return accounts;
}

bool IsAsked(const SilentQuery& query, const SilentAccount& silent) {
  if (!query.branch_code.empty() && silent.branch_code != query.branch_code) {
    return false;
  }
  if (!query.region_prefix.empty() &&
      !IsWithinRegion(silent.region_code, query.region_prefix)) {
    return false;
  }
  return query.period_id.empty() ||
         std::find(silent.periods.begin(), silent.periods.end(),
                   query.period_id) != silent.periods.end();
}

const std::string& GroupOf(SilentBy by, const SilentAccount& silent) {
  switch (by) {
    case SilentBy::kBank:
      return silent.bank;
    case SilentBy::kBranch:
      return silent.branch_code;
    case SilentBy::kRegion:
    case SilentBy::kLot:
      break;
  }
  return silent.region_code;
}

void Count(const SilentAccount& silent, AgeCount& count) {
  ++count.accounts;
  count.rupiah += silent.rupiah;
}

void Count(const SilentAccount& silent, SilentGroup& group) {
  Count(silent, group.all);
  Count(silent, group.ages[AgeBucket(silent.days)]);
  if (!silent.was_handed_over) Count(silent, group.undistributed);
  if (silent.is_past_deadline) Count(silent, group.past_deadline);
}

void CountLots(const SilentAccount& silent, std::int32_t deadline_days,
               std::map<std::string, SilentGroup>& groups) {
  for (const SilentLot& lot : silent.lots) {
    SilentAccount part;
    part.rupiah = lot.rupiah;
    part.days = lot.days;
    part.was_handed_over = silent.was_handed_over;
    part.is_past_deadline = lot.days >= deadline_days;
    Count(part, groups[lot.sp2d_no]);
  }
}

}  // namespace

std::size_t AgeBucket(std::int32_t days) {
  return static_cast<std::size_t>(
      std::upper_bound(std::begin(kAgeLimits), std::end(kAgeLimits), days) -
      std::begin(kAgeLimits));
}

Result<SilentList> ListSilent(const fold::Reader& reader,
                              const SilentQuery& query) {
  if (!query.region_prefix.empty() && !IsRegionCode(query.region_prefix)) {
    return Error{Code::kInvalidArgument, custody::kRegionMalformed,
                 "a region is a code such as 18.01.18"};
  }
  SilentList list;
  const std::int64_t latest = custody::LatestMicros(reader);
  const bool is_past = query.as_of_micros && *query.as_of_micros < latest;
  const std::int64_t now = is_past ? *query.as_of_micros : latest;
  list.as_of = {now, kWibMinutes};
  const std::int64_t until = now - query.min_days * kMicrosPerDay;
  bool is_bank_known = query.bank.empty();
  for (const bank_report::Bank& bank : bank_report::Banks(reader)) {
    if (!query.bank.empty() && std::find(bank.names.begin(), bank.names.end(),
                                         query.bank) == bank.names.end()) {
      continue;
    }
    is_bank_known = true;
    for (const std::string& account :
         CandidatesOf(reader, bank.submitter, now, until, is_past)) {
      const auto sums = money::Find(reader, account);
      if (!sums || sums->submitter != bank.submitter) continue;
      SilentAccount silent = Describe(reader, account, now);
      if (silent.credits == 0 || silent.days < query.min_days) continue;
      if (!bank.names.empty()) silent.bank = bank.names.front();
      silent.is_past_deadline = silent.days >= query.return_deadline_days;
      if (IsAsked(query, silent)) list.accounts.push_back(std::move(silent));
    }
  }
  if (!is_bank_known) {
    return Error{Code::kNotFound, kBankUnknown,
                 "no source calls itself '" + query.bank + "'"};
  }
  std::sort(list.accounts.begin(), list.accounts.end(),
            [](const SilentAccount& a, const SilentAccount& b) {
              return std::tie(a.since.unix_micros, a.account) <
                     std::tie(b.since.unix_micros, b.account);
            });
  std::map<std::string, SilentGroup> groups;
  for (const SilentAccount& silent : list.accounts) {
    if (query.by == SilentBy::kLot) {
      CountLots(silent, query.return_deadline_days, groups);
    } else {
      Count(silent, groups[GroupOf(query.by, silent)]);
    }
    Count(silent, list.all);
  }
  for (auto& [name, group] : groups) {
    group.name = name;
    list.groups.push_back(std::move(group));
  }
  return list;
}

}  // namespace ledger::views::reconcile
