#include "ledger/views/custody/custody.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/fold/codec.h"
#include "ledger/views/card/card.h"
#include "ledger/views/custody/tables.h"
#include "ledger/views/family/family.h"

namespace ledger::views::custody {
namespace {

using amanah::v1::Event;

std::optional<Statement> FromStatement(const amanah::v1::CustodyStatement& body,
                                       Rank rank) {
  if (!IsToken(body.holder())) return std::nullopt;
  Statement statement;
  statement.rank = rank;
  statement.holder = body.holder();
  statement.holder_role = body.holder_role();
  statement.stated_by = body.stated_by();
  statement.stated_by_role = body.stated_by_role();
  if (body.has_held_since()) statement.held_since = MomentOf(body.held_since());
  statement.case_ref = body.case_ref();
  return statement;
}

std::optional<Statement> FromHandover(const amanah::v1::KksHandedOver& body) {
  if (!IsToken(body.receiver())) return std::nullopt;
  Statement statement;
  statement.rank = Rank::kObserved;
  statement.is_handover = true;
  statement.holder = body.receiver();
  statement.holder_role = body.receiver_role();
  statement.stated_by_role = amanah::v1::PARTY_ROLE_BANK_OFFICER;
  return statement;
}

std::optional<Statement> FromBody(const Event& event) {
  switch (event.body_case()) {
    case Event::kKksCustodyAttested:
      return FromStatement(event.kks_custody_attested().statement(),
                           Rank::kAttested);
    case Event::kKksCustodyObserved:
      return FromStatement(event.kks_custody_observed().statement(),
                           Rank::kObserved);
    case Event::kKksCustodyReported:
      return FromStatement(event.kks_custody_reported().statement(),
                           Rank::kReported);
    case Event::kKksCustodyChanged: {
      std::optional<Statement> statement = FromStatement(
          event.kks_custody_changed().statement(), Rank::kAttested);
      if (statement) statement->is_change = true;
      return statement;
    }
    case Event::kKksHandedOver:
      return FromHandover(event.kks_handed_over());
    case Event::kKksReplaced:
    case Event::kKksClosed:
    case Event::kKksReturnedUndelivered:
    case Event::kKksDestroyed: {
      Statement statement;
      statement.rank = Rank::kObserved;
      statement.is_end = true;
      statement.stated_by_role = amanah::v1::PARTY_ROLE_BANK_OFFICER;
      return statement;
    }
    default:
      return std::nullopt;
  }
}

template <typename T>
std::vector<T> LoadAll(const fold::Reader& reader, const std::string& prefix) {
  std::vector<T> all;
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view, std::string_view value) {
                for (T& item : fold::Decode<std::vector<T>>(value)) {
                  all.push_back(std::move(item));
                }
                return true;
              });
  return all;
}

class CustodyFold final : public fold::Fold {
 public:
  std::string_view name() const override { return kName; }
  std::uint32_t version() const override { return 5; }

  bool Apply(const fold::FoldedEvent& folded, fold::Writer& state) override {
    NoteLatest(folded, state);
    const Event& event = folded.event;
    const std::string& kks = event.subjects().kks();
    if (!IsToken(kks)) return true;
    std::optional<Statement> statement = FromBody(event);
    if (!statement) return true;
    statement->stated_at = MomentOf(event.occurred_at());
    statement->submitter = folded.submitter;
    statement->index = folded.index;
    Add(kks, event.subjects().kpm(), *std::move(statement), state);
    return true;
  }

  // How far anybody has told (LatestMicros) stays: that is no fact of a card,
  // and never beyond the receipt of the event that told it.
  void Retract(const fold::Retraction& retraction,
               fold::Writer& state) override {
    const Event& wrong = retraction.wrong.event;
    const std::string& kks = wrong.subjects().kks();
    if (!IsToken(kks) || !FromBody(wrong)) return;
    const std::string key = CardKey(kks);
    const auto stored = state.Get(kName, key);
    AMANAH_CHECK(stored.has_value());
    auto custody = fold::Decode<CardCustody>(*stored);
    const History before = HistoryOf(kks, custody);
    const std::optional<Contest> contest = ContestOf(kks, custody);
    std::erase_if(custody.statements, [&](const Statement& statement) {
      return statement.index == retraction.wrong.index;
    });
    if (!custody.kpm.empty()) custody.kpm = FirstFamily(custody, retraction);
    if (custody.statements.empty()) {
      state.Delete(kName, key);
    } else {
      state.Put(kName, key, fold::Encode(custody));
    }
    Reindex(kks, custody.kpm, before, HistoryOf(kks, custody), state);
    KeepContest(kks, contest, ContestOf(kks, custody), state);
  }

