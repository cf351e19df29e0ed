#include "ledger/views/payment/payment.h"

#include <algorithm>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/fold/codec.h"
#include "ledger/fold/key.h"

namespace ledger::views::payment {
namespace {

using amanah::v1::Event;

// On disk:
//   0x02 ‖ SP2D ‖ 0x00 ‖ period, when there is no SP2D -> Lot
//   0x80 ‖ period ‖ 0x00 ‖ subject             -> Payment
//   0x81 ‖ subject ‖ period                    -> nothing: there is a payment
//   0x82 ‖ SP2D ‖ 0x00 ‖ index                 -> LotCredit
//   0x83 ‖ period ‖ 0x00 ‖ subject             -> nothing: an open return
//   0x84 ‖ period ‖ 0x00 ‖ subject ‖ index     -> nothing: the payment rests on
//                                 it, too; after the first kToldInRow
// with index as u64. A subject is a token.
constexpr char kLots = 0x02;
constexpr char kPayments = static_cast<char>(0x80);
constexpr char kOfFamily = static_cast<char>(0x81);
constexpr char kLotCredits = static_cast<char>(0x82);
constexpr char kOpenReturns = static_cast<char>(0x83);

constexpr char kTold = static_cast<char>(0x84);
// More are seldom; a row is not to grow without bound.
constexpr std::size_t kToldInRow = 16;

constexpr std::string_view kAccountAgrees = "BERHASIL";
constexpr std::string_view kStays = "TETAP";

fold::Key PeriodKey(char table, std::string_view period) {
  fold::Key key(table, period);
  key.Push('\0');
  return key;
}

fold::Key PaymentKey(char table, std::string_view period,
                     std::string_view subject) {
  fold::Key key = PeriodKey(table, period);
  key.Append(subject);
  return key;
}

fold::Key LotKey(std::string_view sp2d_no, std::string_view period) {
  fold::Key key(kLots, sp2d_no);
  key.Push('\0');
  if (sp2d_no.empty()) key.Append(period);
  return key;
}

Payment Named(std::string_view value, std::string_view period,
              std::string_view subject) {
  auto payment = fold::Decode<Payment>(value);
  payment.period_id = period;
  payment.subject = subject;
  return payment;
}

// Period and subject of a key of kPayments or kOpenReturns.
std::pair<std::string_view, std::string_view> PartsOf(std::string_view key) {
  const std::size_t subject_at = key.size() - kTokenBytes;
  return {key.substr(1, subject_at - 2), key.substr(subject_at)};
}

// Of a lot's credits, those like one that was taken back: of its lot, posted as
// it was or failed as it did.
class LotCredits {
 public:
  LotCredits(std::string_view sp2d_no, const LotCredit& gone,
             const fold::Reader& reader)
      : prefix_(PeriodKey(kLotCredits, sp2d_no)),
        gone_(gone),
        reader_(reader) {}

  // Greatest index of one before the one that is gone; 0 when there is none.
  std::uint64_t LastIndex() const {
    std::optional<LotCredit> row = LastBelow(gone_.index);
    while (row && !IsLike(*row)) row = LastBelow(row->index);
    return row ? row->index : 0;
  }

  // Earliest moment of any.
  Moment FirstAt() const {
    std::optional<Moment> first;
    reader_.Scan(kName, prefix_, fold::AfterPrefix(prefix_),
                 [&](std::string_view, std::string_view value) {
                   const auto row = fold::Decode<LotCredit>(value);
                   if (!IsLike(row)) return true;
                   if (!first || row.at < *first) first = row.at;
                   // None was earlier than the one that is gone.
                   return row.at != gone_.at;
                 });
    return first.value_or(Moment());
  }

 private:
  bool IsLike(const LotCredit& row) const {
    return row.is_failed == gone_.is_failed && row.period_id == gone_.period_id;
  }

  // The first with an index in [begin, end).
  std::optional<LotCredit> FirstWithin(std::uint64_t begin,
                                       std::uint64_t end) const {
    fold::Key from = prefix_;
    fold::Key to = prefix_;
    std::optional<LotCredit> row;
    reader_.Scan(kName, from.AppendU64(begin), to.AppendU64(end),
                 [&](std::string_view, std::string_view value) {
                   row = fold::Decode<LotCredit>(value);
                   return false;
                 });
    return row;
  }

