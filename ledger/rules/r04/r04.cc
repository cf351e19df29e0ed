#include "ledger/rules/r04/r04.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "ledger/fold/codec.h"
#include "ledger/rules/common/rule.h"
#include "ledger/rules/r04/branch.h"
#include "ledger/rules/r04/lying.h"
#include "ledger/views/card/card.h"
#include "ledger/views/common/moment.h"
#include "ledger/views/money/movement.h"

namespace ledger::rules::r04 {
namespace {

using amanah::v1::Event;
using views::card::Card;
using views::card::LifeEvent;
using views::card::Step;
using views::money::Line;

constexpr Definition kDefinition{"rule.r04", "R04", "HANDOVER_OVERDUE", 1, 2};

class HandoverOverdue final : public Rule {
 public:
  explicit HandoverOverdue(const Parameters& parameters)
      : Rule(kDefinition), parameters_(parameters) {}

 protected:
  void Judge(const fold::FoldedEvent& folded, Context& context) override {
    const Event& event = folded.event;
    switch (event.body_case()) {
      case Event::kKksReceivedAtBranch:
        TakeArrival(folded, context);
        break;
      case Event::kKksHandedOver:
      case Event::kKksActivated:
      case Event::kKksReturnedUndelivered:
      case Event::kKksClosed:
      case Event::kKksReplaced:
        if (context.Get(KeyOf(kSubmitters, event.subjects().kks()))) {
          Evaluate(event.subjects().kks(), nullptr, context);
        }
        break;
      case Event::kFamilyListed:
        for (const std::string& kks :
             context.ConcernsOf(event.subjects().kpm())) {
          Evaluate(kks, nullptr, context);
        }
        break;
      default:
        break;
    }
    const auto posted = PostedMicros(event);
    if (!posted && event.body_case() != Event::kAccountFrozen) return;
    if (const auto waiting =
            context.Get(KeyOf(kWaiting, event.subjects().account()))) {
      const auto cards = fold::Decode<std::vector<std::string>>(*waiting);
      const auto movement = views::money::MovementOf(folded);
      AMANAH_CHECK(movement.has_value());
      for (const std::string& kks : cards) {
        Evaluate(kks, &movement->line, context);
      }
    }
    if (!posted) return;
    for (const std::string& kks :
         context.Advance(MoneyClock(folded.submitter), *posted)) {
      Evaluate(kks, nullptr, context);
    }
  }

  void Rejudge(const fold::Retraction& retraction, Context& context) override {
    const Event& event = retraction.wrong.event;
    switch (event.body_case()) {
      case Event::kKksReceivedAtBranch:
      case Event::kKksHandedOver:
      case Event::kKksActivated:
      case Event::kKksReturnedUndelivered:
      case Event::kKksClosed:
      case Event::kKksReplaced:
        Restore(retraction.wrong, retraction.past, context);
        return;
      case Event::kFamilyListed:
        for (const std::string& kks :
             context.ConcernsOf(event.subjects().kpm())) {
          Evaluate(kks, nullptr, context);
        }
        return;
      default:
        break;
    }
    if (!PostedMicros(event) && !event.has_account_frozen()) return;
    for (const std::string& kks :
         WaitingOn(event.subjects().account(), context)) {
      ForgetUntouched(kks, context);
      Evaluate(kks, nullptr, context);
    }
  }

 private:
  static std::vector<std::string> WaitingOn(const std::string& account,
                                            const Context& context) {
    const auto stored = context.Get(KeyOf(kWaiting, account));
    if (!stored) return {};
    return fold::Decode<std::vector<std::string>>(*stored);
  }

  static void Await(const std::string& account, const std::string& kks,
                    Context& context) {
    std::vector<std::string> waiting = WaitingOn(account, context);
    const auto at = std::lower_bound(waiting.begin(), waiting.end(), kks);
    if (at != waiting.end() && *at == kks) return;
    waiting.insert(at, kks);
    context.Put(KeyOf(kWaiting, account), fold::Encode(waiting));
  }

