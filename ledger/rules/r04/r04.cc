#include "ledger/rules/r04/r04.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/time.h"
#include "ledger/fold/codec.h"
#include "ledger/fold/key.h"
#include "ledger/rules/common/draft.h"
#include "ledger/rules/common/rule.h"
#include "ledger/views/card/card.h"
#include "ledger/views/common/moment.h"
#include "ledger/views/family/family.h"
#include "ledger/views/money/money.h"

namespace ledger::rules::r04 {
namespace {

using amanah::v1::Event;
using views::card::Card;
using views::card::LifeEvent;
using views::card::Step;
using views::money::Line;

constexpr Definition kDefinition{"rule.r04", "R04", "HANDOVER_OVERDUE", 1};

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

// A card that lies, with money that lies.
struct Lying {
  std::string kks;
  std::string kpm;
  views::Moment at_branch;
  views::Moment credited_at;
  std::int64_t rupiah = 0;
  std::uint64_t branch_index = 0;
  std::vector<std::uint64_t> credits;
  std::vector<std::string> periods;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(kks)(kpm)(at_branch)(credited_at)(rupiah)(branch_index)(credits);
    archive(periods);
  }
};

// On disk:
//   0x10 ‖ account         -> vector of its cards that may lie at a branch
//   0x11 ‖ kks             -> u64 submitter whose clock counts
//   0x12 ‖ branch          -> Sums of its rows
//   0x90 ‖ branch ‖ 0 ‖ kks -> Lying
// A branch is the subject: submitter (u32) and code.
constexpr char kWaiting = 0x10;
constexpr char kSubmitters = 0x11;
constexpr char kSums = 0x12;
constexpr char kLying = static_cast<char>(0x90);

fold::Key KeyOf(char table, std::string_view rest) {
  return fold::Key(table, rest);
}

struct Sums {
  std::uint64_t cards = 0;
  std::int64_t rupiah = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(cards)(rupiah);
  }
};

std::string LyingPrefix(std::string_view branch) {
  return std::string(KeyOf(kLying, branch).Push('\0').view());
}

std::string BranchOf(std::uint32_t submitter, std::string_view code) {
  std::string branch;
  AppendU32(branch, submitter);
  branch.append(code);
  return branch;
}

// Nothing that ends the waiting has happened to the card.
bool IsWaiting(const Card& card) {
  for (const Step step : {Step::kHandedOver, Step::kActivated, Step::kReturned,
                          Step::kClosed, Step::kReplaced}) {
    if (card.First(step) != nullptr) return false;
  }
  return card.First(Step::kAtBranch) != nullptr;
}

class HandoverOverdue final : public Rule {
 public:
  explicit HandoverOverdue(const Parameters& parameters)
      : Rule(kDefinition), parameters_(parameters) {}

 protected:
  void Judge(const fold::FoldedEvent& folded, Context& context) override {
    const Event& event = folded.event;
    switch (event.body_case()) {
      case Event::kKksReceivedAtBranch:
        TakeArrival(folded, context);
        break;
      case Event::kKksHandedOver:
      case Event::kKksActivated:
      case Event::kKksReturnedUndelivered:
      case Event::kKksClosed:
      case Event::kKksReplaced:
        if (context.Get(KeyOf(kSubmitters, event.subjects().kks()))) {
          Evaluate(event.subjects().kks(), context);
        }
        break;
      case Event::kFamilyListed:
        for (const std::string& kks :
             context.ConcernsOf(event.subjects().kpm())) {
          Evaluate(kks, context);
        }
        break;
      default:
        break;
    }
    const auto posted = PostedMicros(event);
    if (!posted && event.body_case() != Event::kAccountFrozen) return;
    if (const auto waiting =
            context.Get(KeyOf(kWaiting, event.subjects().account()))) {
      for (const std::string& kks :
           fold::Decode<std::vector<std::string>>(*waiting)) {
        Evaluate(kks, context);
      }
    }
    if (!posted) return;
    for (const std::string& kks :
         context.Advance(MoneyClock(folded.submitter), *posted)) {
      Evaluate(kks, context);
    }
  }

 private:
  void TakeArrival(const fold::FoldedEvent& folded, Context& context) const {
    const std::string& kks = folded.event.subjects().kks();
    const std::string& account = folded.event.subjects().account();
    if (!views::IsToken(kks) || !views::IsToken(account)) return;
    context.Put(KeyOf(kSubmitters, kks),
                fold::Encode<std::uint64_t>(folded.submitter));
    const fold::Key key = KeyOf(kWaiting, account);
    std::vector<std::string> waiting;
    if (const auto stored = context.Get(key)) {
      waiting = fold::Decode<std::vector<std::string>>(*stored);
    }
    if (std::find(waiting.begin(), waiting.end(), kks) == waiting.end()) {
      waiting.push_back(kks);
      std::sort(waiting.begin(), waiting.end());
      context.Put(key, fold::Encode(waiting));
    }
    Evaluate(kks, context);
  }

  // Takes a card out of what is watched: its waiting has ended.
  void Forget(const Card& card, const std::string& kks,
              Context& context) const {
    const fold::Key key = KeyOf(kWaiting, card.account);
    const auto stored = context.Get(key);
    if (!stored) return;
    auto waiting = fold::Decode<std::vector<std::string>>(*stored);
    std::erase(waiting, kks);
    if (waiting.empty()) {
      context.Delete(key);
    } else {
      context.Put(key, fold::Encode(waiting));
    }
  }

