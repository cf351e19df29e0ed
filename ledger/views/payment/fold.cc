#include <algorithm>
#include <tuple>
#include <utility>

#include "ledger/fold/codec.h"
#include "ledger/views/card/card.h"
#include "ledger/views/family/family.h"
#include "ledger/views/money/money.h"
#include "ledger/views/payment/lots.h"
#include "ledger/views/payment/payment.h"
#include "ledger/views/payment/standing.h"
#include "ledger/views/payment/tables.h"

namespace ledger::views::payment {
namespace {

using amanah::v1::Event;

// What an event says of a family's period.
struct Told {
  std::optional<Listing> listing;
  std::optional<Entry> entry;
  std::optional<Verification> verification;
};

Entry EntryOf(const fold::FoldedEvent& folded, Kind kind, std::int64_t rupiah) {
  Entry entry;
  entry.kind = kind;
  entry.at = MomentOf(folded.event.occurred_at());
  entry.index = folded.index;
  entry.rupiah = rupiah;
  entry.submitter = folded.submitter;
  entry.programme = folded.event.programme();
  return entry;
}

Entry AttemptOf(const fold::FoldedEvent& folded, Kind kind, std::int64_t rupiah,
                const std::string& sp2d_no) {
  Entry entry = EntryOf(folded, kind, rupiah);
  entry.account = folded.event.subjects().account();
  entry.sp2d_no = sp2d_no;
  return entry;
}

Listing ListingOf(const fold::FoldedEvent& folded) {
  const Event& event = folded.event;
  const auto& body = event.family_listed();
  return Listing{
      folded.index,
      MomentOf(event.occurred_at()),
      body.amount_rupiah(),
      body.bank(),
      body.channel(),
      body.account_check(),
      body.list_status(),
      event.region_code(),
      {body.components().begin(), body.components().end()},
      {event.allocation_months().begin(), event.allocation_months().end()},
      event.programme()};
}

std::optional<Told> ToldBy(const fold::FoldedEvent& folded) {
  const Event& event = folded.event;
  Told told;
  switch (event.body_case()) {
    case Event::kFamilyListed:
      told.listing = ListingOf(folded);
      return told;
    case Event::kCreditPosted:
      told.entry = AttemptOf(folded, Kind::kCredited,
                             event.credit_posted().amount_rupiah(),
                             event.credit_posted().sp2d_no());
      return told;
    case Event::kCreditFailed:
      told.entry = AttemptOf(folded, Kind::kFailed,
                             event.credit_failed().amount_rupiah(),
                             event.credit_failed().sp2d_no());
      return told;
    case Event::kPosPaid:
      told.entry =
          EntryOf(folded, Kind::kPaidInCash, event.pos_paid().amount_rupiah());
      return told;
    case Event::kFundsDebitedToRpl:
      // The register's row names the period, the posting does not.
      if (event.funds_debited_to_rpl().return_ref().empty()) {
        return std::nullopt;
      }
      told.entry = EntryOf(folded, Kind::kDebitedBack,
                           event.funds_debited_to_rpl().amount_rupiah());
      return told;
    case Event::kFundsRemittedToTreasury:
      told.entry = EntryOf(folded, Kind::kRemitted,
                           event.funds_remitted_to_treasury().amount_rupiah());
      told.entry->is_receipted =
          !event.funds_remitted_to_treasury().ntpn().empty();
      return told;
    case Event::kAmountAcknowledged: {
      const auto& body = event.amount_acknowledged();
      told.entry =
          EntryOf(folded, Kind::kAcknowledged, body.cash_received_rupiah());
      told.entry->goods_rupiah = body.goods_value_rupiah();
      told.entry->fee_told_rupiah = body.fee_paid_rupiah();
      return told;
    }
    case Event::kCommitmentVerified: {
      const auto& body = event.commitment_verified();
      told.verification = Verification{MomentOf(event.occurred_at()),
                                       folded.index,
                                       body.component(),
                                       body.member(),
                                       body.fulfilled(),
                                       event.programme()};
      return told;
    }
    default:
      return std::nullopt;
  }
}

template <typename T>
void Insert(std::vector<T>& items, T item) {
  const auto earlier = [](const T& a, const T& b) {
    return std::tie(a.at, a.index) < std::tie(b.at, b.index);
  };
  items.insert(std::upper_bound(items.begin(), items.end(), item, earlier),
               std::move(item));
}

// True when the event may move money on an account.
bool MayMove(const Event& event) {
  switch (event.body_case()) {
    case Event::kCreditPosted:
    case Event::kWithdrawalPosted:
    case Event::kPurchasePosted:
    case Event::kTransferPosted:
    case Event::kDepositPosted:
    case Event::kBalanceInquired:
    case Event::kFeeCharged:
    case Event::kTransactionReversed:
    case Event::kFundsDebitedToRpl:
      return true;
    default:
      return false;
  }
}

bool IsOfCard(const Event& event) {
  switch (event.body_case()) {
    case Event::kKksPrinted:
    case Event::kKksDispatched:
    case Event::kKksReceivedAtBranch:
    case Event::kKksHandedOver:
    case Event::kKksActivated:
    case Event::kPinChanged:
    case Event::kKksBlocked:
    case Event::kKksReplaced:
    case Event::kKksClosed:
    case Event::kKksReturnedUndelivered:
    case Event::kKksDestroyed:
      return true;
    default:
      return false;
  }
}

// Puts a row without a value when `is_there`, or takes it out.
void Keep(const fold::Key& key, bool was_there, bool is_there,
          fold::Writer& state) {
  if (is_there == was_there) return;
  if (is_there) {
    state.Put(kName, key, {});
  } else {
    state.Delete(kName, key);
  }
}

class PaymentFold final : public fold::Fold {
 public:
  std::string_view name() const override { return kName; }
  std::uint32_t version() const override { return 3; }
  // What the event has moved is taken out of there.
  std::vector<std::string_view> Shares() const override {
    return {money::kName};
  }

