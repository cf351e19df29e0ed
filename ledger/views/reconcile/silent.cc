#include "ledger/views/reconcile/silent.h"

#include <algorithm>
#include <iterator>
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

void TakeCards(const fold::Reader& reader, SilentAccount& silent) {
  for (const std::string& kks : card::CardsOf(reader, silent.account)) {
    const auto card = card::Find(reader, kks);
    if (!card) continue;
    if (silent.kpm.empty()) silent.kpm = card->kpm;
    if (silent.kks.empty()) silent.kks = kks;
    if (card->First(Step::kHandedOver) != nullptr) {
      silent.was_handed_over = true;
    }
    const card::LifeEvent* at_branch = card->First(Step::kAtBranch);
    if (at_branch == nullptr) at_branch = card->First(Step::kDispatched);
    if (at_branch != nullptr &&
        (silent.branch_code.empty() || kks == silent.kks)) {
      silent.branch_code = at_branch->place;
    }
  }
}

void AddCredit(const money::Line& line, SilentAccount& silent) {
  if (silent.credits++ == 0) silent.since = line.at;
  silent.rupiah += line.amount_rupiah;
  silent.kks = line.kks;
  if (silent.indices.size() < kMaxIndices) silent.indices.push_back(line.index);
  if (std::find(silent.periods.begin(), silent.periods.end(), line.period_id) ==
      silent.periods.end()) {
    silent.periods.push_back(line.period_id);
  }
}

SilentAccount Describe(const fold::Reader& reader, std::string_view account) {
  SilentAccount silent;
  money::VisitChain(reader, account, [&](const money::Line& line) {
    if (line.EndsSilence()) {
      silent = SilentAccount{};
      silent.was_ever_used = true;
    } else if (line.IsCredit()) {
      AddCredit(line, silent);
    } else if (line.kind == Event::kAccountFrozen) {
      silent.is_frozen = true;
    }
    return true;
  });
  silent.account = account;
  TakeCards(reader, silent);
  silent.region_code = family::RegionOf(reader, silent.kpm);
  return silent;
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
  const std::int64_t now = custody::LatestMicros(reader);
  list.as_of = {now, kWibMinutes};
  const std::int64_t until = now - query.min_days * kMicrosPerDay;
  bool is_bank_known = query.bank.empty();
  for (const bank_report::Bank& bank : bank_report::Banks(reader)) {
    if (!query.bank.empty() && std::find(bank.names.begin(), bank.names.end(),
                                         query.bank) == bank.names.end()) {
      continue;
    }
    is_bank_known = true;
    std::vector<money::Silence> found;
    money::VisitSilent(reader, bank.submitter, until,
                       [&](const money::Silence& silence) {
                         found.push_back(silence);
                         return true;
                       });
    for (const money::Silence& silence : found) {
      SilentAccount silent = Describe(reader, silence.account);
      if (!bank.names.empty()) silent.bank = bank.names.front();
      silent.days = static_cast<std::int32_t>(
          std::max<std::int64_t>(0, now - silence.since_micros) /
          kMicrosPerDay);
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
    SilentGroup& group = groups[GroupOf(query.by, silent)];
    Count(silent, group);
    Count(silent, list.all);
  }
  for (auto& [name, group] : groups) {
    group.name = name;
    list.groups.push_back(std::move(group));
  }
  return list;
}

}  // namespace ledger::views::reconcile
