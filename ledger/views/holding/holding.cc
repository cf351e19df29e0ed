#include "ledger/views/holding/holding.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/base/region.h"
#include "ledger/base/time.h"
#include "ledger/fold/codec.h"
#include "ledger/views/card/card.h"
#include "ledger/views/common/moment.h"
#include "ledger/views/custody/custody.h"
#include "ledger/views/family/family.h"
#include "ledger/views/holding/tables.h"

namespace ledger::views::holding {
namespace {

using amanah::v1::Event;

enum class Held { kByNobody, kByFamily, kByOther };

// Where a card counts, and as what.
struct Standing {
  std::string companion_hex;
  Held held = Held::kByNobody;
  bool operator==(const Standing&) const = default;
};

// One card, with all that decides where it counts.
class CardCount {
 public:
  CardCount(const fold::Reader& reader, std::string_view kks,
            const std::optional<card::Card>& card,
            const custody::CardCustody& custody,
            const std::optional<family::Family>& family)
      : family_(family),
        intervals_(custody::HistoryOf(kks, custody).intervals) {
    if (card) bank_ = card->bank;
    for (const custody::Interval& interval : intervals_) {
      is_foreign_.push_back(custody::IsForeign(reader, interval));
    }
  }

  CardTally Tally() const {
    std::map<std::string, Change> changes;
    Standing before;
    for (const std::int64_t at : Turns()) {
      const Standing after = At(at);
      if (after == before) continue;
      Add(changes, before, at, -1);
      Add(changes, after, at, +1);
      before = after;
    }
    CardTally tally;
    for (auto& [key, change] : changes) {
      if (!change.IsZero()) tally.lines.push_back({key, change});
    }
    return tally;
  }

 private:
  // Moments at which its standing may change, ascending.
  std::set<std::int64_t> Turns() const {
    std::set<std::int64_t> turns;
    for (const custody::Interval& interval : intervals_) {
      turns.insert(interval.begin.unix_micros);
      if (interval.end) turns.insert(interval.end->unix_micros);
    }
    if (!family_ || turns.empty()) return turns;
    const std::int64_t first = *turns.begin();
    for (const family::Assignment& assignment : family_->assignments) {
      for (const std::int64_t at :
           {assignment.from.unix_micros,
            assignment.until ? family::OverMicros(*assignment.until)
                             : assignment.from.unix_micros}) {
        if (at > first) turns.insert(at);
      }
    }
    return turns;
  }

  Standing At(std::int64_t at) const {
    Standing standing;
    for (std::size_t i = 0; i < intervals_.size(); ++i) {
      const custody::Interval& interval = intervals_[i];
      if (interval.begin.unix_micros <= at &&
          (!interval.end || at < interval.end->unix_micros)) {
        standing.held = is_foreign_[i] ? Held::kByOther : Held::kByFamily;
      }
    }
    if (standing.held == Held::kByNobody || !family_) return standing;
    if (const family::Assignment* assigned = family_->AssignmentAt(at)) {
      standing.companion_hex = HexEncode(AsBytes(assigned->companion));
    }
    return standing;
  }

  void Add(std::map<std::string, Change>& changes, const Standing& standing,
           std::int64_t at, int by) const {
    if (standing.held == Held::kByNobody) return;
    const std::string_view village =
        family_ ? std::string_view(family_->region_code) : std::string_view();
    const Civil civil =
        CivilFromInstant(Instant{at}, ZoneOffsetMinutesOfRegion(village));
    Change& change =
        changes[ChangeKey(village, bank_, standing.companion_hex,
                          Month{civil.year, civil.month}.Number())];
    (standing.held == Held::kByFamily ? change.with_family
                                      : change.with_others) += by;
  }

  const std::optional<family::Family>& family_;
  const std::vector<custody::Interval> intervals_;
  std::string bank_;
  std::vector<bool> is_foreign_;
};

template <typename T>
T Load(const fold::Reader& state, const fold::Key& key) {
  const auto stored = state.Get(kName, key);
  return stored ? fold::Decode<T>(*stored) : T{};
}

class HoldingFold final : public fold::Fold {
 public:
  std::string_view name() const override { return kName; }
  std::uint32_t version() const override { return 2; }

  bool Apply(const fold::FoldedEvent& folded, fold::Writer& state) override {
    LookAgain(folded.event, state);
    return true;
  }

  // Counts are of what the other views know, which is without it already.
  void Retract(const fold::Retraction& retraction,
               fold::Writer& state) override {
    LookAgain(retraction.wrong.event, state);
  }

 private:
  static void LookAgain(const Event& event, fold::Writer& state) {
    const amanah::v1::Subjects& subjects = event.subjects();
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
      case Event::kKksCustodyAttested:
      case Event::kKksCustodyObserved:
      case Event::kKksCustodyReported:
      case Event::kKksCustodyChanged:
        if (IsToken(subjects.kks())) Recount(subjects.kks(), state);
        break;
      case Event::kFamilyListed:
      case Event::kPengurusReplaced:
      case Event::kFamilyAssigned:
      case Event::kProxyAuthorised:
        break;
      default:
        return;
    }
    // A printed card names its account manager, too.
    if (IsToken(subjects.kpm())) TakeFamily(subjects.kpm(), state);
  }

