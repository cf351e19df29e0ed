// What kind of village to make: how its people come for their money, which
// honest circumstance it has that looks like misuse, and what is planted.
//
// Numbers are detection.md's table of the simulator; pace and PIN times are
// assumptions, not field data.
//
// Thread safety: pure functions and values.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "services/simulate/scheme.h"

namespace services::simulate {

enum class Arrival : std::uint8_t {
  kFree,      // Whenever one likes.
  kRollCall,  // By the list, give or take `roll_sigma` ranks.
  kKelompok,  // Group after group, the groups in any order.
  kMixed,     // Each payment day its own: 55%, 30%, 15%.
};

// Honest, and looks like misuse (domain.md section 3.4).
enum class Honest : std::uint8_t {
  kPlain,             // Nothing besides.
  kOneAgent,          // One terminal serves the whole village in a day.
  kCeremony,          // Cards handed over at the village office, by list.
  kIslandOutlet,      // One outlet, everybody comes, it takes days.
  kHomeDelivery,      // The bank's officer goes to the old and sick.
  kOfflineBatch,      // No line: posted in one second in the evening.
  kHelper,            // One agent, two terminals side by side.
  kSharedTransport,   // A truck to the cash machine in town, once.
  kEveningHours,      // Plantation workers: everybody comes in the evening.
  kRapel,             // Two months at once.
  kCashLimit,         // The agent gives no more than so much a time.
  kOutage,            // No network; all come the day after.
  kVolunteer,         // A registered proxy of six to ten old people.
  kAdvocacy,          // The companion carries a blocked card for some hours.
  kBankReturn,        // Untouched money goes back in time.
  kTerminalClock,     // The terminal's clock is two hours behind.
  kChangedPeople,     // A death and an heir, a graduation, a removal.
  kObeyedSuspension,  // An agent must stop, and stops.
};
inline constexpr std::size_t kHonestKinds = 18;

std::string_view NameOf(Arrival arrival);
std::string_view NameOf(Honest honest);

struct Plan {
  std::uint64_t seed = 1;
  std::uint32_t village = 0;     // Below 18,000; its region, bank and names.
  std::uint32_t families = 220;  // [40, 900].
  std::uint32_t terminals = 2;   // Of agents, [1, 3].
  Arrival arrival = Arrival::kMixed;
  Honest honest = Honest::kPlain;
  double roll_sigma = 0;  // Ranks; 0: each day its own in [4, 15].
  // Of the families: on the payment day, in its week, later. The rest skips.
  double on_the_day = 0.55;
  double in_the_week = 0.30;
  double later = 0.10;
  double together = 0.6;  // How often a convoy walks together.
  std::uint32_t largest_convoy = 4;
  std::vector<Planted> planted;
};

// An honest village: size log-normal about 220 in [60, 900], terminals and
// circumstance by chance of (seed, village) alone.
Plan HonestPlan(std::uint64_t seed, std::uint32_t village);

// Kemendagri's form; the regencies with these numbers do not exist.
std::string RegionOf(std::uint32_t village);
// Reports under this name of a source: `bank-a` or `bank-b`.
std::string_view BankSourceOf(std::uint32_t village);
inline constexpr std::string_view kMinistry = "kemensos";
inline constexpr std::string_view kSocialOffice = "dinsos";

}  // namespace services::simulate
