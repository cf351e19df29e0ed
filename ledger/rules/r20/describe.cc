#include "ledger/rules/r20/describe.h"

#include <string>

#include "ledger/rules/common/draft.h"

namespace ledger::rules::r20 {
namespace {

using views::party::Agent;
using views::party::Suspension;

constexpr Instrument kLaw[] = {
    {"Perintah suspensi yang tercatat sebagai masukan peringatan ini; "
     "kewenangan dan dasarnya disebut di dalamnya",
     "2011-08-18", ""},
    {"Permensos 5/2021: penonaktifan e-warong yang melanggar (pasal belum "
     "diperiksa; berlaku bagi e-warong)",
     "2021-01-01", "2023-01-01"},
};

void AddSentences(const std::string& agent_id, const Suspension& order,
                  const Finding& finding, amanah::v1::Alert& alert) {
  const std::string count = std::to_string(finding.uses);
  const std::string from = order.effective_from.Date();
  const std::string received = order.received_by_bank_at->Date();
  const std::string last = finding.last.Date();
  alert.set_sentence_id("Agen " + agent_id + " tetap melayani " + count +
                        " transaksi (" + RupiahId(finding.rupiah) +
                        ", terakhir " + last +
                        ") setelah perintah suspensi berlaku " + from +
                        " dan diterima bank " + received + ".");
  alert.set_sentence_en("Agent " + agent_id + " went on with " + count +
                        " transactions (" + RupiahEn(finding.rupiah) +
                        ", the last on " + last +
                        ") after its suspension was in force on " + from +
                        " and with the bank on " + received + ".");
  alert.set_next_step_id(
      "Tanyakan bank mengapa terminal tidak dinonaktifkan dan siapa yang "
      "menerima perintah; periksa transaksi sejak itu bersama KPM.");
  alert.set_next_step_en(
      "Ask the bank why the terminal was not switched off and who received "
      "the order; go through the transactions since with the families.");
}

}  // namespace

void Describe(const std::string& agent_id, const std::optional<Agent>& agent,
              const Suspension& order, const Finding& finding,
              const Parameters& parameters, amanah::v1::Alert& alert) {
  alert.set_evidence_class(amanah::v1::EVIDENCE_CLASS_E4);
  AddParameter("grace_hours", parameters.grace_hours, alert);
  Gathered gathered = finding.gathered;
  gathered.AddIndex(order.index);
  if (agent) {
    gathered.AddIndex(agent->index);
    gathered.AddRegion(agent->region_code);
    alert.set_party(agent->owner);
  }
  gathered.FillIn(kLaw, alert);
  alert.set_party_code(agent_id);
  alert.set_party_role(amanah::v1::PARTY_ROLE_AGENT);
  alert.set_rupiah_at_risk(finding.rupiah);
  alert.set_statistic_name("transactions_after_order");
  alert.set_statistic_value(std::to_string(finding.uses));
  alert.set_null_model(
      "no approved transaction at the agent's terminals while the order is "
      "in force and with the bank");
  AddLookAlike("LATE_ORDER", amanah::v1::LOOK_ALIKE_RESULT_EXCLUDED,
               "counted from the bank's receipt of the order, and the grace "
               "after it, not from its date",
               alert);
  AddLookAlike("OFFLINE_UPLOAD", amanah::v1::LOOK_ALIKE_RESULT_EXCLUDED,
               "both the terminal's and the bank's clock stand after the "
               "order",
               alert);
  AddLookAlike("TERMINAL_REASSIGNED", amanah::v1::LOOK_ALIKE_RESULT_EXCLUDED,
               "transactions that name another agent are not counted", alert);
  AddSentences(agent_id, order, finding, alert);
}

}  // namespace ledger::rules::r20