  static void TakeFamily(const std::string& kpm, fold::Writer& state) {
    const fold::Key key(kFamilyTable, kpm);
    const auto stored = state.Get(kName, key);
    if (!stored) return;
    auto known = fold::Decode<FamilyCards>(*stored);
    if (!Remember(family::Find(state, kpm), known)) return;
    state.Put(kName, key, fold::Encode(known));
    for (const std::string& kks : known.cards) Recount(kks, state);
  }

  // True when something of the family has changed that decides where its cards
  // count. One event adds to its sets, or takes from them: their sizes tell.
  static bool Remember(const std::optional<family::Family>& family,
                       FamilyCards& known) {
    const auto now =
        family ? std::tuple(family->region_code, family->pengurus.size(),
                            family->assignments.size(), family->proxies.size())
               : std::tuple(std::string(), std::size_t{0}, std::size_t{0},
                            std::size_t{0});
    auto then = std::tie(known.region_code, known.pengurus, known.assignments,
                         known.proxies);
    if (then == now) return false;
    then = now;
    return true;
  }

  // Brings the counts in line with what is known of the card: nothing while
  // no custody of it is told.
  static void Recount(const std::string& kks, fold::Writer& state) {
    const fold::Key key(kCardTable, kks);
    const auto custody = custody::Find(state, kks);
    const auto before = Load<CardTally>(state, key);
    if (!custody && before.IsEmpty()) return;
    CardTally after;
    if (custody) after = TallyOf(kks, *custody, state);
    std::map<std::string, Change> changes;
    for (const TallyLine& line : before.lines) {
      changes[line.key].with_family -= line.change.with_family;
      changes[line.key].with_others -= line.change.with_others;
    }
    for (const TallyLine& line : after.lines) {
      changes[line.key].with_family += line.change.with_family;
      changes[line.key].with_others += line.change.with_others;
    }
    bool is_same = before.families == after.families;
    for (const auto& [change_key, change] : changes) {
      if (change.IsZero()) continue;
      is_same = false;
      AddChange(change_key, change, state);
    }
    if (is_same) return;
    KeepFamilies(kks, before.families, after.families, state);
    if (after.IsEmpty()) {
      state.Delete(kName, key);
    } else {
      state.Put(kName, key, fold::Encode(after));
    }
  }

  static CardTally TallyOf(const std::string& kks,
                           const custody::CardCustody& custody,
                           const fold::Reader& reader) {
    const std::optional<card::Card> card = card::Find(reader, kks);
    std::string kpm = card ? card->kpm : std::string();
    if (kpm.empty()) kpm = custody.kpm;
    const std::optional<family::Family> family = family::Find(reader, kpm);
    CardTally tally = CardCount(reader, kks, card, custody, family).Tally();
    std::set<std::string> families{kpm, custody.kpm};
    for (const std::string& one : families) {
      if (IsToken(one)) tally.families.push_back(one);
    }
    return tally;
  }

  static void KeepFamilies(const std::string& kks,
                           const std::vector<std::string>& before,
                           const std::vector<std::string>& after,
                           fold::Writer& state) {
    for (const std::string& kpm : before) {
      if (!std::binary_search(after.begin(), after.end(), kpm)) {
        RemoveFromFamily(kpm, kks, state);
      }
    }
    for (const std::string& kpm : after) {
      if (!std::binary_search(before.begin(), before.end(), kpm)) {
        AddToFamily(kpm, kks, state);
      }
    }
  }

  static void AddToFamily(const std::string& kpm, const std::string& kks,
                          fold::Writer& state) {
    const fold::Key key(kFamilyTable, kpm);
    auto known = Load<FamilyCards>(state, key);
    if (known.cards.empty()) Remember(family::Find(state, kpm), known);
    known.cards.insert(
        std::lower_bound(known.cards.begin(), known.cards.end(), kks), kks);
    state.Put(kName, key, fold::Encode(known));
  }

  static void RemoveFromFamily(const std::string& kpm, const std::string& kks,
                               fold::Writer& state) {
    const fold::Key key(kFamilyTable, kpm);
    auto known = Load<FamilyCards>(state, key);
    std::erase(known.cards, kks);
    if (known.cards.empty()) {
      state.Delete(kName, key);
    } else {
      state.Put(kName, key, fold::Encode(known));
    }
  }

  static void AddChange(const std::string& key, const Change& change,
                        fold::Writer& state) {
    Change sum;
    if (const auto stored = state.Get(kName, key)) {
      sum = fold::Decode<Change>(*stored);
    }
    sum.with_family += change.with_family;
    sum.with_others += change.with_others;
    if (sum.IsZero()) {
      state.Delete(kName, key);
    } else {
      state.Put(kName, key, fold::Encode(sum));
    }
  }
};

}  // namespace

std::unique_ptr<fold::Fold> MakeFold() {
  return std::make_unique<HoldingFold>();
}

}  // namespace ledger::views::holding
