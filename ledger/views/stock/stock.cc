#include "ledger/views/stock/stock.h"

#include <algorithm>
#include <utility>

#include "ledger/base/time.h"
#include "ledger/fold/codec.h"
#include "ledger/fold/key.h"
#include "ledger/views/card/card.h"
#include "ledger/views/family/family.h"
#include "ledger/views/stock/standing.h"
#include "ledger/views/stock/tables.h"

namespace ledger::views::stock {
namespace {

using amanah::v1::Event;

// Steps of its life on its way to the family; PIN changes are not.
bool MovesCard(card::Step step) {
  return step != card::Step::kActivated && step != card::Step::kPinChanged &&
         step != card::Step::kBlocked;
}

// `state` tells where the family lives.
Counted CountedOf(std::string_view kks, const card::Card& card,
                  const fold::Reader& state) {
  Counted counted;
  if (BreakOf(card)) {
    fold::Key key(kBrokenTable);
    counted.broken_key = key.AppendU32(card.submitter).Append(kks).view();
  }
  if (std::none_of(
          card.life.begin(), card.life.end(),
          [](const card::LifeEvent& step) { return MovesCard(step.step); })) {
    return counted;
  }
  const Standing standing = StandingOf(card);
  counted.village = family::RegionOf(state, card.kpm);
  const auto count = [&](char what) {
    fold::Key key(kCountTable, card.bank);
    counted.counters.emplace_back(key.Push('\0').Push(what).view());
    fold::Key there(kVillageTable, counted.village);
    there.Push('\0').Append(card.bank).Push('\0').Push(what);
    counted.counters.emplace_back(there.view());
  };
  count(static_cast<char>(standing.place));
  count(standing.printed_at ? kPrintedLetter : kUnprintedLetter);
  if (standing.IsWaiting()) {
    fold::Key key(kWaitingTable, card.bank);
    key.Push('\0').Append(standing.branch).Push('\0');
    key.AppendOrdered(standing.since.unix_micros).Append(kks);
    counted.waiting_key = key.view();
  }
  if (standing.handed_over_at && standing.printed_at) {
    const std::int64_t took =
        standing.handed_over_at->unix_micros - standing.printed_at->unix_micros;
    fold::Key key(kLeadTable, card.bank);
    key.Push('\0').Append(standing.branch).Push('\0');
    key.AppendU32(static_cast<std::uint32_t>(std::max<std::int64_t>(took, 0) /
                                             kMicrosPerDay));
    counted.counters.emplace_back(key.view());
  }
  return counted;
}

class StockFold final : public fold::Fold {
 public:
  std::string_view name() const override { return kName; }
  std::uint32_t version() const override { return 2; }

  bool Apply(const fold::FoldedEvent& folded, fold::Writer& state) override {
    const Event& event = folded.event;
    if (IsOfCard(event)) Take(event.subjects().kks(), state);
    if (event.has_family_listed() && !event.region_code().empty()) {
      TakeFamily(event.subjects().kpm(), event.region_code(), state);
    }
    return true;
  }

  void Retract(const fold::Retraction& retraction,
               fold::Writer& state) override {
    const Event& wrong = retraction.wrong.event;
    if (IsOfCard(wrong)) Take(wrong.subjects().kks(), state);
    if (wrong.has_family_listed()) {
      TakeFamily(wrong.subjects().kpm(), {}, state);
    }
  }

 private:
  static bool IsOfCard(const Event& event) {
    switch (event.body_case()) {
      case Event::kKksPrinted:
      case Event::kKksDispatched:
      case Event::kKksReceivedAtBranch:
      case Event::kKksHandedOver:
      case Event::kKksActivated:
      case Event::kPinChanged:
      case Event::kKksBlocked:
      case Event::kKksReplaced:
      case Event::kKksClosed:
      case Event::kKksReturnedUndelivered:
      case Event::kKksDestroyed:
        return true;
      default:
        return false;
    }
  }

  static void Take(const std::string& kks, fold::Writer& state) {
    if (!IsToken(kks)) return;
    const std::optional<card::Card> card = card::Find(state, kks);
    Count(kks, card ? CountedOf(kks, *card, state) : Counted(), state);
  }

