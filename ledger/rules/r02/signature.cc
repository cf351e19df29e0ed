// One signature image under handover records. A placeholder may be under
// hundreds of thousands: a handover adds to what is kept, and all of them are
// read again only when a family is found to be of another village.

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "ledger/fold/codec.h"
#include "ledger/rules/r02/subject.h"
#include "ledger/views/family/family.h"

namespace ledger::rules::r02 {
namespace {

constexpr char kSigned = 0x11;
constexpr char kFamilies = 0x12;
constexpr char kCards = 0x13;
constexpr char kRows = static_cast<char>(0x90);

// All that carries the signature.
struct Signed {
  Gathered gathered;
  std::uint64_t handovers = 0;
  std::uint64_t families = 0;
  std::uint64_t unchecked = 0;  // Without an identity check.
  std::set<std::string> officers;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(gathered)(handovers)(families)(unchecked)(officers);
  }
};

Signed Load(const std::string& subject, const Context& context) {
  const auto stored = context.Get(KeyOf(kSigned, subject));
  return stored ? fold::Decode<Signed>(*stored) : Signed();
}

bool IsEnough(const Signed& all, const Parameters& parameters) {
  return all.families >=
         static_cast<std::uint64_t>(parameters.min_families_a_signature);
}

// Two are as many as make a difference.
void AddOfficer(const std::string& officer_id, Signed& all) {
  constexpr std::size_t kMost = 2;
  if (all.officers.size() < kMost) all.officers.insert(officer_id);
}

void TakeRegion(const std::string& subject, const std::string& kpm, Signed& all,
                Context& context) {
  const std::string region = views::family::RegionOf(context.views(), kpm);
  context.Put(KeyOf(kFamilies, subject).Append(kpm), region);
  all.gathered.AddRegion(region);
}

void Take(const std::string& subject, const Handover& handover, Signed& all,
          Context& context) {
  ++all.handovers;
  if (handover.identity_check == amanah::v1::IDENTITY_CHECK_NONE) {
    ++all.unchecked;
  }
  AddOfficer(handover.officer_id, all);
  all.gathered.AddIndex(handover.index);
  all.gathered.AddMoment(handover.at);
  const fold::Key card = KeyOf(kCards, subject).Append(handover.kks);
  if (!context.Get(card)) {
    context.Put(card, "");
    all.gathered.AddCard(handover.kks);
  }
  if (!context.Get(KeyOf(kFamilies, subject).Append(handover.kpm))) {
    ++all.families;
    TakeRegion(subject, handover.kpm, all, context);
  }
  all.gathered.Cut();
}

template <typename Visit>
void VisitRows(const std::string& subject, const Context& context,
               const Visit& visit) {
  const fold::Key prefix = KeyOf(kRows, subject);
  std::vector<std::string> rows;
  context.Scan(prefix, fold::AfterPrefix(prefix),
               [&](std::string_view, std::string_view value) {
                 rows.emplace_back(value);
                 return true;
               });
  for (const std::string& row : rows) visit(fold::Decode<Handover>(row));
}

amanah::v1::Alert Describe(const std::string& subject, const Signed& all,
                           const Parameters& parameters,
                           const Context& context) {
  amanah::v1::Alert alert = Begin(subject, all.gathered, parameters, context);
  if (all.officers.size() == 1) alert.set_party_code(*all.officers.begin());
  alert.set_party_role(amanah::v1::PARTY_ROLE_BANK_OFFICER);
  alert.set_statistic_name("families_under_one_signature");
  alert.set_statistic_value(std::to_string(all.families));
  alert.set_null_model("a signature of its own under each handover record");
  using amanah::v1::LOOK_ALIKE_RESULT_EXCLUDED;
  AddLookAlike("CEREMONY", LOOK_ALIKE_RESULT_EXCLUDED,
               "even at a ceremony each receiver signs for himself", alert);
  AddLookAlike("SAME_RECEIVER", LOOK_ALIKE_RESULT_EXCLUDED,
               "the records name different families under the same "
               "signature image",
               alert);
  AddLookAlike(
      "PLACEHOLDER_IMAGE", amanah::v1::LOOK_ALIKE_RESULT_POSSIBLE,
      all.officers.size() > 1
          ? "several officers used it: it may be the system's empty image"
          : "one officer used it; ask for the image all the same",
      alert);
  const std::string count = std::to_string(all.handovers);
  const std::string without = std::to_string(all.unchecked);
  alert.set_sentence_id(count + " BAST dari " + std::to_string(all.families) +
                        " keluarga memakai satu gambar tanda tangan yang "
                        "sama; " +
                        without + " tanpa pemeriksaan identitas.");
  alert.set_sentence_en(count + " handover records of " +
                        std::to_string(all.families) +
                        " families carry one and the same signature "
                        "image; " +
                        without + " without an identity check.");
  alert.set_next_step_id(
      "Minta asli BAST kepada bank dan perlihatkan kepada tiap KPM: apakah "
      "itu tanda tangannya dan apakah kartunya ada padanya.");
  alert.set_next_step_en(
      "Ask the bank for the original records and show them to each family: "
      "is it its signature, and does it have the card.");
  return alert;
}

void Keep(const std::string& subject, const Signed& all, Context& context) {
  context.Put(KeyOf(kSigned, subject), fold::Encode(all));
}

}  // namespace

