#include "ledger/views/card/card.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "ledger/fold/codec.h"
#include "ledger/fold/key.h"

namespace ledger::views::card {
namespace {

using amanah::v1::Event;

// On disk: 0x01 ‖ kks token -> Card; 0x02 ‖ account token -> vector of tokens;
// 0x03 ‖ kpm token -> vector of tokens.
constexpr char kCards = 0x01;
constexpr char kAccounts = 0x02;
constexpr char kFamilies = 0x03;

fold::Key KeyOf(char table, std::string_view token) {
  return fold::Key(table, token);
}

std::optional<Step> StepOf(Event::BodyCase kind) {
  switch (kind) {
    case Event::kKksPrinted:
      return Step::kPrinted;
    case Event::kKksDispatched:
      return Step::kDispatched;
    case Event::kKksReceivedAtBranch:
      return Step::kAtBranch;
    case Event::kKksHandedOver:
      return Step::kHandedOver;
    case Event::kKksActivated:
      return Step::kActivated;
    case Event::kPinChanged:
      return Step::kPinChanged;
    case Event::kKksBlocked:
      return Step::kBlocked;
    case Event::kKksReplaced:
      return Step::kReplaced;
    case Event::kKksClosed:
      return Step::kClosed;
    case Event::kKksReturnedUndelivered:
      return Step::kReturned;
    case Event::kKksDestroyed:
      return Step::kDestroyed;
    default:
      return std::nullopt;
  }
}

void TakeBody(const Event& event, LifeEvent& step) {
  switch (event.body_case()) {
    case Event::kKksPrinted:
      step.other = event.kks_printed().replaces_kks();
      break;
    case Event::kKksDispatched:
      step.place = event.kks_dispatched().branch_code();
      break;
    case Event::kKksReceivedAtBranch:
      step.place = event.kks_received_at_branch().branch_code();
      break;
    case Event::kKksHandedOver:
      step.place = event.kks_handed_over().place();
      step.other = event.kks_handed_over().receiver();
      step.role = event.kks_handed_over().receiver_role();
      break;
    case Event::kKksActivated:
      step.place = event.kks_activated().place();
      break;
    case Event::kPinChanged:
      step.place = event.pin_changed().tid();
      break;
    case Event::kKksBlocked:
      step.reason = event.kks_blocked().reason();
      break;
    case Event::kKksReplaced:
      step.other = event.kks_replaced().replaced_by_kks();
      step.reason = event.kks_replaced().reason();
      break;
    case Event::kKksClosed:
      step.reason = event.kks_closed().reason();
      break;
    case Event::kKksReturnedUndelivered:
      step.reason = event.kks_returned_undelivered().reason();
      step.place = event.kks_returned_undelivered().branch_code();
      break;
    case Event::kKksDestroyed:
      step.reason = event.kks_destroyed().reason();
      step.place = event.kks_destroyed().branch_code();
      break;
    default:
      break;
  }
}

// The first to name it gives it; later ones only fill what is missing.
void Fill(std::string& field, std::string_view value) {
  if (field.empty()) field = value;
}

class CardFold final : public fold::Fold {
 public:
  std::string_view name() const override { return kName; }
  std::uint32_t version() const override { return 2; }

  bool Apply(const fold::FoldedEvent& folded, fold::Writer& state) override {
    const Event& event = folded.event;
    const std::optional<Step> step = StepOf(event.body_case());
    const std::string& kks = event.subjects().kks();
    if (!step || !IsToken(kks)) return true;
    Card card;
    const fold::Key key = KeyOf(kCards, kks);
    if (const auto stored = state.Get(kName, key)) {
      card = fold::Decode<Card>(*stored);
    } else {
      card.submitter = folded.submitter;
    }
    Take(folded, *step, card);
    state.Put(kName, key, fold::Encode(card));
    if (IsToken(event.subjects().account())) {
      AddTo(state, KeyOf(kAccounts, event.subjects().account()), kks);
    }
    if (IsToken(event.subjects().kpm())) {
      AddTo(state, KeyOf(kFamilies, event.subjects().kpm()), kks);
    }
    return true;
  }

  // Reads again what else was told of the card.
  void Retract(const fold::Retraction& retraction,
               fold::Writer& state) override {
    const Event& wrong = retraction.wrong.event;
    const std::string& kks = wrong.subjects().kks();
    if (!StepOf(wrong.body_case()) || !IsToken(kks)) return;
    const fold::Key key = KeyOf(kCards, kks);
    const auto stored = state.Get(kName, key);
    AMANAH_CHECK(stored.has_value());
    std::set<std::uint64_t> told;
    for (const LifeEvent& step : fold::Decode<Card>(*stored).life) {
      if (step.index != retraction.wrong.index) told.insert(step.index);
    }
    Card card;
    bool has_account = false;
    bool has_family = false;
    for (const std::uint64_t index : told) {
      retraction.past.Read(index, [&](const fold::FoldedEvent& folded) {
        const auto& subjects = folded.event.subjects();
        if (card.life.empty()) card.submitter = folded.submitter;
        Take(folded, *StepOf(folded.event.body_case()), card);
        has_account |= subjects.account() == wrong.subjects().account();
        has_family |= subjects.kpm() == wrong.subjects().kpm();
      });
    }
    if (card.life.empty()) {
      state.Delete(kName, key);
    } else {
      state.Put(kName, key, fold::Encode(card));
    }
    if (!has_account && IsToken(wrong.subjects().account())) {
      RemoveFrom(state, KeyOf(kAccounts, wrong.subjects().account()), kks);
    }
    if (!has_family && IsToken(wrong.subjects().kpm())) {
      RemoveFrom(state, KeyOf(kFamilies, wrong.subjects().kpm()), kks);
    }
  }