  bool Apply(const fold::FoldedEvent& folded, fold::Writer& state) override {
    const Event& event = folded.event;
    if (event.has_family_listed() &&
        event.region_code() != VillageOf(state, event.subjects().kpm())) {
      MoveFamily(event, state);
    }
    if (IsOfCard(event)) TakeCard(event.subjects().kks(), state);
    if (auto told = ToldBy(folded)) {
      const Unsettled unsettled = Take(event, *std::move(told), {}, state);
      if (const auto credit = CreditIn(folded)) {
        TakeCredit(folded, *credit, unsettled, state);
        CountCredit(event, +1, state);
      }
    }
    if (event.has_sp2d_issued()) TakeOrder(folded, state);
    if (MayMove(event)) CountUses(state);
    return true;
  }

  void Retract(const fold::Retraction& retraction,
               fold::Writer& state) override {
    const Event& event = retraction.wrong.event;
    if (event.has_family_listed()) MoveFamily(event, state);
    if (IsOfCard(event)) TakeCardBack(event.subjects(), state);
    if (ToldBy(retraction.wrong)) {
      const Unsettled unsettled =
          Take(event, {}, retraction.wrong.index, state);
      if (const auto credit = CreditIn(retraction.wrong)) {
        RemoveCredit(*credit, unsettled, retraction, state);
        CountCredit(event, -1, state);
      }
    }
    if (event.has_sp2d_issued()) RemoveOrder(retraction, state);
    // Even what moves nothing may have named the account's bank.
    CountUses(state);
  }

 private:
  static std::string_view SubjectOf(const Event& event) {
    return IsToken(event.subjects().kpm()) ? event.subjects().kpm()
                                           : event.subjects().account();
  }

  static void CountUses(fold::Writer& state) {
    const std::optional<money::Uses> uses = money::TakeUses(state);
    if (!uses) return;
    for (const auto& [submitter, share, used] : uses->changes) {
      CountUse(share, submitter, used, state);
    }
  }

  // A list names the family's village, or named it: all its payments count
  // where it is last said to be.
  static void MoveFamily(const Event& event, fold::Writer& state) {
    const std::string& kpm = event.subjects().kpm();
    if (!IsToken(kpm) || event.region_code().empty()) return;
    const std::string before = VillageOf(state, kpm);
    const std::string now = family::RegionOf(state, kpm);
    if (now == before) return;
    const fold::Key key(kVillages, kpm);
    if (now.empty()) {
      state.Delete(kName, key);
    } else {
      state.Put(kName, key, now);
    }
    CountElsewhere(kpm, before, now, state);
  }

