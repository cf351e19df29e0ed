// A party that has, or had, cards: its offices, groups, outlets and conflicts
// of interest beside the cards that were seen with it, what it is to the family
// of each card, and who could be asked about it. A reason is to be checked, and
// so is its absence; the rule allows nobody but the family to hold a card.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/fold/reader.h"
#include "ledger/views/custody/custody.h"
#include "ledger/views/party/party.h"

namespace ledger::views::profile {

// What the party was to the family of the card when it was seen. Numbered as
// amanah.v1.FamilyTie.
enum class Tie : std::uint8_t {
  kPengurus = 1,       // The account manager of the family, at some time.
  kFamilyMember = 2,   // Acts in a family role, as those who saw it say.
  kProxy = 3,          // Registered to act for this family at that time.
  kAdvocacy = 4,       // A case of help is named where the card was seen.
  kCompanion = 5,      // Responsible for the family at that time.
  kGroupLeader = 6,    // Leads its group.
  kRelatedFamily = 7,  // A conflict of interest names this family.
};

// It gives a reason to have the card: the family's own, its proxy, a case of
// help. That somebody is its companion or leader gives none.
bool IsReason(Tie tie);

// Somebody who could say why the card was where it was.
struct Witness {
  std::string party;
  amanah::v1::PartyRole role = amanah::v1::PARTY_ROLE_UNSPECIFIED;
  std::uint64_t index = 0;  // What says so.
  bool operator==(const Witness&) const = default;
};

struct SeenCard {
  custody::HeldCard card;
  bool is_foreign = false;
  std::vector<Tie> ties;  // Ascending; empty: none is known.
  // Offices of the party at the first moment that the card was with it.
  std::vector<party::Role> roles_then;
  bool was_suspended = false;      // By an order, for any part of the time.
  std::vector<Witness> witnesses;  // Family first; without the party itself.
};

struct Profile {
  std::string token;
  std::vector<party::Role> roles;
  std::vector<party::Group> groups;
  std::vector<std::string> agents;  // Owned.
  std::vector<party::Conflict> conflicts;
  std::vector<party::Suspension> suspensions;
  std::vector<SeenCard> cards;          // By card, then time.
  std::uint64_t foreign_cards = 0;      // Different ones.
  std::uint64_t unexplained_cards = 0;  // Foreign, and no tie is a reason.
  // Statements that name it and were not believed.
  std::uint64_t allegations = 0;
};

inline constexpr std::string_view kPartyUnknown = "PARTY_UNKNOWN";

// Cards that it has at `as_of_micros` (absent: now), or all ever. At most
// 1,000 of them. PARTY_UNKNOWN, kNotFound: no fact names it.
Result<Profile> Of(const fold::Reader& reader, std::string_view token,
                   std::optional<std::int64_t> as_of_micros,
                   bool include_ended);

}  // namespace ledger::views::profile