  // The last with an index below `end`: keys are read forward only, so it is
  // closed in on by halves.
  std::optional<LotCredit> LastBelow(std::uint64_t end) const {
    std::optional<LotCredit> last = FirstWithin(0, end);
    while (last && end - last->index > 1) {
      const std::uint64_t middle = last->index + (end - last->index) / 2;
      if (auto row = FirstWithin(middle, end)) {
        last = std::move(row);
      } else {
        end = middle;
      }
    }
    return last;
  }

  const fold::Key prefix_;
  const LotCredit& gone_;
  const fold::Reader& reader_;
};

class PaymentFold final : public fold::Fold {
 public:
  std::string_view name() const override { return kName; }
  std::uint32_t version() const override { return 2; }

  bool Apply(const fold::FoldedEvent& folded, fold::Writer& state) override {
    if (IsOfPayment(folded.event)) TakePayment(folded, state);
    if (const auto credit = CreditIn(folded)) {
      TakeCredit(folded, *credit, state);
    } else if (folded.event.has_sp2d_issued()) {
      TakeOrder(folded, state);
    }
    return true;
  }

  void Retract(const fold::Retraction& retraction,
               fold::Writer& state) override {
    const Event& wrong = retraction.wrong.event;
    if (IsOfPayment(wrong)) RemovePayment(retraction, state);
    if (const auto credit = CreditIn(retraction.wrong)) {
      RemoveCredit(*credit, retraction, state);
    } else if (wrong.has_sp2d_issued()) {
      RemoveOrder(retraction, state);
    }
  }

 private:
  static const std::string& SubjectOf(const Event& event) {
    return IsToken(event.subjects().kpm()) ? event.subjects().kpm()
                                           : event.subjects().account();
  }

  static bool IsOfPayment(const Event& event) {
    switch (event.body_case()) {
      case Event::kFamilyListed:
      case Event::kPosPaid:
      case Event::kFundsRemittedToTreasury:
      case Event::kAmountAcknowledged:
      case Event::kCreditPosted:
      case Event::kCreditFailed:
        break;
      case Event::kFundsDebitedToRpl:
        // The register's row names the period, the posting does not.
        if (event.funds_debited_to_rpl().return_ref().empty()) return false;
        break;
      default:
        return false;
    }
    return IsToken(SubjectOf(event)) && !event.period_id().empty();
  }

  // Reads again what else was told of the payment.
  static void RemovePayment(const fold::Retraction& retraction,
                            fold::Writer& state) {
    const Event& wrong = retraction.wrong.event;
    const std::string& subject = SubjectOf(wrong);
    const std::string& period = wrong.period_id();
    const fold::Key key = PaymentKey(kPayments, period, subject);
    const auto stored = state.Get(kName, key);
    AMANAH_CHECK(stored.has_value());
    const auto before = fold::Decode<Payment>(*stored);
    const std::vector<std::uint64_t> told =
        ToldOf(before, period, subject, state);
    Payment payment;
    for (const std::uint64_t index : told) {
      if (index == retraction.wrong.index) continue;
      retraction.past.Read(index, [&](const fold::FoldedEvent& folded) {
        Take(folded, payment);
      });
    }
    if (told.size() > kToldInRow) {
      // It had a key, or the first that has one moves into the row.
      const auto at =
          std::find(told.begin(), told.end(), retraction.wrong.index) -
          told.begin();
      const std::size_t gone =
          std::max(static_cast<std::size_t>(at), kToldInRow);
      state.Delete(kName, ToldKey(period, subject).AppendU64(told[gone]));
      payment.told.resize(kToldInRow);
    }
    if (payment.told.empty()) {
      state.Delete(kName, key);
      fold::Key of_family(kOfFamily, subject);
      state.Delete(kName, of_family.Append(period));
    } else {
      state.Put(kName, key, fold::Encode(payment));
    }
    KeepOpen(period, subject, before, payment, state);
  }

  static fold::Key ToldKey(const std::string& period,
                           const std::string& subject) {
    return PaymentKey(kTold, period, subject);
  }

  // All events that the payment rests on, ascending.
  static std::vector<std::uint64_t> ToldOf(const Payment& payment,
                                           const std::string& period,
                                           const std::string& subject,
                                           const fold::Reader& reader) {
    std::vector<std::uint64_t> told = payment.told;
    if (told.size() < kToldInRow) return told;
    const fold::Key prefix = ToldKey(period, subject);
    reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
                [&](std::string_view key, std::string_view) {
                  told.push_back(GetU64(key.substr(prefix.view().size())));
                  return true;
                });
    return told;
  }