  // A step of the card's life was taken back: it may wait again, or elsewhere,
  // or nobody says any more that it came to a branch.
  void Restore(const fold::FoldedEvent& wrong, const fold::Past& past,
               Context& context) const {
    const std::string& kks = wrong.event.subjects().kks();
    const fold::Key submitter_key = KeyOf(kSubmitters, kks);
    if (!context.Get(submitter_key)) return;
    const std::optional<Card> card = views::card::Find(context.views(), kks);
    std::uint64_t last_arrival = 0;
    if (card) {
      for (const LifeEvent& step : card->life) {
        if (step.step != Step::kAtBranch) continue;
        last_arrival = std::max(last_arrival, step.index);
      }
    }
    ForgetUntouched(kks, context);
    if (last_arrival == 0) {
      context.Delete(submitter_key);
      Settle({}, kks, std::nullopt, context);
      return;
    }
    past.Read(last_arrival, [&](const fold::FoldedEvent& arrival) {
      context.Put(submitter_key,
                  fold::Encode<std::uint64_t>(arrival.submitter));
    });
    if (views::IsToken(card->account)) Await(card->account, kks, context);
    Evaluate(kks, nullptr, context);
  }

  void TakeArrival(const fold::FoldedEvent& folded, Context& context) const {
    const std::string& kks = folded.event.subjects().kks();
    if (!views::IsToken(kks)) return;
    const auto card = views::card::Find(context.views(), kks);
    AMANAH_CHECK(card.has_value());
    const std::string& account = card->account;
    if (!views::IsToken(account)) return;
    context.Put(KeyOf(kSubmitters, kks),
                fold::Encode<std::uint64_t>(folded.submitter));
    Await(account, kks, context);
    Evaluate(kks, nullptr, context);
  }

  // Takes a card out of what is watched: its waiting has ended.
  void Forget(const Card& card, const std::string& kks,
              Context& context) const {
    ForgetUntouched(kks, context);
    const fold::Key key = KeyOf(kWaiting, card.account);
    const auto stored = context.Get(key);
    if (!stored) return;
    auto waiting = fold::Decode<std::vector<std::string>>(*stored);
    std::erase(waiting, kks);
    if (waiting.empty()) {
      context.Delete(key);
    } else {
      context.Put(key, fold::Encode(waiting));
    }
  }

  // `line`: what the event at hand did to the card's account, if anything.
  void Evaluate(const std::string& kks, const Line* line,
                Context& context) const {
    const auto stored = context.Get(KeyOf(kSubmitters, kks));
    const std::optional<Card> card = views::card::Find(context.views(), kks);
    if (!stored || !card) return;
    const auto submitter =
        static_cast<std::uint32_t>(fold::Decode<std::uint64_t>(*stored));
    const LifeEvent* arrival = card->First(Step::kAtBranch);
    if (arrival == nullptr) return;
    const std::string branch = BranchOf(submitter, arrival->place);
    std::optional<Lying> lying;
    if (IsWaiting(*card)) {
      lying = FindLying(kks, *card, *arrival, MoneyClock(submitter), line,
                        parameters_, context);
    } else {
      Forget(*card, kks, context);
    }
    Settle(branch, kks, lying, context);
  }

  // Writes the card's row among those of its branch, or takes it out of where
  // it was, and says the alerts of the branches again.
  void Settle(const std::string& branch, const std::string& kks,
              const std::optional<Lying>& lying, Context& context) const {
    const fold::Key row_key = KeyOf(kRowOf, kks);
    std::optional<std::string> before;
    if (const auto stored = context.Get(row_key)) before = *stored;
    if (!before && !lying) return;
    if (before && (!lying || *before != branch)) {
      Change(*before, kks, std::nullopt, context);
    }
    if (!lying) {
      context.Delete(row_key);
      return;
    }
    if (before != branch) context.Put(row_key, branch);
    Change(branch, kks, lying, context);
  }

  void Change(const std::string& branch, const std::string& kks,
              const std::optional<Lying>& lying, Context& context) const {
    const std::string key = LyingPrefix(branch) + kks;
    Sums sums;
    if (const auto stored = context.Get(KeyOf(kSums, branch))) {
      sums = fold::Decode<Sums>(*stored);
    }
    if (const auto before = context.Get(key)) {
      sums.rupiah -= fold::Decode<Lying>(*before).rupiah;
      --sums.cards;
    }
    if (lying) {
      context.Put(key, fold::Encode(*lying));
      sums.rupiah += lying->rupiah;
      ++sums.cards;
    } else {
      context.Delete(key);
    }
    context.Put(KeyOf(kSums, branch), fold::Encode(sums));
    if (sums.cards == 0) {
      context.Withdraw(branch, kSettled);
    } else {
      context.Stand(Describe(branch, sums, parameters_, context));
    }
  }

  static constexpr std::string_view kSettled =
      "every card was handed over or returned, or its money was moved on";

  const Parameters parameters_;
};

}  // namespace

std::unique_ptr<fold::Fold> MakeRule(const Parameters& parameters) {
  return std::make_unique<HandoverOverdue>(parameters);
}

}  // namespace ledger::rules::r04