  static Carried CarriedAt(const fold::Key& key, const fold::Reader& reader) {
    const auto stored = reader.Get(kName, key);
    return stored ? fold::Decode<Carried>(*stored) : Carried{};
  }

  static void KeepCarried(std::string_view account, const Carried& before,
                          const Carried& now, fold::Writer& state) {
    if (now == before) return;
    Keep(fold::Key(kNoHandover, account), before.IsMissing(), now.IsMissing(),
         state);
    const fold::Key key(kCarried, account);
    if (now == Carried{}) {
      state.Delete(kName, key);
    } else {
      state.Put(kName, key, fold::Encode(now));
    }
  }

  static void CountCredit(const Event& event, int times, fold::Writer& state) {
    const std::string& account = event.subjects().account();
    if (!event.has_credit_posted() || !IsToken(account)) return;
    const Carried before = CarriedAt(fold::Key(kCarried, account), state);
    Carried now = before;
    now.credits += static_cast<std::uint64_t>(times);
    KeepCarried(account, before, now, state);
  }

  static bool WasHandedOver(const card::Card& card) {
    return card.First(card::Step::kHandedOver) != nullptr;
  }

  // Whether a card of its account was handed over.
  static void TakeCard(const std::string& kks, fold::Writer& state) {
    const auto card = card::Find(state, kks);
    if (!card || !IsToken(card->account) || !WasHandedOver(*card)) return;
    const Carried before = CarriedAt(fold::Key(kCarried, card->account), state);
    Carried now = before;
    now.was_handed_over = true;
    KeepCarried(card->account, before, now, state);
  }

  // The card may have lost its handover, or its account to another.
  static void TakeCardBack(const amanah::v1::Subjects& subjects,
                           fold::Writer& state) {
    const auto look_again = [&](const std::string& account) {
      if (!IsToken(account)) return;
      const Carried before = CarriedAt(fold::Key(kCarried, account), state);
      Carried now = before;
      now.was_handed_over = false;
      for (const std::string& kks : card::CardsOf(state, account)) {
        const auto card = card::Find(state, kks);
        now.was_handed_over |=
            card && card->account == account && WasHandedOver(*card);
      }
      KeepCarried(account, before, now, state);
    };
    look_again(subjects.account());
    if (const auto card = card::Find(state, subjects.kks())) {
      look_again(card->account);
    }
  }

  // Puts what is told to a family's period, and takes out what was told at
  // index `struck`.
  static Unsettled Take(const Event& event, Told told,
                        std::optional<std::uint64_t> struck,
                        fold::Writer& state) {
    const std::string_view subject = SubjectOf(event);
    const std::string& period = event.period_id();
    if (!IsToken(subject)) return {};
    const fold::Key key = PaymentKey(kPayments, period, subject);
    Payment payment = Whole(Stored(key, state), period, subject);
    const Standing was = StandingOf(payment);
    Unsettled unsettled;
    const std::string order = OrderOf(event);
    unsettled.before = payment.UnsettledRupiah(order);
    payment = Bare(std::move(payment));
    fold::Key of_family(kOfFamily, subject);
    of_family.Append(period);
    if (payment.IsEmpty()) state.Put(kName, of_family, {});
    if (told.listing) Insert(payment.listings, *std::move(told.listing));
    if (told.entry) {
      Insert(payment.entries, *std::move(told.entry));
      KeepBounded(period, subject, payment, state);
    }
    if (told.verification) {
      Insert(payment.verifications, *std::move(told.verification));
    }
    if (struck) {
      const auto is_struck = [&](const auto& item) {
        return item.index == *struck;
      };
      std::erase_if(payment.listings, is_struck);
      const bool had_it = std::erase_if(payment.entries, is_struck) > 0;
      if (!payment.earlier.empty()) {
        TakeFromEarlier(period, subject, had_it, *struck, payment, state);
      }
      std::erase_if(payment.verifications, is_struck);
    }
    if (payment.IsEmpty()) {
      state.Delete(kName, key);
      state.Delete(kName, of_family);
    } else {
      state.Put(kName, key, fold::Encode(payment));
    }
    payment = Whole(std::move(payment), period, subject);
    unsettled.now = payment.UnsettledRupiah(order);
    KeepLists(was, payment, state);
    return unsettled;
  }

