#include "ledger/rules/r01/r01.h"

#include <algorithm>
#include <limits>
#include <map>
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
#include "ledger/views/custody/custody.h"
#include "ledger/views/family/family.h"
#include "ledger/views/money/money.h"

namespace ledger::rules::r01 {
namespace {

using amanah::v1::Event;
using views::custody::Allegation;
using views::custody::CardCustody;
using views::custody::History;
using views::custody::Interval;
using views::custody::Rank;
using views::custody::Statement;

constexpr Definition kDefinition{"rule.r01", "R01",
                                 "COLLECTIVE_HOLDING_DECLARED", 1};

constexpr Instrument kLaw[] = {
    {"Pernyataan Menteri Sosial, 5 Juli 2020: KKS tidak boleh dipegang bank, "
     "pendamping, TKSK, ketua kelompok atau siapa pun selain KPM "
     "(pemberitaan, bukan peraturan)",
     "2020-07-05", ""},
    {"Pedoman Umum Program Sembako: KKS dan PIN tidak boleh dititipkan, "
     "disimpan, dikuasai atau diberikan kepada pihak lain (teks belum dibaca; "
     "tanggal mulai belum diperiksa)",
     "2020-01-01", ""},
    {"Perdirjen Linjamsos 58/3/OT.01/8/2022 Pasal 10: larangan bagi SDM PKH "
     "(teks belum dibaca; berlaku bagi pendamping)",
     "2022-08-01", ""},
};

// On disk:
//   0x10 ‖ kks  -> vector of holders whose alert counts its credits
//   0x11        -> AppendOrdered(latest registration of a proxy)
constexpr char kHoldersOf = 0x10;
constexpr std::string_view kProxiesKnown = "\x11";

fold::Key KeyOf(std::string_view kks) { return fold::Key(kHoldersOf, kks); }

bool IsCustodyEvent(Event::BodyCase kind) {
  switch (kind) {
    case Event::kKksCustodyAttested:
    case Event::kKksCustodyObserved:
    case Event::kKksCustodyReported:
    case Event::kKksCustodyChanged:
    case Event::kKksHandedOver:
    case Event::kKksReplaced:
    case Event::kKksClosed:
    case Event::kKksReturnedUndelivered:
      return true;
    default:
      return false;
  }
}

// What speaks against one holder.
struct Case {
  std::vector<Interval> known;          // Attested or observed.
  std::vector<Allegation> allegations;  // Neither proven nor refuted.
  std::uint64_t refuted = 0;
  std::uint64_t advocacy = 0;
};

std::size_t FamiliesIn(const std::vector<Interval>& intervals) {
  std::set<std::string_view> families;
  for (const Interval& interval : intervals) families.insert(interval.kpm);
  return families.size();
}

class CollectiveHolding final : public Rule {
 public:
  explicit CollectiveHolding(const Parameters& parameters)
      : Rule(kDefinition), parameters_(parameters) {}

 protected:
  void Judge(const fold::FoldedEvent& folded, Context& context) override {
    const Event& event = folded.event;
    const std::string& kks = event.subjects().kks();
    if (IsCustodyEvent(event.body_case()) && views::IsToken(kks)) {
      EvaluateHoldersOf(kks, context);
      for (const std::string& holder :
           context.Advance(CustodyClock(folded.submitter),
                           event.occurred_at().unix_micros())) {
        Evaluate(holder, context);
      }
      return;
    }
    switch (event.body_case()) {
      case Event::kCreditPosted:
        if (const auto holders = context.Get(KeyOf(kks))) {
          for (const std::string& holder :
               fold::Decode<std::vector<std::string>>(*holders)) {
            Evaluate(holder, context);
          }
        }
        return;
      case Event::kProxyAuthorised:
        NoteRegister(event, context);
        Evaluate(event.proxy_authorised().proxy(), context);
        ReconsiderFamily(event, context);
        return;
      case Event::kFamilyListed:
      case Event::kPengurusReplaced:
      case Event::kKksPrinted:
        ReconsiderFamily(event, context);
        return;
      default:
        return;
    }
  }