void EvaluateSignature(const std::string& subject, const Handover& handover,
                       const Parameters& parameters, Context& context) {
  context.Put(KeyOf(kRows, subject).AppendU64(handover.index),
              fold::Encode(handover));
  Signed all = Load(subject, context);
  const bool was_enough = IsEnough(all, parameters);
  Take(subject, handover, all, context);
  Keep(subject, all, context);
  if (!IsEnough(all, parameters)) return;
  if (was_enough) {
    context.Concern(handover.kpm, subject);
  } else {
    // So far nobody told of changes of their villages.
    all.gathered.ForgetRegions();
    VisitRows(subject, context, [&](const Handover& row) {
      context.Concern(row.kpm, subject);
      TakeRegion(subject, row.kpm, all, context);
    });
    Keep(subject, all, context);
  }
  context.Stand(Describe(subject, all, parameters, context));
}

void ForgetSigned(const std::string& subject, const Handover& handover,
                  const Parameters& parameters, Context& context) {
  context.Delete(KeyOf(kRows, subject).AppendU64(handover.index));
  const auto forget = [&](const Handover& row) {
    context.Delete(KeyOf(kCards, subject).Append(row.kks));
    context.Delete(KeyOf(kFamilies, subject).Append(row.kpm));
  };
  forget(handover);
  VisitRows(subject, context, forget);
  Signed all;
  VisitRows(subject, context,
            [&](const Handover& row) { Take(subject, row, all, context); });
  if (all.handovers == 0) {
    context.Delete(KeyOf(kSigned, subject));
  } else {
    Keep(subject, all, context);
  }
  if (IsEnough(all, parameters)) {
    context.Stand(Describe(subject, all, parameters, context));
  } else {
    context.Withdraw(subject, "too few families are under the signature");
  }
}

void ReconsiderSignature(const std::string& subject, const std::string& kpm,
                         const Parameters& parameters, Context& context) {
  const auto before = context.Get(KeyOf(kFamilies, subject).Append(kpm));
  if (!before) return;
  const std::string region(*before);
  if (region == views::family::RegionOf(context.views(), kpm)) return;
  Signed all = Load(subject, context);
  if (region.empty()) {
    TakeRegion(subject, kpm, all, context);
  } else {
    // It counts no more for the village it was of.
    context.Put(KeyOf(kFamilies, subject).Append(kpm),
                views::family::RegionOf(context.views(), kpm));
    all.gathered.ForgetRegions();
    VisitRows(subject, context, [&](const Handover& row) {
      all.gathered.AddRegion(
          *context.Get(KeyOf(kFamilies, subject).Append(row.kpm)));
    });
  }
  Keep(subject, all, context);
  if (!IsEnough(all, parameters)) return;
  context.Stand(Describe(subject, all, parameters, context));
}

}  // namespace ledger::rules::r02
