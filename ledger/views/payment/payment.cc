#include "ledger/views/payment/payment.h"

#include <algorithm>
#include <utility>

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
// with index as u64. A subject is a token.
constexpr char kLots = 0x02;
constexpr char kPayments = static_cast<char>(0x80);
constexpr char kOfFamily = static_cast<char>(0x81);
constexpr char kLotCredits = static_cast<char>(0x82);
constexpr char kOpenReturns = static_cast<char>(0x83);

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

class PaymentFold final : public fold::Fold {
 public:
  std::string_view name() const override { return kName; }
  std::uint32_t version() const override { return 1; }

  bool Apply(const fold::FoldedEvent& folded, fold::Writer& state) override {
    const Event& event = folded.event;
    switch (event.body_case()) {
      case Event::kFamilyListed:
      case Event::kPosPaid:
      case Event::kFundsRemittedToTreasury:
      case Event::kAmountAcknowledged:
        TakePayment(folded, state);
        break;
      case Event::kFundsDebitedToRpl:
        // The register's row names the period, the posting does not.
        if (!event.funds_debited_to_rpl().return_ref().empty()) {
          TakePayment(folded, state);
        }
        break;
      case Event::kCreditPosted:
        TakePayment(folded, state);
        TakeCredit(folded, event.credit_posted().sp2d_no(),
                   event.credit_posted().amount_rupiah(), false, state);
        break;
      case Event::kCreditFailed:
        TakePayment(folded, state);
        TakeCredit(folded, event.credit_failed().sp2d_no(),
                   event.credit_failed().amount_rupiah(), true, state);
        break;
      case Event::kSp2DIssued:
        TakeOrder(folded, state);
        break;
      default:
        break;
    }
    return true;
  }

 private:
  static void TakePayment(const fold::FoldedEvent& folded,
                          fold::Writer& state) {
    const Event& event = folded.event;
    const std::string& subject = IsToken(event.subjects().kpm())
                                     ? event.subjects().kpm()
                                     : event.subjects().account();
    const std::string& period = event.period_id();
    if (!IsToken(subject) || period.empty()) return;
    const fold::Key key = PaymentKey(kPayments, period, subject);
    Payment payment;
    if (const auto stored = state.Get(kName, key)) {
      payment = fold::Decode<Payment>(*stored);
    } else {
      fold::Key of_family(kOfFamily, subject);
      of_family.Append(period);
      state.Put(kName, of_family, {});
    }
    if (event.programme() != amanah::v1::PROGRAMME_UNSPECIFIED) {
      payment.programme = event.programme();
    }
    const bool was_open = payment.OpenReturnRupiah() > 0;
    Take(folded, payment);
    state.Put(kName, key, fold::Encode(payment));
    const bool is_open = payment.OpenReturnRupiah() > 0;
    if (was_open == is_open) return;
    const fold::Key open = PaymentKey(kOpenReturns, period, subject);
    if (is_open) {
      state.Put(kName, open, {});
    } else {
      state.Delete(kName, open);
    }
  }

  static void Take(const fold::FoldedEvent& folded, Payment& payment) {
    const Event& event = folded.event;
    const Moment at = MomentOf(event.occurred_at());
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

  static void TakeCredit(const fold::FoldedEvent& folded,
                         const std::string& sp2d_no, std::int64_t rupiah,
                         bool is_failed, fold::Writer& state) {
    const Event& event = folded.event;
    const fold::Key key = LotKey(sp2d_no, event.period_id());
    Lot lot = LotAt(key, state);
    lot.sp2d_no = sp2d_no;
    lot.submitter = folded.submitter;
    if (!lot.is_issued) {
      lot.period_id = event.period_id();
      lot.programme = event.programme();
    }
    (is_failed ? lot.failed : lot.credited)
        .Add(rupiah, folded.index, MomentOf(event.occurred_at()));
    state.Put(kName, key, fold::Encode(lot));
    fold::Key credit = PeriodKey(kLotCredits, sp2d_no);
    credit.AppendU64(folded.index);
    state.Put(
        kName, credit,
        fold::Encode(LotCredit{folded.index, event.subjects().kpm(),
                               event.subjects().account(), rupiah, is_failed}));
  }

  static void TakeOrder(const fold::FoldedEvent& folded, fold::Writer& state) {
    const auto& body = folded.event.sp2d_issued();
    const fold::Key key = LotKey(body.sp2d_no(), {});
    Lot lot = LotAt(key, state);
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
    state.Put(kName, key, fold::Encode(lot));
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
