// Custody: who had which card, when, and how that is known.
//
// README.md says how statements of different rank and time become one history
// of intervals, and what is not believed.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "amanah/v1/common.pb.h"
#include "ledger/fold/fold.h"
#include "ledger/views/common/moment.h"

namespace ledger::views::custody {

inline constexpr std::string_view kName = "view.custody";

// How a custody is known. On disk: as in amanah.v1.CustodyRank.
enum class Rank : std::uint8_t {
  kReported = 1,
  kAttested = 2,
  kObserved = 3,
};

// The roles of the family itself: pengurus, another of the family, heir.
bool IsFamilyRole(amanah::v1::PartyRole role);

// One fact on who has a card.
struct Statement {
  Rank rank = Rank::kReported;
  // A handover record, or the end of the card's life, and not a sighting.
  bool is_handover = false;
  bool is_end = false;
  bool is_change = false;  // Passed on, as both sides state: attested.
  std::string holder;      // Empty for an end.
  amanah::v1::PartyRole holder_role = amanah::v1::PARTY_ROLE_UNSPECIFIED;
  std::string stated_by;  // Empty for an unnamed one.
  amanah::v1::PartyRole stated_by_role = amanah::v1::PARTY_ROLE_UNSPECIFIED;
  Moment stated_at;
  std::optional<Moment> held_since;
  std::string case_ref;
  std::uint32_t submitter = 0;
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(rank)(is_handover)(is_end)(is_change)(holder)(holder_role);
    archive(stated_by);
    archive(stated_by_role)(stated_at)(held_since)(case_ref)(submitter)(index);
  }
};

// A card in one party's hands, [begin, end).
struct Interval {
  std::string kks;
  std::string kpm;
  std::string holder;
  amanah::v1::PartyRole holder_role = amanah::v1::PARTY_ROLE_UNSPECIFIED;
  Moment begin;
  std::optional<Moment> end;           // Absent while it lasts.
  Rank rank = Rank::kReported;         // Strongest of its statements.
  std::uint64_t index = 0;             // Of the strongest, latest.
  std::vector<std::uint64_t> indices;  // Of all its statements, ascending.
  Moment last_stated_at;
  std::string case_ref;  // Of its statements, if any.
  bool from_handover = false;
  // Who said that it ended, when somebody did.
  std::string ended_by;
  amanah::v1::PartyRole ended_by_role = amanah::v1::PARTY_ROLE_UNSPECIFIED;
  std::uint64_t end_index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(kks)(kpm)(holder)(holder_role)(begin)(end)(rank)(index)(indices);
    archive(last_stated_at)(case_ref)(from_handover)(ended_by)(ended_by_role);
    archive(end_index);
  }
};

// What is stated about one card.
struct CardCustody {
  std::string kpm;
  std::vector<Statement> statements;  // By stated_at, rank, holder, index.
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(kpm)(statements);
  }
};

// The history that statements tell (README.md), oldest first; and those that
// were not believed, being of lower rank than what they contradict.
struct History {
  std::vector<Interval> intervals;
  std::vector<Statement> contradicted;
};
History HistoryOf(std::string_view kks, const CardCustody& custody);

std::optional<CardCustody> Find(const fold::Reader& reader,
                                std::string_view kks);

// Who has the card at `at_micros`, or in the end when absent.
std::optional<Interval> At(const fold::Reader& reader, std::string_view kks,
                           std::optional<std::int64_t> at_micros);

// Every interval of the holder, by card, then time; foreign or not.
std::vector<Interval> IntervalsOf(const fold::Reader& reader,
                                  std::string_view holder);

// Statements that name the holder and were not believed, with their cards.
struct Allegation {
  std::string kks;
  std::string kpm;
  Statement statement;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(kks)(kpm)(statement);
  }
};
std::vector<Allegation> AllegationsOf(const fold::Reader& reader,
                                      std::string_view holder);

// True when the card was in hands other than those of the family it belongs
// to: not its account manager, not another of the family, not an heir, not a
// proxy registered for this family at that time.
bool IsForeign(const fold::Reader& reader, const Interval& interval);

// A card of which sources say now that different people have it.
struct Contest {
  std::string kks;
  std::vector<std::string> holders;    // Ascending; two or more.
  std::vector<std::uint64_t> indices;  // Of their statements, ascending.
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(kks)(holders)(indices);
  }
  bool operator==(const Contest&) const = default;
};
// What another source says than the one that is believed, not a day before the
// believed holder was last confirmed, or since. Not one: what was handed over
// or passed on since, and a source that corrects itself.
std::optional<Contest> ContestOf(std::string_view kks,
                                 const CardCustody& custody);
// All of them, by card.
std::vector<Contest> ContestsOf(const fold::Reader& reader);

// The latest moment that any statement or posting tells of: what `now` means
// where there is no clock.
std::int64_t LatestMicros(const fold::Reader& reader);

// One card in somebody's hands.
struct HeldCard {
  Interval interval;
  std::string region_code;
  std::int64_t credited_rupiah = 0;  // Meanwhile.
};

struct HeldQuery {
  std::string holder;
  std::optional<std::int64_t> as_of_micros;  // Absent: now.
  bool include_ended = false;  // All ever; then as_of is not used.
  std::size_t page_size = 100;
  std::string page_token;  // From an earlier page; empty for the first.
};
struct HeldPage {
  bool holder_known = false;
  std::vector<HeldCard> cards;  // By card, then time.
  std::string next_page_token;  // Empty at the end.
};
// PAGE_TOKEN_INVALID, kInvalidArgument.
Result<HeldPage> ListHeld(const fold::Reader& reader, const HeldQuery& query);

// A party with cards of others.
struct HolderRank {
  std::string holder;
  amanah::v1::PartyRole holder_role = amanah::v1::PARTY_ROLE_UNSPECIFIED;
  std::uint64_t cards_now = 0;
  std::uint64_t cards_ever = 0;
  std::uint64_t card_days = 0;
  std::int64_t credited_rupiah = 0;
  Rank strongest_rank = Rank::kReported;
  std::vector<std::uint64_t> indices;  // Ascending, the first 100.
};
struct RankQuery {
  std::string region_prefix;  // Empty: all.
  std::size_t page_size = 100;
  std::string page_token;
};
struct RankPage {
  std::vector<HolderRank> holders;  // Most cards now, then ever, then token.
  std::string next_page_token;
};
// REGION_MALFORMED, PAGE_TOKEN_INVALID, kInvalidArgument.
Result<RankPage> RankHolders(const fold::Reader& reader,
                             const RankQuery& query);

inline constexpr std::string_view kPageTokenInvalid = "PAGE_TOKEN_INVALID";
inline constexpr std::string_view kRegionMalformed = "REGION_MALFORMED";

std::unique_ptr<fold::Fold> MakeFold();

}  // namespace ledger::views::custody
