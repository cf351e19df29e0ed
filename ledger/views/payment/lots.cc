#include "ledger/views/payment/lots.h"

#include <algorithm>
#include <utility>

#include "ledger/base/check.h"
#include "ledger/fold/codec.h"
#include "ledger/views/payment/tables.h"

namespace ledger::views::payment {
namespace {

using amanah::v1::Event;

fold::Key KeyOf(std::string_view sp2d_no, std::string_view period) {
  return fold::Key(kLots, LotName(sp2d_no, period));
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

void Count(const Unsettled& unsettled, Lot& lot) {
  lot.unsettled_count +=
      (unsettled.now > 0 ? 1 : 0) - (unsettled.before > 0 ? 1 : 0);
  lot.unsettled_rupiah += unsettled.now - unsettled.before;
}

Lot LotAt(const fold::Key& key, const fold::Reader& reader) {
  const auto stored = reader.Get(kName, key);
  return stored ? fold::Decode<Lot>(*stored) : Lot{};
}

fold::Key CreditKey(const DatedCredit& credit) {
  fold::Key key = PeriodKey(kLotCredits, credit.sp2d_no);
  return key.AppendU64(credit.row.index);
}

Tally& TallyOf(const LotCredit& row, Lot& lot) {
  return row.is_failed ? lot.failed : lot.credited;
}

// Who credited last, and for which period, when no order says it.
void TakeNames(const fold::FoldedEvent& folded, Lot& lot) {
  lot.submitter = folded.submitter;
  if (lot.is_issued) return;
  lot.period_id = folded.event.period_id();
  lot.programme = folded.event.programme();
}

// Says again who credited last, when that was the event taken back or an
// order has gone.
void NameAgain(const fold::Retraction& retraction, Lot& lot) {
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

void KeepLot(const fold::Key& key, const Lot& lot, fold::Writer& state) {
  if (lot.credited.count + lot.failed.count == 0 && !lot.is_issued) {
    state.Delete(kName, key);
  } else {
    state.Put(kName, key, fold::Encode(lot));
  }
}

void Issue(const fold::FoldedEvent& folded, Lot& lot) {
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

}  // namespace

std::optional<DatedCredit> CreditIn(const fold::FoldedEvent& folded) {
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

void TakeCredit(const fold::FoldedEvent& folded, const DatedCredit& credit,
                const Unsettled& unsettled, fold::Writer& state) {
  const fold::Key key = KeyOf(credit.sp2d_no, folded.event.period_id());
  Lot lot = LotAt(key, state);
  lot.sp2d_no = credit.sp2d_no;
  TakeNames(folded, lot);
  Tally& tally = TallyOf(credit.row, lot);
  tally.Add(credit.row.rupiah, folded.index, credit.row.at);
  tally.last_at = Moment();
  Count(unsettled, lot);
  state.Put(kName, key, fold::Encode(lot));
  state.Put(kName, CreditKey(credit), fold::Encode(credit.row));
}

void RemoveCredit(const DatedCredit& credit, const Unsettled& unsettled,
                  const fold::Retraction& retraction, fold::Writer& state) {
  const fold::Key key =
      KeyOf(credit.sp2d_no, retraction.wrong.event.period_id());
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
  Count(unsettled, lot);
  NameAgain(retraction, lot);
  KeepLot(key, lot, state);
}

void TakeOrder(const fold::FoldedEvent& folded, fold::Writer& state) {
  const fold::Key key = KeyOf(folded.event.sp2d_issued().sp2d_no(), {});
  Lot lot = LotAt(key, state);
  if (lot.is_issued) lot.issued_before.push_back(lot.issued_index);
  Issue(folded, lot);
  state.Put(kName, key, fold::Encode(lot));
}

// The order before counts again when this was the last.
void RemoveOrder(const fold::Retraction& retraction, fold::Writer& state) {
  const fold::FoldedEvent& wrong = retraction.wrong;
  const fold::Key key = KeyOf(wrong.event.sp2d_issued().sp2d_no(), {});
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
    unissued.unsettled_count = lot.unsettled_count;
    unissued.unsettled_rupiah = lot.unsettled_rupiah;
    lot = std::move(unissued);
    NameAgain(retraction, lot);
  }
  KeepLot(key, lot, state);
}

}  // namespace ledger::views::payment