  // Writes the list of open returns, when that has changed.
  static void KeepOpen(const std::string& period, const std::string& subject,
                       const Payment& before, const Payment& payment,
                       fold::Writer& state) {
    const bool is_open = payment.OpenReturnRupiah() > 0;
    if ((before.OpenReturnRupiah() > 0) == is_open) return;
    const fold::Key open = PaymentKey(kOpenReturns, period, subject);
    if (is_open) {
      state.Put(kName, open, {});
    } else {
      state.Delete(kName, open);
    }
  }

  static void TakePayment(const fold::FoldedEvent& folded,
                          fold::Writer& state) {
    const Event& event = folded.event;
    const std::string& subject = SubjectOf(event);
    const std::string& period = event.period_id();
    const fold::Key key = PaymentKey(kPayments, period, subject);
    Payment payment;
    if (const auto stored = state.Get(kName, key)) {
      payment = fold::Decode<Payment>(*stored);
    } else {
      fold::Key of_family(kOfFamily, subject);
      of_family.Append(period);
      state.Put(kName, of_family, {});
    }
    const Payment before = payment;
    Take(folded, payment);
    if (payment.told.size() > kToldInRow) {
      payment.told.pop_back();
      state.Put(kName, ToldKey(period, subject).AppendU64(folded.index), {});
    }
    state.Put(kName, key, fold::Encode(payment));
    KeepOpen(period, subject, before, payment, state);
  }

  static void Take(const fold::FoldedEvent& folded, Payment& payment) {
    const Event& event = folded.event;
    const Moment at = MomentOf(event.occurred_at());
    payment.told.push_back(folded.index);
    if (event.programme() != amanah::v1::PROGRAMME_UNSPECIFIED) {
      payment.programme = event.programme();
    }
    switch (event.body_case()) {
      case Event::kFamilyListed:
        TakeListing(folded, payment);
        return;
      case Event::kCreditPosted:
        payment.account = event.subjects().account();
        payment.submitter = folded.submitter;
        payment.credited.Add(event.credit_posted().amount_rupiah(),
                             folded.index, at);
        return;
      case Event::kCreditFailed:
        if (payment.account.empty()) {
          payment.account = event.subjects().account();
        }
        payment.submitter = folded.submitter;
        payment.failed.Add(event.credit_failed().amount_rupiah(), folded.index,
                           at);
        return;
      case Event::kPosPaid:
        payment.paid_in_cash.Add(event.pos_paid().amount_rupiah(), folded.index,
                                 at);
        return;
      case Event::kFundsDebitedToRpl:
        payment.debited_back.Add(event.funds_debited_to_rpl().amount_rupiah(),
                                 folded.index, at);
        return;
      case Event::kFundsRemittedToTreasury:
        payment.remitted.Add(event.funds_remitted_to_treasury().amount_rupiah(),
                             folded.index, at);
        return;
      case Event::kAmountAcknowledged: {
        const auto& told = event.amount_acknowledged();
        payment.acknowledged.Add(told.cash_received_rupiah(), folded.index, at);
        payment.goods_rupiah += told.goods_value_rupiah();
        payment.fee_told_rupiah += told.fee_paid_rupiah();
        return;
      }
      default:
        return;
    }
  }

  static void TakeListing(const fold::FoldedEvent& folded, Payment& payment) {
    const auto& body = folded.event.family_listed();
    const Moment at = MomentOf(folded.event.occurred_at());
    if (payment.listing && at < payment.listing->at) return;
    payment.listing = Listing{folded.index,         at,
                              body.amount_rupiah(), body.bank(),
                              body.channel(),       body.account_check(),
                              body.list_status(),   folded.event.region_code()};
  }

  static Lot LotAt(const fold::Key& key, const fold::Reader& reader) {
    const auto stored = reader.Get(kName, key);
    return stored ? fold::Decode<Lot>(*stored) : Lot{};
  }

  // A credit, posted or failed, as its lot has it.
  struct DatedCredit {
    std::string sp2d_no;
    LotCredit row;
  };

