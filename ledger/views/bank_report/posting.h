// One transaction as its bank's books have it.
//
// Thread safety: values and pure functions.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/fold/fold.h"
#include "ledger/views/common/moment.h"

namespace ledger::views::bank_report {

// Types of transactions that banks total. On disk: never renumber.
enum class Type : std::uint8_t {
  kOther = 0,  // A bank's word that is not known here.
  kCredit = 1,
  kInquiry = 2,
  kWithdrawal = 3,
  kPurchase = 4,
  kTransfer = 5,
  kDeposit = 6,
  kFee = 7,
  kReturn = 8,  // Debited to the government's account (RPL).
  kReversal = 9,
};

// `CREDIT`, `INQUIRY`, `WITHDRAWAL`, ...
std::string_view NameOf(Type type);

// The type that a bank's word or code stands for; kOther when not known.
Type TypeOfWord(std::string_view word);

struct Posting {
  std::uint64_t index = 0;
  Type type = Type::kOther;
  bool is_approved = false;
  bool is_offline = false;
  std::string reference;  // RRN or credit reference.
  std::string account;
  std::string tid;
  std::uint32_t stan = 0;  // 0: none.
  std::int64_t amount_rupiah = 0;
  std::int64_t fee_rupiah = 0;
  std::int64_t posted_micros = 0;
  std::int64_t occurred_micros = 0;
  std::int64_t received_micros = 0;  // By the ledger.
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(index)(type)(is_approved)(is_offline)(reference)(account)(tid);
    archive(stan)(amount_rupiah)(fee_rupiah)(posted_micros)(occurred_micros);
    archive(received_micros);
  }
};

// Days since 1970 on the clock that told `moment`.
std::int32_t DayOf(const Moment& moment);

// What counts in one sequence of the bank: the reference's digits.
std::string SequenceOf(std::string_view reference);

// Its place among those of the day: a retrieval reference number ends in a
// sequence of the day, six digits. 0 for a reference without digits.
std::uint64_t NumberOfDay(std::string_view reference);

// The transaction in an event and the day that it was posted; nullopt when
// there is none in it.
struct DatedPosting {
  Posting posting;
  std::int32_t day = 0;
};
std::optional<DatedPosting> PostingOf(const fold::FoldedEvent& folded);

}  // namespace ledger::views::bank_report
