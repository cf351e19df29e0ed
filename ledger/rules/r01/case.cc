#include "ledger/rules/r01/case.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "ledger/base/time.h"
#include "ledger/fold/codec.h"
#include "ledger/rules/r01/tables.h"
#include "ledger/views/common/moment.h"

namespace ledger::rules::r01 {
namespace {

using amanah::v1::Event;
using views::custody::Allegation;
using views::custody::Interval;
using views::custody::Rank;
using views::custody::Statement;

std::size_t FamiliesIn(const std::vector<Interval>& intervals) {
  std::set<std::string_view> families;
  for (const Interval& interval : intervals) families.insert(interval.kpm);
  return families.size();
}

class Gatherer {
 public:
  Gatherer(const Parameters& parameters, Context& context)
      : parameters_(parameters), context_(context) {}

  Case Gather(const std::string& holder) const {
    Case found;
    std::vector<Interval> lent;
    for (Interval& interval :
         views::custody::IntervalsOf(context_.views(), holder)) {
      // What makes him the family's own may be taken back.
      if (!views::custody::IsFamilyRole(interval.holder_role)) {
        context_.Concern(interval.kpm, holder);
      }
      if (!views::custody::IsForeign(context_.views(), interval)) continue;
      if (interval.rank == Rank::kReported) {
        AddReported(interval, found);
      } else if (IsCeremony(interval)) {
        continue;
      } else if (!interval.case_ref.empty() &&
                 IsLentOrMayBe(interval, holder)) {
        lent.push_back(std::move(interval));
      } else {
        found.known.push_back(std::move(interval));
      }
    }
    for (const Allegation& allegation :
         views::custody::AllegationsOf(context_.views(), holder)) {
      AddAllegation(allegation, found);
    }
    // More at a time than anybody takes to a bank counter for others.
    if (MostAtOnce(lent) > parameters_.max_advocacy_cards) {
      for (Interval& interval : lent)
        found.known.push_back(std::move(interval));
    } else {
      found.advocacy = lent.size();
    }
    return found;
  }

  // A bank officer has the cards of a ceremony in hand for its day.
  static bool IsCeremony(const Interval& interval) {
    return interval.holder_role == amanah::v1::PARTY_ROLE_BANK_OFFICER &&
           interval.end &&
           interval.end->unix_micros - interval.begin.unix_micros <
               kMicrosPerDay;
  }

  // Lent for a case and, as the family says, back within the hours; or not
  // yet due to be back.
  bool IsLentOrMayBe(const Interval& interval,
                     const std::string& holder) const {
    const std::int64_t due = interval.begin.unix_micros +
                             parameters_.advocacy_hours * kMicrosPerHour;
    if (interval.end) {
      return interval.end->unix_micros < due &&
             (views::custody::IsFamilyRole(interval.ended_by_role));
    }
    const auto custody = views::custody::Find(context_.views(), interval.kks);
    std::uint32_t submitter = 0;
    for (const Statement& statement : custody->statements) {
      if (statement.index == interval.index) submitter = statement.submitter;
    }
    const std::string clock = CustodyClock(submitter);
    if (context_.ClockOf(clock) >= due) return false;
    context_.WakeAt(clock, due, holder);
    return true;
  }

  static std::int64_t MostAtOnce(const std::vector<Interval>& intervals) {
    std::int64_t most = 0;
    for (const Interval& at : intervals) {
      std::int64_t together = 0;
      for (const Interval& other : intervals) {
        const bool has_begun = other.begin <= at.begin;
        const bool lasts = !other.end || at.begin < *other.end;
        if (has_begun && lasts) ++together;
      }
      most = std::max(most, together);
    }
    return most;
  }

  void AddReported(const Interval& interval, Case& found) const {
    const auto custody = views::custody::Find(context_.views(), interval.kks);
    for (const Statement& statement : custody->statements) {
      if (std::binary_search(interval.indices.begin(), interval.indices.end(),
                             statement.index)) {
        AddAllegation({interval.kks, interval.kpm, statement}, found);
      }
    }
  }

