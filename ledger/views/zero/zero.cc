#include "ledger/views/zero/zero.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "ledger/event/event.h"
#include "ledger/views/zero/facts.h"
#include "ledger/views/zero/sentences.h"
#include "ledger/views/zero/tree.h"

namespace ledger::views::zero {
namespace {

using amanah::v1::Event;

void Add(Event::BodyCase kind, const Moment& at, std::uint64_t index,
         std::string place, Answer& answer, std::int64_t amount_rupiah = 0) {
  answer.evidence.push_back(
      {event::KindName(kind), at, index, amount_rupiah, std::move(place)});
}

void AddLine(const money::Line& line, Answer& answer) {
  Add(line.kind, line.at, line.index,
      line.place.empty() ? line.period_id : line.place, answer,
      line.amount_rupiah);
}

void AddWave(const Wave& wave, Answer& answer) {
  if (wave.listing) {
    Add(Event::kFamilyListed, wave.listing->closed_at, wave.listing->index,
        wave.listing->period_id, answer, wave.listing->amount_rupiah);
  } else {
    // That there was a list: one of another family shows it.
    Add(Event::kFamilyListed, wave.period.closed_at, wave.period.index,
        wave.period.period_id, answer);
  }
  if (wave.order) {
    Add(Event::kSp2DIssued, wave.order->at, wave.order->index,
        wave.period.period_id, answer);
  }
  if (wave.failed_check) {
    Add(Event::kAccountVerifyFailed, wave.failed_check->at,
        wave.failed_check->index, wave.period.period_id, answer);
  }
  if (wave.failure) AddLine(*wave.failure, answer);
}

void AddMoney(const Facts& facts, Answer& answer) {
  if (facts.last_credit) AddLine(*facts.last_credit, answer);
  for (const auto& debit : facts.debits) AddLine(debit, answer);
  for (const auto& refusal : facts.refusals) AddLine(refusal, answer);
  if (facts.last_return) AddLine(*facts.last_return, answer);
}

void AddCustody(const Facts& facts, Answer& answer) {
  if (facts.first_handover) {
    Add(Event::kKksHandedOver, facts.first_handover->at,
        facts.first_handover->index, facts.first_handover->place, answer);
  }
  if (facts.is_held_by_other &&
      (!facts.first_handover ||
       facts.custody->index != facts.first_handover->index)) {
    Add(facts.custody->rank == custody::Rank::kReported
            ? Event::kKksCustodyReported
        : facts.custody->rank == custody::Rank::kAttested
            ? Event::kKksCustodyAttested
            : Event::kKksCustodyObserved,
        facts.custody->begin, facts.custody->index, "", answer);
  }
}

void AddWords(const Facts& facts, Answer& answer) {
  for (const auto* complaint : {DenyingComplaint(facts), CutComplaint(facts)}) {
    if (complaint == nullptr) continue;
    Add(Event::kGrievanceFiled, complaint->filed_at, complaint->index,
        complaint->ticket, answer);
  }
  for (const auto& said : facts.said) {
    Add(Event::kAmountAcknowledged, said.at, said.index, said.period_id, answer,
        said.cash_rupiah.value_or(0));
  }
  if (const auto* proxy = ProxyOf(facts)) {
    Add(Event::kProxyAuthorised, proxy->from, proxy->index, proxy->relation,
        answer);
  }
  if (const auto* exit = ExitBefore(facts)) {
    Add(Event::kFamilyStatusChanged, exit->from, exit->index, "", answer);
  }
}

void Order(std::vector<Evidence>& evidence) {
  const auto before = [](const Evidence& a, const Evidence& b) {
    return std::tie(a.at, a.index) < std::tie(b.at, b.index);
  };
  std::sort(evidence.begin(), evidence.end(), before);
  const auto same = [](const Evidence& a, const Evidence& b) {
    return a.index == b.index;
  };
  evidence.erase(std::unique(evidence.begin(), evidence.end(), same),
                 evidence.end());
  if (evidence.size() > kMaxEvidence) {
    evidence.erase(evidence.begin(),
                   evidence.end() - static_cast<std::ptrdiff_t>(kMaxEvidence));
  }
}

}  // namespace

std::string_view NameOf(Cause cause) {
  switch (cause) {
    case Cause::kUnknown:
      return "UNKNOWN";
    case Cause::kNotInList:
      return "NOT_IN_LIST";
    case Cause::kRemovedFromList:
      return "REMOVED_FROM_LIST";
    case Cause::kAccountCheckFailed:
      return "ACCOUNT_CHECK_FAILED";
    case Cause::kCreditFailed:
      return "CREDIT_FAILED";
    case Cause::kNotOrderedYet:
      return "NOT_ORDERED_YET";
    case Cause::kBankDelay:
      return "BANK_DELAY";
    case Cause::kPaidAtPost:
      return "PAID_AT_POST";
    case Cause::kCardNotHandedOver:
      return "CARD_NOT_HANDED_OVER";
    case Cause::kCardOrPinProblem:
      return "CARD_OR_PIN_PROBLEM";
    case Cause::kMoneyIsThere:
      return "MONEY_IS_THERE";
    case Cause::kReturnedToTreasury:
      return "RETURNED_TO_TREASURY";
    case Cause::kDrawnByFamily:
      return "DRAWN_BY_FAMILY";
    case Cause::kDrawn:
      return "DRAWN";
    case Cause::kDrawnHeldByOther:
      return "DRAWN_HELD_BY_OTHER";
    case Cause::kTakenBeforeHandover:
      return "TAKEN_BEFORE_HANDOVER";
    case Cause::kTakenByReceiver:
      return "TAKEN_BY_RECEIVER";
    case Cause::kTakenFamilyDenies:
      return "TAKEN_FAMILY_DENIES";
    case Cause::kDrawnAfterExit:
      return "DRAWN_AFTER_EXIT";
    case Cause::kReceivedLess:
      return "RECEIVED_LESS";
  }
  return "UNKNOWN";
}

bool IsSuspicion(Cause cause) { return cause >= Cause::kTakenBeforeHandover; }

Result<Answer> Why(const fold::Reader& reader, const Question& question) {
  LEDGER_ASSIGN_OR_RETURN(const Facts facts, Gather(reader, question));
  Answer answer;
  answer.kks = question.kks;
  answer.account = facts.card.account;
  answer.kpm = facts.card.kpm;
  answer.bank = facts.card.bank;
  if (facts.family) answer.region_code = facts.family->region_code;
  answer.at_micros = facts.at_micros;
  answer.ticket = facts.ticket;
  answer.cause = Decide(facts);
  if (answer.cause == Cause::kDrawn || answer.cause == Cause::kDrawnByFamily ||
      answer.cause == Cause::kDrawnHeldByOther) {
    if (question.family_denies) answer.cause = Cause::kTakenFamilyDenies;
  }
  if (facts.wave) {
    answer.period_id = facts.wave->period.period_id;
    answer.programme = facts.wave->period.programme;
    if (facts.wave->listing) {
      answer.due_rupiah = facts.wave->listing->amount_rupiah;
    }
    AddWave(*facts.wave, answer);
  }
  if (facts.last_credit) {
    answer.credited_rupiah = facts.last_credit->amount_rupiah;
  }
  answer.drawn_rupiah = DrawnRupiah(facts);
  if (facts.last_return) {
    answer.returned_rupiah = -facts.last_return->amount_rupiah;
  }
  answer.balance_rupiah = facts.balance_rupiah;
  AddMoney(facts, answer);
  AddCustody(facts, answer);
  AddWords(facts, answer);
  Order(answer.evidence);
  Say(facts, answer);
  return answer;
}

}  // namespace ledger::views::zero
