#include "services/simulate/scheme.h"

#include <iterator>

namespace services::simulate {
namespace {

struct About {
  std::string_view name;
  std::string_view rule;
  std::uint32_t cards;
};

// In the order of the enumeration.
constexpr About kAbout[] = {
    {"RING", "R05", 14},
    {"COLLECTED_BEFORE", "R01", 20},
    {"BULK_HANDOVER", "R02", 12},
    {"NEVER_HANDED_OVER", "R03", 16},
    {"LEFT_AT_BRANCH", "R04", 10},
    {"TOWN_TRIPS", "R07", 12},
    {"NIGHT_BATCH", "R08", 12},
    {"SWEEP_PRELUDE", "R09", 14},
    {"SPLIT_DEBIT", "R10", 20},
    {"TRANSFER", "R11", 13},
    {"RESIDUAL", "R12", 15},
    {"EXCESS_FEE", "R13", 20},
    {"REMOTE_DRAW", "R14", 8},
    {"AFTER_DEATH", "R15", 3},
    {"EMPTIED", "R17", 3},
    {"DORMANT", "R18", 6},
    {"PACKAGE", "R19", 60},
    {"SUSPENDED_AGENT", "R20", 20},
    {"SHORT_CASH", "R22", 12},
    {"PLEDGED", "R24", 6},
    {"PIN_CAPTURE", "R05", 12},
    {"LEADER_ROLL_CALL", "R05", 25},
    {"DOUBLED", "R16", 6},
    {"BULK_DUTIES", "R21", 25},
    {"REGIME_CHANGE", "R25", 12},
    {"SILENT", "R26", 8},
    {"REPLACEMENT_CAPTURE", "R05", 12},
    {"IDENTITY_SWAP", "R05", 5},
};
static_assert(std::size(kAbout) == kSchemes);

const About& Of(Scheme scheme) {
  return kAbout[static_cast<std::size_t>(scheme)];
}

}  // namespace

std::string_view NameOf(Scheme scheme) { return Of(scheme).name; }
std::string_view RuleOf(Scheme scheme) { return Of(scheme).rule; }
std::uint32_t UsualCards(Scheme scheme) { return Of(scheme).cards; }

}  // namespace services::simulate
