// The stock of cards: where each printed card is until its family has it, for
// how long, and how much aid was credited to it meanwhile (BPK: "KKS tidak
// terdistribusi"); and how long handovers take.
//
// Invariant I3 (domain.md 2.5): cards printed = printed only + in dispatch + at
// branch + handed over + returned + destroyed. A card counts once, under its
// latest step; a handover is the end of the way, whatever follows it. A card
// of which nobody says that it was printed is a break, and is counted apart.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/fold/fold.h"
#include "ledger/views/common/moment.h"

namespace ledger::views::stock {

inline constexpr std::string_view kName = "view.stock";

// Where a card is. On disk: never renumber.
enum class Place : std::uint8_t {
  kPrinted = 1,  // Printed, not sent.
  kInDispatch = 2,
  kAtBranch = 3,
  kHandedOver = 4,
  kReturned = 5,   // Came back undelivered.
  kDestroyed = 6,  // Destroyed, closed or replaced before any handover.
};
inline constexpr Place kPlaces[] = {Place::kPrinted,  Place::kInDispatch,
                                    Place::kAtBranch, Place::kHandedOver,
                                    Place::kReturned, Place::kDestroyed};
// `PRINTED`, `IN_DISPATCH`, `AT_BRANCH`, `HANDED_OVER`, `RETURNED`,
// `DESTROYED`.
std::string_view NameOf(Place place);

// A bank's cards.
struct BankStock {
  std::string bank;  // Empty when no printing names one.
  // By place, in the order of kPlaces.
  std::vector<std::uint64_t> cards;
  std::uint64_t printed = 0;    // Told of as printed.
  std::uint64_t unprinted = 0;  // On their way, and never printed.
  // I3.
  bool IsBalanced() const { return unprinted == 0; }
};
// One a bank, by name.
std::vector<BankStock> BanksOf(const fold::Reader& reader);
// Of families in a region; its code, or empty: of families everywhere, one
// that no list names too.
std::vector<BankStock> BanksOf(const fold::Reader& reader,
                               std::string_view region_prefix);

// How I3 is broken.
enum class CardBreak {
  kNotPrinted,  // It has a life, and nobody says that it was printed.
  kInUse,       // Active, and handed over to nobody.
};
// Cards that break I3 of which the submitter told first, by token.
void VisitBroken(
    const fold::Reader& reader, std::uint32_t submitter,
    const std::function<bool(std::string_view kks, CardBreak)>& visit);

// A card that has not reached its family.
struct Waiting {
  std::string kks;
  std::string kpm;
  std::string region_code;
  std::string bank;
  std::string branch;  // Empty while it is in none.
  Place place = Place::kPrinted;
  Moment since;  // Of the step that brought it there.
  std::uint64_t days = 0;
  // Aid credited to its account since it was printed, when no other card of
  // the account was handed over: nobody can draw it.
  std::int64_t credited_rupiah = 0;
  // Drawn from the account meanwhile, by persons.
  std::int64_t debited_rupiah = 0;
  std::vector<std::uint64_t> indices;  // Its steps, ascending.
};

struct WaitingQuery {
  std::string region_prefix;  // Family's region; empty: all.
  std::string bank;           // Empty: all.
  std::string branch;         // Empty: all.
  std::uint64_t min_days = 0;
  bool only_credited = false;
  std::size_t page_size = 100;
  std::string page_token;
};
struct WaitingPage {
  std::vector<Waiting> cards;  // By bank, branch, then longest first.
  std::string next_page_token;
};
// Cards printed, dispatched or at a branch. REGION_MALFORMED,
// PAGE_TOKEN_INVALID; kInvalidArgument.
Result<WaitingPage> ListWaiting(const fold::Reader& reader,
                                const WaitingQuery& query);

// Waiting cards of one branch by age: up to 30, 60, 90, 180 days, and more.
inline constexpr std::uint64_t kAgeDays[] = {30, 60, 90, 180};
struct BranchAges {
  std::string bank;
  std::string branch;
  struct Bucket {
    std::uint64_t cards = 0;
    std::uint64_t credited_cards = 0;
    std::int64_t credited_rupiah = 0;
  };
  std::vector<Bucket> buckets;  // One more than kAgeDays.
};
// By bank, then branch; of `query`, pages are not used.
Result<std::vector<BranchAges>> AgesOf(const fold::Reader& reader,
                                       const WaitingQuery& query);

// Days from printing to handover of one branch's cards.
struct LeadTimes {
  std::string bank;
  std::string branch;
  std::uint64_t cards = 0;
  std::uint64_t median_days = 0;  // Of at least half: this or fewer.
  std::uint64_t p90_days = 0;
  std::uint64_t most_days = 0;
};
// By bank, then branch.
std::vector<LeadTimes> LeadTimesOf(const fold::Reader& reader,
                                   std::string_view bank);

std::unique_ptr<fold::Fold> MakeFold();

}  // namespace ledger::views::stock