 private:
  static void Take(const fold::FoldedEvent& folded, Step step, Card& card) {
    const Event& event = folded.event;
    Fill(card.account, event.subjects().account());
    Fill(card.kpm, event.subjects().kpm());
    if (step == Step::kPrinted) {
      Fill(card.pengurus, event.subjects().pengurus());
      Fill(card.bank, event.kks_printed().bank());
      Fill(card.last4, event.kks_printed().last4());
      Fill(card.replaces, event.kks_printed().replaces_kks());
    }
    LifeEvent life;
    life.step = step;
    life.at = MomentOf(event.occurred_at());
    life.recorded_at =
        event.has_recorded_at() ? MomentOf(event.recorded_at()) : life.at;
    life.index = folded.index;
    TakeBody(event, life);
    const auto before = [](const LifeEvent& a, const LifeEvent& b) {
      return std::tie(a.at, a.step, a.index) < std::tie(b.at, b.step, b.index);
    };
    card.life.insert(
        std::upper_bound(card.life.begin(), card.life.end(), life, before),
        life);
  }

  static void AddTo(fold::Writer& state, const fold::Key& key,
                    const std::string& kks) {
    std::vector<std::string> cards;
    if (const auto stored = state.Get(kName, key)) {
      cards = fold::Decode<std::vector<std::string>>(*stored);
    }
    const auto at = std::lower_bound(cards.begin(), cards.end(), kks);
    if (at != cards.end() && *at == kks) return;
    cards.insert(at, kks);
    state.Put(kName, key, fold::Encode(cards));
  }

  static void RemoveFrom(fold::Writer& state, const fold::Key& key,
                         const std::string& kks) {
    const auto stored = state.Get(kName, key);
    AMANAH_CHECK(stored.has_value());
    auto cards = fold::Decode<std::vector<std::string>>(*stored);
    std::erase(cards, kks);
    if (cards.empty()) {
      state.Delete(kName, key);
    } else {
      state.Put(kName, key, fold::Encode(cards));
    }
  }
};

}  // namespace

std::string_view NameOf(Step step) {
  switch (step) {
    case Step::kPrinted:
      return "PRINTED";
    case Step::kDispatched:
      return "DISPATCHED";
    case Step::kAtBranch:
      return "AT_BRANCH";
    case Step::kHandedOver:
      return "HANDED_OVER";
    case Step::kActivated:
      return "ACTIVATED";
    case Step::kPinChanged:
      return "PIN_CHANGED";
    case Step::kBlocked:
      return "BLOCKED";
    case Step::kReplaced:
      return "REPLACED";
    case Step::kClosed:
      return "CLOSED";
    case Step::kReturned:
      return "RETURNED_UNDELIVERED";
    case Step::kDestroyed:
      return "DESTROYED";
  }
  return "UNKNOWN";
}

const LifeEvent* Card::First(Step step) const {
  for (const LifeEvent& event : life) {
    if (event.step == step) return &event;
  }
  return nullptr;
}

std::string_view Card::StateName() const {
  for (auto event = life.rbegin(); event != life.rend(); ++event) {
    if (event->step != Step::kPinChanged) return NameOf(event->step);
  }
  return "UNKNOWN";
}

std::optional<Card> Find(const fold::Reader& reader, std::string_view kks) {
  if (!IsToken(kks)) return std::nullopt;
  const auto stored = reader.Get(kName, KeyOf(kCards, kks));
  if (!stored) return std::nullopt;
  return fold::Decode<Card>(*stored);
}

void VisitAll(
    const fold::Reader& reader,
    const std::function<bool(std::string_view kks, const Card&)>& visit) {
  const fold::Key prefix(kCards);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view key, std::string_view value) {
                return visit(key.substr(1), fold::Decode<Card>(value));
              });
}

std::vector<std::string> CardsOf(const fold::Reader& reader,
                                 std::string_view account) {
  if (!IsToken(account)) return {};
  const auto stored = reader.Get(kName, KeyOf(kAccounts, account));
  if (!stored) return {};
  return fold::Decode<std::vector<std::string>>(*stored);
}

std::vector<std::string> CardsOfFamily(const fold::Reader& reader,
                                       std::string_view kpm) {
  if (!IsToken(kpm)) return {};
  const auto stored = reader.Get(kName, KeyOf(kFamilies, kpm));
  if (!stored) return {};
  return fold::Decode<std::vector<std::string>>(*stored);
}

std::unique_ptr<fold::Fold> MakeFold() { return std::make_unique<CardFold>(); }

}  // namespace ledger::views::card
