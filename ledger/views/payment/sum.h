// Sums over payments, kept while folding: of a lot, of a village, of a
// district, by bank and period.
//
// Whole rupiah.
//
// Thread safety: values and pure functions over a reader.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/fold/reader.h"

namespace ledger::views::payment {

// What is summed up. On disk: never renumber.
enum class Column : std::uint8_t {
  kPayments,  // Families' periods.
  kListed,
  kListedRupiah,
  kPayable,
  kPayableRupiah,
  kCreditedFamilies,  // With a credit posted.
  kCredited,
  kCreditedRupiah,
  kFailed,  // And not made good by a later credit of the order.
  kFailedRupiah,
  kPaidInCash,
  kPaidInCashRupiah,
  kRemitted,
  kRemittedRupiah,
  kAcknowledged,
  kAcknowledgedRupiah,
  kGoodsRupiah,
  kFeeToldRupiah,
  kWithdrawn,
  kWithdrawnRupiah,
  kFeeRupiah,
  kDebitedBack,
  kDebitedBackRupiah,
  kRemainingRupiah,
  kFacts,  // Listings, credits and so on that it is made of.
};
inline constexpr std::size_t kColumns = 25;

struct Sum {
  std::array<std::int64_t, kColumns> columns{};

  std::int64_t operator[](Column column) const {
    return columns[static_cast<std::size_t>(column)];
  }
  std::int64_t& operator[](Column column) {
    return columns[static_cast<std::size_t>(column)];
  }
  void Add(const Sum& other, std::int64_t times = 1);
  bool IsZero() const { return *this == Sum{}; }
  bool operator==(const Sum&) const = default;
  template <typename Archive>
  void Fields(Archive& archive) {
    for (std::int64_t& column : columns) archive(column);
  }
};

struct Payment;
// What one payment adds, but for what it was used for.
Sum SumOf(const Payment& payment);

// Who credits: the submitter, as `#7`; before anybody has, the bank's name on
// the list.
std::string BankKey(std::uint32_t submitter);

// What is summed up under one key.
struct PlaceSum {
  std::string_view region;  // A district, or the one village.
  std::string_view bank;
  std::string_view sp2d_no;  // Empty: of no order.
  Sum sum;
};
// The sums of a period in a region, by region, bank, order. `region_prefix`
// is a region's code; empty: everywhere. Families of no known village are
// under an empty region. What is a family's and no credit's is with the bank
// and the order of its last credit of the period, or else failed credit.
void VisitSums(const fold::Reader& reader, std::string_view period_id,
               std::string_view region_prefix,
               const std::function<bool(const PlaceSum&)>& visit);

// Periods that have sums, ascending; an empty one is money of no period.
std::vector<std::string> PeriodsOfSums(const fold::Reader& reader);

// Of an order; of an empty number: of credits of the period that name none,
// and of families that nobody has credited.
Sum SumOfLot(const fold::Reader& reader, std::string_view sp2d_no,
             std::string_view period_id);

}  // namespace ledger::views::payment
