// What each scheme does: to cards, to papers, to turns at the terminals.

#include <algorithm>

#include "services/simulate/crime.h"

namespace services::simulate {
namespace {

using ledger::kMicrosPerDay;
using ledger::kMicrosPerHour;
using ledger::kMicrosPerMinute;
using ledger::stats::Generator;

constexpr std::int64_t kCut = 50'000;

}  // namespace

void Crimes::Prepare(Crime& crime) {
  Label& label = labels_[static_cast<std::size_t>(crime.number)];
  const Scheme scheme = crime.planted.scheme;
  for (const std::uint32_t i : crime.members) {
    Family& family = people_.families[i];
    if (scheme == Scheme::kNeverHandedOver || scheme == Scheme::kLeftAtBranch) {
      family.is_handed_over = false;
    }
    if (scheme == Scheme::kBulkHandover) {
      family.first_receiver = people_.companion;
    }
  }
  if (scheme == Scheme::kDoubled) {
    for (std::size_t i = 1; i < crime.members.size(); i += 2) {
      const Family& one = people_.families[crime.members[i - 1]];
      Family& other = people_.families[crime.members[i]];
      other.pengurus = one.pengurus;
      other.household = one.household;
    }
  }
  switch (scheme) {
    case Scheme::kLeftAtBranch:
    case Scheme::kDormant:
    case Scheme::kDoubled:
      label.holder.clear();
      label.holder_role = amanah::v1::PARTY_ROLE_UNSPECIFIED;
      break;
    case Scheme::kSplitDebit:
    case Scheme::kTransfer:
    case Scheme::kExcessFee:
    case Scheme::kResidual:
    case Scheme::kPackage:
    case Scheme::kSuspendedAgent:
      label.holder = people_.agents[0].owner;
      label.holder_role = amanah::v1::PARTY_ROLE_AGENT;
      break;
    default:
      break;
  }
}

void Crimes::BendPapers(const Crime& crime, Paper& paper, MonthPlan& month) {
  if (month.period < crime.planted.from_period) return;
  const bool is_first = month.period == crime.planted.from_period;
  Label& label = labels_[static_cast<std::size_t>(crime.number)];
  const Month& when = month.month;
  switch (crime.planted.scheme) {
    case Scheme::kCollectedBefore:
      // Some families say so; an officer sees some with the leader.
      for (std::size_t i = 0; i < crime.members.size(); ++i) {
        const std::uint32_t family = crime.members[i];
        const std::int64_t taken = when.At(
            kPaymentDay - 3, 9 * 3600.0 + 300.0 * static_cast<double>(i));
        if (i % 3 == 0) {
          paper.StateHolder(
              i % 6 == 0 ? Paper::Saw::kObserved : Paper::Saw::kAttested,
              family, label.holder, label.holder_role, taken);
          paper.StateHolder(Paper::Saw::kAttested, family,
                            people_.families[family].pengurus,
                            amanah::v1::PARTY_ROLE_PENGURUS,
                            when.At(kPaymentDay + 4, 9 * 3600));
        }
      }
      break;
    case Scheme::kPinCapture:
      if (!is_first) break;
      for (std::size_t i = 0; i < crime.members.size(); ++i) {
        paper.ResetPin(
            crime.members[i], people_.terminals[people_.town_atm].tid,
            when.At(kOrderDay, 10 * 3600.0 + 90.0 * static_cast<double>(i)));
      }
      break;
    case Scheme::kReplacementCapture:
      if (!is_first) break;
      for (std::size_t i = 0; i < crime.members.size(); ++i) {
        const std::uint32_t family = crime.members[i];
        paper.ReplaceCard(
            family,
            when.At(kListDay, 10 * 3600.0 + 90.0 * static_cast<double>(i)));
        label.cards.push_back(people_.families[family].kks);
      }
      break;
    case Scheme::kBulkDuties:
      for (std::size_t i = 0; i < crime.members.size(); ++i) {
        paper.VisitHome(
            crime.members[i], month.period,
            when.At(27, 20 * 3600.0 + 20.0 * static_cast<double>(i)));
      }
      break;
    case Scheme::kRegimeChange:
      if (!is_first) break;
      paper.ReplaceCompanion(PersonToken(plan_, "next companion", key_),
                             when.At(kListDay, 8 * 3600));
      break;
    case Scheme::kIdentitySwap:
      for (const std::uint32_t family : crime.members) {
        const std::string own = people_.families[family].pengurus;
        paper.NamePengurus(family, PersonToken(plan_, "confederate", key_),
                           when.At(kListDay, 9 * 3600));
        paper.NamePengurus(family, own, when.At(kPaymentDay + 4, 9 * 3600));
      }
      break;
    case Scheme::kAfterDeath:
      if (!is_first) break;
      for (const std::uint32_t family : crime.members) {
        paper.ChangeStatus(family, amanah::v1::FAMILY_STATUS_DECEASED,
                           when.At(kListDay) - 50 * kMicrosPerDay);
      }
      break;
    case Scheme::kSuspendedAgent:
      if (!is_first) break;
      paper.Suspend(0, when.At(kOrderDay),
                    when.At(kOrderDay) + 300 * kMicrosPerDay);
      break;
    default:
      break;
  }
}

void Crimes::BendTurns(const Crime& crime, std::span<const std::uint32_t> cards,
                       MonthPlan& month, Generator& random) {
  const Month& when = month.month;
  const auto bend = [&](Twist twist) {
    for (const std::uint32_t family : cards) {
      month.turns[family] = {.is_away = false,
                             .comes = true,
                             .twist = twist,
                             .crime = crime.number};
    }
  };
  const auto use_at = [&](std::uint32_t terminal, std::int64_t from) {
    UseAt(crime, cards, {terminal, from, 42}, month, random);
  };
  switch (crime.planted.scheme) {
    case Scheme::kSplitDebit:
      return bend(Twist::kSplit);
    case Scheme::kExcessFee:
      return bend(Twist::kFee);
    case Scheme::kTransfer:
      bend(Twist::kTransfer);
      // Once asked about, paid back as "wrongly entered".
      if (month.period % 3 != crime.planted.from_period % 3) return;
      for (std::size_t i = 0; i < cards.size(); ++i) {
        Act back =
            ActAt(when.At(20, 10 * 3600.0 + 120.0 * static_cast<double>(i)),
                  cards[i], 0, Deed::kDeposit);
        back.rupiah = 100'000;
        month.acts.push_back(back);
      }
      return;
    case Scheme::kResidual:
      bend(Twist::kResidual);
      for (std::size_t i = 0; i < cards.size(); ++i) {
        Act rest =
            ActAt(when.At(22, 13 * 3600.0 + 40.0 * static_cast<double>(i)),
                  cards[i], 0, Deed::kWithdraw);
        rest.crime = crime.number;
        month.acts.push_back(rest);
      }
      return;
    case Scheme::kSuspendedAgent: {
      // Its customers go on coming, a day after the order is in force.
      for (const std::uint32_t family : cards) {
        month.turns[family].is_away = true;
        Act act =
            ActAt(when.At(kPaymentDay, 9 * 3600 + 7 * 3600 * random.Unit()),
                  family, 0, Deed::kWithdraw);
        act.crime = crime.number;
        month.acts.push_back(act);
      }
      return;
    }
    case Scheme::kPackage:
      for (const std::uint32_t family : cards) {
        month.turns[family].is_away = true;
        Act act =
            ActAt(when.At(kPaymentDay, 8 * 3600 + 9 * 3600 * random.Unit()),
                  family, people_.merchant, Deed::kPurchase);
        act.rupiah = 200'000;
        act.crime = crime.number;
        month.acts.push_back(act);
      }
      return;
    case Scheme::kNeverHandedOver:
      return use_at(people_.town_atm, when.At(kCreditDay + 1, 8 * 3600));
    case Scheme::kSilent:
      return UseSingly(crime, cards, month, random);
    case Scheme::kIdentitySwap:
      return use_at(people_.town_atm, when.At(kCreditDay + 1, 9 * 3600));
    case Scheme::kRegimeChange:
      return use_at(people_.town_atm, when.At(kPaymentDay, 15 * 3600));
    case Scheme::kDoubled:
    case Scheme::kBulkDuties:
      return;  // The money goes its way.
    case Scheme::kTownTrips:
      return use_at(people_.distant_atm, when.At(kPaymentDay, 10 * 3600));
    case Scheme::kRemoteDraw:
      return use_at(people_.distant_atm, when.At(kCreditDay + 2, 13 * 3600));
    case Scheme::kNightBatch:
      return use_at(0, when.At(kPaymentDay, 23 * 3600));
    case Scheme::kPledged:
      return use_at(people_.town_atm, when.At(kCreditDay, 7 * 3600));
    case Scheme::kAfterDeath:
      return use_at(people_.town_atm, when.At(kPaymentDay, 11 * 3600));
    case Scheme::kEmptied:
      // Before the family comes, which finds nothing.
      use_at(people_.town_atm, when.At(kCreditDay, 18 * 3600));
      for (const std::uint32_t family : cards) {
        month.acts.push_back(
            ActAt(when.At(kPaymentDay, 10 * 3600), family, 0, Deed::kInquiry));
      }
      return;
    default:  // Left at the branch, dormant: nothing is done.
      for (const std::uint32_t family : cards) {
        month.turns[family].is_away = true;
      }
  }
}

void Crimes::UseSingly(const Crime& crime, std::span<const std::uint32_t> cards,
                       MonthPlan& month, Generator& random) {
  for (const std::uint32_t family : cards) {
    const int day = kPaymentDay + static_cast<int>(random.Below(12));
    Act act = ActAt(month.month.At(day, (8 + 10 * random.Unit()) * 3600),
                    family, people_.town_atm, Deed::kWithdraw);
    act.others = 1 + static_cast<std::uint32_t>(random.Below(9));
    act.crime = crime.number;
    month.acts.push_back(act);
    month.turns[family].is_away = true;
  }
}

std::vector<std::int64_t> Crimes::Received(const MonthPlan&) const {
  std::vector<std::int64_t> received;
  for (const Family& family : people_.families) {
    received.push_back(family.drawn_rupiah);
  }
  return received;
}

void Crimes::Close(Paper& paper, const MonthPlan& month) {
  for (const Crime& crime : crimes_) {
    if (!IsActive(crime, month.period) || !month.is_paid) continue;
    Label& label = labels_[static_cast<std::size_t>(crime.number)];
    const std::int64_t from = month.month.At(20, 9 * 3600);
    for (std::size_t i = 0; i < crime.members.size(); ++i) {
      const std::uint32_t family = crime.members[i];
      const std::int64_t drawn = people_.families[family].drawn_rupiah;
      const std::int64_t at =
          from + static_cast<std::int64_t>(i) * 7 * kMicrosPerMinute;
      if (crime.planted.scheme == Scheme::kShortCash && drawn > kCut) {
        label.lost_rupiah += kCut;
        if (i % 5 < 3) paper.Acknowledge(family, drawn - kCut, month.month, at);
      }
      if (crime.planted.scheme == Scheme::kEmptied) {
        label.lost_rupiah += drawn;
        paper.Complain(family, amanah::v1::GRIEVANCE_KIND_ZERO_BALANCE, at);
      }
      if (crime.planted.scheme == Scheme::kTransfer && i < 3) {
        paper.Complain(family, amanah::v1::GRIEVANCE_KIND_NOT_RECEIVED, at);
      }
    }
  }
}

}  // namespace services::simulate