  // The family may live elsewhere; `listed_in`, when not empty: or there.
  static void TakeFamily(const std::string& kpm, std::string_view listed_in,
                         fold::Writer& state) {
    for (const std::string& kks : card::CardsOfFamily(state, kpm)) {
      const auto stored = state.Get(kName, fold::Key(kCardTable, kks));
      if (!stored || (!listed_in.empty() &&
                      fold::Decode<Counted>(*stored).village == listed_in)) {
        continue;
      }
      Take(kks, state);
    }
  }

  // Brings the counts in line with where the card is.
  static void Count(const std::string& kks, const Counted& after,
                    fold::Writer& state) {
    const fold::Key key(kCardTable, kks);
    Counted before;
    if (const auto stored = state.Get(kName, key)) {
      before = fold::Decode<Counted>(*stored);
    }
    if (after == before) return;
    for (const std::string& counter : before.counters) Add(counter, -1, state);
    for (const std::string& counter : after.counters) Add(counter, +1, state);
    if (after.waiting_key != before.waiting_key) {
      if (!before.waiting_key.empty()) {
        state.Delete(kName, before.waiting_key);
      }
      if (!after.waiting_key.empty()) state.Put(kName, after.waiting_key, "");
    }
    if (after.broken_key != before.broken_key) {
      if (!before.broken_key.empty()) state.Delete(kName, before.broken_key);
      if (!after.broken_key.empty()) state.Put(kName, after.broken_key, "");
    }
    if (after == Counted()) {
      state.Delete(kName, key);
    } else {
      state.Put(kName, key, fold::Encode(after));
    }
  }

  static void Add(const std::string& counter, int by, fold::Writer& state) {
    std::uint64_t count = 0;
    if (const auto stored = state.Get(kName, counter)) {
      count = fold::Decode<std::uint64_t>(*stored);
    }
    AMANAH_CHECK(by > 0 || count > 0);
    count = by > 0 ? count + 1 : count - 1;
    if (count == 0) {
      state.Delete(kName, counter);
    } else {
      state.Put(kName, counter, fold::Encode(count));
    }
  }
};

}  // namespace

Standing StandingOf(const card::Card& card) {
  Standing standing;
  bool is_placed = false;
  const auto place = [&](Place where, const card::LifeEvent& step) {
    standing.place = where;
    standing.since = step.at;
    is_placed = true;
  };
  for (const card::LifeEvent& step : card.life) {
    // The end of the way, but for a card that comes back undelivered.
    const bool is_out = standing.handed_over_at.has_value();
    switch (step.step) {
      case card::Step::kPrinted:
        if (!standing.printed_at) standing.printed_at = step.at;
        if (!is_placed) place(Place::kPrinted, step);
        break;
      case card::Step::kDispatched:
        standing.branch = step.place;
        if (!is_out) place(Place::kInDispatch, step);
        break;
      case card::Step::kAtBranch:
        standing.branch = step.place;
        if (!is_out) place(Place::kAtBranch, step);
        break;
      case card::Step::kHandedOver:
        if (!is_out) standing.handed_over_at = step.at;
        place(Place::kHandedOver, step);
        break;
      case card::Step::kReturned:
        if (!is_out) place(Place::kReturned, step);
        break;
      case card::Step::kReplaced:
      case card::Step::kClosed:
      case card::Step::kDestroyed:
        if (!is_out) place(Place::kDestroyed, step);
        break;
      default:
        break;
    }
  }
  return standing;
}

std::optional<CardBreak> BreakOf(const card::Card& card) {
  if (card.First(card::Step::kPrinted) == nullptr) {
    return CardBreak::kNotPrinted;
  }
  if (card.First(card::Step::kActivated) != nullptr &&
      card.First(card::Step::kHandedOver) == nullptr) {
    return CardBreak::kInUse;
  }
  return std::nullopt;
}

std::string_view NameOf(Place place) {
  switch (place) {
    case Place::kPrinted:
      return "PRINTED";
    case Place::kInDispatch:
      return "IN_DISPATCH";
    case Place::kAtBranch:
      return "AT_BRANCH";
    case Place::kHandedOver:
      return "HANDED_OVER";
    case Place::kReturned:
      return "RETURNED";
    case Place::kDestroyed:
      return "DESTROYED";
  }
  return "UNKNOWN";
}

std::unique_ptr<fold::Fold> MakeFold() { return std::make_unique<StockFold>(); }

}  // namespace ledger::views::stock