  static std::optional<DatedCredit> CreditIn(const fold::FoldedEvent& folded) {
    const Event& event = folded.event;
    DatedCredit credit;
    LotCredit& row = credit.row;
    if (event.has_credit_posted()) {
      credit.sp2d_no = event.credit_posted().sp2d_no();
      row.rupiah = event.credit_posted().amount_rupiah();
    } else if (event.has_credit_failed()) {
      credit.sp2d_no = event.credit_failed().sp2d_no();
      row.rupiah = event.credit_failed().amount_rupiah();
      row.is_failed = true;
    } else {
      return std::nullopt;
    }
    row.index = folded.index;
    row.kpm = event.subjects().kpm();
    row.account = event.subjects().account();
    row.at = MomentOf(event.occurred_at());
    if (credit.sp2d_no.empty()) row.period_id = event.period_id();
    return credit;
  }

  static fold::Key CreditKey(const DatedCredit& credit) {
    fold::Key key = PeriodKey(kLotCredits, credit.sp2d_no);
    return key.AppendU64(credit.row.index);
  }

  static Tally& TallyOf(const LotCredit& row, Lot& lot) {
    return row.is_failed ? lot.failed : lot.credited;
  }

  // Who credited last, and for which period, when no order says it.
  static void TakeNames(const fold::FoldedEvent& folded, Lot& lot) {
    lot.submitter = folded.submitter;
    if (lot.is_issued) return;
    lot.period_id = folded.event.period_id();
    lot.programme = folded.event.programme();
  }

  static void TakeCredit(const fold::FoldedEvent& folded,
                         const DatedCredit& credit, fold::Writer& state) {
    const fold::Key key = LotKey(credit.sp2d_no, folded.event.period_id());
    Lot lot = LotAt(key, state);
    lot.sp2d_no = credit.sp2d_no;
    TakeNames(folded, lot);
    Tally& tally = TallyOf(credit.row, lot);
    tally.Add(credit.row.rupiah, folded.index, credit.row.at);
    tally.last_at = Moment();
    state.Put(kName, key, fold::Encode(lot));
    state.Put(kName, CreditKey(credit), fold::Encode(credit.row));
  }

  static void RemoveCredit(const DatedCredit& credit,
                           const fold::Retraction& retraction,
                           fold::Writer& state) {
    const fold::Key key =
        LotKey(credit.sp2d_no, retraction.wrong.event.period_id());
    Lot lot = LotAt(key, state);
    state.Delete(kName, CreditKey(credit));
    Tally& tally = TallyOf(credit.row, lot);
    AMANAH_CHECK(tally.count > 0);
    --tally.count;
    tally.rupiah -= credit.row.rupiah;
    if (tally.count == 0) {
      tally = Tally();
    } else {
      const LotCredits others(credit.sp2d_no, credit.row, state);
      if (tally.last_index == credit.row.index) {
        tally.last_index = others.LastIndex();
      }
      if (tally.first_at == credit.row.at) tally.first_at = others.FirstAt();
    }
    NameAgain(retraction, lot);
    KeepLot(key, lot, state);
  }

  // Says again who credited last, when that was the event taken back or an
  // order has gone.
  static void NameAgain(const fold::Retraction& retraction, Lot& lot) {
    if (!lot.is_issued) {
      lot.period_id.clear();
      lot.programme = amanah::v1::PROGRAMME_UNSPECIFIED;
    }
    lot.submitter = 0;
    const auto last = std::max(lot.credited.last_index, lot.failed.last_index);
    if (lot.credited.count + lot.failed.count == 0) return;
    retraction.past.Read(
        last, [&](const fold::FoldedEvent& folded) { TakeNames(folded, lot); });
  }

  static void KeepLot(const fold::Key& key, const Lot& lot,
                      fold::Writer& state) {
    if (lot.credited.count + lot.failed.count == 0 && !lot.is_issued) {
      state.Delete(kName, key);
    } else {
      state.Put(kName, key, fold::Encode(lot));
    }
  }

  static void TakeOrder(const fold::FoldedEvent& folded, fold::Writer& state) {
    const fold::Key key = LotKey(folded.event.sp2d_issued().sp2d_no(), {});
    Lot lot = LotAt(key, state);
    if (lot.is_issued) lot.issued_before.push_back(lot.issued_index);
    Issue(folded, lot);
    state.Put(kName, key, fold::Encode(lot));
  }

