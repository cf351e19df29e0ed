#include "ledger/rules/r02/subject.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "ledger/fold/codec.h"
#include "ledger/views/family/family.h"

namespace ledger::rules::r02 {
namespace {

constexpr Instrument kLaw[] = {
    {"Permensos 4/2023: bank menyerahkan kartu kepada KPM dengan berita acara "
     "serah terima dan melaporkannya (menurut pemberitaan; pasal dan tanggal "
     "belum diperiksa)",
     "2023-01-01", ""},
    {"Pernyataan Menteri Sosial, 5 Juli 2020: KKS tidak boleh dipegang bank, "
     "pendamping, TKSK, ketua kelompok atau siapa pun selain KPM "
     "(pemberitaan, bukan peraturan)",
     "2020-07-05", ""},
    {"Pedoman Umum Program Sembako: KKS dan PIN tidak boleh diberikan kepada "
     "pihak lain (teks belum dibaca; tanggal mulai belum diperiksa)",
     "2020-01-01", ""},
};

}  // namespace

std::vector<Handover> HandoversOf(std::string_view subject,
                                  const Context& context) {
  const auto stored = context.Get(KeyOf(kHandovers, subject));
  if (!stored) return {};
  return fold::Decode<std::vector<Handover>>(*stored);
}

void AddTo(std::string_view subject, const Handover& handover,
           Context& context) {
  std::vector<Handover> all = HandoversOf(subject, context);
  const auto before = [](const Handover& a, const Handover& b) {
    return std::tie(a.at, a.kks, a.index) < std::tie(b.at, b.kks, b.index);
  };
  all.insert(std::upper_bound(all.begin(), all.end(), handover, before),
             handover);
  context.Put(KeyOf(kHandovers, subject), fold::Encode(all));
}

void RemoveFrom(std::string_view subject, const Handover& handover,
                Context& context) {
  std::vector<Handover> all = HandoversOf(subject, context);
  std::erase_if(all, [&](const Handover& other) {
    return other.index == handover.index;
  });
  if (all.empty()) {
    context.Delete(KeyOf(kHandovers, subject));
  } else {
    context.Put(KeyOf(kHandovers, subject), fold::Encode(all));
  }
}

std::size_t FamiliesIn(const std::vector<Handover>& handovers) {
  std::set<std::string_view> families;
  for (const Handover& handover : handovers) families.insert(handover.kpm);
  return families.size();
}

void Concern(const std::vector<Handover>& handovers, const std::string& subject,
             Context& context) {
  for (const Handover& handover : handovers) {
    context.Concern(handover.kpm, subject);
  }
}

Gathered GatheredFrom(const std::vector<Handover>& handovers,
                      const Context& context) {
  Gathered gathered;
  for (const Handover& handover : handovers) {
    gathered.AddIndex(handover.index);
    gathered.AddCard(handover.kks);
    gathered.AddMoment(handover.at);
    gathered.AddRegion(views::family::RegionOf(context.views(), handover.kpm));
  }
  return gathered;
}

amanah::v1::Alert Begin(const std::string& subject, const Gathered& gathered,
                        const Parameters& parameters, const Context& context) {
  amanah::v1::Alert alert = context.DraftAlert(subject);
  alert.set_evidence_class(amanah::v1::EVIDENCE_CLASS_E4);
  AddParameter("bulk_families", parameters.bulk_families, alert);
  AddParameter("window_days", parameters.window_days, alert);
  AddParameter("max_claimed_families", parameters.max_claimed_families, alert);
  AddParameter("min_families_a_signature", parameters.min_families_a_signature,
               alert);
  AddParameter("run_gap_seconds", parameters.run_gap_seconds, alert);
  AddParameter("max_run_handovers", parameters.max_run_handovers, alert);
  gathered.FillIn(kLaw, alert);
  return alert;
}

}  // namespace ledger::rules::r02
