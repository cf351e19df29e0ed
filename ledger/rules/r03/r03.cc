#include "ledger/rules/r03/r03.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/base/time.h"
#include "ledger/fold/codec.h"
#include "ledger/fold/key.h"
#include "ledger/rules/common/draft.h"
#include "ledger/rules/common/rule.h"
#include "ledger/views/card/card.h"
#include "ledger/views/common/moment.h"
#include "ledger/views/family/family.h"
#include "ledger/views/money/money.h"

namespace ledger::rules::r03 {
namespace {

using amanah::v1::Event;
using views::card::Card;
using views::card::LifeEvent;
using views::card::Step;
using views::money::Line;

constexpr Definition kDefinition{"rule.r03", "R03", "DEBIT_BEFORE_HANDOVER", 1,
                                 1};

constexpr Instrument kLaw[] = {
    {"UU 13/2011 Pasal 38 dan 43: penyalahgunaan dana penanganan fakir miskin "
     "(tanggal mulai belum diperiksa)",
     "2011-08-18", ""},
    {"Permensos 20/2019: penyaluran bantuan pangan nontunai (teks belum "
     "dibaca; masa berlaku belum diperiksa)",
     "2019-01-01", "2023-01-01"},
    {"Permensos 4/2023: bank menyerahkan kartu kepada KPM dengan berita acara "
     "serah terima dan melaporkannya (menurut pemberitaan; pasal dan tanggal "
     "belum diperiksa)",
     "2023-01-01", ""},
};

// On disk: 0x10 ‖ account -> AppendOrdered(first handover of any of its cards);
//          0x11 ‖ account -> u64 submitter of the last debit in question.
constexpr char kFirstHandover = 0x10;
constexpr char kInQuestion = 0x11;

fold::Key KeyOf(char table, std::string_view account) {
  return fold::Key(table, account);
}

// What is known of an account's cards.
struct Cards {
  std::optional<views::Moment> first_handover;
  std::optional<std::uint64_t> handover_index;
  // Earliest step of any of them.
  std::optional<views::Moment> made_at;
  // One replaces a card of which the ledger knows nothing.
  bool has_unknown_past = false;
  std::vector<std::uint64_t> indices;
  std::string kpm;
  std::string bank;
};

Cards CardsOf(const fold::Reader& reader, std::string_view account) {
  Cards all;
  for (const std::string& kks : views::card::CardsOf(reader, account)) {
    const std::optional<Card> card = views::card::Find(reader, kks);
    if (!card || card->life.empty()) continue;
    if (all.kpm.empty()) all.kpm = card->kpm;
    if (all.bank.empty()) all.bank = card->bank;
    if (!all.made_at || card->life.front().at < *all.made_at) {
      all.made_at = card->life.front().at;
    }
    all.indices.push_back(card->life.front().index);
    if (const LifeEvent* handover = card->First(Step::kHandedOver);
        handover != nullptr &&
        (!all.first_handover || handover->at < *all.first_handover)) {
      all.first_handover = handover->at;
      all.handover_index = handover->index;
    }
    if (!card->replaces.empty() && !views::card::Find(reader, card->replaces)) {
      all.has_unknown_past = true;
    }
  }
  return all;
}

// The terminal's clock or the host's, whichever speaks for the holder.
std::int64_t LatestMicros(const Line& debit) {
  return std::max(debit.at.unix_micros, debit.posted_micros);
}

struct Finding {
  Gathered gathered;
  std::uint64_t debits = 0;
  std::int64_t rupiah = 0;
  std::int64_t latest_micros = std::numeric_limits<std::int64_t>::min();
};

class DebitBeforeHandover final : public Rule {
 public:
  explicit DebitBeforeHandover(const Parameters& parameters)
      : Rule(kDefinition), parameters_(parameters) {}

 protected:
  void Judge(const fold::FoldedEvent& folded, Context& context) override {
    const Event& event = folded.event;
    const std::string& account = event.subjects().account();
    switch (event.body_case()) {
      case Event::kWithdrawalPosted:
      case Event::kPurchasePosted:
      case Event::kTransferPosted:
        if (views::IsToken(account)) {
          TakeDebit(folded, account, context);
        }
        break;
      case Event::kKksHandedOver:
        TakeHandover(event, account, context);
        break;
      case Event::kFamilyListed:
        ReconsiderFamily(event, context);
        break;
      default:
        if (Matters(event.body_case())) Reconsider(account, context);
        break;
    }
    if (const auto posted = PostedMicros(event)) {
      for (const std::string& due :
           context.Advance(MoneyClock(folded.submitter), *posted)) {
        Evaluate(due, context);
      }
    }
  }

