// Payments: entitlement and its fate, by family and period; lots by SP2D.
//
// Whole rupiah.
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

#include "amanah/v1/common.pb.h"
#include "amanah/v1/programme_event.pb.h"
#include "ledger/fold/fold.h"
#include "ledger/views/common/moment.h"

namespace ledger::views::payment {

inline constexpr std::string_view kName = "view.payment";

// How often something happened, how much in all, and the last of it.
struct Tally {
  std::uint64_t count = 0;
  std::int64_t rupiah = 0;
  std::uint64_t last_index = 0;  // Log index.
  Moment first_at;               // Unset while count is 0.
  Moment last_at;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(count)(rupiah)(last_index)(first_at)(last_at);
  }
  void Add(std::int64_t amount, std::uint64_t index, const Moment& at);
  void Add(const Tally& other);
};

// A family on a final list, as listed once.
struct Listing {
  std::uint64_t index = 0;
  Moment at;
  std::int64_t rupiah = 0;
  std::string bank;  // Or `PT POS`.
  amanah::v1::PaymentChannel channel = amanah::v1::PAYMENT_CHANNEL_UNSPECIFIED;
  std::string account_check;
  std::string list_status;
  std::string region_code;
  std::vector<std::string> components;
  std::vector<std::uint32_t> months;  // YYYYMM, back-payments included.
  amanah::v1::Programme programme = amanah::v1::PROGRAMME_UNSPECIFIED;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(index)(at)(rupiah)(bank)(channel)(account_check)(list_status);
    archive(region_code)(components)(months)(programme);
  }
  // By card, the account agreed, and not taken off the list since: a credit,
  // posted or failed, is to follow.
  bool IsPayable() const;
};

// What happened to the money of a family's period. On disk: never renumber.
enum class Kind : std::uint8_t {
  kCredited = 1,
  kFailed = 2,
  kPaidInCash = 3,    // By PT Pos.
  kDebitedBack = 4,   // To the government, as the return register has it.
  kRemitted = 5,      // To the treasury.
  kAcknowledged = 6,  // Cash that the family says it received.
};
struct Entry {
  Kind kind = Kind::kCredited;
  Moment at;
  std::uint64_t index = 0;
  std::int64_t rupiah = 0;
  std::uint32_t submitter = 0;
  std::string account;        // Of a credit, posted or failed.
  std::string sp2d_no;        // Of a credit, posted or failed.
  bool is_receipted = false;  // Remitted, with the treasury's number (NTPN).
  std::int64_t goods_rupiah = 0;
  std::int64_t fee_told_rupiah = 0;
  amanah::v1::Programme programme = amanah::v1::PROGRAMME_UNSPECIFIED;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(kind)(at)(index)(rupiah)(submitter)(account)(sp2d_no);
    archive(is_receipted)(goods_rupiah)(fee_told_rupiah)(programme);
  }
};

// Entries of one kind, bank, account and order, summed up.
struct EntryGroup {
  Entry last;  // By time, then index.
  Tally tally;
  std::int64_t receipted_rupiah = 0;
  std::int64_t goods_rupiah = 0;
  std::int64_t fee_told_rupiah = 0;
  // The last told that names a programme.
  amanah::v1::Programme programme = amanah::v1::PROGRAMME_UNSPECIFIED;
  std::uint64_t programme_index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(last)(tally)(receipted_rupiah)(goods_rupiah)(fee_told_rupiah);
    archive(programme)(programme_index);
  }
  bool Takes(const Entry& entry) const;
  void Add(const Entry& entry);
};

// Into the group that takes it, or one of its own.
void AddTo(std::vector<EntryGroup>& groups, const Entry& entry);

// Whether a member kept a component's commitment, of a period.
struct Verification {
  Moment at;
  std::uint64_t index = 0;
  std::string component;
  std::string member;  // Empty: the family as a whole.
  bool is_kept = false;
  amanah::v1::Programme programme = amanah::v1::PROGRAMME_UNSPECIFIED;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(at)(index)(component)(member)(is_kept)(programme);
  }
};

// More are seldom: a row does not grow without bound.
inline constexpr std::size_t kEntriesInRow = 16;