 private:
  void ReconsiderFamily(const Event& event, Context& context) const {
    for (const std::string& holder :
         context.ConcernsOf(event.subjects().kpm())) {
      Evaluate(holder, context);
    }
  }

  // How far the register of proxies is known: a missing registration means
  // something only up to there.
  static void NoteRegister(const Event& event, Context& context) {
    const std::int64_t at = event.occurred_at().unix_micros();
    if (const auto known = context.Get(kProxiesKnown);
        known && fold::GetOrdered(*known) >= at) {
      return;
    }
    std::string value;
    fold::AppendOrdered(value, at);
    context.Put(kProxiesKnown, value);
  }

  // Everybody from outside the family who is said to have had the card.
  void EvaluateHoldersOf(const std::string& kks, Context& context) const {
    const std::optional<CardCustody> custody =
        views::custody::Find(context.views(), kks);
    if (!custody) return;
    std::set<std::string> holders;
    for (const Statement& statement : custody->statements) {
      if (!statement.holder.empty() &&
          !views::custody::IsFamilyRole(statement.holder_role)) {
        holders.insert(statement.holder);
      }
    }
    for (const std::string& holder : holders) Evaluate(holder, context);
  }

  void Evaluate(const std::string& holder, Context& context) const {
    if (!views::IsToken(holder)) return;
    const Case found = Gather(holder, context);
    for (const Interval& interval : found.known) {
      context.Concern(interval.kpm, holder);
    }
    for (const Allegation& allegation : found.allegations) {
      context.Concern(allegation.kpm, holder);
    }
    if (!IsEnough(found, context)) {
      context.Withdraw(holder, kExplained);
      return;
    }
    for (const Interval& interval : found.known) {
      CountCredits(interval.kks, holder, context);
    }
    context.Stand(Describe(holder, found, context));
  }

  static void CountCredits(const std::string& kks, const std::string& holder,
                           Context& context) {
    const fold::Key key = KeyOf(kks);
    std::vector<std::string> holders;
    if (const auto stored = context.Get(key)) {
      holders = fold::Decode<std::vector<std::string>>(*stored);
    }
    const auto at = std::lower_bound(holders.begin(), holders.end(), holder);
    if (at != holders.end() && *at == holder) return;
    holders.insert(at, holder);
    context.Put(key, fold::Encode(holders));
  }

  // --- What speaks against a holder ----------------------------------------

  Case Gather(const std::string& holder, Context& context) const {
    Case found;
    std::vector<Interval> lent;
    for (Interval& interval :
         views::custody::IntervalsOf(context.views(), holder)) {
      if (!views::custody::IsForeign(context.views(), interval)) continue;
      if (interval.rank == Rank::kReported) {
        AddReported(interval, found, context);
      } else if (IsCeremony(interval)) {
        continue;
      } else if (!interval.case_ref.empty() &&
                 IsLentOrMayBe(interval, holder, context)) {
        lent.push_back(std::move(interval));
      } else {
        found.known.push_back(std::move(interval));
      }
    }
    for (const Allegation& allegation :
         views::custody::AllegationsOf(context.views(), holder)) {
      AddAllegation(allegation, found, context);
    }
    // More at a time than anybody takes to a bank counter for others.
    if (MostAtOnce(lent) > parameters_.max_advocacy_cards) {
      for (Interval& interval : lent)
        found.known.push_back(std::move(interval));
    } else {
      found.advocacy = lent.size();
    }
    return found;
  }

  // A bank officer has the cards of a ceremony in hand for its day.
  static bool IsCeremony(const Interval& interval) {
    return interval.holder_role == amanah::v1::PARTY_ROLE_BANK_OFFICER &&
           interval.end &&
           interval.end->unix_micros - interval.begin.unix_micros <
               kMicrosPerDay;
  }

