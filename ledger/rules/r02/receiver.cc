// One receiver of cards.

#include <algorithm>
#include <set>
#include <tuple>

#include "ledger/base/time.h"
#include "ledger/rules/r02/subject.h"
#include "ledger/views/custody/custody.h"
#include "ledger/views/family/family.h"

namespace ledger::rules::r02 {
namespace {

// The most families among handovers within one window, which are by time.
std::size_t MostFamiliesWithin(const std::vector<Handover>& handovers,
                               std::int64_t window_micros) {
  std::size_t most = 0;
  for (auto first = handovers.begin(); first != handovers.end(); ++first) {
    std::set<std::string_view> families;
    for (auto at = first;
         at != handovers.end() &&
         at->at.unix_micros < first->at.unix_micros + window_micros;
         ++at) {
      families.insert(at->kpm);
    }
    most = std::max(most, families.size());
  }
  return most;
}

enum class Relation { kOwn, kClaimed, kForeign };

Relation RelationOf(const Handover& handover, const Context& context) {
  const auto family = views::family::Find(context.views(), handover.kpm);
  if (family && (family->HasPengurus(handover.receiver) ||
                 family->ProxyAt(handover.receiver, handover.at.unix_micros) !=
                     nullptr)) {
    return Relation::kOwn;
  }
  const bool is_claimed = views::custody::IsFamilyRole(handover.role) ||
                          handover.role == amanah::v1::PARTY_ROLE_PROXY;
  return is_claimed ? Relation::kClaimed : Relation::kForeign;
}

amanah::v1::Alert DescribeReceiver(const std::string& subject,
                                   const std::vector<Handover>& handovers,
                                   bool is_of_too_many,
                                   const Parameters& parameters,
                                   const Context& context) {
  amanah::v1::Alert alert =
      Begin(subject, GatheredFrom(handovers, context), parameters, context);
  const std::size_t families = FamiliesIn(handovers);
  const std::size_t within =
      MostFamiliesWithin(handovers, parameters.window_days * kMicrosPerDay);
  const bool is_bulk =
      within >= static_cast<std::size_t>(parameters.bulk_families);
  alert.set_party(handovers.front().receiver);
  alert.set_party_role(handovers.back().role);
  alert.set_statistic_name(is_bulk ? "families_received_for_in_window"
                                   : "families_received_for");
  alert.set_statistic_value(std::to_string(is_bulk ? within : families));
  alert.set_null_model(
      "each card received by its family's account manager, heir or "
      "registered proxy");
  using amanah::v1::LOOK_ALIKE_RESULT_EXCLUDED;
  AddLookAlike("HEIR_OR_NEW_PENGURUS", LOOK_ALIKE_RESULT_EXCLUDED,
               is_of_too_many
                   ? "the receiver is said to be of more families than one "
                     "person can be"
                   : "the bank wrote down a role outside the family, and no "
                     "source names the receiver as its account manager",
               alert);
  AddLookAlike("REGISTERED_PROXY", LOOK_ALIKE_RESULT_EXCLUDED,
               "no proxy for these families is registered at the time", alert);
  AddLookAlike("CEREMONY", amanah::v1::LOOK_ALIKE_RESULT_EXCLUDED,
               "at a ceremony each family receives its own card", alert);
  const std::string count = std::to_string(handovers.size());
  alert.set_sentence_id(
      count + " kartu dari " + std::to_string(families) +
      " keluarga diserahkan kepada satu orang yang bukan "
      "pengurus, ahli waris, atau wali keluarga itu" +
      (is_bulk ? ", dalam " + std::to_string(parameters.window_days) +
                     " hari sampai " + std::to_string(within) + " keluarga"
               : "") +
      ".");
  alert.set_sentence_en(
      count + " cards of " + std::to_string(families) +
      " families were handed to one person who is not their account "
      "manager, heir or proxy" +
      (is_bulk ? ", within " + std::to_string(parameters.window_days) +
                     " days those of " + std::to_string(within) + " families"
               : "") +
      ".");
  alert.set_next_step_id(
      "Tanyakan KPM kapan dan dari siapa kartu diterima; minta BAST kertas "
      "dan surat kuasa kepada bank; tanyakan petugas mengapa kartu tidak "
      "diserahkan langsung.");
  alert.set_next_step_en(
      "Ask the families when and from whom they got the card; ask the bank "
      "for the paper records and powers of attorney; ask the officers why "
      "the cards did not go to the families.");
  return alert;
}

}  // namespace

void EvaluateReceiver(const std::string& subject, const Parameters& parameters,
                      Context& context) {
  std::vector<Handover> foreign;
  std::vector<Handover> claimed;
  for (const Handover& handover : HandoversOf(subject, context)) {
    const Relation relation = RelationOf(handover, context);
    if (relation == Relation::kForeign) foreign.push_back(handover);
    if (relation == Relation::kClaimed) claimed.push_back(handover);
  }
  const bool is_of_too_many =
      FamiliesIn(claimed) >
      static_cast<std::size_t>(parameters.max_claimed_families);
  if (is_of_too_many) {
    foreign.insert(foreign.end(), claimed.begin(), claimed.end());
    std::sort(foreign.begin(), foreign.end(),
              [](const Handover& a, const Handover& b) {
                return std::tie(a.at, a.kks, a.index) <
                       std::tie(b.at, b.kks, b.index);
              });
  }
  if (!foreign.empty() || !claimed.empty()) {
    Concern(foreign.empty() ? claimed : foreign, subject, context);
  }
  if (foreign.empty()) {
    context.Withdraw(subject, "the receiver is on record as of the families");
    return;
  }
  context.Stand(
      DescribeReceiver(subject, foreign, is_of_too_many, parameters, context));
}

}  // namespace ledger::rules::r02