// One family's period.
struct Payment {
  std::vector<Listing> listings;            // By time, then index.
  std::vector<Entry> entries;               // By time, then index: the last.
  std::vector<EntryGroup> earlier;          // Those before, in no order.
  std::vector<Verification> verifications;  // By time, then index.
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(listings)(entries)(earlier)(verifications);
  }

  // Of those, when read; not on disk.
  std::string period_id;
  std::string subject;  // Family; account when no family is named.
  // As last told.
  amanah::v1::Programme programme = amanah::v1::PROGRAMME_UNSPECIFIED;
  std::string account;  // Token, as the last credit has it; else a failed one.
  std::uint32_t submitter = 0;         // Of the last credit, posted or failed.
  std::optional<std::string> sp2d_no;  // Of the last credit; else failed one.
  Tally credited;
  Tally failed;     // Each attempt.
  Tally unsettled;  // Orders under which the last attempt failed.
  Tally paid_in_cash;
  Tally debited_back;
  Tally remitted;
  Tally acknowledged;
  std::int64_t receipted_rupiah = 0;  // Of remitted.
  std::int64_t goods_rupiah = 0;      // Worth of goods, as it says.
  std::int64_t fee_told_rupiah = 0;   // Fee in cash, as it says.
  void SumUp();
  // All entries in groups.
  std::vector<EntryGroup> Groups() const;
  Tally& TallyOf(Kind kind);

  // As last listed; null when it is on no list.
  const Listing* listing() const {
    return listings.empty() ? nullptr : &listings.back();
  }
  bool IsEmpty() const {
    return listings.empty() && entries.empty() && verifications.empty();
  }

  // Of an order: the last attempt failed, with this much; 0: it did not. What
  // failed and was tried again counts once.
  std::int64_t UnsettledRupiah(std::string_view sp2d_no) const;
  // The attempt failed, and is its order's last.
  bool IsUnsettled(const Entry& attempt) const;
  // Failed or taken back and not with the treasury yet, with its receipt.
  std::int64_t OpenReturnRupiah() const;
  // What index, months and verified components come to; nullopt when the index
  // has no answer, or the family is not listed. A component counts unless its
  // last verification of the period says that it was not kept.
  std::optional<std::int64_t> DueRupiah() const;
  // `#` and the submitter, or the bank's name on the list (sum.h).
  std::string Bank() const;

  // I4: listed and payable, and neither credited nor failed; credited, and not
  // payable; credited and failed, and not what the list says; listed, and not
  // what is due.
  bool IsUnpaid() const;
  bool IsUnlisted() const;
  bool IsAmountWrong() const;
  bool IsDueWrong() const;
  bool IsOutOfOrder() const {
    return IsUnpaid() || IsUnlisted() || IsAmountWrong() || IsDueWrong();
  }
};

std::optional<Payment> Find(const fold::Reader& reader,
                            std::string_view period_id,
                            std::string_view subject);
// By subject.
void VisitPeriod(const fold::Reader& reader, std::string_view period_id,
                 const std::function<bool(const Payment&)>& visit);
// By period's name.
void VisitFamily(const fold::Reader& reader, std::string_view subject,
                 const std::function<bool(const Payment&)>& visit);
// Payments with an open return, by period, then subject.
void VisitOpenReturns(const fold::Reader& reader,
                      const std::function<bool(const Payment&)>& visit);

// Payments that are out of order (I4) of a period and a bank (sum.h), by
// subject.
void VisitOutOfOrder(const fold::Reader& reader, std::string_view bank,
                     std::string_view period_id,
                     const std::function<bool(const Payment&)>& visit);
// Accounts that were credited and of which no card was ever handed over,
// ascending; of all banks.
void VisitNoHandover(
    const fold::Reader& reader,
    const std::function<bool(std::string_view account)>& visit);

// Everything paid under one SP2D. Its tallies keep no `last_at`.
struct Lot {
  std::string sp2d_no;  // Empty: credits that name none.
  std::string period_id;
  amanah::v1::Programme programme = amanah::v1::PROGRAMME_UNSPECIFIED;
  std::string bank;  // As ordered.
  std::string lot;   // `UTAMA`, `SUSULAN`.
  bool is_issued = false;
  std::uint64_t issued_index = 0;
  Moment issued_at;
  std::uint64_t ordered_count = 0;
  std::int64_t ordered_rupiah = 0;
  std::uint32_t submitter = 0;  // Who credited; 0: nobody yet.
  Tally credited;
  Tally failed;  // Each attempt.
  // Families with whom the last attempt failed: what was tried again counts
  // once.
  std::int64_t unsettled_count = 0;
  std::int64_t unsettled_rupiah = 0;
  // Orders that this one took over from, by index.
  std::vector<std::uint64_t> issued_before;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(sp2d_no)(period_id)(programme)(bank)(lot)(is_issued);
    archive(issued_index)(issued_at)(ordered_count)(ordered_rupiah)(submitter);
    archive(credited)(failed)(unsettled_count)(unsettled_rupiah);
    archive(issued_before);
  }
};

std::optional<Lot> FindLot(const fold::Reader& reader,
                           std::string_view sp2d_no);
// All of them, by number; those without one first.
void VisitLots(const fold::Reader& reader,
               const std::function<bool(const Lot&)>& visit);

// A credit of a lot, posted or failed.
struct LotCredit {
  std::uint64_t index = 0;
  std::string kpm;
  std::string account;
  std::int64_t rupiah = 0;
  bool is_failed = false;
  Moment at;
  std::string period_id;  // Of a credit that names no order.
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(index)(kpm)(account)(rupiah)(is_failed)(at)(period_id);
  }
};
// In the order of the log.
void VisitLotCredits(const fold::Reader& reader, std::string_view sp2d_no,
                     const std::function<bool(const LotCredit&)>& visit);

std::unique_ptr<fold::Fold> MakeFold();

}  // namespace ledger::views::payment
