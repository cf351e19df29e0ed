#include "services/simulate/month.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "ledger/stats/elementary.h"

namespace services::simulate {
namespace {

using ledger::kMicrosPerHour;
using ledger::kMicrosPerSecond;
using ledger::stats::Generator;

constexpr std::uint64_t kServeStream = 1'000;
constexpr std::int64_t kCashLimit = 150'000;
constexpr std::uint32_t kMaxSkipped = 2;
// Families of the honest return and of the blocked card.
constexpr std::uint32_t kReturned[] = {5, 17};
constexpr std::uint32_t kBlocked = 11;

bool IsReturned(const Plan& plan, std::uint32_t family) {
  return plan.honest == Honest::kBankReturn &&
         std::find(std::begin(kReturned), std::end(kReturned), family) !=
             std::end(kReturned);
}

// When families come.
class Serving {
 public:
  Serving(const Plan& plan, People& people, Paper& paper, MonthPlan& to)
      : plan_(plan),
        people_(people),
        paper_(paper),
        to_(to),
        random_(plan.seed, plan.village, kServeStream + to.period) {}

  void Run() {
    const ArrivalLaw law = LawOfDay(plan_, random_);
    FileDay(law);
    Sort();
    ServeDay(law);
    for (const std::uint32_t family : in_week_) Single(family, 1, 6);
    for (const std::uint32_t family : later_) Single(family, 7, 16);
    HomeDelivery();
    TruckToTown();
    ReturnUntouched();
    CarryBlocked();
  }

 private:
  bool IsMode(Honest honest) const { return plan_.honest == honest; }
  bool IsTruckMonth() const {
    return IsMode(Honest::kSharedTransport) && to_.period == 5;
  }

  void FileDay(const ArrivalLaw& law) {
    const Month& month = to_.month;
    Paper::Schedule day{.kind = amanah::v1::SCHEDULE_KIND_DISTRIBUTION,
                        .filed_micros = month.At(kScheduleDay),
                        .from_micros = month.At(kPaymentDay, 8 * 3600),
                        .until_micros = month.At(kPaymentDay, 20 * 3600),
                        .list_rule = "",
                        .has_terminals = true};
    if (law.arrival == Arrival::kRollCall) day.list_rule = "NO_URUT";
    if (law.arrival == Arrival::kKelompok) day.list_rule = "JAM_KELOMPOK";
    if (law.arrival != Arrival::kFree || random_.Unit() < 0.3) {
      paper_.File(day);
    }
    day.list_rule = "";
    if (IsMode(Honest::kOfflineBatch)) {
      day.kind = amanah::v1::SCHEDULE_KIND_OFFLINE_TERMINAL;
      paper_.File(day);
    }
    if (IsMode(Honest::kOutage)) {
      day.kind = amanah::v1::SCHEDULE_KIND_NETWORK_OUTAGE;
      paper_.File(day);
    }
    if (IsMode(Honest::kCashLimit)) {
      day.kind = amanah::v1::SCHEDULE_KIND_AGENT_CASH_LIMIT;
      day.cash_limit_rupiah = kCashLimit;
      paper_.File(day);
    }
  }

  // Who comes when: on the day, in the week, later, not.
  void Sort() {
    double on_the_day = plan_.on_the_day;
    if (IsMode(Honest::kOneAgent) || IsMode(Honest::kIslandOutlet) ||
        IsMode(Honest::kOutage)) {
      on_the_day = 0.92;
    }
    for (std::uint32_t i = 0; i < people_.families.size(); ++i) {
      Family& family = people_.families[i];
      const Turn& turn = to_.turns[i];
      const double u = random_.Unit();
      family.drawn_rupiah = 0;
      if (turn.is_away || IsReturned(plan_, i) || !family.is_handed_over) {
        continue;
      }
      if (IsMode(Honest::kHomeDelivery) && family.is_old &&
          family.proxy == kNoProxy) {
        at_home_.push_back(i);
        continue;
      }
      if (IsTruckMonth() && truck_.size() < 15 && u < 0.2) {
        truck_.push_back(i);
        continue;
      }
      const double rest = u - on_the_day;
      if (turn.comes || rest < 0) {
        family.skipped = 0;
        today_.push_back(i);
      } else if (rest < plan_.in_the_week || family.skipped >= kMaxSkipped) {
        family.skipped = 0;
        in_week_.push_back(i);
      } else if (rest < plan_.in_the_week + plan_.later) {
        family.skipped = 0;
        later_.push_back(i);
      } else {
        ++family.skipped;
      }
    }
  }

