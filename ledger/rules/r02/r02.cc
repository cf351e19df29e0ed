#include "ledger/rules/r02/r02.h"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/time.h"
#include "ledger/fold/codec.h"
#include "ledger/fold/key.h"
#include "ledger/rules/common/draft.h"
#include "ledger/rules/common/rule.h"
#include "ledger/rules/r02/handover.h"
#include "ledger/views/custody/custody.h"
#include "ledger/views/family/family.h"
#include "ledger/views/money/money.h"

namespace ledger::rules::r02 {
namespace {

using amanah::v1::Event;

constexpr Definition kDefinition{"rule.r02", "R02", "BULK_HANDOVER_RECEIVER",
                                 1};

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

// Subjects are keys: the first letter says what is looked at.
//   'r' ‖ receiver; 's' ‖ signature hash; 'o' ‖ u32 submitter ‖ day ‖ officer
// On disk: 0x10 ‖ subject -> vector of Handover, by time, card, index.
constexpr char kHandovers = 0x10;

fold::Key KeyOf(std::string_view subject) {
  return fold::Key(kHandovers, subject);
}

std::vector<Handover> HandoversOf(std::string_view subject,
                                  const Context& context) {
  const auto stored = context.Get(KeyOf(subject));
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
  context.Put(KeyOf(subject), fold::Encode(all));
}

// Distinct families among them.
std::size_t FamiliesIn(const std::vector<Handover>& handovers) {
  std::set<std::string_view> families;
  for (const Handover& handover : handovers) families.insert(handover.kpm);
  return families.size();
}

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

class BulkHandoverReceiver final : public Rule {
 public:
  explicit BulkHandoverReceiver(const Parameters& parameters)
      : Rule(kDefinition), parameters_(parameters) {}

 protected:
  void Judge(const fold::FoldedEvent& folded, Context& context) override {
    const Event& event = folded.event;
    switch (event.body_case()) {
      case Event::kKksHandedOver:
        TakeHandover(folded, context);
        return;
      case Event::kFamilyListed:
      case Event::kPengurusReplaced:
      case Event::kProxyAuthorised:
      case Event::kKksPrinted:
        for (const std::string& subject :
             context.ConcernsOf(event.subjects().kpm())) {
          Evaluate(subject, context);
        }
        return;
      default:
        return;
    }
  }

 private:
  void TakeHandover(const fold::FoldedEvent& folded, Context& context) const {
    const Event& event = folded.event;
    const auto& body = event.kks_handed_over();
    if (!views::IsToken(body.receiver())) return;
    Handover handover;
    handover.kks = event.subjects().kks();
    handover.kpm = event.subjects().kpm();
    handover.account = event.subjects().account();
    handover.receiver = body.receiver();
    handover.role = body.receiver_role();
    handover.identity_check = body.identity_check();
    handover.officer_id = body.officer_id();
    handover.at = views::MomentOf(event.occurred_at());
    handover.recorded_at = event.has_recorded_at()
                               ? views::MomentOf(event.recorded_at())
                               : handover.at;
    handover.index = folded.index;
    std::vector<std::string> subjects = {"r" + handover.receiver};
    if (event.evidence_hashes_size() > 0) {
      subjects.push_back("s" + event.evidence_hashes(0));
    }
    if (!handover.officer_id.empty()) {
      std::string officer = "o";
      AppendU32(officer, folded.submitter);
      officer.append(handover.at.Date()).append(handover.officer_id);
      subjects.push_back(std::move(officer));
    }
    for (const std::string& subject : subjects) {
      AddTo(subject, handover, context);
      Evaluate(subject, context);
    }
  }

  void Evaluate(const std::string& subject, Context& context) const {
    switch (subject.front()) {
      case 'r':
        EvaluateReceiver(subject, context);
        return;
      case 's':
        EvaluateSignature(subject, context);
        return;
      default:
        EvaluateOfficer(subject, context);
        return;
    }
  }

  // --- One receiver ---------------------------------------------------------

  enum class Relation { kOwn, kClaimed, kForeign };

