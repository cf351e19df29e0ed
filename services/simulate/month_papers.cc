// A month's papers: lists, orders and credits before the terminals, what
// families say and lose after them.

#include "ledger/stats/random.h"
#include "services/simulate/month.h"

namespace services::simulate {
namespace {

using ledger::kMicrosPerDay;
using ledger::stats::Generator;

constexpr std::uint64_t kCloseStream = 2'000;

}  // namespace

MonthPlan BeginMonth(const Plan& plan, const People& people,
                     std::uint32_t period) {
  MonthPlan made;
  made.period = period;
  made.month = MonthOf(period, people.zone_offset_minutes);
  made.turns.resize(people.families.size());
  if (plan.honest == Honest::kRapel) {
    // Months two and eight are paid with the ones after them.
    made.is_paid = period % 6 != 2;
    made.months_paid = period % 6 == 3 ? 2 : 1;
  }
  return made;
}

void PayMonth(const Plan& plan, const People& people, Paper& paper,
              MonthPlan& to) {
  if (plan.honest == Honest::kObeyedSuspension && to.period == 4 &&
      plan.terminals > 1) {
    paper.Suspend(0, to.month.At(kOrderDay),
                  to.month.At(kOrderDay) + 85 * kMicrosPerDay);
  }
  if (!to.is_paid) return;
  for (const bool is_pkh : {false, true}) {
    if (is_pkh && !to.month.HasPkh()) continue;
    paper.List(is_pkh, to.months_paid, to.month);
    std::int64_t at = to.month.At(kCreditDay + (is_pkh ? 1 : 0), 6 * 3600);
    for (std::uint32_t i = 0; i < people.families.size(); ++i) {
      const Family& family = people.families[i];
      if (!family.is_listed || (is_pkh && family.pkh_rupiah == 0)) continue;
      Act act = ActAt(at += 20'000, i, 0, Deed::kCredit);
      act.is_pkh = is_pkh;
      act.months = is_pkh ? 3 : to.months_paid;
      act.rupiah = is_pkh ? family.pkh_rupiah : 200'000 * to.months_paid;
      to.acts.push_back(act);
    }
  }
}

void CloseMonth(const Plan& plan, People& people, Paper& paper,
                const MonthPlan& of,
                const std::vector<std::int64_t>& received) {
  Generator random(plan.seed, plan.village, kCloseStream + of.period);
  for (std::uint32_t i = 0; i < people.families.size(); ++i) {
    const double says = random.Unit();
    const double loses = random.Unit();
    const double second = 9 * 3600 + 8 * 3600 * random.Unit();
    const std::uint64_t day = random.Below(4);
    const Family& family = people.families[i];
    if (of.turns[i].is_away || !family.is_handed_over || !family.is_listed) {
      continue;
    }
    const std::int64_t at = of.month.At(24 + static_cast<int>(day), second);
    if (says < 0.10 && received[i] > 0) {
      paper.Acknowledge(i, received[i], of.month, at);
    } else if (says < 0.12) {
      paper.StateHolder(
          says < 0.11 ? Paper::Saw::kAttested : Paper::Saw::kObserved, i,
          family.pengurus, amanah::v1::PARTY_ROLE_PENGURUS, at);
    }
    if (loses < 0.03 / 12) {
      paper.ReplaceCard(i, of.month.At(26, second));
    } else if (loses < 0.04 / 12) {
      paper.ResetPin(i, "", of.month.At(25, second));
    }
  }
  // Each family once a quarter, fifteen a day.
  int visited = 0;
  for (std::uint32_t i = of.period % 3; i < people.families.size(); i += 3) {
    const int day = 10 + visited / 15;
    const double second = 8 * 3600 + visited % 15 * 1800.0 + i % 11 * 60.0;
    paper.VisitHome(i, of.period * 1'000 + i, of.month.At(day, second));
    ++visited;
  }
  if (plan.honest == Honest::kChangedPeople) {
    const std::int64_t at = of.month.At(26);
    if (of.period == 2) paper.ReplacePengurus(7, at);
    if (of.period == 3) {
      paper.ChangeStatus(8, amanah::v1::FAMILY_STATUS_GRADUATED_INDEPENDENT,
                         at);
      people.families[8].is_listed = false;
    }
    if (of.period == 4) {
      paper.ChangeStatus(9, amanah::v1::FAMILY_STATUS_MOVED, at);
      people.families[9].is_listed = false;
    }
  }
}

}  // namespace services::simulate