  static fold::Key EarlierKey(const std::string& period,
                              std::string_view subject, const Entry& entry) {
    fold::Key key = PaymentKey(kEarlier, period, subject);
    key.AppendOrdered(entry.at.unix_micros);
    key.AppendOrdered(entry.at.zone_offset_minutes).AppendU64(entry.index);
    return key;
  }

  // The row keeps the last entries; of those before it has the sums.
  static void KeepBounded(const std::string& period, std::string_view subject,
                          Payment& payment, fold::Writer& state) {
    if (payment.entries.size() <= kEntriesInRow) return;
    const Entry first = payment.entries.front();
    payment.entries.erase(payment.entries.begin());
    state.Put(kName, EarlierKey(period, subject, first), fold::Encode(first));
    AddTo(payment.earlier, first);
    Sort(payment.earlier);
  }

  // An entry has gone: from the row when `had_it`, else from those before.
  static void TakeFromEarlier(const std::string& period,
                              std::string_view subject, bool had_it,
                              std::uint64_t struck, Payment& payment,
                              fold::Writer& state) {
    std::vector<Entry> earlier;
    const fold::Key prefix = PaymentKey(kEarlier, period, subject);
    state.Scan(kName, prefix, fold::AfterPrefix(prefix),
               [&](std::string_view, std::string_view value) {
                 earlier.push_back(fold::Decode<Entry>(value));
                 return true;
               });
    const auto gone = had_it ? std::prev(earlier.end())
                             : std::find_if(earlier.begin(), earlier.end(),
                                            [&](const Entry& entry) {
                                              return entry.index == struck;
                                            });
    if (gone == earlier.end()) return;  // It was no entry.
    state.Delete(kName, EarlierKey(period, subject, *gone));
    if (had_it) payment.entries.insert(payment.entries.begin(), *gone);
    earlier.erase(gone);
    payment.earlier.clear();
    for (const Entry& entry : earlier) AddTo(payment.earlier, entry);
    Sort(payment.earlier);
  }

  // So that the row does not tell in which order things came.
  static void Sort(std::vector<EntryGroup>& groups) {
    std::sort(groups.begin(), groups.end(),
              [](const EntryGroup& a, const EntryGroup& b) {
                const auto key = [](const EntryGroup& group) {
                  return std::tie(group.last.kind, group.last.submitter,
                                  group.last.account, group.last.sp2d_no);
                };
                return key(a) < key(b);
              });
  }

  static std::string OrderOf(const Event& event) {
    return event.has_credit_posted() ? event.credit_posted().sp2d_no()
                                     : event.credit_failed().sp2d_no();
  }

  static void KeepLists(const Standing& was, const Payment& payment,
                        fold::Writer& state) {
    const Standing is = StandingOf(payment);
    const std::string& period = payment.period_id;
    const std::string& subject = payment.subject;
    Keep(PaymentKey(kOpenReturns, period, subject), was.is_open, is.is_open,
         state);
    const auto out_of_order = [&](const std::string& bank) {
      fold::Key key = OutOfOrderKey(bank, period);
      return key.Append(subject);
    };
    const bool is_of_another = was.bank != is.bank;
    Keep(out_of_order(was.bank), was.is_out_of_order,
         is.is_out_of_order && !is_of_another, state);
    if (is_of_another) {
      Keep(out_of_order(is.bank), false, is.is_out_of_order, state);
    }
    Recount(period, subject, was, is, state);
  }

  static Payment Stored(const fold::Key& key, const fold::Reader& reader) {
    const auto stored = reader.Get(kName, key);
    return stored ? fold::Decode<Payment>(*stored) : Payment{};
  }
  static Payment Whole(Payment payment, const std::string& period,
                       std::string_view subject) {
    payment.period_id = period;
    payment.subject = subject;
    payment.SumUp();
    return payment;
  }
  // As it is on disk.
  static Payment Bare(Payment payment) {
    Payment bare;
    bare.listings = std::move(payment.listings);
    bare.entries = std::move(payment.entries);
    bare.earlier = std::move(payment.earlier);
    bare.verifications = std::move(payment.verifications);
    return bare;
  }
};

}  // namespace

std::unique_ptr<fold::Fold> MakeFold() {
  return std::make_unique<PaymentFold>();
}

}  // namespace ledger::views::payment
