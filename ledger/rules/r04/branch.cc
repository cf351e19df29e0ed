#include "ledger/rules/r04/branch.h"

#include <array>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/time.h"
#include "ledger/fold/codec.h"
#include "ledger/rules/common/draft.h"
#include "ledger/rules/r04/lying.h"
#include "ledger/views/family/family.h"

namespace ledger::rules::r04 {
namespace {

constexpr Instrument kLaw[] = {
    {"PMK 254/PMK.05/2015 jo. 228/PMK.05/2016: penyaluran belanja bantuan "
     "sosial melalui bank (hanya halaman awal dibaca; tanggal mulai belum "
     "diperiksa)",
     "2015-12-31", ""},
    {"Permensos 4/2023: bank mendistribusikan kartu dengan BAST dan melaporkan "
     "kartu yang diserahkan (menurut pemberitaan; pasal dan tanggal belum "
     "diperiksa)",
     "2023-01-01", ""},
    {"BPK IHPS II 2023: KKS tidak terdistribusi, dananya dibekukan dan disetor "
     "ke kas negara (rekomendasi, bukan peraturan)",
     "2024-06-04", ""},
};

constexpr std::size_t kBuckets = 4;
std::size_t BucketOf(std::int64_t days) {
  return days < 60 ? 0 : days < 90 ? 1 : days < 180 ? 2 : 3;
}

void AddLookAlikes(amanah::v1::Alert& alert) {
  using amanah::v1::LOOK_ALIKE_RESULT_EXCLUDED;
  AddLookAlike("RETURNED_CARD", LOOK_ALIKE_RESULT_EXCLUDED,
               "none of these cards has a return with a reason", alert);
  AddLookAlike("ACCOUNT_FROZEN", LOOK_ALIKE_RESULT_EXCLUDED,
               "accounts frozen for a return are not counted", alert);
  AddLookAlike("REPLACED_CARD", LOOK_ALIKE_RESULT_EXCLUDED,
               "replaced and closed cards are not counted, and nobody has "
               "touched the money since it came",
               alert);
  AddLookAlike("REFUSED_MOVED_DEAD", amanah::v1::LOOK_ALIKE_RESULT_POSSIBLE,
               "the bank may know of a refusal, move or death that it has "
               "not recorded as a return",
               alert);
}

void AddSentences(const std::string& code, const Sums& sums,
                  const std::array<std::uint64_t, kBuckets>& buckets,
                  amanah::v1::Alert& alert) {
  const std::string count = std::to_string(sums.cards);
  const auto ages = [&](std::string_view unit) {
    return "30-59 " + std::string(unit) + ": " + std::to_string(buckets[0]) +
           ", 60-89: " + std::to_string(buckets[1]) +
           ", 90-179: " + std::to_string(buckets[2]) +
           ", 180+: " + std::to_string(buckets[3]);
  };
  alert.set_sentence_id(
      count + " kartu di cabang " + code +
      " belum diserahkan, padahal bantuan " + RupiahId(sums.rupiah) +
      " sudah masuk dan belum tersentuh (umur " + ages("hari") + ").");
  alert.set_sentence_en(
      count + " cards at branch " + code +
      " have not been handed over although aid of " + RupiahEn(sums.rupiah) +
      " has come in and lies untouched (age " + ages("days") + ").");
  alert.set_next_step_id(
      "Minta kepala cabang menunjukkan kartu-kartu itu dan alasannya; "
      "serahkan kepada KPM, atau catat pengembalian dan setor dananya.");
  alert.set_next_step_en(
      "Ask the head of the branch to show these cards and say why; hand "
      "them to the families, or record the return and remit the money.");
}

}  // namespace

std::string BranchOf(std::uint32_t submitter, std::string_view code) {
  std::string branch;
  AppendU32(branch, submitter);
  branch.append(code);
  return branch;
}

std::string LyingPrefix(std::string_view branch) {
  return std::string(KeyOf(kLying, branch).Push('\0').view());
}

amanah::v1::Alert Describe(const std::string& branch, const Sums& sums,
                           const Parameters& parameters,
                           const Context& context) {
  amanah::v1::Alert alert = context.DraftAlert(branch);
  alert.set_evidence_class(amanah::v1::EVIDENCE_CLASS_E4);
  AddParameter("max_days_at_branch", parameters.max_days_at_branch, alert);
  AddParameter("min_credit_age_days", parameters.min_credit_age_days, alert);
  constexpr std::size_t kMaxRows = 1'000;
  Gathered gathered;
  const std::int64_t now = context.ClockOf(MoneyClock(GetU32(branch)));
  std::array<std::uint64_t, kBuckets> buckets{};
  std::size_t rows = 0;
  const std::string prefix = LyingPrefix(branch);
  std::vector<Lying> lying;
  context.Scan(prefix, fold::AfterPrefix(prefix),
               [&](std::string_view, std::string_view value) {
                 lying.push_back(fold::Decode<Lying>(value));
                 return ++rows < kMaxRows;
               });
  for (const Lying& card : lying) {
    gathered.AddIndex(card.branch_index);
    gathered.AddIndices(card.credits);
    gathered.AddCard(card.kks);
    for (const std::string& period : card.periods) gathered.AddPeriod(period);
    gathered.AddRegion(views::family::RegionOf(context.views(), card.kpm));
    gathered.AddMoment(card.credited_at);
    ++buckets[BucketOf((now - card.at_branch.unix_micros) / kMicrosPerDay)];
  }
  gathered.FillIn(kLaw, alert);
  alert.set_kks_count(sums.cards);
  alert.set_rupiah_at_risk(sums.rupiah);
  alert.set_statistic_name("cards_undistributed_with_credit");
  alert.set_statistic_value(std::to_string(sums.cards));
  alert.set_null_model(
      "a handover record (BAST), or a return with its reason, within " +
      std::to_string(parameters.max_days_at_branch) +
      " days of the card's arrival at the branch");
  const std::string code = branch.substr(sizeof(std::uint32_t));
  alert.set_party_code(code);
  alert.set_party_role(amanah::v1::PARTY_ROLE_BANK_OFFICER);
  AddLookAlikes(alert);
  AddSentences(code, sums, buckets, alert);
  return alert;
}

}  // namespace ledger::rules::r04