  std::uint32_t OpenTerminal(std::uint32_t wanted) const {
    const bool is_closed =
        IsMode(Honest::kObeyedSuspension) && to_.period >= 4 && to_.period <= 6;
    if (is_closed && plan_.terminals > 1 && wanted == 0) return 1;
    return wanted;
  }

  void ServeDay(const ArrivalLaw& law) {
    std::vector<Comer> comers;
    const std::uint32_t convoys =
        static_cast<std::uint32_t>(people_.families.size());
    for (const std::uint32_t i : today_) {
      const Family& family = people_.families[i];
      Comer comer{i, i, family.kelompok, family.convoy, 0, false};
      const bool is_home = random_.Unit() < 0.8;
      const std::uint64_t other = random_.Below(plan_.terminals);
      comer.terminal = OpenTerminal(
          is_home ? family.terminal : static_cast<std::uint32_t>(other));
      if (to_.turns[i].twist != Twist::kNone) comer.terminal = 0;
      if (family.proxy != kNoProxy) {
        comer.convoy = convoys + family.proxy;
        comer.is_inseparable = true;
      }
      comers.push_back(comer);
    }
    std::stable_sort(
        comers.begin(), comers.end(),
        [](const Comer& a, const Comer& b) { return a.convoy < b.convoy; });
    std::vector<Queue> queues = HonestQueues(comers, law, random_);
    for (const Stack& stack : to_.stacks) {
      PutIn(stack.cards, stack.between, stack.is_hasty, queues[stack.terminal],
            random_);
    }
    for (std::uint32_t i = 0; i < queues.size(); ++i) ServeQueue(queues[i], i);
  }

  void ServeQueue(const Queue& queue, std::uint32_t terminal) {
    if (queue.empty()) return;
    Pace pace;
    pace.agent_median_seconds =
        people_.terminals[terminal].agent_median_seconds;
    Hours hours;
    int day = kPaymentDay;
    if (IsMode(Honest::kEveningHours)) {
      hours = {18 * 3600.0, 22.7 * 3600.0, false};
    }
    if (IsMode(Honest::kOutage)) ++day;
    for (const Served& one :
         Serve(queue, pace, hours, people_.hands, random_)) {
      Attend(one, terminal, MomentOf(to_.month, day, one.second));
    }
  }

  std::int32_t CrimeOf(const Served& one) const {
    if (!one.is_held) return to_.turns[one.family].crime;
    for (const Stack& stack : to_.stacks) {
      if (std::find(stack.cards.begin(), stack.cards.end(), one.family) !=
          stack.cards.end()) {
        return stack.crime;
      }
    }
    return -1;
  }

  // What happens in one turn at a terminal, which ends at `at`.
  void Attend(const Served& one, std::uint32_t terminal, std::int64_t at) {
    Act act = ActAt(at, one.family, terminal, Deed::kWithdraw);
    act.pin_ms = one.pin_ms;
    act.others = one.others;
    act.crime = CrimeOf(one);
    if (IsMode(Honest::kTerminalClock)) act.at_micros -= 2 * kMicrosPerHour;
    const std::int64_t upload = to_.month.At(kPaymentDay, 21 * 3600);
    if (IsMode(Honest::kOfflineBatch) && at < upload) {
      act.is_offline = true;
      act.posted_micros = upload;
    }
    const auto before = [&](Deed deed, double share) {
      Act first = act;
      first.deed = deed;
      first.crime = -1;
      const auto back = static_cast<std::int64_t>(
          share * std::min(one.gap_seconds, 50.0) * 1e6);
      first.at_micros -= back;
      if (!first.is_offline) first.posted_micros -= back;
      act.others = 0;
      if (deed == Deed::kDecline) {
        first.code = "55";
        act.pin_attempts = 2;
      }
      to_.acts.push_back(first);
    };
    if (one.is_hasty) {
      to_.acts.push_back(act);
      return;
    }
    if (random_.Unit() < 0.25) before(Deed::kInquiry, 0.7);
    if (random_.Unit() < 0.06) before(Deed::kDecline, 0.4);
    Draw(act);
  }

