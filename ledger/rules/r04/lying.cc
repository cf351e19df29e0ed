#include "ledger/rules/r04/lying.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "ledger/base/time.h"
#include "ledger/fold/codec.h"

namespace ledger::rules::r04 {
namespace {

using amanah::v1::Event;
using views::card::Card;
using views::card::LifeEvent;
using views::card::Step;
using views::money::Line;

// What lies on the card's account, gathered line by line in the order of
// happening.
struct Untouched {
  std::int64_t last_micros = std::numeric_limits<std::int64_t>::min();
  std::uint64_t last_index = 0;
  bool is_frozen = false;
  bool is_used = false;  // With the card itself.
  views::Moment credited_at;
  std::vector<std::uint64_t> credits;
  std::vector<std::string> periods;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(last_micros)(last_index)(is_frozen)(is_used)(credited_at)(credits);
    archive(periods);
  }

  bool IsBefore(const Line& line) const {
    return std::tie(last_micros, last_index) <
           std::tie(line.at.unix_micros, line.index);
  }

  void Take(const Line& line, const std::string& kks) {
    last_micros = line.at.unix_micros;
    last_index = line.index;
    // Somebody has the card, whatever the branch says: R03's question.
    if (line.kks == kks && line.IsDebitByPerson()) is_used = true;
    if (line.kind == Event::kAccountFrozen) is_frozen = true;
    if (line.IsCredit()) {
      if (credits.empty()) credited_at = line.at;
      credits.push_back(line.index);
      periods.push_back(line.period_id);
    } else if (line.amount_rupiah < 0) {
      // Somebody or the bank has touched it: what came before lies no more.
      credits.clear();
      periods.clear();
      is_frozen = false;
    }
  }
};

Untouched Walk(const std::string& kks, const std::string& account,
               const fold::Reader& reader) {
  Untouched untouched;
  // Nearly every card comes before the first money.
  if (!views::money::Find(reader, account)) return untouched;
  views::money::VisitLines(
      reader, account, std::numeric_limits<std::int64_t>::min(),
      std::numeric_limits<std::int64_t>::max(), [&](const Line& line) {
        untouched.Take(line, kks);
        return true;
      });
  return untouched;
}

// A line that comes last is taken as it comes; one in the middle, as when a
// source hands in credits and debits in two files, means to walk again.
Untouched UntouchedOf(const std::string& kks, const std::string& account,
                      const Line* line, Context& context) {
  const fold::Key key = KeyOf(kUntouched, kks);
  if (const auto stored = context.Get(key)) {
    auto untouched = fold::Decode<Untouched>(*stored);
    if (line == nullptr) return untouched;
    if (untouched.IsBefore(*line)) {
      untouched.Take(*line, kks);
      context.Put(key, fold::Encode(untouched));
      return untouched;
    }
  }
  Untouched untouched = Walk(kks, account, context.views());
  context.Put(key, fold::Encode(untouched));
  return untouched;
}

}  // namespace

bool IsWaiting(const Card& card) {
  for (const Step step : {Step::kHandedOver, Step::kActivated, Step::kReturned,
                          Step::kClosed, Step::kReplaced}) {
    if (card.First(step) != nullptr) return false;
  }
  return card.First(Step::kAtBranch) != nullptr;
}

std::optional<Lying> FindLying(const std::string& kks, const Card& card,
                               const LifeEvent& arrival,
                               const std::string& clock, const Line* line,
                               const Parameters& parameters, Context& context) {
  Untouched untouched = UntouchedOf(kks, card.account, line, context);
  if (untouched.credits.empty() || untouched.is_frozen || untouched.is_used) {
    return std::nullopt;
  }
  const auto account = views::money::Find(context.views(), card.account);
  if (!account || account->BalanceRupiah() <= 0) return std::nullopt;
  const std::int64_t due = std::max(
      arrival.at.unix_micros + parameters.max_days_at_branch * kMicrosPerDay,
      untouched.credited_at.unix_micros +
          parameters.min_credit_age_days * kMicrosPerDay);
  if (context.ClockOf(clock) < due) {
    context.WakeAt(clock, due, kks);
    return std::nullopt;
  }
  context.Concern(card.kpm, kks);
  return Lying{kks,
               card.kpm,
               arrival.at,
               untouched.credited_at,
               account->BalanceRupiah(),
               arrival.index,
               std::move(untouched.credits),
               std::move(untouched.periods)};
}

void ForgetUntouched(const std::string& kks, Context& context) {
  const fold::Key key = KeyOf(kUntouched, kks);
  if (context.Get(key)) context.Delete(key);
}

}  // namespace ledger::rules::r04