  void Rejudge(const fold::Retraction& retraction, Context& context) override {
    const Event& event = retraction.wrong.event;
    const std::string& account = event.subjects().account();
    switch (event.body_case()) {
      case Event::kWithdrawalPosted:
      case Event::kPurchasePosted:
      case Event::kTransferPosted:
        Reconsider(account, context);
        return;
      case Event::kKksHandedOver:
        RemoveHandover(account, retraction.past, context);
        return;
      case Event::kFamilyListed:
        ReconsiderFamily(event, context);
        return;
      default:
        if (Matters(event.body_case())) Reconsider(account, context);
        return;
    }
  }

 private:
  // What is not a debit or a handover and may change an alert: what undoes a
  // debit, names its period, or tells of the account's cards.
  static bool Matters(Event::BodyCase kind) {
    switch (kind) {
      case Event::kTransactionReversed:
      case Event::kCreditPosted:
      case Event::kKksPrinted:
      case Event::kKksDispatched:
      case Event::kKksReceivedAtBranch:
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

  void ReconsiderFamily(const Event& event, Context& context) const {
    for (const std::string& subject :
         context.ConcernsOf(event.subjects().kpm())) {
      Evaluate(subject, context);
    }
  }

  // The first handover is another one, or none: debits since, which were in
  // order up to now, may be in question.
  void RemoveHandover(const std::string& account, const fold::Past& past,
                      Context& context) const {
    if (!views::IsToken(account)) return;
    const fold::Key key = KeyOf(kFirstHandover, account);
    const auto first = FirstHandover(account, past, context.views());
    if (first) {
      std::string value;
      fold::AppendOrdered(value, *first);
      context.Put(key, value);
    } else {
      context.Delete(key);
    }
    std::uint64_t last_debit = 0;
    views::money::VisitLines(
        context.views(), account, std::numeric_limits<std::int64_t>::min(),
        std::numeric_limits<std::int64_t>::max(), [&](const Line& line) {
          const bool is_in_order =
              first && *first <= line.at.unix_micros + Tolerance();
          if (line.IsDebitByPerson() && !is_in_order) {
            last_debit = std::max(last_debit, line.index);
          }
          return true;
        });
    if (last_debit != 0) {
      past.Read(last_debit, [&](const fold::FoldedEvent& debit) {
        context.Put(KeyOf(kInQuestion, account),
                    fold::Encode<std::uint64_t>(debit.submitter));
      });
    }
    Reconsider(account, context);
  }

  // Of any card, of those events that name the account.
  static std::optional<std::int64_t> FirstHandover(const std::string& account,
                                                   const fold::Past& past,
                                                   const fold::Reader& views) {
    std::optional<std::int64_t> first;
    for (const std::string& kks : views::card::CardsOf(views, account)) {
      const std::optional<Card> card = views::card::Find(views, kks);
      if (!card) continue;
      for (const LifeEvent& step : card->life) {
        if (step.step != Step::kHandedOver) continue;
        past.Read(step.index, [&](const fold::FoldedEvent& folded) {
          if (folded.event.subjects().account() != account) return;
          first = std::min(first.value_or(step.at.unix_micros),
                           step.at.unix_micros);
        });
      }
    }
    return first;
  }

  // Nearly every debit ends in the first two lines.
  void TakeDebit(const fold::FoldedEvent& folded, const std::string& account,
                 Context& context) const {
    const auto handover = context.Get(KeyOf(kFirstHandover, account));
    const std::int64_t at = folded.event.occurred_at().unix_micros();
    if (handover && fold::GetOrdered(*handover) <= at + Tolerance()) return;
    context.Put(KeyOf(kInQuestion, account),
                fold::Encode<std::uint64_t>(folded.submitter));
    Evaluate(account, context);
  }

  void TakeHandover(const Event& event, const std::string& account,
                    Context& context) const {
    if (!views::IsToken(account)) return;
    const std::int64_t at = event.occurred_at().unix_micros();
    const fold::Key key = KeyOf(kFirstHandover, account);
    const auto first = context.Get(key);
    if (!first || at < fold::GetOrdered(*first)) {
      std::string value;
      fold::AppendOrdered(value, at);
      context.Put(key, value);
    }
    Reconsider(account, context);
  }

  // Looks again, when anything was in question.
  void Reconsider(const std::string& account, Context& context) const {
    if (!views::IsToken(account)) return;
    if (context.Get(KeyOf(kInQuestion, account))) Evaluate(account, context);
  }

  void Evaluate(const std::string& account, Context& context) const {
    const auto submitter = context.Get(KeyOf(kInQuestion, account));
    if (!submitter) return;
    const std::string clock = MoneyClock(
        static_cast<std::uint32_t>(fold::Decode<std::uint64_t>(*submitter)));
    const Cards cards = CardsOf(context.views(), account);
    // Of cards that the ledger never saw made, or that follow one it never
    // saw, no handover can be missing.
    if (!cards.made_at || (cards.has_unknown_past && !cards.first_handover)) {
      context.Withdraw(account, kUnknownPast);
      return;
    }
    const Finding finding = Find(account, cards, clock, context);
    if (finding.debits == 0) {
      context.Withdraw(account, kHandoverFound);
      return;
    }
    context.Concern(cards.kpm, account);
    context.Stand(Describe(account, cards, finding, context));
  }

  // Debits before the first handover that are due; asks to be woken for those
  // that are not yet.
  Finding Find(const std::string& account, const Cards& cards,
               const std::string& clock, Context& context) const {
    Finding finding;
    std::set<std::string> undone;
    std::vector<Line> debits;
    std::string period;
    constexpr std::int64_t kEver = std::numeric_limits<std::int64_t>::max();
    views::money::VisitLines(context.views(), account,
                             std::numeric_limits<std::int64_t>::min(), kEver,
                             [&](const Line& line) {
                               if (line.IsCredit()) period = line.period_id;
                               if (line.kind == Event::kTransactionReversed) {
                                 undone.insert(line.reason);
                               }
                               if (IsInQuestion(line, cards)) {
                                 debits.push_back(line);
                                 debits.back().period_id = period;
                               }
                               return true;
                             });
    const std::int64_t now = context.ClockOf(clock);
    for (const Line& debit : debits) {
      if (undone.contains(debit.reference)) continue;
      const std::int64_t due =
          LatestMicros(debit) + parameters_.handover_entry_days * kMicrosPerDay;
      if (now < due) {
        context.WakeAt(clock, due, account);
        continue;
      }
      ++finding.debits;
      finding.rupiah -= debit.amount_rupiah;
      finding.gathered.AddIndex(debit.index);
      finding.gathered.AddCard(debit.kks);
      finding.gathered.AddPeriod(debit.period_id);
      finding.gathered.AddMoment(debit.at);
    }
    return finding;
  }

  bool IsInQuestion(const Line& line, const Cards& cards) const {
    // A teller pays on identity card and passbook; a test swipe moves nothing;
    // the government's own debits are no person's.
    if (!line.IsDebitByPerson() || line.amount_rupiah == 0 ||
        line.channel == amanah::v1::TRANSACTION_CHANNEL_BRANCH ||
        line.channel == amanah::v1::TRANSACTION_CHANNEL_SYSTEM) {
      return false;
    }
    const std::int64_t at = LatestMicros(line);
    if (cards.first_handover) {
      return at < cards.first_handover->unix_micros - Tolerance();
    }
    return at > cards.made_at->unix_micros +
                    parameters_.min_card_age_days * kMicrosPerDay;
  }

  amanah::v1::Alert Describe(const std::string& account, const Cards& cards,
                             const Finding& finding,
                             const Context& context) const {
    amanah::v1::Alert alert = context.DraftAlert(account);
    alert.set_evidence_class(amanah::v1::EVIDENCE_CLASS_E4);
    AddParameter("tolerance_minutes", parameters_.tolerance_minutes, alert);
    AddParameter("min_card_age_days", parameters_.min_card_age_days, alert);
    AddParameter("handover_entry_days", parameters_.handover_entry_days, alert);
    Gathered gathered = finding.gathered;
    gathered.AddIndices(cards.indices);
    if (cards.handover_index) gathered.AddIndex(*cards.handover_index);
    gathered.AddRegion(views::family::RegionOf(context.views(), cards.kpm));
    gathered.FillIn(kLaw, alert);
    alert.set_rupiah_at_risk(finding.rupiah);
    alert.set_statistic_name("debits_before_handover");
    alert.set_statistic_value(std::to_string(finding.debits));
    alert.set_null_model(
        "a handover record (BAST) of a card of this account, dated before "
        "the first debit");
    AddLookAlikes(cards, alert);
    AddSentences(cards, finding, alert);
    return alert;
  }

  static void AddLookAlikes(const Cards& cards, amanah::v1::Alert& alert) {
    using amanah::v1::LOOK_ALIKE_RESULT_EXCLUDED;
    using amanah::v1::LOOK_ALIKE_RESULT_POSSIBLE;
    AddLookAlike("REPLACED_CARD", LOOK_ALIKE_RESULT_EXCLUDED,
                 "no card of this account was handed over before the debits",
                 alert);
    AddLookAlike("TEST_SWIPE", LOOK_ALIKE_RESULT_EXCLUDED,
                 "inquiries and amounts of 0 are not counted", alert);
    AddLookAlike("BANK_DEBIT_TO_TREASURY", LOOK_ALIKE_RESULT_EXCLUDED,
                 "returns to the government's account are not counted", alert);
    AddLookAlike("TELLER_WITHDRAWAL", LOOK_ALIKE_RESULT_EXCLUDED,
                 "debits at a bank counter are not counted", alert);
    AddLookAlike("TERMINAL_CLOCK", LOOK_ALIKE_RESULT_EXCLUDED,
                 "the later of the terminal's and the bank's clock was taken",
                 alert);
    if (cards.first_handover) {
      AddLookAlike("LATE_HANDOVER_RECORD", LOOK_ALIKE_RESULT_EXCLUDED,
                   "there is a record, and it dates the handover after the "
                   "debits",
                   alert);
    } else {
      AddLookAlike("LATE_HANDOVER_RECORD", LOOK_ALIKE_RESULT_POSSIBLE,
                   "a paper record may exist that was never entered", alert);
    }
  }

  static void AddSentences(const Cards& cards, const Finding& finding,
                           amanah::v1::Alert& alert) {
    const std::string count = std::to_string(finding.debits);
    if (cards.first_handover) {
      const std::string date = cards.first_handover->Date();
      alert.set_sentence_id(
          "Uang " + RupiahId(finding.rupiah) + " ditarik dalam " + count +
          " transaksi sebelum kartu diserahkan pada " + date + ".");
      alert.set_sentence_en(RupiahEn(finding.rupiah) + " was drawn in " +
                            count +
                            " transactions before the card was handed over "
                            "on " +
                            date + ".");
    } else {
      alert.set_sentence_id(
          "Uang " + RupiahId(finding.rupiah) + " ditarik dalam " + count +
          " transaksi dengan kartu yang tidak pernah tercatat "
          "diserahkan kepada siapa pun.");
      alert.set_sentence_en(RupiahEn(finding.rupiah) + " was drawn in " +
                            count +
                            " transactions with a card that has no record of "
                            "ever being handed to anybody.");
    }
    alert.set_next_step_id(
        "Minta BAST kertas kepada bank; tanyakan KPM apakah kartu pernah "
        "diterima dan siapa yang menarik; minta rekaman kamera terminal.");
    alert.set_next_step_en(
        "Ask the bank for the paper handover record; ask the family whether "
        "it ever received the card and who drew; ask for the terminal's "
        "camera record.");
  }

  std::int64_t Tolerance() const {
    return parameters_.tolerance_minutes * kMicrosPerMinute;
  }

  static constexpr std::string_view kHandoverFound =
      "a handover before the debits, or a reversal of them, is on record";
  static constexpr std::string_view kUnknownPast =
      "the account had an earlier card of which the ledger knows nothing";

  const Parameters parameters_;
};

}  // namespace

std::unique_ptr<fold::Fold> MakeRule(const Parameters& parameters) {
  return std::make_unique<DebitBeforeHandover>(parameters);
}

}  // namespace ledger::rules::r03