  // As the family does, or as its turn is bent.
  void Draw(Act act) {
    const Family& family = people_.families[act.family];
    const Turn& turn = to_.turns[act.family];
    const double u = random_.Unit();
    const std::int64_t kept =
        20'000 + 5'000 * static_cast<std::int64_t>(random_.Below(7));
    const auto next = [&](std::int64_t seconds) {
      act.at_micros += seconds * kMicrosPerSecond;
      if (!act.is_offline) act.posted_micros += seconds * kMicrosPerSecond;
      act.others = 0;
      to_.acts.push_back(act);
    };
    if (turn.twist == Twist::kSplit) {
      act.rupiah = 20'000 + 10'000 * static_cast<std::int64_t>(u * 5);
      to_.acts.push_back(act);
      act.rupiah = kAll;
      act.crime = -1;
      return next(9);
    }
    if (turn.twist == Twist::kFee) act.fee_rupiah = 15'000;
    if (turn.twist == Twist::kTransfer) act.deed = Deed::kTransfer;
    if (turn.twist == Twist::kResidual) act.kept_rupiah = 50'000;
    if (turn.twist != Twist::kNone) return to_.acts.push_back(act);
    if (IsMode(Honest::kCashLimit) && act.terminal < plan_.terminals) {
      act.rupiah = kCashLimit;
      to_.acts.push_back(act);
      return next(8);
    }
    if (family.habit == Habit::kKeepsSome) act.kept_rupiah = kept;
    // Two programmes, two pockets: each in a debit of its own.
    if (family.habit == Habit::kDrains && family.pkh_rupiah > 0 &&
        to_.month.HasPkh() && u < 0.5) {
      act.rupiah = 200'000 * to_.months_paid;
      to_.acts.push_back(act);
      act.rupiah = kAll;
      return next(8);
    }
    if (family.habit == Habit::kDrawsTwice) {
      act.rupiah = 100'000;
      to_.acts.push_back(act);
      act.rupiah = kAll;
      act.posted_micros = std::max(act.posted_micros, act.at_micros);
      act.is_offline = false;
      return next(2 * 24 * 3600 + static_cast<std::int64_t>(u * 1200));
    }
    to_.acts.push_back(act);
  }

  // One family by itself, some days after the payment day.
  void Single(std::uint32_t family, int from_day, int until_day) {
    const int day = kPaymentDay + from_day +
                    static_cast<int>(random_.Below(
                        static_cast<std::uint64_t>(until_day - from_day)));
    const bool at_town = random_.Unit() < 0.2;
    const std::uint32_t terminal =
        at_town ? people_.town_atm
                : OpenTerminal(static_cast<std::uint32_t>(
                      random_.Below(plan_.terminals)));
    Served one;
    one.family = family;
    one.gap_seconds = 60;
    one.pin_ms =
        static_cast<std::uint32_t>(people_.hands[family].pin_median_ms *
                                   ledger::stats::Exp(0.2 * random_.Normal()));
    one.others = 1 + static_cast<std::uint32_t>(random_.Below(9));
    double second = (8 + 9 * random_.Unit()) * 3600;
    if (IsMode(Honest::kEveningHours)) second = 18 * 3600 + second / 4;
    Attend(one, terminal, MomentOf(to_.month, day, second));
  }

