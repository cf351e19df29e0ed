#include "ledger/views/zero/tree.h"

#include <algorithm>

#include "ledger/base/time.h"

namespace ledger::views::zero {
namespace {

using amanah::v1::Event;

bool IsDeath(const family::StatusChange& status) {
  return status.status == amanah::v1::FAMILY_STATUS_DECEASED;
}

// Another one manages the account since the death.
bool HasHeir(const Facts& facts, const family::StatusChange& death) {
  if (facts.first_handover && death.from < facts.first_handover->at &&
      facts.first_handover->role == amanah::v1::PARTY_ROLE_HEIR) {
    return true;
  }
  return std::any_of(
      facts.family->pengurus.begin(), facts.family->pengurus.end(),
      [&](const auto& pengurus) { return death.from < pengurus.from; });
}

bool SaysEmpty(const grievance::Complaint& complaint) {
  return complaint.kind == amanah::v1::GRIEVANCE_KIND_ZERO_BALANCE ||
         complaint.kind == amanah::v1::GRIEVANCE_KIND_NOT_RECEIVED;
}

std::int64_t Told(const grievance::Acknowledgement& said) {
  return said.cash_rupiah.value_or(0) + said.goods_rupiah.value_or(0) +
         said.fee_rupiah.value_or(0);
}

// A family that tells of one session of several is believed about that one.
bool FallsShort(const grievance::Acknowledgement& said, const Facts& facts) {
  if (!said.cash_rupiah) return false;
  const auto is_short = [&](std::int64_t drawn) {
    return Told(said) + std::max(kForgivenRupiah, drawn / 10) < drawn;
  };
  std::int64_t session = 0;
  for (const money::Line& debit : facts.debits) {
    const std::int64_t drawn = -debit.amount_rupiah;
    if (!said.rrn.empty()) {
      if (said.rrn == debit.reference) return is_short(drawn);
      continue;
    }
    if (said.tid.empty() || said.tid != debit.place || !said.session_on ||
        said.session_on->Date() != debit.at.Date()) {
      continue;
    }
    if (!is_short(drawn)) return false;
    session += drawn;
  }
  return session > 0 && is_short(session);
}

// The money is still on the account.
Cause WhyUntouched(const Facts& facts) {
  if (!facts.first_handover && !facts.has_unknown_past) {
    return Cause::kCardNotHandedOver;
  }
  const auto state = facts.card.StateName();
  if (!facts.refusals.empty() || IsFrozen(facts) ||
      state == card::NameOf(card::Step::kBlocked) ||
      state == card::NameOf(card::Step::kReplaced) ||
      state == card::NameOf(card::Step::kClosed)) {
    return Cause::kCardOrPinProblem;
  }
  return Cause::kMoneyIsThere;
}

// The payment never came to the account.
Cause WhyNotCredited(const Wave& wave) {
  if (!wave.listing) return Cause::kNotInList;
  if (wave.listing->IsRemoved()) return Cause::kRemovedFromList;
  if (wave.listing->channel == amanah::v1::PAYMENT_CHANNEL_POS) {
    return Cause::kPaidAtPost;
  }
  if (wave.listing->FailedAccountCheck() || wave.failed_check) {
    return Cause::kAccountCheckFailed;
  }
  if (wave.failure) return Cause::kCreditFailed;
  return wave.order ? Cause::kBankDelay : Cause::kNotOrderedYet;
}

// The next payment is under way, and one of another programme came only days
// ago: what is missed is that one.
bool IsAboutLastCredit(const Facts& facts) {
  if (!facts.last_credit || WhyNotCredited(*facts.wave) != Cause::kBankDelay) {
    return false;
  }
  const std::int64_t credited = facts.last_credit->at.unix_micros;
  return facts.at_micros - facts.wave->order->at.unix_micros <=
             kBankDays * kMicrosPerDay &&
         facts.at_micros - credited <= kRecentDays * kMicrosPerDay;
}

// It came, and somebody drew it.
Cause WhoDrew(const Facts& facts) {
  if (DebitBeforeHandover(facts) != nullptr) {
    return Cause::kTakenBeforeHandover;
  }
  if (facts.is_held_by_other && facts.custody->from_handover) {
    return Cause::kTakenByReceiver;
  }
  if (ExitBefore(facts) != nullptr) return Cause::kDrawnAfterExit;
  const bool has_proxy = ProxyOf(facts) != nullptr;
  if (DenyingWord(facts) != nullptr) return Cause::kTakenFamilyDenies;
  if (DenyingComplaint(facts) != nullptr) {
    // Whoever complains may not know that the proxy went.
    return has_proxy && !facts.is_held_by_other ? Cause::kDrawnByFamily
                                                : Cause::kTakenFamilyDenies;
  }
  if (LesserWord(facts) != nullptr || CutComplaint(facts) != nullptr) {
    return Cause::kReceivedLess;
  }
  if (facts.is_held_by_other) return Cause::kDrawnHeldByOther;
  if (has_proxy || !facts.said.empty()) return Cause::kDrawnByFamily;
  return Cause::kDrawn;
}

Cause WhereItWent(const Facts& facts) {
  if (facts.last_return &&
      -facts.last_return->amount_rupiah >= DrawnRupiah(facts)) {
    return Cause::kReturnedToTreasury;
  }
  return facts.debits.empty() ? Cause::kMoneyIsThere : WhoDrew(facts);
}

}  // namespace

std::int64_t DrawnRupiah(const Facts& facts) {
  std::int64_t drawn = 0;
  for (const money::Line& debit : facts.debits) drawn -= debit.amount_rupiah;
  return drawn;
}

bool IsFrozen(const Facts& facts) {
  for (auto line = facts.lines.rbegin(); line != facts.lines.rend(); ++line) {
    if (line->IsCredit()) return false;
    if (line->kind == Event::kAccountFrozen) return true;
  }
  return false;
}

const family::Proxy* ProxyOf(const Facts& facts) {
  if (!facts.family) return nullptr;
  for (const family::Proxy& proxy : facts.family->proxies) {
    for (const money::Line& debit : facts.debits) {
      if (facts.family->ProxyAt(proxy.person, debit.at.unix_micros) !=
          nullptr) {
        return &proxy;
      }
    }
  }
  return nullptr;
}

const grievance::Complaint* DenyingComplaint(const Facts& facts) {
  if (facts.debits.empty()) return nullptr;
  for (const auto& complaint : facts.complaints) {
    if (SaysEmpty(complaint) &&
        facts.debits.front().at.unix_micros <= complaint.filed_at.unix_micros) {
      return &complaint;
    }
  }
  return nullptr;
}

const grievance::Acknowledgement* DenyingWord(const Facts& facts) {
  for (const auto& said : facts.said) {
    if (said.remark == amanah::v1::ACKNOWLEDGEMENT_REMARK_NEVER_RECEIVED ||
        (said.cash_rupiah && Told(said) == 0)) {
      return &said;
    }
  }
  return nullptr;
}

const grievance::Acknowledgement* LesserWord(const Facts& facts) {
  for (const auto& said : facts.said) {
    if (FallsShort(said, facts)) return &said;
  }
  return nullptr;
}

const grievance::Complaint* CutComplaint(const Facts& facts) {
  if (facts.debits.empty()) return nullptr;
  for (const auto& complaint : facts.complaints) {
    if (complaint.kind == amanah::v1::GRIEVANCE_KIND_CUT &&
        facts.debits.front().at.unix_micros <= complaint.filed_at.unix_micros) {
      return &complaint;
    }
  }
  return nullptr;
}

const family::StatusChange* ExitBefore(const Facts& facts) {
  if (!facts.family || facts.debits.empty()) return nullptr;
  const std::int64_t drawn_at = facts.debits.back().at.unix_micros;
  for (const family::StatusChange& status : facts.family->statuses) {
    const std::int64_t left_at = status.from.unix_micros;
    if (IsDeath(status)) {
      if (left_at + kMourningDays * kMicrosPerDay < drawn_at &&
          !HasHeir(facts, status)) {
        return &status;
      }
      continue;
    }
    // One that moved goes on receiving where it lives.
    if (status.status != amanah::v1::FAMILY_STATUS_MOVED &&
        left_at + kExitDays * kMicrosPerDay <
            facts.last_credit->at.unix_micros) {
      return &status;
    }
  }
  return nullptr;
}

const money::Line* DebitBeforeHandover(const Facts& facts) {
  if (facts.card.life.empty()) return nullptr;
  if (!facts.first_handover && facts.has_unknown_past) return nullptr;
  for (const money::Line& debit : facts.debits) {
    // A day's grace, as the clocks of terminal and branch may differ.
    if (!facts.first_handover || debit.at.unix_micros + kMicrosPerDay <
                                     facts.first_handover->at.unix_micros) {
      return &debit;
    }
  }
  return nullptr;
}

Cause Decide(const Facts& facts) {
  const bool is_empty = facts.balance_rupiah < kEmptyBelowRupiah;
  if (facts.last_credit && !is_empty) return WhyUntouched(facts);
  if (facts.wave && !facts.wave->credit && !IsAboutLastCredit(facts)) {
    return WhyNotCredited(*facts.wave);
  }
  if (facts.last_credit) return WhereItWent(facts);
  return Cause::kUnknown;
}

}  // namespace ledger::views::zero
