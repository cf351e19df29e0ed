// One officer's day of handovers.

#include <string>
#include <utility>
#include <vector>

#include "ledger/base/time.h"
#include "ledger/rules/r02/subject.h"

namespace ledger::rules::r02 {
namespace {

// The longest run of handovers that follow within `gap_micros`.
std::vector<Handover> LongestRun(const std::vector<Handover>& handovers,
                                 std::int64_t gap_micros) {
  auto best_begin = handovers.begin();
  auto best_end = handovers.begin();
  auto begin = handovers.begin();
  for (auto at = handovers.begin(); at != handovers.end(); ++at) {
    if (at != begin &&
        at->at.unix_micros - std::prev(at)->at.unix_micros > gap_micros) {
      begin = at;
    }
    if (at + 1 - begin > best_end - best_begin) {
      best_begin = begin;
      best_end = at + 1;
    }
  }
  return {best_begin, best_end};
}

}  // namespace

void EvaluateOfficer(const std::string& subject, const Parameters& parameters,
                     Context& context) {
  const std::vector<Handover> run =
      LongestRun(HandoversOf(subject, context),
                 parameters.run_gap_seconds * kMicrosPerSecond);
  if (run.size() <= static_cast<std::size_t>(parameters.max_run_handovers)) {
    context.Withdraw(subject, "no run of handovers is that long");
    return;
  }
  Concern(run, subject, context);
  amanah::v1::Alert alert =
      Begin(subject, GatheredFrom(run, context), parameters, context);
  alert.set_party_code(run.front().officer_id);
  alert.set_party_role(amanah::v1::PARTY_ROLE_BANK_OFFICER);
  alert.set_statistic_name("handovers_in_one_run");
  alert.set_statistic_value(std::to_string(run.size()));
  alert.set_null_model(
      "an officer who checks identities hands over a card in more than " +
      std::to_string(parameters.run_gap_seconds) + " seconds");
  AddLookAlike("CEREMONY", amanah::v1::LOOK_ALIKE_RESULT_EXCLUDED,
               "a ceremony has several officers; these records name one",
               alert);
  AddLookAlike("ENTERED_AFTERWARDS", amanah::v1::LOOK_ALIKE_RESULT_POSSIBLE,
               "the times may be those of typing in a day's paper", alert);
  const std::string count = std::to_string(run.size());
  const std::string gap = std::to_string(parameters.run_gap_seconds);
  const std::string day = run.front().at.Date();
  alert.set_sentence_id("Petugas " + run.front().officer_id + " mencatat " +
                        count + " serah terima berturut-turut pada " + day +
                        ", masing-masing dalam " + gap + " detik atau kurang.");
  alert.set_sentence_en("Officer " + run.front().officer_id + " recorded " +
                        count + " handovers in a row on " + day +
                        ", each within " + gap + " seconds or less.");
  alert.set_next_step_id(
      "Bandingkan dengan BAST kertas; tanyakan petugas kapan dan di mana "
      "kartu benar-benar diserahkan.");
  alert.set_next_step_en(
      "Compare with the paper records; ask the officer when and where the "
      "cards were really handed over.");
  context.Stand(std::move(alert));
}

}  // namespace ledger::rules::r02