  static Relation RelationOf(const Handover& handover, const Context& context) {
    const auto family = views::family::Find(context.views(), handover.kpm);
    if (family && (family->HasPengurus(handover.receiver) ||
                   family->ProxyAt(handover.receiver,
                                   handover.at.unix_micros) != nullptr)) {
      return Relation::kOwn;
    }
    const bool is_claimed = views::custody::IsFamilyRole(handover.role) ||
                            handover.role == amanah::v1::PARTY_ROLE_PROXY;
    return is_claimed ? Relation::kClaimed : Relation::kForeign;
  }

  void EvaluateReceiver(const std::string& subject, Context& context) const {
    std::vector<Handover> foreign;
    std::vector<Handover> claimed;
    for (const Handover& handover : HandoversOf(subject, context)) {
      const Relation relation = RelationOf(handover, context);
      if (relation == Relation::kForeign) foreign.push_back(handover);
      if (relation == Relation::kClaimed) claimed.push_back(handover);
    }
    const bool is_of_too_many =
        FamiliesIn(claimed) >
        static_cast<std::size_t>(parameters_.max_claimed_families);
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
    context.Stand(DescribeReceiver(subject, foreign, is_of_too_many, context));
  }

  amanah::v1::Alert DescribeReceiver(const std::string& subject,
                                     const std::vector<Handover>& handovers,
                                     bool is_of_too_many,
                                     const Context& context) const {
    amanah::v1::Alert alert = Begin(subject, handovers, context);
    const std::size_t families = FamiliesIn(handovers);
    const std::size_t within =
        MostFamiliesWithin(handovers, parameters_.window_days * kMicrosPerDay);
    const bool is_bulk =
        within >= static_cast<std::size_t>(parameters_.bulk_families);
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
                 "no proxy for these families is registered at the time",
                 alert);
    AddLookAlike("CEREMONY", amanah::v1::LOOK_ALIKE_RESULT_EXCLUDED,
                 "at a ceremony each family receives its own card", alert);
    const std::string count = std::to_string(handovers.size());
    alert.set_sentence_id(
        count + " kartu dari " + std::to_string(families) +
        " keluarga diserahkan kepada satu orang yang bukan "
        "pengurus, ahli waris, atau wali keluarga itu" +
        (is_bulk ? ", dalam " + std::to_string(parameters_.window_days) +
                       " hari sampai " + std::to_string(within) + " keluarga"
                 : "") +
        ".");
    alert.set_sentence_en(
        count + " cards of " + std::to_string(families) +
        " families were handed to one person who is not their account "
        "manager, heir or proxy" +
        (is_bulk ? ", within " + std::to_string(parameters_.window_days) +
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

  // --- One signature --------------------------------------------------------

  void EvaluateSignature(const std::string& subject, Context& context) const {
    const std::vector<Handover> handovers = HandoversOf(subject, context);
    const std::size_t families = FamiliesIn(handovers);
    if (families <
        static_cast<std::size_t>(parameters_.min_families_a_signature)) {
      return;
    }
    Concern(handovers, subject, context);
    amanah::v1::Alert alert = Begin(subject, handovers, context);
    std::set<std::string_view> officers;
    std::size_t unchecked = 0;
    for (const Handover& handover : handovers) {
      officers.insert(handover.officer_id);
      if (handover.identity_check == amanah::v1::IDENTITY_CHECK_NONE) {
        ++unchecked;
      }
    }
    if (officers.size() == 1) alert.set_party_code(handovers[0].officer_id);
    alert.set_party_role(amanah::v1::PARTY_ROLE_BANK_OFFICER);
    alert.set_statistic_name("families_under_one_signature");
    alert.set_statistic_value(std::to_string(families));
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
        officers.size() > 1
            ? "several officers used it: it may be the system's empty image"
            : "one officer used it; ask for the image all the same",
        alert);
    const std::string count = std::to_string(handovers.size());
    const std::string without = std::to_string(unchecked);
    alert.set_sentence_id(count + " BAST dari " + std::to_string(families) +
                          " keluarga memakai satu gambar tanda tangan yang "
                          "sama; " +
                          without + " tanpa pemeriksaan identitas.");
    alert.set_sentence_en(count + " handover records of " +
                          std::to_string(families) +
                          " families carry one and the same signature "
                          "image; " +
                          without + " without an identity check.");
    alert.set_next_step_id(
        "Minta asli BAST kepada bank dan perlihatkan kepada tiap KPM: apakah "
        "itu tanda tangannya dan apakah kartunya ada padanya.");
    alert.set_next_step_en(
        "Ask the bank for the original records and show them to each family: "
        "is it its signature, and does it have the card.");
    context.Stand(std::move(alert));
  }

  // --- One officer's day ----------------------------------------------------

  void EvaluateOfficer(const std::string& subject, Context& context) const {
    const std::vector<Handover> run =
        LongestRun(HandoversOf(subject, context),
                   parameters_.run_gap_seconds * kMicrosPerSecond);
    if (run.size() <= static_cast<std::size_t>(parameters_.max_run_handovers)) {
      return;
    }
    Concern(run, subject, context);
    amanah::v1::Alert alert = Begin(subject, run, context);
    alert.set_party_code(run.front().officer_id);
    alert.set_party_role(amanah::v1::PARTY_ROLE_BANK_OFFICER);
    alert.set_statistic_name("handovers_in_one_run");
    alert.set_statistic_value(std::to_string(run.size()));
    alert.set_null_model(
        "an officer who checks identities hands over a card in more than " +
        std::to_string(parameters_.run_gap_seconds) + " seconds");
    AddLookAlike("CEREMONY", amanah::v1::LOOK_ALIKE_RESULT_EXCLUDED,
                 "a ceremony has several officers; these records name one",
                 alert);
    AddLookAlike("ENTERED_AFTERWARDS", amanah::v1::LOOK_ALIKE_RESULT_POSSIBLE,
                 "the times may be those of typing in a day's paper", alert);
    const std::string count = std::to_string(run.size());
    const std::string gap = std::to_string(parameters_.run_gap_seconds);
    const std::string day = run.front().at.Date();
    alert.set_sentence_id("Petugas " + run.front().officer_id + " mencatat " +
                          count + " serah terima berturut-turut pada " + day +
                          ", masing-masing dalam " + gap +
                          " detik atau kurang.");
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

  // --- Common ---------------------------------------------------------------

  static void Concern(const std::vector<Handover>& handovers,
                      const std::string& subject, Context& context) {
    for (const Handover& handover : handovers) {
      context.Concern(handover.kpm, subject);
    }
  }

  amanah::v1::Alert Begin(const std::string& subject,
                          const std::vector<Handover>& handovers,
                          const Context& context) const {
    amanah::v1::Alert alert = context.DraftAlert(subject);
    alert.set_evidence_class(amanah::v1::EVIDENCE_CLASS_E4);
    AddParameter("bulk_families", parameters_.bulk_families, alert);
    AddParameter("window_days", parameters_.window_days, alert);
    AddParameter("max_claimed_families", parameters_.max_claimed_families,
                 alert);
    AddParameter("min_families_a_signature",
                 parameters_.min_families_a_signature, alert);
    AddParameter("run_gap_seconds", parameters_.run_gap_seconds, alert);
    AddParameter("max_run_handovers", parameters_.max_run_handovers, alert);
    Gathered gathered;
    for (const Handover& handover : handovers) {
      gathered.AddIndex(handover.index);
      gathered.AddCard(handover.kks);
      gathered.AddMoment(handover.at);
      gathered.AddRegion(
          views::family::RegionOf(context.views(), handover.kpm));
    }
    gathered.FillIn(kLaw, alert);
    return alert;
  }

  const Parameters parameters_;
};

}  // namespace

std::unique_ptr<fold::Fold> MakeRule(const Parameters& parameters) {
  return std::make_unique<BulkHandoverReceiver>(parameters);
}

}  // namespace ledger::rules::r02
