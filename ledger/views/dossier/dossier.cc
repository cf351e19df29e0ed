#include "ledger/views/dossier/dossier.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "ledger/views/money/money.h"

namespace ledger::views::dossier {
namespace {

using amanah::v1::Event;

constexpr std::int64_t kBeginning = std::numeric_limits<std::int64_t>::min();

// Removes what happened after.
template <typename T, typename MomentOfItem>
void Until(std::int64_t at_micros, std::vector<T>& items,
           const MomentOfItem& moment_of) {
  items.erase(std::remove_if(items.begin(), items.end(),
                             [&](const T& item) {
                               return moment_of(item).unix_micros > at_micros;
                             }),
              items.end());
}

void TakeFamily(const fold::Reader& reader, Dossier& dossier) {
  if (auto family = family::Find(reader, dossier.kpm)) {
    dossier.family = *std::move(family);
  }
  auto& family = dossier.family;
  const auto from = [](const auto& item) { return item.from; };
  Until(dossier.at_micros, family.pengurus, from);
  Until(dossier.at_micros, family.statuses, from);
  Until(dossier.at_micros, family.assignments, from);
  Until(dossier.at_micros, family.proxies, from);
  if (const auto* now = family.AssignmentAt(dossier.at_micros)) {
    dossier.responsible = *now;
  }
}

void TakeCards(const fold::Reader& reader, Dossier& dossier) {
  for (const std::string& kks : card::CardsOfFamily(reader, dossier.kpm)) {
    const auto found = card::Find(reader, kks);
    if (!found) continue;
    FamilyCard card;
    card.kks = kks;
    card.card = *found;
    Until(dossier.at_micros, card.card.life,
          [](const auto& step) { return step.at; });
    if (card.card.life.empty()) continue;
    card.state = card.card.StateName();
    card.custody = custody::At(reader, kks, dossier.at_micros);
    card.is_held_by_other =
        card.custody && custody::IsForeign(reader, *card.custody);
    dossier.cards.push_back(std::move(card));
  }
}

PeriodMoney& PeriodOf(std::string_view period_id, Dossier& dossier) {
  for (auto& period : dossier.periods) {
    if (period.period_id == period_id) return period;
  }
  dossier.periods.emplace_back().period_id = period_id;
  return dossier.periods.back();
}

void TakeLine(const money::Line& line, std::string& paying_period,
              Dossier& dossier) {
  if (line.IsCredit()) paying_period = line.period_id;
  if (!line.is_in_chain || (line.amount_rupiah == 0 && line.fee_rupiah == 0)) {
    return;
  }
  PeriodMoney& period = PeriodOf(paying_period, dossier);
  if (line.IsCredit()) period.credited_rupiah += line.amount_rupiah;
  if (line.IsDebitByPerson()) period.drawn_rupiah -= line.amount_rupiah;
  if (line.kind == Event::kFundsDebitedToRpl) {
    period.returned_rupiah -= line.amount_rupiah;
  }
  // A reversal gives back what was drawn.
  if (line.kind == Event::kTransactionReversed) {
    period.drawn_rupiah -= line.amount_rupiah;
  }
  // A fee by itself is a debit of its amount.
  period.fee_rupiah += line.fee_rupiah;
  if (line.kind == Event::kFeeCharged) {
    period.fee_rupiah -= line.amount_rupiah;
  }
  period.indices.push_back(line.index);
}

void TakeMoney(const fold::Reader& reader, Dossier& dossier) {
  for (const auto& listing : dossier.listings) {
    PeriodMoney& period = PeriodOf(listing.period_id, dossier);
    period.programme = listing.programme;
    period.due_rupiah += listing.amount_rupiah;
    period.indices.push_back(listing.index);
  }
  std::set<std::string> accounts;
  for (const auto& card : dossier.cards) accounts.insert(card.card.account);
  for (const auto& listing : dossier.listings) accounts.insert(listing.account);
  for (const std::string& account : accounts) {
    std::string paying_period;
    money::VisitLines(reader, account, kBeginning, dossier.at_micros + 1,
                      [&](const money::Line& line) {
                        TakeLine(line, paying_period, dossier);
                        return true;
                      });
  }
  for (const auto& said : dossier.acknowledgements) {
    PeriodMoney& period = PeriodOf(said.period_id, dossier);
    period.acknowledged_rupiah +=
        said.cash_rupiah.value_or(0) + said.goods_rupiah.value_or(0);
    period.indices.push_back(said.index);
  }
  for (auto& period : dossier.periods) {
    std::sort(period.indices.begin(), period.indices.end());
  }
}

void TakeWords(const fold::Reader& reader, Dossier& dossier) {
  dossier.complaints = grievance::ComplaintsOf(reader, dossier.kpm);
  Until(dossier.at_micros, dossier.complaints,
        [](const auto& complaint) { return complaint.filed_at; });
  for (auto& complaint : dossier.complaints) {
    Until(dossier.at_micros, complaint.steps,
          [](const auto& step) { return step.at; });
  }
  dossier.acknowledgements = grievance::AcknowledgementsOf(reader, dossier.kpm);
  Until(dossier.at_micros, dossier.acknowledgements,
        [](const auto& said) { return said.at; });
}

}  // namespace

Result<Dossier> Of(const fold::Reader& reader, std::string_view kpm,
                   std::optional<std::int64_t> at_micros) {
  Dossier dossier;
  dossier.kpm = kpm;
  dossier.at_micros = at_micros.value_or(
      std::max(custody::LatestMicros(reader), std::int64_t{0}));
  const auto at = [](const auto& item) { return item.at; };
  TakeFamily(reader, dossier);
  dossier.listings = listing::ListingsOf(reader, kpm);
  Until(dossier.at_micros, dossier.listings,
        [](const auto& listing) { return listing.closed_at; });
  dossier.local_aid = listing::LocalAidOf(reader, kpm);
  Until(dossier.at_micros, dossier.local_aid, at);
  dossier.work = duty::WorkFor(reader, kpm);
  Until(dossier.at_micros, dossier.work, at);
  dossier.sessions = duty::AttendanceOf(reader, kpm);
  Until(dossier.at_micros, dossier.sessions, at);
  TakeWords(reader, dossier);
  TakeCards(reader, dossier);
  TakeMoney(reader, dossier);
  LEDGER_RETURN_IF_ERROR(reader.status());
  if (!family::Find(reader, kpm) && dossier.local_aid.empty() &&
      dossier.complaints.empty() && dossier.work.empty() &&
      dossier.cards.empty()) {
    return Error{Code::kNotFound, kKpmUnknown, "no event names this family"};
  }
  return dossier;
}

std::string FamilyOfCard(const fold::Reader& reader, std::string_view kks) {
  const auto card = card::Find(reader, kks);
  return card ? card->kpm : std::string();
}

}  // namespace ledger::views::dossier