  void Evaluate(const std::string& kks, Context& context) const {
    const auto stored = context.Get(KeyOf(kSubmitters, kks));
    const std::optional<Card> card = views::card::Find(context.views(), kks);
    if (!stored || !card) return;
    const auto submitter =
        static_cast<std::uint32_t>(fold::Decode<std::uint64_t>(*stored));
    const LifeEvent* arrival = card->First(Step::kAtBranch);
    if (arrival == nullptr) return;
    const std::string branch = BranchOf(submitter, arrival->place);
    std::optional<Lying> lying;
    if (IsWaiting(*card)) {
      lying = FindLying(kks, *card, *arrival, MoneyClock(submitter), context);
    } else {
      Forget(*card, kks, context);
    }
    Settle(branch, kks, lying, context);
  }

  // The card and its untouched money, when both have lain long enough; asks to
  // be woken when they have not.
  std::optional<Lying> FindLying(const std::string& kks, const Card& card,
                                 const LifeEvent& arrival,
                                 const std::string& clock,
                                 Context& context) const {
    Lying lying{kks, card.kpm, arrival.at, {}, 0, arrival.index, {}, {}};
    bool is_frozen = false;
    bool is_used = false;
    VisitAll(context.views(), card.account, [&](const Line& line) {
      // Somebody has the card, whatever the branch says: R03's question.
      if (line.kks == kks && line.IsDebitByPerson()) is_used = true;
      if (line.kind == Event::kAccountFrozen) is_frozen = true;
      if (line.IsCredit()) {
        if (lying.credits.empty()) lying.credited_at = line.at;
        lying.credits.push_back(line.index);
        lying.periods.push_back(line.period_id);
      } else if (line.amount_rupiah < 0) {
        // Somebody or the bank has touched it: what came before lies no more.
        lying.credits.clear();
        lying.periods.clear();
        is_frozen = false;
      }
    });
    if (lying.credits.empty() || is_frozen || is_used) return std::nullopt;
    const auto account = views::money::Find(context.views(), card.account);
    if (!account || account->BalanceRupiah() <= 0) return std::nullopt;
    lying.rupiah = account->BalanceRupiah();
    const std::int64_t due = std::max(
        arrival.at.unix_micros + parameters_.max_days_at_branch * kMicrosPerDay,
        lying.credited_at.unix_micros +
            parameters_.min_credit_age_days * kMicrosPerDay);
    if (context.ClockOf(clock) < due) {
      context.WakeAt(clock, due, kks);
      return std::nullopt;
    }
    context.Concern(card.kpm, kks);
    return lying;
  }

  template <typename Visit>
  static void VisitAll(const fold::Reader& reader, std::string_view account,
                       const Visit& visit) {
    views::money::VisitLines(
        reader, account, std::numeric_limits<std::int64_t>::min(),
        std::numeric_limits<std::int64_t>::max(), [&](const Line& line) {
          visit(line);
          return true;
        });
  }

  // Writes the card's row among those of its branch and says the branch's
  // alert again.
  void Settle(const std::string& branch, const std::string& kks,
              const std::optional<Lying>& lying, Context& context) const {
    const std::string key = LyingPrefix(branch) + kks;
    Sums sums;
    if (const auto stored = context.Get(KeyOf(kSums, branch))) {
      sums = fold::Decode<Sums>(*stored);
    }
    const auto before = context.Get(key);
    if (!before && !lying) return;
    if (before) {
      sums.rupiah -= fold::Decode<Lying>(*before).rupiah;
      --sums.cards;
    }
    if (lying) {
      context.Put(key, fold::Encode(*lying));
      sums.rupiah += lying->rupiah;
      ++sums.cards;
    } else {
      context.Delete(key);
    }
    context.Put(KeyOf(kSums, branch), fold::Encode(sums));
    if (sums.cards == 0) {
      context.Withdraw(branch, kSettled);
    } else {
      context.Stand(Describe(branch, sums, context));
    }
  }

  amanah::v1::Alert Describe(const std::string& branch, const Sums& sums,
                             const Context& context) const {
    amanah::v1::Alert alert = context.DraftAlert(branch);
    alert.set_evidence_class(amanah::v1::EVIDENCE_CLASS_E4);
    AddParameter("max_days_at_branch", parameters_.max_days_at_branch, alert);
    AddParameter("min_credit_age_days", parameters_.min_credit_age_days, alert);
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
        std::to_string(parameters_.max_days_at_branch) +
        " days of the card's arrival at the branch");
    const std::string code = branch.substr(sizeof(std::uint32_t));
    alert.set_party_code(code);
    alert.set_party_role(amanah::v1::PARTY_ROLE_BANK_OFFICER);
    AddLookAlikes(alert);
    AddSentences(code, sums, buckets, alert);
    return alert;
  }

  static void AddLookAlikes(amanah::v1::Alert& alert) {
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

  static constexpr std::size_t kBuckets = 4;
  static std::size_t BucketOf(std::int64_t days) {
    return days < 60 ? 0 : days < 90 ? 1 : days < 180 ? 2 : 3;
  }

  static void AddSentences(const std::string& code, const Sums& sums,
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

  static constexpr std::string_view kSettled =
      "every card was handed over or returned, or its money was moved on";

  const Parameters parameters_;
};

}  // namespace

std::unique_ptr<fold::Fold> MakeRule(const Parameters& parameters) {
  return std::make_unique<HandoverOverdue>(parameters);
}

}  // namespace ledger::rules::r04