  // Lent for a case and, as the family says, back within the hours; or not
  // yet due to be back.
  bool IsLentOrMayBe(const Interval& interval, const std::string& holder,
                     Context& context) const {
    const std::int64_t due = interval.begin.unix_micros +
                             parameters_.advocacy_hours * kMicrosPerHour;
    if (interval.end) {
      return interval.end->unix_micros < due &&
             (views::custody::IsFamilyRole(interval.ended_by_role));
    }
    const auto custody = views::custody::Find(context.views(), interval.kks);
    std::uint32_t submitter = 0;
    for (const Statement& statement : custody->statements) {
      if (statement.index == interval.index) submitter = statement.submitter;
    }
    const std::string clock = CustodyClock(submitter);
    if (context.ClockOf(clock) >= due) return false;
    context.WakeAt(clock, due, holder);
    return true;
  }

  static std::int64_t MostAtOnce(const std::vector<Interval>& intervals) {
    std::int64_t most = 0;
    for (const Interval& at : intervals) {
      std::int64_t together = 0;
      for (const Interval& other : intervals) {
        const bool has_begun = other.begin <= at.begin;
        const bool lasts = !other.end || at.begin < *other.end;
        if (has_begun && lasts) ++together;
      }
      most = std::max(most, together);
    }
    return most;
  }

  void AddReported(const Interval& interval, Case& found,
                   const Context& context) const {
    const auto custody = views::custody::Find(context.views(), interval.kks);
    for (const Statement& statement : custody->statements) {
      if (std::binary_search(interval.indices.begin(), interval.indices.end(),
                             statement.index)) {
        AddAllegation({interval.kks, interval.kpm, statement}, found, context);
      }
    }
  }

  void AddAllegation(const Allegation& allegation, Case& found,
                     const Context& context) const {
    if (views::custody::IsFamilyRole(allegation.statement.holder_role)) return;
    Interval as_interval;
    as_interval.kks = allegation.kks;
    as_interval.kpm = allegation.kpm;
    as_interval.holder = allegation.statement.holder;
    as_interval.holder_role = allegation.statement.holder_role;
    as_interval.begin = allegation.statement.stated_at;
    as_interval.last_stated_at = allegation.statement.stated_at;
    if (!views::custody::IsForeign(context.views(), as_interval)) return;
    if (IsRefuted(allegation, context)) {
      ++found.refuted;
    } else {
      found.allegations.push_back(allegation);
    }
  }

  // An officer has seen the card with its family soon after.
  bool IsRefuted(const Allegation& allegation, const Context& context) const {
    const auto custody = views::custody::Find(context.views(), allegation.kks);
    const std::int64_t at = allegation.statement.stated_at.unix_micros;
    return custody &&
           std::any_of(
               custody->statements.begin(), custody->statements.end(),
               [&](const Statement& statement) {
                 return statement.rank == Rank::kObserved &&
                        !statement.is_handover && !statement.is_end &&
                        views::custody::IsFamilyRole(statement.holder_role) &&
                        statement.stated_at.unix_micros >= at &&
                        statement.stated_at.unix_micros <
                            at + parameters_.refutation_days * kMicrosPerDay;
               });
  }

  bool IsEnough(const Case& found, const Context& context) const {
    if (!found.known.empty()) {
      return !IsUnregisteredProxyOnly(found, context) &&
             found.known.size() >=
                 static_cast<std::size_t>(parameters_.min_cards);
    }
    std::set<std::string_view> cards;
    std::set<std::string_view> named_cards;
    std::set<std::string_view> reporters;
    for (const Allegation& allegation : found.allegations) {
      cards.insert(allegation.kks);
      if (allegation.statement.stated_by.empty()) continue;
      named_cards.insert(allegation.kks);
      reporters.insert(allegation.statement.stated_by);
    }
    const bool is_named =
        named_cards.size() >=
            static_cast<std::size_t>(parameters_.min_reported_cards) &&
        reporters.size() >= static_cast<std::size_t>(parameters_.min_reporters);
    return is_named || cards.size() >= static_cast<std::size_t>(
                                           parameters_.min_anonymous_cards);
  }

