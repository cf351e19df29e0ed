#include "ledger/views/bank_report/bank_report.h"

#include <algorithm>
#include <utility>

#include "ledger/base/check.h"
#include "ledger/fold/codec.h"
#include "ledger/fold/eraser.h"
#include "ledger/fold/key.h"

namespace ledger::views::bank_report {
namespace {

using amanah::v1::Event;

// On disk:
//   0x01 ‖ submitter ‖ day ‖ type ‖ word      -> DayTotal; word if type is 0
//   0x02 ‖ submitter                          -> Bank
//   0x80 ‖ submitter ‖ day ‖ sequence ‖ 0x00 ‖ index -> Posting
//   0x81 ‖ submitter ‖ index                  -> SignedBooks
//   0x82 ‖ submitter ‖ index                  -> Correction
//   0x83 ‖ submitter ‖ day ‖ index            -> nothing: totals were told
// with submitter and day as u32 (the day above 1970 by 2^31), type a byte,
// index as u64.
constexpr char kTotals = 0x01;
constexpr char kBanks = 0x02;
constexpr char kPostings = static_cast<char>(0x80);
constexpr char kBooks = static_cast<char>(0x81);
constexpr char kCorrections = static_cast<char>(0x82);
constexpr char kTotalDays = static_cast<char>(0x83);

constexpr std::size_t kDayAt = 5;
constexpr std::size_t kTypeAt = 9;

fold::Key KeyOf(char table, std::uint32_t submitter) {
  fold::Key key(table);
  key.AppendU32(submitter);
  return key;
}

fold::Key DayKey(char table, std::uint32_t submitter, std::int32_t day) {
  fold::Key key = KeyOf(table, submitter);
  key.AppendU32(static_cast<std::uint32_t>(day) ^ 0x8000'0000u);
  return key;
}

std::int32_t DayIn(std::string_view key) {
  AMANAH_CHECK(key.size() >= kTypeAt);
  std::uint32_t biased = 0;
  for (std::size_t i = kDayAt; i < kTypeAt; ++i) {
    biased = biased << 8 | static_cast<unsigned char>(key[i]);
  }
  return static_cast<std::int32_t>(biased ^ 0x8000'0000u);
}

// Whom the event calls the bank that its submitter reports for; empty if it
// does not.
std::string_view BankIn(const Event& event) {
  switch (event.body_case()) {
    case Event::kControlTotalReported:
      return event.control_total_reported().bank();
    case Event::kKksPrinted:
      return event.kks_printed().bank();
    case Event::kAgentRegistered:
      return event.agent_registered().bank();
    case Event::kReconciliationSigned:
      return event.reconciliation_signed().bank();
    default:
      return {};
  }
}

class BankReportFold final : public fold::Fold {
 public:
  std::string_view name() const override { return kName; }
  std::uint32_t version() const override { return 2; }

  bool Apply(const fold::FoldedEvent& folded, fold::Writer& state) override {
    const Event& event = folded.event;
    if (const auto dated = PostingOf(folded)) {
      AddPosting(*dated, folded.submitter, state);
      return true;
    }
    LearnBank(event, folded.submitter, state);
    switch (event.body_case()) {
      case Event::kControlTotalReported:
        AddTotal(folded, state);
        break;
      case Event::kReconciliationSigned:
        AddBooks(folded, state);
        break;
      case Event::kEventCorrected:
        AddCorrection(folded, state);
        break;
      default:
        break;
    }
    return true;
  }

  void Retract(const fold::Retraction& retraction,
               fold::Writer& state) override {
    const fold::FoldedEvent& wrong = retraction.wrong;
    if (const auto dated = PostingOf(wrong)) {
      RemovePosting(*dated, wrong.submitter, state);
      return;
    }
    ForgetBank(wrong.event, wrong.submitter, state);
    if (wrong.event.has_control_total_reported()) {
      RemoveTotal(retraction, state);
    } else if (wrong.event.has_reconciliation_signed()) {
      fold::Eraser eraser(state);
      AddBooks(wrong, eraser);
    }
  }

 private:
  static fold::Key PostingKey(const DatedPosting& dated,
                              std::uint32_t submitter) {
    fold::Key key = DayKey(kPostings, submitter, dated.day);
    key.Append(SequenceOf(dated.posting.reference)).Push('\0');
    key.AppendU64(dated.posting.index);
    return key;
  }

  static fold::Key TotalKey(const DatedPosting& dated,
                            std::uint32_t submitter) {
    fold::Key key = DayKey(kTotals, submitter, dated.day);
    return key.Push(static_cast<char>(dated.posting.type));
  }

  static void RemovePosting(const DatedPosting& dated, std::uint32_t submitter,
                            fold::Writer& state) {
    const Posting& posting = dated.posting;
    state.Delete(kName, PostingKey(dated, submitter));
    if (!posting.is_approved) return;
    const fold::Key key = TotalKey(dated, submitter);
    DayTotal total = TotalAt(key, state);
    AMANAH_CHECK(total.count > 0);
    --total.count;
    total.sum_rupiah -= posting.amount_rupiah;
    total.fees_rupiah -= posting.fee_rupiah;
    PutTotal(key, total, state);
  }

  static void PutTotal(const fold::Key& key, const DayTotal& total,
                       fold::Writer& state) {
    if (total.count == 0 && !total.told_count) {
      state.Delete(kName, key);
    } else {
      state.Put(kName, key, fold::Encode(total));
    }
  }

  static void AddPosting(const DatedPosting& dated, std::uint32_t submitter,
                         fold::Writer& state) {
    const Posting& posting = dated.posting;
    state.Put(kName, PostingKey(dated, submitter), fold::Encode(posting));
    if (!posting.is_approved) return;
    const fold::Key total_key = TotalKey(dated, submitter);
    DayTotal total = TotalAt(total_key, state);
    ++total.count;
    total.sum_rupiah += posting.amount_rupiah;
    total.fees_rupiah += posting.fee_rupiah;
    state.Put(kName, total_key, fold::Encode(total));
  }

  static void AddTotal(const fold::FoldedEvent& folded, fold::Writer& state) {
    const std::int32_t day = DayOf(MomentOf(folded.event.occurred_at()));
    const fold::Key key = ToldKey(folded, day);
    DayTotal total = TotalAt(key, state);
    if (total.told_count) total.told_before.push_back(total.told_index);
    SayTotal(folded, total);
    state.Put(kName, key, fold::Encode(total));
    fold::Key day_key = DayKey(kTotalDays, folded.submitter, day);
    state.Put(kName, day_key.AppendU64(folded.index), {});

    Bank bank = BankAt(folded.submitter, state);
    if (!bank.last_total_day || *bank.last_total_day < day) {
      bank.last_total_day = day;
      state.Put(kName, KeyOf(kBanks, folded.submitter), fold::Encode(bank));
    }
  }

  static fold::Key ToldKey(const fold::FoldedEvent& folded, std::int32_t day) {
    const std::string& word =
        folded.event.control_total_reported().transaction_type();
    const Type type = TypeOfWord(word);
    fold::Key key = DayKey(kTotals, folded.submitter, day);
    key.Push(static_cast<char>(type));
    return type == Type::kOther ? key.Append(word) : key;
  }

  static void SayTotal(const fold::FoldedEvent& folded, DayTotal& total) {
    const auto& told = folded.event.control_total_reported();
    total.told_count = told.transaction_count();
    total.told_rupiah = told.total_rupiah();
    total.told_index = folded.index;
  }

  // What the bank said before counts again when this was the last.
  static void RemoveTotal(const fold::Retraction& retraction,
                          fold::Writer& state) {
    const fold::FoldedEvent& wrong = retraction.wrong;
    const std::int32_t day = DayOf(MomentOf(wrong.event.occurred_at()));
    const fold::Key key = ToldKey(wrong, day);
    DayTotal total = TotalAt(key, state);
    if (total.told_index != wrong.index) {
      std::erase(total.told_before, wrong.index);
    } else if (total.told_before.empty()) {
      total.told_count.reset();
      total.told_rupiah = 0;
      total.told_index = 0;
    } else {
      retraction.past.Read(
          total.told_before.back(),
          [&](const fold::FoldedEvent& folded) { SayTotal(folded, total); });
      total.told_before.pop_back();
    }
    PutTotal(key, total, state);
    RemoveTotalDay(wrong, day, state);
  }

  static void RemoveTotalDay(const fold::FoldedEvent& wrong, std::int32_t day,
                             fold::Writer& state) {
    fold::Key day_key = DayKey(kTotalDays, wrong.submitter, day);
    state.Delete(kName, day_key.AppendU64(wrong.index));
    Bank bank = BankAt(wrong.submitter, state);
    if (bank.last_total_day != day) return;
    bank.last_total_day.reset();
    const fold::Key prefix = KeyOf(kTotalDays, wrong.submitter);
    state.Scan(kName, prefix, fold::AfterPrefix(prefix),
               [&](std::string_view row, std::string_view) {
                 bank.last_total_day = DayIn(row);
                 return true;
               });
    PutBank(bank, state);
  }

  static void PutBank(const Bank& bank, fold::Writer& state) {
    const fold::Key key = KeyOf(kBanks, bank.submitter);
    if (bank.names.empty() && !bank.last_total_day) {
      state.Delete(kName, key);
    } else {
      state.Put(kName, key, fold::Encode(bank));
    }
  }

  static void AddBooks(const fold::FoldedEvent& folded, fold::Writer& state) {
    const auto& books = folded.event.reconciliation_signed();
    fold::Key key = KeyOf(kBooks, folded.submitter);
    key.AppendU64(folded.index);
    state.Put(kName, key,
              fold::Encode(SignedBooks{
                  folded.index, books.bank(), folded.event.period_id(),
                  MomentOf(books.from_at()), MomentOf(books.until_at()),
                  books.credited_rupiah(), books.debited_rupiah(),
                  books.returned_rupiah(), books.remaining_rupiah()}));
  }

  static void AddCorrection(const fold::FoldedEvent& folded,
                            fold::Writer& state) {
    const auto& body = folded.event.event_corrected();
    fold::Key key = KeyOf(kCorrections, folded.submitter);
    key.AppendU64(folded.index);
    state.Put(kName, key,
              fold::Encode(Correction{
                  folded.index, MomentOf(folded.event.occurred_at()),
                  body.kind() == amanah::v1::CORRECTION_KIND_REPLACED,
                  body.of_event_id(), body.reason()}));
  }

  static void LearnBank(const Event& event, std::uint32_t submitter,
                        fold::Writer& state) {
    const std::string_view name = BankIn(event);
    if (name.empty()) return;
    Bank bank = BankAt(submitter, state);
    const auto at =
        std::lower_bound(bank.names.begin(), bank.names.end(), name);
    const auto times = bank.times_named.begin() + (at - bank.names.begin());
    if (at != bank.names.end() && *at == name) {
      ++*times;
    } else {
      bank.times_named.insert(times, 1);
      bank.names.insert(at, std::string(name));
    }
    state.Put(kName, KeyOf(kBanks, submitter), fold::Encode(bank));
  }

  static void ForgetBank(const Event& event, std::uint32_t submitter,
                         fold::Writer& state) {
    const std::string_view name = BankIn(event);
    if (name.empty()) return;
    Bank bank = BankAt(submitter, state);
    const auto at =
        std::lower_bound(bank.names.begin(), bank.names.end(), name);
    AMANAH_CHECK(at != bank.names.end() && *at == name);
    const auto times = bank.times_named.begin() + (at - bank.names.begin());
    if (--*times == 0) {
      bank.times_named.erase(times);
      bank.names.erase(at);
    }
    PutBank(bank, state);
  }

  static Bank BankAt(std::uint32_t submitter, const fold::Reader& reader) {
    const auto stored = reader.Get(kName, KeyOf(kBanks, submitter));
    if (stored) return fold::Decode<Bank>(*stored);
    Bank bank;
    bank.submitter = submitter;
    return bank;
  }

  static DayTotal TotalAt(const fold::Key& key, const fold::Reader& reader) {
    const auto stored = reader.Get(kName, key);
    return stored ? fold::Decode<DayTotal>(*stored) : DayTotal{};
  }
};

}  // namespace

std::vector<Bank> Banks(const fold::Reader& reader) {
  std::vector<Bank> banks;
  const fold::Key prefix(kBanks);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view, std::string_view value) {
                banks.push_back(fold::Decode<Bank>(value));
                return true;
              });
  return banks;
}

void VisitTotals(const fold::Reader& reader, std::uint32_t submitter,
                 std::int32_t begin_day, std::int32_t end_day,
                 const std::function<bool(const DayTotal&)>& visit) {
  reader.Scan(kName, DayKey(kTotals, submitter, begin_day),
              DayKey(kTotals, submitter, end_day),
              [&](std::string_view key, std::string_view value) {
                auto total = fold::Decode<DayTotal>(value);
                total.day = DayIn(key);
                total.type = static_cast<Type>(key[kTypeAt]);
                total.word = key.substr(kTypeAt + 1);
                return visit(total);
              });
}

void VisitPostings(
    const fold::Reader& reader, std::uint32_t submitter, std::int32_t begin_day,
    std::int32_t end_day,
    const std::function<bool(std::int32_t day, const Posting&)>& visit) {
  reader.Scan(kName, DayKey(kPostings, submitter, begin_day),
              DayKey(kPostings, submitter, end_day),
              [&](std::string_view key, std::string_view value) {
                return visit(DayIn(key), fold::Decode<Posting>(value));
              });
}

std::vector<SignedBooks> BooksOf(const fold::Reader& reader,
                                 std::uint32_t submitter) {
  std::vector<SignedBooks> all;
  const fold::Key prefix = KeyOf(kBooks, submitter);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view, std::string_view value) {
                all.push_back(fold::Decode<SignedBooks>(value));
                return true;
              });
  return all;
}

void VisitCorrections(const fold::Reader& reader, std::uint32_t submitter,
                      const std::function<bool(const Correction&)>& visit) {
  const fold::Key prefix = KeyOf(kCorrections, submitter);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view, std::string_view value) {
                return visit(fold::Decode<Correction>(value));
              });
}

std::unique_ptr<fold::Fold> MakeFold() {
  return std::make_unique<BankReportFold>();
}

}  // namespace ledger::views::bank_report
