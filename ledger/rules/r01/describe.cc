#include "ledger/rules/r01/describe.h"

#include <algorithm>
#include <set>
#include <string>

#include "ledger/rules/common/draft.h"
#include "ledger/views/family/family.h"

namespace ledger::rules::r01 {
namespace {

using views::custody::Allegation;
using views::custody::Interval;
using views::custody::Rank;

constexpr Instrument kLaw[] = {
    {"Pernyataan Menteri Sosial, 5 Juli 2020: KKS tidak boleh dipegang bank, "
     "pendamping, TKSK, ketua kelompok atau siapa pun selain KPM "
     "(pemberitaan, bukan peraturan)",
     "2020-07-05", ""},
    {"Pedoman Umum Program Sembako: KKS dan PIN tidak boleh dititipkan, "
     "disimpan, dikuasai atau diberikan kepada pihak lain (teks belum dibaca; "
     "tanggal mulai belum diperiksa)",
     "2020-01-01", ""},
    {"Perdirjen Linjamsos 58/3/OT.01/8/2022 Pasal 10: larangan bagi SDM PKH "
     "(teks belum dibaca; berlaku bagi pendamping)",
     "2022-08-01", ""},
};

// What found speaks of, apart from credits.
struct Totals {
  Gathered gathered;
  Rank strongest = Rank::kReported;
};

Totals TotalOf(const Case& found, const Context& context) {
  Totals totals;
  for (const Interval& interval : found.known) {
    totals.strongest = std::max(totals.strongest, interval.rank);
    totals.gathered.AddIndices(interval.indices);
    totals.gathered.AddCard(interval.kks);
    totals.gathered.AddMoment(interval.begin);
    totals.gathered.AddMoment(interval.last_stated_at);
    totals.gathered.AddRegion(
        views::family::RegionOf(context.views(), interval.kpm));
  }
  for (const Allegation& allegation : found.allegations) {
    totals.gathered.AddIndex(allegation.statement.index);
    totals.gathered.AddMoment(allegation.statement.stated_at);
    if (!found.known.empty()) continue;
    totals.gathered.AddCard(allegation.kks);
    totals.gathered.AddRegion(
        views::family::RegionOf(context.views(), allegation.kpm));
  }
  return totals;
}

void AddParameters(const Parameters& parameters, amanah::v1::Alert& alert) {
  AddParameter("min_cards", parameters.min_cards, alert);
  AddParameter("min_unregistered_proxy_families",
               parameters.min_unregistered_proxy_families, alert);
  AddParameter("advocacy_hours", parameters.advocacy_hours, alert);
  AddParameter("max_advocacy_cards", parameters.max_advocacy_cards, alert);
  AddParameter("min_reported_cards", parameters.min_reported_cards, alert);
  AddParameter("min_reporters", parameters.min_reporters, alert);
  AddParameter("min_anonymous_cards", parameters.min_anonymous_cards, alert);
  AddParameter("refutation_days", parameters.refutation_days, alert);
}

void AddLookAlikes(const Case& found, amanah::v1::Alert& alert) {
  using amanah::v1::LOOK_ALIKE_RESULT_EXCLUDED;
  AddLookAlike("ADVOCACY_CASE", LOOK_ALIKE_RESULT_EXCLUDED,
               "cards lent for a case and back in time are not counted: " +
                   std::to_string(found.advocacy),
               alert);
  AddLookAlike("REGISTERED_PROXY", LOOK_ALIKE_RESULT_EXCLUDED,
               "the holder is no registered proxy of these families then",
               alert);
  AddLookAlike("BANK_OFFICER_AT_CEREMONY", LOOK_ALIKE_RESULT_EXCLUDED,
               "cards that a bank officer had for less than a day are not "
               "counted",
               alert);
  AddLookAlike("FALSE_REPORT",
               found.known.empty() ? amanah::v1::LOOK_ALIKE_RESULT_POSSIBLE
                                   : LOOK_ALIKE_RESULT_EXCLUDED,
               found.known.empty()
                   ? "several report it; nobody has seen or attested it"
                   : "cards that are only reported are not counted; refuted "
                     "reports: " +
                         std::to_string(found.refuted),
               alert);
  AddLookAlike("LENT_BY_CHOICE", amanah::v1::LOOK_ALIKE_RESULT_POSSIBLE,
               "a family may have asked for it; the rule forbids it all the "
               "same, and possession is no theft",
               alert);
}

void SayAlleged(std::size_t count, amanah::v1::Alert& alert) {
  const std::string cards = std::to_string(count);
  alert.set_sentence_id("Beberapa laporan menyebut satu pihak memegang " +
                        cards +
                        " kartu keluarga lain; belum ada yang melihat "
                        "atau memastikannya.");
  alert.set_sentence_en("Several reports say that one party has " + cards +
                        " cards of other families; nobody has seen or "
                        "attested it yet.");
}

void SayKnown(const Summary& summary, amanah::v1::Alert& alert) {
  const std::string cards = std::to_string(summary.cards_ever);
  const std::string now = std::to_string(summary.cards_now);
  alert.set_rupiah_at_risk(summary.credited_rupiah);
  alert.set_sentence_id(
      "Satu pihak dari luar keluarga memegang " + cards +
      " kartu KKS (sekarang " + now + "), " +
      (summary.is_seen ? "dilihat petugas atau tercatat di BAST"
                       : "menurut keterangan tertulis") +
      "; selama itu bantuan " + RupiahId(summary.credited_rupiah) + " masuk.");
  alert.set_sentence_en(
      "One party from outside the families has had " + cards + " KKS cards (" +
      now + " now), " +
      (summary.is_seen ? "as an officer saw or a handover record says"
                       : "as attested") +
      "; meanwhile aid of " + RupiahEn(summary.credited_rupiah) + " came in.");
}

}  // namespace

Summary SummaryOf(const Case& found, const Credited& credited) {
  std::set<std::string_view> ever;
  std::set<std::string_view> now;
  Summary summary;
  for (const Interval& interval : found.known) {
    ever.insert(interval.kks);
    if (!interval.end) now.insert(interval.kks);
    if (interval.rank == Rank::kObserved) summary.is_seen = true;
  }
  summary.cards_ever = ever.size();
  summary.cards_now = now.size();
  summary.credited_rupiah = credited.rupiah;
  return summary;
}

amanah::v1::Alert Describe(const std::string& holder, const Case& found,
                           const Credited& credited,
                           const Parameters& parameters,
                           const Context& context) {
  amanah::v1::Alert alert = context.DraftAlert(holder);
  Totals totals = TotalOf(found, context);
  for (const std::string& period : credited.periods) {
    totals.gathered.AddPeriod(period);
  }
  alert.set_evidence_class(
      totals.strongest == Rank::kObserved   ? amanah::v1::EVIDENCE_CLASS_E4
      : totals.strongest == Rank::kAttested ? amanah::v1::EVIDENCE_CLASS_E3
                                            : amanah::v1::EVIDENCE_CLASS_E2);
  AddParameters(parameters, alert);
  totals.gathered.FillIn(kLaw, alert);
  alert.set_party(holder);
  alert.set_party_role(found.known.empty()
                           ? found.allegations.back().statement.holder_role
                           : found.known.back().holder_role);
  alert.set_statistic_name(found.known.empty() ? "cards_alleged"
                                               : "cards_held");
  alert.set_statistic_value(std::to_string(totals.gathered.card_count()));
  alert.set_null_model(
      "0 cards of other families with anybody but their own account "
      "manager, heir or registered proxy");
  AddLookAlikes(found, alert);
  if (found.known.empty()) {
    SayAlleged(totals.gathered.card_count(), alert);
  } else {
    SayKnown(SummaryOf(found, credited), alert);
  }
  alert.set_next_step_id(
      "Datangi pemegang bersama petugas lain, catat kartu yang ada padanya, "
      "kembalikan kepada KPM; tanyakan KPM siapa yang menarik uang dan "
      "berapa yang diterima.");
  alert.set_next_step_en(
      "Visit the holder with a second officer, write down the cards there, "
      "give them back; ask the families who drew the money and how much "
      "they got.");
  return alert;
}

void SayCredited(const Summary& summary, std::string_view period_id,
                 amanah::v1::Alert& alert) {
  SayKnown(summary, alert);
  auto& periods = *alert.mutable_period_ids();
  if (period_id.empty() ||
      std::find(periods.begin(), periods.end(), period_id) != periods.end()) {
    return;
  }
  alert.add_period_ids(std::string(period_id));
  std::sort(periods.begin(), periods.end());
}

}  // namespace ledger::rules::r01