 private:
  // The family that the first of the card's events names, of those that name
  // one.
  static std::string FirstFamily(const CardCustody& custody,
                                 const fold::Retraction& retraction) {
    std::set<std::uint64_t> told;
    for (const Statement& statement : custody.statements) {
      told.insert(statement.index);
    }
    std::string kpm;
    for (const std::uint64_t index : told) {
      if (!kpm.empty()) break;
      retraction.past.Read(index, [&](const fold::FoldedEvent& folded) {
        kpm = folded.event.subjects().kpm();
      });
    }
    return kpm;
  }

  // An event from the future of its own receipt is a wrong clock: what it
  // says of `now` counts up to its receipt.
  // The registry's own events are of the ledger's time, not the programme's.
  static void NoteLatest(const fold::FoldedEvent& folded, fold::Writer& state) {
    switch (folded.event.body_case()) {
      case Event::kSubmitterRegistered:
      case Event::kSubmitterKeysChanged:
      case Event::kSubmitterAuthorityChanged:
      case Event::kSubmitterRetired:
      case Event::kKeyCompromised:
        return;
      default:
        break;
    }
    std::int64_t at = folded.event.occurred_at().unix_micros();
    if (folded.received.unix_micros > 0) {
      at = std::min(at, folded.received.unix_micros);
    }
    if (const auto stored = state.Get(kName, kLatestKey);
        stored && fold::GetOrdered(*stored) >= at) {
      return;
    }
    std::string value;
    fold::AppendOrdered(value, at);
    state.Put(kName, kLatestKey, value);
  }

  static void Add(const std::string& kks, const std::string& kpm,
                  Statement statement, fold::Writer& state) {
    const std::string key = CardKey(kks);
    CardCustody custody;
    if (const auto stored = state.Get(kName, key)) {
      custody = fold::Decode<CardCustody>(*stored);
    }
    const History before = HistoryOf(kks, custody);
    const std::optional<Contest> contest = ContestOf(kks, custody);
    if (custody.kpm.empty()) custody.kpm = kpm;
    const auto earlier = [](const Statement& a, const Statement& b) {
      return std::tie(a.stated_at, a.rank, a.holder, a.index) <
             std::tie(b.stated_at, b.rank, b.holder, b.index);
    };
    custody.statements.insert(
        std::upper_bound(custody.statements.begin(), custody.statements.end(),
                         statement, earlier),
        statement);
    state.Put(kName, key, fold::Encode(custody));
    Reindex(kks, custody.kpm, before, HistoryOf(kks, custody), state);
    KeepContest(kks, contest, ContestOf(kks, custody), state);
  }

  static void KeepContest(const std::string& kks,
                          const std::optional<Contest>& before,
                          const std::optional<Contest>& now,
                          fold::Writer& state) {
    if (now == before) return;
    if (now) {
      state.Put(kName, ContestKey(kks), fold::Encode(*now));
    } else {
      state.Delete(kName, ContestKey(kks));
    }
  }

