#include "ledger/rules/r01/held.h"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "ledger/fold/codec.h"
#include "ledger/rules/r01/tables.h"
#include "ledger/views/card/card.h"
#include "ledger/views/common/moment.h"
#include "ledger/views/money/money.h"

namespace ledger::rules::r01 {
namespace {

// A card whose credits a holder's case counts.
struct Watch {
  std::string holder;
  std::string kks;
  bool operator==(const Watch&) const = default;
  auto operator<=>(const Watch&) const = default;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(holder)(kks);
  }
};

std::vector<Watch> WatchesOf(std::string_view account, const Context& context) {
  const auto stored = context.Get(WatchKey(account));
  if (!stored) return {};
  return fold::Decode<std::vector<Watch>>(*stored);
}

// Where the credits of a card are watched for.
std::string_view WatchedAt(const Held& held, const std::string& kks) {
  return held.account.empty() ? std::string_view(kks) : held.account;
}

void AddWatch(std::string_view account, Watch watch, Context& context) {
  std::vector<Watch> watches = WatchesOf(account, context);
  const auto at = std::lower_bound(watches.begin(), watches.end(), watch);
  if (at != watches.end() && *at == watch) return;
  watches.insert(at, std::move(watch));
  context.Put(WatchKey(account), fold::Encode(watches));
}

void RemoveWatch(std::string_view account, const Watch& watch,
                 Context& context) {
  std::vector<Watch> watches = WatchesOf(account, context);
  std::erase(watches, watch);
  if (watches.empty()) {
    context.Delete(WatchKey(account));
  } else {
    context.Put(WatchKey(account), fold::Encode(watches));
  }
}

std::map<std::string, Held> StoredOf(const std::string& holder,
                                     const Context& context) {
  std::map<std::string, Held> stored;
  const fold::Key prefix = HeldPrefix(holder);
  context.Scan(prefix, fold::AfterPrefix(prefix),
               [&](std::string_view key, std::string_view value) {
                 stored.emplace(key.substr(prefix.view().size()),
                                fold::Decode<Held>(value));
                 return true;
               });
  return stored;
}

void AddPeriod(std::string_view period_id, std::vector<std::string>& periods) {
  if (period_id.empty()) return;
  const auto at = std::lower_bound(periods.begin(), periods.end(), period_id);
  if (at == periods.end() || *at != period_id) periods.emplace(at, period_id);
}

// Walks the account's lines.
void CountCredits(const fold::Reader& reader, Held& held) {
  constexpr std::int64_t kEver = std::numeric_limits<std::int64_t>::max();
  for (const Span& span : held.spans) {
    views::money::VisitLines(reader, held.account, span.begin_micros,
                             span.end_micros.value_or(kEver),
                             [&](const views::money::Line& line) {
                               if (!line.IsCredit()) return true;
                               held.credited_rupiah += line.amount_rupiah;
                               AddPeriod(line.period_id, held.periods);
                               return true;
                             });
  }
}

std::map<std::string, std::vector<Span>> SpansIn(const Case& found) {
  std::map<std::string, std::vector<Span>> spans;
  for (const views::custody::Interval& interval : found.known) {
    Span span{interval.begin.unix_micros, std::nullopt};
    if (interval.end) span.end_micros = interval.end->unix_micros;
    spans[interval.kks].push_back(span);
  }
  return spans;
}

}  // namespace

Credited KeepHeld(const std::string& holder, const Case& found,
                  Context& context) {
  std::map<std::string, Held> stored = StoredOf(holder, context);
  Credited credited;
  for (auto& [kks, spans] : SpansIn(found)) {
    const auto card = views::card::Find(context.views(), kks);
    Held held{card ? card->account : std::string(), std::move(spans), 0, {}};
    const auto before = stored.find(kks);
    const bool is_kept = before != stored.end() &&
                         before->second.account == held.account &&
                         before->second.spans == held.spans;
    if (is_kept) {
      held = std::move(before->second);
      stored.erase(before);
    } else {
      CountCredits(context.views(), held);
      context.Put(HeldKey(holder, kks), fold::Encode(held));
      AddWatch(WatchedAt(held, kks), {holder, kks}, context);
      if (before != stored.end() &&
          WatchedAt(before->second, kks) == WatchedAt(held, kks)) {
        stored.erase(before);
      }
    }
    credited.rupiah += held.credited_rupiah;
    credited.periods.insert(held.periods.begin(), held.periods.end());
  }
  const auto known = SpansIn(found);
  for (const auto& [kks, held] : stored) {
    RemoveWatch(WatchedAt(held, kks), {holder, kks}, context);
    if (!known.contains(kks)) context.Delete(HeldKey(holder, kks));
  }
  return credited;
}

std::set<std::string> ForgetCredit(std::string_view account,
                                   std::string_view kks, Context& context) {
  std::set<std::string> holders;
  for (const std::string_view at : {account, kks}) {
    for (const Watch& watch : WatchesOf(at, context)) {
      const fold::Key key = HeldKey(watch.holder, watch.kks);
      const auto stored = context.Get(key);
      AMANAH_CHECK(stored.has_value());
      Held held = fold::Decode<Held>(*stored);
      // No card is held for no time: it is not as it was found.
      held.spans.clear();
      context.Put(key, fold::Encode(held));
      holders.insert(watch.holder);
    }
  }
  return holders;
}

std::vector<Increase> AddCredit(const Credit& credit, Context& context) {
  std::map<std::string, Increase> increases;
  for (const Watch& watch : WatchesOf(credit.account, context)) {
    const fold::Key key = HeldKey(watch.holder, watch.kks);
    const auto stored = context.Get(key);
    AMANAH_CHECK(stored.has_value());
    Held held = fold::Decode<Held>(*stored);
    const auto times =
        std::count_if(held.spans.begin(), held.spans.end(),
                      [&](const Span& s) { return s.Holds(credit.at_micros); });
    if (times == 0) continue;
    held.credited_rupiah += times * credit.rupiah;
    AddPeriod(credit.period_id, held.periods);
    context.Put(key, fold::Encode(held));
    increases[watch.holder].rupiah += times * credit.rupiah;
  }
  // Cards of which no source had named the account.
  for (const Watch& watch : WatchesOf(credit.kks, context)) {
    const auto card = views::card::Find(context.views(), watch.kks);
    if (card && card->account == credit.account) {
      increases[watch.holder].is_to_be_judged = true;
    }
  }
  std::vector<Increase> by_holder;
  for (auto& [holder, increase] : increases) {
    increase.holder = holder;
    by_holder.push_back(std::move(increase));
  }
  return by_holder;
}

}  // namespace ledger::rules::r01
