#include <algorithm>

#include "ledger/base/region.h"
#include "ledger/event/event.h"
#include "ledger/registry/registry.h"
#include "ledger/registry/registry_event.h"

namespace ledger::registry {
namespace {

using amanah::v1::Event;
using Strings = std::vector<std::string>;

Error Refusal(std::string_view field, std::string_view why) {
  return Error{Code::kPermissionDenied,
               kEventNotAuthorised,
               std::string(field) + " " + std::string(why),
               {{std::string(field), std::string(why)}}};
}

bool MaySignKind(const Submitter& submitter, Event::BodyCase kind) {
  return std::any_of(submitter.event_kinds.begin(), submitter.event_kinds.end(),
                     [&](const std::string& pattern) {
                       return event::KindMatches(kind, pattern);
                     });
}

bool IsWithinAny(std::string_view region, const Strings& prefixes) {
  return prefixes.empty() ||
         std::any_of(prefixes.begin(), prefixes.end(),
                     [&](const std::string& prefix) {
                       return IsWithinRegion(region, prefix);
                     });
}

// Whether all that `inner` allows is allowed by `outer`; an empty list allows
// everything.
template <typename Inner>
bool RegionsWithin(const Inner& inner, const Strings& outer) {
  if (outer.empty()) return true;
  return !inner.empty() &&
         std::all_of(inner.begin(), inner.end(), [&](const std::string& one) {
           return IsWithinAny(one, outer);
         });
}
template <typename Inner>
bool ProgrammesWithin(const Inner& inner, const Strings& outer) {
  if (outer.empty()) return true;
  return !inner.empty() &&
         std::all_of(inner.begin(), inner.end(), [&](const std::string& one) {
           return std::find(outer.begin(), outer.end(), one) != outer.end();
         });
}

// Name of the programme without prefix; empty for none.
std::string ProgrammeName(amanah::v1::Programme programme) {
  if (programme == amanah::v1::PROGRAMME_UNSPECIFIED) return {};
  constexpr std::string_view kPrefix = "PROGRAMME_";
  const std::string& name = amanah::v1::Programme_Name(programme);
  return name.size() > kPrefix.size() ? name.substr(kPrefix.size()) : name;
}

// The bank that the event names as its own; empty for most kinds.
std::string_view BankOf(const Event& event) {
  switch (event.body_case()) {
    case Event::kKksPrinted:
      return event.kks_printed().bank();
    case Event::kControlTotalReported:
      return event.control_total_reported().bank();
    case Event::kAgentRegistered:
      return event.agent_registered().bank();
    case Event::kTerminalRegistered:
      return event.terminal_registered().bank();
    default:
      return {};
  }
}

// What a registrar with limits may hand out, or touch, lies within them.
template <typename Regions, typename Programmes>
Status CheckLimits(const Submitter& registrar, std::string_view field,
                   const Regions& regions, const Programmes& programmes) {
  if (!RegionsWithin(regions, registrar.region_prefixes)) {
    return Refusal(field, "reaches beyond the registrar's regions");
  }
  if (!ProgrammesWithin(programmes, registrar.programmes)) {
    return Refusal(field, "reaches beyond the registrar's programmes");
  }
  return Ok{};
}

}  // namespace

Status Registry::CheckAuthority(const Submitter& submitter,
                                const Event& event) const {
  const std::string_view kind = event::KindName(event.body_case());
  if (!MaySignKind(submitter, event.body_case())) {
    return Refusal(kind.empty() ? "body" : kind,
                   "is no kind that this submitter may sign");
  }
  if (!event.region_code().empty() &&
      !IsWithinAny(event.region_code(), submitter.region_prefixes)) {
    return Refusal("region_code", "is outside this submitter's regions");
  }
  const std::string programme = ProgrammeName(event.programme());
  if (!programme.empty() &&
      !ProgrammesWithin(Strings{programme}, submitter.programmes)) {
    return Refusal("programme", "is none of this submitter's programmes");
  }
  const std::string_view bank = BankOf(event);
  if (!submitter.bank.empty() && !bank.empty() && bank != submitter.bank) {
    return Refusal(std::string(kind) + ".bank",
                   "is not the bank that this submitter is");
  }
  return CheckRegistryAuthority(submitter, event);
}

Status Registry::CheckRegistryAuthority(const Submitter& submitter,
                                        const Event& event) const {
  const std::string* const origin = TargetOrigin(event);
  if (origin == nullptr) return Ok{};
  const std::string field =
      std::string(event::KindName(event.body_case())) + ".origin";
  const Submitter* const target = Find(*origin);
  const amanah::v1::Authority* const granted = GrantedAuthority(event);
  if (target == nullptr && granted == nullptr) return Ok{};
  if (target != nullptr && target->is_root) {
    return Refusal(field, "is the root, which the genesis record fixes");
  }
  const bool about_registrar =
      (target != nullptr && target->IsRegistrar()) ||
      (granted != nullptr && GrantsRegistry({granted->event_kinds().begin(),
                                             granted->event_kinds().end()}));
  if (submitter.is_root && !about_registrar) {
    return Refusal(field, "is no registrar; the root handles only registrars");
  }
  if (!submitter.is_root && about_registrar) {
    return Refusal(field, "is a registrar, which only the root handles");
  }
  if (target != nullptr) {
    LEDGER_RETURN_IF_ERROR(CheckLimits(
        submitter, field, target->region_prefixes, target->programmes));
  }
  if (granted != nullptr) {
    LEDGER_RETURN_IF_ERROR(CheckLimits(
        submitter, field, granted->region_prefixes(), granted->programmes()));
  }
  return Ok{};
}

}  // namespace ledger::registry