  // Writes the holders' side of the card's history.
  static void Reindex(const std::string& kks, const std::string& kpm,
                      const History& before, const History& after,
                      fold::Writer& state) {
    std::set<std::string> holders;
    for (const History* history : {&before, &after}) {
      for (const Interval& i : history->intervals) holders.insert(i.holder);
      for (const Statement& s : history->contradicted) holders.insert(s.holder);
    }
    for (const std::string& holder : holders) {
      std::vector<Interval> held;
      for (const Interval& interval : after.intervals) {
        if (interval.holder == holder) held.push_back(interval);
      }
      PutOrDelete(HeldKey(holder, kks), held, state);
      std::vector<Allegation> alleged;
      for (const Statement& statement : after.contradicted) {
        if (statement.holder == holder)
          alleged.push_back({kks, kpm, statement});
      }
      PutOrDelete(AllegedKey(holder, kks), alleged, state);
      if (MayBeForeign(held, holder)) {
        state.Put(kName, CandidateKey(holder), "");
      } else if (MayBeForeign(before.intervals, holder) &&
                 !MayBeForeign(LoadAll<Interval>(state, HeldPrefix(holder)),
                               holder)) {
        state.Delete(kName, CandidateKey(holder));
      }
    }
  }

  // True when one of them is the holder's, who is not said to be the family.
  static bool MayBeForeign(const std::vector<Interval>& intervals,
                           const std::string& holder) {
    return std::any_of(intervals.begin(), intervals.end(),
                       [&](const Interval& interval) {
                         return interval.holder == holder &&
                                !IsFamilyRole(interval.holder_role);
                       });
  }

  template <typename T>
  static void PutOrDelete(const std::string& key, const std::vector<T>& rows,
                          fold::Writer& state) {
    if (!rows.empty()) {
      state.Put(kName, key, fold::Encode(rows));
    } else if (state.Get(kName, key).has_value()) {
      state.Delete(kName, key);
    }
  }
};

}  // namespace

bool IsFamilyRole(amanah::v1::PartyRole role) {
  return role == amanah::v1::PARTY_ROLE_PENGURUS ||
         role == amanah::v1::PARTY_ROLE_KPM ||
         role == amanah::v1::PARTY_ROLE_HEIR;
}

std::optional<CardCustody> Find(const fold::Reader& reader,
                                std::string_view kks) {
  if (!IsToken(kks)) return std::nullopt;
  const auto stored = reader.Get(kName, CardKey(kks));
  if (!stored) return std::nullopt;
  return fold::Decode<CardCustody>(*stored);
}

std::optional<Interval> At(const fold::Reader& reader, std::string_view kks,
                           std::optional<std::int64_t> at_micros) {
  const std::optional<CardCustody> custody = Find(reader, kks);
  if (!custody) return std::nullopt;
  std::optional<Interval> found;
  for (Interval& interval : HistoryOf(kks, *custody).intervals) {
    const bool has_begun =
        !at_micros || interval.begin.unix_micros <= *at_micros;
    const bool lasts =
        !interval.end || (at_micros && *at_micros < interval.end->unix_micros);
    if (has_begun && lasts) found = std::move(interval);
  }
  return found;
}

std::vector<Interval> IntervalsOf(const fold::Reader& reader,
                                  std::string_view holder) {
  if (!IsToken(holder)) return {};
  return LoadAll<Interval>(reader, HeldPrefix(holder));
}

std::vector<Allegation> AllegationsOf(const fold::Reader& reader,
                                      std::string_view holder) {
  if (!IsToken(holder)) return {};
  return LoadAll<Allegation>(reader, AllegedPrefix(holder));
}

bool IsForeign(const fold::Reader& reader, const Interval& interval) {
  if (IsFamilyRole(interval.holder_role)) return false;
  std::string kpm = interval.kpm;
  if (kpm.empty()) {
    if (const auto card = card::Find(reader, interval.kks)) kpm = card->kpm;
  }
  const std::optional<family::Family> family = family::Find(reader, kpm);
  if (!family) return true;
  if (family->HasPengurus(interval.holder)) return false;
  return family->ProxyAt(interval.holder, interval.begin.unix_micros) ==
             nullptr &&
         family->ProxyAt(interval.holder,
                         interval.last_stated_at.unix_micros) == nullptr;
}

std::int64_t LatestMicros(const fold::Reader& reader) {
  const auto stored = reader.Get(kName, kLatestKey);
  return stored ? fold::GetOrdered(*stored) : 0;
}

std::unique_ptr<fold::Fold> MakeFold() {
  return std::make_unique<CustodyFold>();
}

}  // namespace ledger::views::custody
