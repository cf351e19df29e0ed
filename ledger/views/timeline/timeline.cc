#include "ledger/views/timeline/timeline.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "ledger/event/event.h"
#include "ledger/views/card/card.h"
#include "ledger/views/family/family.h"
#include "ledger/views/money/money.h"

namespace ledger::views::timeline {
namespace {

using amanah::v1::Event;

Event::BodyCase KindOf(card::Step step) {
  switch (step) {
    case card::Step::kPrinted:
      return Event::kKksPrinted;
    case card::Step::kDispatched:
      return Event::kKksDispatched;
    case card::Step::kAtBranch:
      return Event::kKksReceivedAtBranch;
    case card::Step::kHandedOver:
      return Event::kKksHandedOver;
    case card::Step::kActivated:
      return Event::kKksActivated;
    case card::Step::kPinChanged:
      return Event::kPinChanged;
    case card::Step::kBlocked:
      return Event::kKksBlocked;
    case card::Step::kReplaced:
      return Event::kKksReplaced;
    case card::Step::kClosed:
      return Event::kKksClosed;
    case card::Step::kReturned:
      return Event::kKksReturnedUndelivered;
    case card::Step::kDestroyed:
      return Event::kKksDestroyed;
  }
  return Event::BODY_NOT_SET;
}

std::string WithReason(std::string text, std::string_view reason) {
  if (!reason.empty()) text.append(": ").append(reason);
  return text;
}

std::string LifeSummary(const card::LifeEvent& event) {
  switch (event.step) {
    case card::Step::kPrinted:
      return "card printed";
    case card::Step::kDispatched:
      return "card sent to branch";
    case card::Step::kAtBranch:
      return "card arrived at branch";
    case card::Step::kHandedOver:
      return "card handed over (BAST)";
    case card::Step::kActivated:
      return "card made usable";
    case card::Step::kPinChanged:
      return "PIN changed";
    case card::Step::kBlocked:
      return WithReason("card blocked", event.reason);
    case card::Step::kReplaced:
      return WithReason("card replaced by another", event.reason);
    case card::Step::kClosed:
      return WithReason("card closed", event.reason);
    case card::Step::kReturned:
      return WithReason("card came back undelivered", event.reason);
    case card::Step::kDestroyed:
      return WithReason("card destroyed", event.reason);
  }
  return {};
}

std::string MoneySummary(const money::Line& line) {
  switch (line.kind) {
    case Event::kCreditPosted:
      return WithReason("aid credited", line.period_id);
    case Event::kCreditFailed:
      return WithReason("aid not credited", line.reason);
    case Event::kWithdrawalPosted:
      return "cash drawn";
    case Event::kPurchasePosted:
      return "goods bought";
    case Event::kTransferPosted:
      return "money moved to another account";
    case Event::kBalanceInquired:
      return "balance looked up";
    case Event::kDebitDeclined:
      return WithReason("refused", line.reason);
    case Event::kFeeCharged:
      return "fee";
    case Event::kTransactionReversed:
      return "earlier transaction undone";
    case Event::kDepositPosted:
      return "cash paid in";
    case Event::kFundsDebitedToRpl:
      return WithReason(line.is_in_chain ? "taken back to the government"
                                         : "return registered by the bank",
                        line.reason);
    case Event::kFundsRemittedToTreasury:
      return "passed on to the state treasury";
    case Event::kAccountFrozen:
      return WithReason("account frozen", line.reason);
    default:
      return {};
  }
}

std::string_view RankWord(const custody::Statement& statement) {
  if (statement.is_change) return "given the card";
  switch (statement.rank) {
    case custody::Rank::kReported:
      return "reported to have the card";
    case custody::Rank::kAttested:
      return "attested to have the card";
    case custody::Rank::kObserved:
      return "seen with the card";
  }
  return {};
}

std::string_view CustodyKind(const custody::Statement& statement) {
  if (statement.is_change) {
    return event::KindName(Event::kKksCustodyChanged);
  }
  switch (statement.rank) {
    case custody::Rank::kReported:
      return event::KindName(Event::kKksCustodyReported);
    case custody::Rank::kAttested:
      return event::KindName(Event::kKksCustodyAttested);
    case custody::Rank::kObserved:
      return event::KindName(Event::kKksCustodyObserved);
  }
  return {};
}

void AddLife(const card::Card& card, std::vector<Line>& lines) {
  for (const card::LifeEvent& event : card.life) {
    Line line;
    line.occurred_at = event.at;
    line.kind = event::KindName(KindOf(event.step));
    line.index = event.index;
    if (event.step == card::Step::kHandedOver) {
      line.party = event.other;
      line.party_role = event.role;
    }
    line.place = event.place;
    line.summary = LifeSummary(event);
    lines.push_back(std::move(line));
  }
}

void AddStatements(const custody::CardCustody& custody,
                   std::vector<Line>& lines) {
  for (const custody::Statement& statement : custody.statements) {
    // Handovers and ends are steps of the card's life already.
    if (statement.is_handover || statement.is_end) continue;
    Line line;
    line.occurred_at = statement.stated_at;
    line.kind = CustodyKind(statement);
    line.index = statement.index;
    line.party = statement.holder;
    line.party_role = statement.holder_role;
    line.summary = RankWord(statement);
    lines.push_back(std::move(line));
  }
}

void AddMoney(const fold::Reader& reader, const CardTimeline& timeline,
              std::vector<Line>& lines) {
  money::VisitLines(
      reader, timeline.account, std::numeric_limits<std::int64_t>::min(),
      std::numeric_limits<std::int64_t>::max(), [&](const money::Line& moved) {
        // Another card of the same account has its own timeline.
        if (!moved.kks.empty() && moved.kks != timeline.kks) return true;
        Line line;
        line.occurred_at = moved.at;
        line.kind = event::KindName(moved.kind);
        line.index = moved.index;
        line.amount_rupiah = moved.amount_rupiah;
        line.balance_after_rupiah = moved.balance_after_rupiah;
        line.place = moved.place;
        line.summary = MoneySummary(moved);
        lines.push_back(std::move(line));
        return true;
      });
}

void Order(std::vector<Line>& lines) {
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    return std::tie(a.occurred_at, a.index) < std::tie(b.occurred_at, b.index);
  });
  if (lines.size() > kMaxLines) {
    lines.erase(lines.begin(),
                lines.end() - static_cast<std::ptrdiff_t>(kMaxLines));
  }
}

}  // namespace

