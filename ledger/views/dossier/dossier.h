// All that is known of one family, at a past day or now: lists, money a
// period, account managers, standing, cards and who had them, who was
// responsible, what was done for it, what it said, local aid. Composed from
// other views; keeps nothing.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/fold/reader.h"
#include "ledger/views/card/card.h"
#include "ledger/views/common/moment.h"
#include "ledger/views/custody/custody.h"
#include "ledger/views/duty/duty.h"
#include "ledger/views/family/family.h"
#include "ledger/views/grievance/grievance.h"
#include "ledger/views/listing/listing.h"

namespace ledger::views::dossier {

// kNotFound: no event names this family.
inline constexpr std::string_view kKpmUnknown = "KPM_UNKNOWN";

// A period's money. What is drawn counts for the payment that came last
// before it. Whole rupiah.
struct PeriodMoney {
  std::string period_id;
  amanah::v1::Programme programme = amanah::v1::PROGRAMME_UNSPECIFIED;
  std::int64_t due_rupiah = 0;
  std::int64_t credited_rupiah = 0;
  std::int64_t drawn_rupiah = 0;  // By persons.
  std::int64_t fee_rupiah = 0;
  std::int64_t returned_rupiah = 0;      // To the treasury.
  std::int64_t acknowledged_rupiah = 0;  // Cash and goods, as it says.
  std::vector<std::uint64_t> indices;    // Ascending.
};

struct FamilyCard {
  std::string kks;
  card::Card card;
  std::string_view state;  // Then.
  std::optional<custody::Interval> custody;
  bool is_held_by_other = false;
};

struct Dossier {
  std::string kpm;
  std::int64_t at_micros = 0;
  // As the family view knows it, without what came later.
  family::Family family;
  // Who was responsible then; absent when nobody is known.
  std::optional<family::Assignment> responsible;
  std::vector<listing::Listing> listings;
  std::vector<PeriodMoney> periods;  // By first fact of each.
  std::vector<FamilyCard> cards;
  std::vector<duty::Work> work;
  std::vector<duty::Attendance> sessions;
  std::vector<grievance::Complaint> complaints;
  std::vector<grievance::Acknowledgement> acknowledgements;
  std::vector<listing::LocalAid> local_aid;
};

// Of what happened until `at_micros`; absent: the latest moment known.
// KPM_UNKNOWN.
Result<Dossier> Of(const fold::Reader& reader, std::string_view kpm,
                   std::optional<std::int64_t> at_micros);

// The family that the card belongs to; empty when unknown.
std::string FamilyOfCard(const fold::Reader& reader, std::string_view kks);

}  // namespace ledger::views::dossier