  // All that is known is that a proxy has cards, of whom no registration is
  // found; and that is little: a single family's proxy may be registered
  // late, and the register may not be known up to then.
  bool IsUnregisteredProxyOnly(const Case& found,
                               const Context& context) const {
    views::Moment first = found.known.front().begin;
    for (const Interval& interval : found.known) {
      if (interval.holder_role != amanah::v1::PARTY_ROLE_PROXY) return false;
      first = std::min(first, interval.begin);
    }
    const auto known = context.Get(kProxiesKnown);
    const bool is_due = known && fold::GetOrdered(*known) >= first.unix_micros;
    return !is_due || FamiliesIn(found.known) <
                          static_cast<std::size_t>(
                              parameters_.min_unregistered_proxy_families);
  }

  // --- What the alert says -------------------------------------------------

  struct Totals {
    Gathered gathered;
    std::set<std::string> now;
    std::set<std::string> ever;
    std::int64_t credited = 0;
    Rank strongest = Rank::kReported;
    bool is_seen = false;  // By an officer, or in a handover record.
  };

  static Totals Total(const Case& found, const Context& context) {
    Totals totals;
    constexpr std::int64_t kEver = std::numeric_limits<std::int64_t>::max();
    for (const Interval& interval : found.known) {
      totals.ever.insert(interval.kks);
      if (!interval.end) totals.now.insert(interval.kks);
      totals.strongest = std::max(totals.strongest, interval.rank);
      totals.gathered.AddIndices(interval.indices);
      totals.gathered.AddCard(interval.kks);
      totals.gathered.AddMoment(interval.begin);
      totals.gathered.AddMoment(interval.last_stated_at);
      totals.gathered.AddRegion(
          views::family::RegionOf(context.views(), interval.kpm));
      const auto card = views::card::Find(context.views(), interval.kks);
      if (!card) continue;
      views::money::VisitLines(context.views(), card->account,
                               interval.begin.unix_micros,
                               interval.end ? interval.end->unix_micros : kEver,
                               [&](const views::money::Line& line) {
                                 if (!line.IsCredit()) return true;
                                 totals.credited += line.amount_rupiah;
                                 totals.gathered.AddPeriod(line.period_id);
                                 return true;
                               });
    }
    for (const Allegation& allegation : found.allegations) {
      totals.gathered.AddIndex(allegation.statement.index);
      totals.gathered.AddMoment(allegation.statement.stated_at);
      if (!found.known.empty()) continue;
      totals.gathered.AddCard(allegation.kks);
      totals.gathered.AddRegion(
          views::family::RegionOf(context.views(), allegation.kpm));
    }
    return totals;
  }

  amanah::v1::Alert Describe(const std::string& holder, const Case& found,
                             const Context& context) const {
    amanah::v1::Alert alert = context.DraftAlert(holder);
    const Totals totals = Total(found, context);
    alert.set_evidence_class(
        totals.strongest == Rank::kObserved   ? amanah::v1::EVIDENCE_CLASS_E4
        : totals.strongest == Rank::kAttested ? amanah::v1::EVIDENCE_CLASS_E3
                                              : amanah::v1::EVIDENCE_CLASS_E2);
    AddParameters(alert);
    totals.gathered.FillIn(kLaw, alert);
    alert.set_party(holder);
    alert.set_party_role(found.known.empty()
                             ? found.allegations.back().statement.holder_role
                             : found.known.back().holder_role);
    alert.set_rupiah_at_risk(totals.credited);
    alert.set_statistic_name(found.known.empty() ? "cards_alleged"
                                                 : "cards_held");
    alert.set_statistic_value(std::to_string(totals.gathered.card_count()));
    alert.set_null_model(
        "0 cards of other families with anybody but their own account "
        "manager, heir or registered proxy");
    AddLookAlikes(found, alert);
    AddSentences(found, totals, alert);
    return alert;
  }