Result<CardTimeline> Of(const fold::Reader& reader, std::string_view kks,
                        std::optional<std::int64_t> as_of_micros) {
  const std::optional<card::Card> card = card::Find(reader, kks);
  const std::optional<custody::CardCustody> custody =
      custody::Find(reader, kks);
  LEDGER_RETURN_IF_ERROR(reader.status());
  if (!card && !custody) {
    return Error{Code::kNotFound, kKksUnknown, "no event names this card"};
  }
  CardTimeline timeline;
  timeline.kks = kks;
  timeline.life_state = card::Card().StateName();
  if (card) {
    timeline.last4 = card->last4;
    timeline.bank = card->bank;
    timeline.life_state = card->StateName();
    timeline.account = card->account;
    timeline.kpm = card->kpm;
    AddLife(*card, timeline.lines);
  }
  if (custody) {
    if (timeline.kpm.empty()) timeline.kpm = custody->kpm;
    AddStatements(*custody, timeline.lines);
  }
  timeline.custody = custody::At(reader, kks, as_of_micros);
  timeline.region_code = family::RegionOf(reader, timeline.kpm);
  AddMoney(reader, timeline, timeline.lines);
  Order(timeline.lines);
  if (const auto account = money::Find(reader, timeline.account)) {
    timeline.balance_rupiah = account->BalanceRupiah();
    timeline.balance_chain_broken = account->chain_breaks > 0;
  }
  LEDGER_RETURN_IF_ERROR(reader.status());
  return timeline;
}

}  // namespace ledger::views::timeline
