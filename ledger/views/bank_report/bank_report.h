// Banks as those who report: transactions in the order of their references,
// control totals beside what the ledger has, signed books, corrections.
//
// A bank is known by the submitter who reports for it: transactions name no
// bank. Which submitter that is, its control totals, cards and agents tell.
//
// Whole rupiah. Days are days since 1970 on the host's clock.
//
// Thread safety: pure functions over a reader.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/fold/fold.h"
#include "ledger/views/bank_report/posting.h"
#include "ledger/views/common/moment.h"

namespace ledger::views::bank_report {

inline constexpr std::string_view kName = "view.bank_report";

struct Bank {
  std::uint32_t submitter = 0;
  std::vector<std::string> names;          // Ascending; nearly always one.
  std::vector<std::uint64_t> times_named;  // Events, one count a name.
  // Last day that it has reported totals of; nullopt: never reported any.
  std::optional<std::int32_t> last_total_day;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(submitter)(names)(times_named)(last_total_day);
  }
};

// All banks, by submitter.
std::vector<Bank> Banks(const fold::Reader& reader);

// One day and type: what the ledger has, and what the bank says there is.
struct DayTotal {
  std::uint64_t count = 0;  // Approved ones only, as the bank counts.
  std::int64_t sum_rupiah = 0;
  std::int64_t fees_rupiah = 0;
  // What the bank said last; nullopt: nothing.
  std::optional<std::uint64_t> told_count;
  std::int64_t told_rupiah = 0;
  std::uint64_t told_index = 0;
  std::vector<std::uint64_t> told_before;  // Indices of what it took over from.
  // Not on disk.
  std::int32_t day = 0;
  Type type = Type::kOther;
  std::string word;  // The bank's, when the type is not known.
  std::uint64_t TimesTold() const {
    return told_count ? told_before.size() + 1 : 0;
  }
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(count)(sum_rupiah)(fees_rupiah)(told_count)(told_rupiah);
    archive(told_index)(told_before);
  }
};

// Days in [begin, end), by day and type.
void VisitTotals(const fold::Reader& reader, std::uint32_t submitter,
                 std::int32_t begin_day, std::int32_t end_day,
                 const std::function<bool(const DayTotal&)>& visit);

// Transactions posted on days in [begin, end), refused ones too, by day, then
// sequence, then index.
void VisitPostings(
    const fold::Reader& reader, std::uint32_t submitter, std::int32_t begin_day,
    std::int32_t end_day,
    const std::function<bool(std::int32_t day, const Posting&)>& visit);

// Books that a bank signed.
struct SignedBooks {
  std::uint64_t index = 0;
  std::string bank;
  std::string period_id;
  Moment from;
  Moment until;
  std::int64_t credited_rupiah = 0;
  std::int64_t debited_rupiah = 0;
  std::int64_t returned_rupiah = 0;
  std::int64_t remaining_rupiah = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(index)(bank)(period_id)(from)(until)(credited_rupiah);
    archive(debited_rupiah)(returned_rupiah)(remaining_rupiah);
  }
};
// In the order in which they came.
std::vector<SignedBooks> BooksOf(const fold::Reader& reader,
                                 std::uint32_t submitter);

// An event that the bank says was wrong.
struct Correction {
  std::uint64_t index = 0;
  Moment at;
  bool is_replaced = false;  // Else withdrawn.
  std::string of_event_id;
  std::string reason;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(index)(at)(is_replaced)(of_event_id)(reason);
  }
};
// In the order in which they came.
void VisitCorrections(const fold::Reader& reader, std::uint32_t submitter,
                      const std::function<bool(const Correction&)>& visit);

std::unique_ptr<fold::Fold> MakeFold();

}  // namespace ledger::views::bank_report