  void AddAllegation(const Allegation& allegation, Case& found) const {
    if (views::custody::IsFamilyRole(allegation.statement.holder_role)) return;
    context_.Concern(allegation.kpm, allegation.statement.holder);
    Interval as_interval;
    as_interval.kks = allegation.kks;
    as_interval.kpm = allegation.kpm;
    as_interval.holder = allegation.statement.holder;
    as_interval.holder_role = allegation.statement.holder_role;
    as_interval.begin = allegation.statement.stated_at;
    as_interval.last_stated_at = allegation.statement.stated_at;
    if (!views::custody::IsForeign(context_.views(), as_interval)) return;
    if (IsRefuted(allegation)) {
      ++found.refuted;
    } else {
      found.allegations.push_back(allegation);
    }
  }

  // An officer has seen the card with its family soon after.
  bool IsRefuted(const Allegation& allegation) const {
    const auto custody = views::custody::Find(context_.views(), allegation.kks);
    const std::int64_t at = allegation.statement.stated_at.unix_micros;
    return custody &&
           std::any_of(
               custody->statements.begin(), custody->statements.end(),
               [&](const Statement& statement) {
                 return statement.rank == Rank::kObserved &&
                        !statement.is_handover && !statement.is_end &&
                        views::custody::IsFamilyRole(statement.holder_role) &&
                        statement.stated_at.unix_micros >= at &&
                        statement.stated_at.unix_micros <
                            at + parameters_.refutation_days * kMicrosPerDay;
               });
  }

  const Parameters& parameters_;
  Context& context_;
};

// All that is known is that a proxy has cards, of whom no registration is
// found; and that is little: a single family's proxy may be registered
// late, and the register may not be known up to then.
bool IsUnregisteredProxyOnly(const Case& found, const Parameters& parameters,
                             const Context& context) {
  views::Moment first = found.known.front().begin;
  for (const Interval& interval : found.known) {
    if (interval.holder_role != amanah::v1::PARTY_ROLE_PROXY) return false;
    first = std::min(first, interval.begin);
  }
  const auto known = context.Get(kProxiesKnown);
  const bool is_due = known && fold::GetOrdered(*known) >= first.unix_micros;
  return !is_due || FamiliesIn(found.known) <
                        static_cast<std::size_t>(
                            parameters.min_unregistered_proxy_families);
}

}  // namespace

Case GatherCase(const std::string& holder, const Parameters& parameters,
                Context& context) {
  return Gatherer(parameters, context).Gather(holder);
}

bool IsEnough(const Case& found, const Parameters& parameters,
              const Context& context) {
  if (!found.known.empty()) {
    return !IsUnregisteredProxyOnly(found, parameters, context) &&
           found.known.size() >= static_cast<std::size_t>(parameters.min_cards);
  }
  std::set<std::string_view> cards;
  std::set<std::string_view> named_cards;
  std::set<std::string_view> reporters;
  for (const Allegation& allegation : found.allegations) {
    cards.insert(allegation.kks);
    if (allegation.statement.stated_by.empty()) continue;
    named_cards.insert(allegation.kks);
    reporters.insert(allegation.statement.stated_by);
  }
  const bool is_named =
      named_cards.size() >=
          static_cast<std::size_t>(parameters.min_reported_cards) &&
      reporters.size() >= static_cast<std::size_t>(parameters.min_reporters);
  return is_named || cards.size() >= static_cast<std::size_t>(
                                         parameters.min_anonymous_cards);
}

// How far the register of proxies is known: a missing registration means
// something only up to there.
void NoteRegister(const Event& event, Context& context) {
  const std::int64_t at = event.occurred_at().unix_micros();
  if (const auto known = context.Get(kProxiesKnown);
      known && fold::GetOrdered(*known) >= at) {
    return;
  }
  std::string value;
  fold::AppendOrdered(value, at);
  context.Put(kProxiesKnown, value);
}

}  // namespace ledger::rules::r01