  // The order before counts again when this was the last.
  static void RemoveOrder(const fold::Retraction& retraction,
                          fold::Writer& state) {
    const fold::FoldedEvent& wrong = retraction.wrong;
    const fold::Key key = LotKey(wrong.event.sp2d_issued().sp2d_no(), {});
    Lot lot = LotAt(key, state);
    if (lot.issued_index != wrong.index) {
      std::erase(lot.issued_before, wrong.index);
    } else if (!lot.issued_before.empty()) {
      retraction.past.Read(
          lot.issued_before.back(),
          [&](const fold::FoldedEvent& folded) { Issue(folded, lot); });
      lot.issued_before.pop_back();
    } else {
      Lot unissued;
      unissued.sp2d_no = std::move(lot.sp2d_no);
      unissued.credited = lot.credited;
      unissued.failed = lot.failed;
      lot = std::move(unissued);
      NameAgain(retraction, lot);
    }
    KeepLot(key, lot, state);
  }

  static void Issue(const fold::FoldedEvent& folded, Lot& lot) {
    const auto& body = folded.event.sp2d_issued();
    lot.sp2d_no = body.sp2d_no();
    lot.period_id = folded.event.period_id();
    lot.programme = folded.event.programme();
    lot.bank = body.bank();
    lot.lot = body.lot();
    lot.is_issued = true;
    lot.issued_index = folded.index;
    lot.issued_at = MomentOf(folded.event.occurred_at());
    lot.ordered_count = body.family_count();
    lot.ordered_rupiah = body.total_rupiah();
  }
};

}  // namespace

void Tally::Add(std::int64_t amount, std::uint64_t index, const Moment& at) {
  first_at = count == 0 ? at : std::min(first_at, at);
  last_at = count == 0 ? at : std::max(last_at, at);
  ++count;
  rupiah += amount;
  last_index = std::max(last_index, index);
}

bool Listing::IsPayable() const {
  return channel == amanah::v1::PAYMENT_CHANNEL_BANK &&
         account_check == kAccountAgrees && list_status == kStays;
}

std::int64_t Payment::OpenReturnRupiah() const {
  return std::max<std::int64_t>(
      0, failed.rupiah + debited_back.rupiah - remitted.rupiah);
}

std::optional<Payment> Find(const fold::Reader& reader,
                            std::string_view period_id,
                            std::string_view subject) {
  if (!IsToken(subject)) return std::nullopt;
  const auto stored =
      reader.Get(kName, PaymentKey(kPayments, period_id, subject));
  if (!stored) return std::nullopt;
  return Named(*stored, period_id, subject);
}

void VisitPeriod(const fold::Reader& reader, std::string_view period_id,
                 const std::function<bool(const Payment&)>& visit) {
  const fold::Key prefix = PeriodKey(kPayments, period_id);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view key, std::string_view value) {
                return visit(Named(value, period_id, PartsOf(key).second));
              });
}

void VisitFamily(const fold::Reader& reader, std::string_view subject,
                 const std::function<bool(const Payment&)>& visit) {
  if (!IsToken(subject)) return;
  std::vector<std::string> periods;
  const fold::Key prefix(kOfFamily, subject);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view key, std::string_view) {
                periods.emplace_back(key.substr(1 + kTokenBytes));
                return true;
              });
  for (const std::string& period : periods) {
    const auto payment = Find(reader, period, subject);
    if (payment && !visit(*payment)) return;
  }
}

void VisitOpenReturns(const fold::Reader& reader,
                      const std::function<bool(const Payment&)>& visit) {
  std::vector<std::pair<std::string, std::string>> open;
  const fold::Key prefix(kOpenReturns);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view key, std::string_view) {
                const auto [period, subject] = PartsOf(key);
                open.emplace_back(period, subject);
                return true;
              });
  for (const auto& [period, subject] : open) {
    const auto payment = Find(reader, period, subject);
    if (payment && !visit(*payment)) return;
  }
}

std::optional<Lot> FindLot(const fold::Reader& reader,
                           std::string_view sp2d_no) {
  const auto stored = reader.Get(kName, LotKey(sp2d_no, {}));
  if (!stored) return std::nullopt;
  return fold::Decode<Lot>(*stored);
}

void VisitLots(const fold::Reader& reader,
               const std::function<bool(const Lot&)>& visit) {
  const fold::Key prefix(kLots);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view, std::string_view value) {
                return visit(fold::Decode<Lot>(value));
              });
}

void VisitLotCredits(const fold::Reader& reader, std::string_view sp2d_no,
                     const std::function<bool(const LotCredit&)>& visit) {
  const fold::Key prefix = PeriodKey(kLotCredits, sp2d_no);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view, std::string_view value) {
                return visit(fold::Decode<LotCredit>(value));
              });
}

std::unique_ptr<fold::Fold> MakeFold() {
  return std::make_unique<PaymentFold>();
}

}  // namespace ledger::views::payment