  void AddParameters(amanah::v1::Alert& alert) const {
    AddParameter("min_cards", parameters_.min_cards, alert);
    AddParameter("min_unregistered_proxy_families",
                 parameters_.min_unregistered_proxy_families, alert);
    AddParameter("advocacy_hours", parameters_.advocacy_hours, alert);
    AddParameter("max_advocacy_cards", parameters_.max_advocacy_cards, alert);
    AddParameter("min_reported_cards", parameters_.min_reported_cards, alert);
    AddParameter("min_reporters", parameters_.min_reporters, alert);
    AddParameter("min_anonymous_cards", parameters_.min_anonymous_cards, alert);
    AddParameter("refutation_days", parameters_.refutation_days, alert);
  }

  static void AddLookAlikes(const Case& found, amanah::v1::Alert& alert) {
    using amanah::v1::LOOK_ALIKE_RESULT_EXCLUDED;
    AddLookAlike("ADVOCACY_CASE", LOOK_ALIKE_RESULT_EXCLUDED,
                 "cards lent for a case and back in time are not counted: " +
                     std::to_string(found.advocacy),
                 alert);
    AddLookAlike("REGISTERED_PROXY", LOOK_ALIKE_RESULT_EXCLUDED,
                 "the holder is no registered proxy of these families then",
                 alert);
    AddLookAlike("BANK_OFFICER_AT_CEREMONY", LOOK_ALIKE_RESULT_EXCLUDED,
                 "cards that a bank officer had for less than a day are not "
                 "counted",
                 alert);
    AddLookAlike("FALSE_REPORT",
                 found.known.empty() ? amanah::v1::LOOK_ALIKE_RESULT_POSSIBLE
                                     : LOOK_ALIKE_RESULT_EXCLUDED,
                 found.known.empty()
                     ? "several report it; nobody has seen or attested it"
                     : "cards that are only reported are not counted; refuted "
                       "reports: " +
                           std::to_string(found.refuted),
                 alert);
    AddLookAlike("LENT_BY_CHOICE", amanah::v1::LOOK_ALIKE_RESULT_POSSIBLE,
                 "a family may have asked for it; the rule forbids it all the "
                 "same, and possession is no theft",
                 alert);
  }

  static void AddSentences(const Case& found, const Totals& totals,
                           amanah::v1::Alert& alert) {
    const std::string cards = std::to_string(totals.gathered.card_count());
    if (found.known.empty()) {
      alert.set_sentence_id("Beberapa laporan menyebut satu pihak memegang " +
                            cards +
                            " kartu keluarga lain; belum ada yang melihat "
                            "atau memastikannya.");
      alert.set_sentence_en("Several reports say that one party has " + cards +
                            " cards of other families; nobody has seen or "
                            "attested it yet.");
    } else {
      const std::string now = std::to_string(totals.now.size());
      const bool is_seen = totals.strongest == Rank::kObserved;
      alert.set_sentence_id("Satu pihak dari luar keluarga memegang " + cards +
                            " kartu KKS (sekarang " + now + "), " +
                            (is_seen ? "dilihat petugas atau tercatat di BAST"
                                     : "menurut keterangan tertulis") +
                            "; selama itu bantuan " +
                            RupiahId(totals.credited) + " masuk.");
      alert.set_sentence_en(
          "One party from outside the families has had " + cards +
          " KKS cards (" + now + " now), " +
          (is_seen ? "as an officer saw or a handover record says"
                   : "as attested") +
          "; meanwhile aid of " + RupiahEn(totals.credited) + " came in.");
    }
    alert.set_next_step_id(
        "Datangi pemegang bersama petugas lain, catat kartu yang ada padanya, "
        "kembalikan kepada KPM; tanyakan KPM siapa yang menarik uang dan "
        "berapa yang diterima.");
    alert.set_next_step_en(
        "Visit the holder with a second officer, write down the cards there, "
        "give them back; ask the families who drew the money and how much "
        "they got.");
  }

  static constexpr std::string_view kExplained =
      "later statements or registrations explain the custody";

  const Parameters parameters_;
};

}  // namespace

std::unique_ptr<fold::Fold> MakeRule(const Parameters& parameters) {
  return std::make_unique<CollectiveHolding>(parameters);
}

}  // namespace ledger::rules::r01