  // The bank's officer, from house to house.
  void HomeDelivery() {
    if (at_home_.empty()) return;
    const Month& month = to_.month;
    paper_.File({.kind = amanah::v1::SCHEDULE_KIND_HOME_DELIVERY,
                 .filed_micros = month.At(kScheduleDay),
                 .from_micros = month.At(kPaymentDay + 1, 8 * 3600),
                 .until_micros = month.At(kPaymentDay + 4, 17 * 3600)});
    double second = 8 * 3600;
    int day = kPaymentDay + 1;
    for (const std::uint32_t family : at_home_) {
      second += 900 + 1200 * random_.Unit();
      if (second > 16 * 3600) {
        second = 8.5 * 3600;
        ++day;
      }
      Served one;
      one.family = family;
      one.gap_seconds = 900;
      one.pin_ms = 3200;
      Attend(one, people_.mobile_edc, MomentOf(month, day, second));
    }
  }

  void TruckToTown() {
    random_.Shuffle(std::span(truck_));
    double second = 10 * 3600;
    for (const std::uint32_t family : truck_) {
      Served one;
      one.family = family;
      one.gap_seconds = 60 * ledger::stats::Exp(0.5 * random_.Normal());
      second += one.gap_seconds;
      one.pin_ms = 2200;
      one.others = random_.Unit() < 0.5 ? 1 : 0;
      Attend(one, people_.town_atm,
             MomentOf(to_.month, kPaymentDay + 2, second));
    }
  }

  // Untouched since January: frozen and returned in April.
  void ReturnUntouched() {
    if (!IsMode(Honest::kBankReturn) || to_.period != 4) return;
    for (const std::uint32_t i : kReturned) {
      Family& family = people_.families[i];
      paper_.Freeze(i, to_.month.At(12));
      Act act =
          ActAt(to_.month.At(14, 3600), i, people_.mobile_edc, Deed::kTreasury);
      to_.acts.push_back(act);
      for (std::uint32_t period = 1; period <= 4; ++period) {
        const Month month = MonthOf(period, people_.zone_offset_minutes);
        paper_.Return(i, false, 200'000, month, to_.month.At(14, 7200));
        if (month.HasPkh() && family.pkh_rupiah > 0) {
          paper_.Return(i, true, family.pkh_rupiah, month,
                        to_.month.At(14, 7200));
        }
      }
      family.is_listed = false;
    }
  }

  // The companion takes a blocked card to the bank, and brings it back.
  void CarryBlocked() {
    if (!IsMode(Honest::kAdvocacy) || to_.period != 3) return;
    const Month& month = to_.month;
    const std::int64_t morning = month.At(kPaymentDay + 10, 9 * 3600);
    const std::string case_no = "ADV-" + std::to_string(plan_.village);
    paper_.OpenAdvocacy(kBlocked, case_no, morning);
    paper_.StateHolder(Paper::Saw::kAttested, kBlocked, people_.companion,
                       amanah::v1::PARTY_ROLE_COMPANION,
                       morning + kMicrosPerHour, case_no);
    paper_.ResetPin(kBlocked, "", morning + 3 * kMicrosPerHour);
    paper_.StateHolder(
        Paper::Saw::kAttested, kBlocked, people_.families[kBlocked].pengurus,
        amanah::v1::PARTY_ROLE_PENGURUS, morning + 6 * kMicrosPerHour, case_no);
  }

  const Plan& plan_;
  People& people_;
  Paper& paper_;
  MonthPlan& to_;
  Generator random_;
  std::vector<std::uint32_t> today_;
  std::vector<std::uint32_t> in_week_;
  std::vector<std::uint32_t> later_;
  std::vector<std::uint32_t> at_home_;
  std::vector<std::uint32_t> truck_;
};

}  // namespace

std::int64_t MomentOf(const Month& month, int day, double second) {
  return month.At(day, second);
}

Act ActAt(std::int64_t at_micros, std::uint32_t family, std::uint32_t terminal,
          Deed deed) {
  Act act;
  act.at_micros = at_micros;
  act.posted_micros = at_micros;
  act.family = family;
  act.terminal = terminal;
  act.deed = deed;
  return act;
}

void ServeMonth(const Plan& plan, People& people, Paper& paper, MonthPlan& to) {
  for (Family& family : people.families) family.drawn_rupiah = 0;
  if (to.is_paid) Serving(plan, people, paper, to).Run();
}

}  // namespace services::simulate
