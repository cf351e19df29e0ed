#include "services/simulate/plan.h"

#include <algorithm>
#include <cstdio>
#include <iterator>

#include "ledger/stats/elementary.h"
#include "ledger/stats/random.h"

namespace services::simulate {
namespace {

constexpr std::uint64_t kPlanStream = 1;

constexpr std::string_view kHonestNames[] = {
    "PLAIN",          "ONE_AGENT",        "CEREMONY",
    "ISLAND_OUTLET",  "HOME_DELIVERY",    "OFFLINE_BATCH",
    "HELPER",         "SHARED_TRANSPORT", "EVENING_HOURS",
    "RAPEL",          "CASH_LIMIT",       "OUTAGE",
    "VOLUNTEER",      "ADVOCACY",         "BANK_RETURN",
    "TERMINAL_CLOCK", "CHANGED_PEOPLE",   "OBEYED_SUSPENSION"};
static_assert(std::size(kHonestNames) == kHonestKinds);

constexpr std::string_view kArrivalNames[] = {"FREE", "ROLL_CALL", "KELOMPOK",
                                              "MIXED"};

}  // namespace

std::string_view NameOf(Arrival arrival) {
  return kArrivalNames[static_cast<std::size_t>(arrival)];
}
std::string_view NameOf(Honest honest) {
  return kHonestNames[static_cast<std::size_t>(honest)];
}

Plan HonestPlan(std::uint64_t seed, std::uint32_t village) {
  ledger::stats::Generator random(seed, village, kPlanStream);
  Plan plan;
  plan.seed = seed;
  plan.village = village;
  const double families = 220 * ledger::stats::Exp(0.5 * random.Normal());
  plan.families = static_cast<std::uint32_t>(std::clamp(families, 60.0, 900.0));
  plan.terminals = 1 + static_cast<std::uint32_t>(random.Below(3));
  plan.honest = static_cast<Honest>(random.Below(kHonestKinds));
  return plan;
}

std::string RegionOf(std::uint32_t village) {
  // Twenty villages a kecamatan, thirteen kecamatan a regency; Lampung, East
  // Nusa Tenggara and Maluku have three clocks.
  const std::uint32_t last = village % 10;
  const unsigned province = last < 7 ? 18U : last < 9 ? 53U : 81U;
  char code[16];
  std::snprintf(code, sizeof code, "%02u.%02u.%02u.%04u", province,
                30U + village / 260U % 70U, 1U + village % 260U / 20U,
                2001U + village % 20U);
  return code;
}

std::string_view BankSourceOf(std::uint32_t village) {
  return village % 2 == 0 ? "bank-a" : "bank-b";
}

}  // namespace services::simulate
