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
};

// A family on a final list, as last listed.
struct Listing {
  std::uint64_t index = 0;
  Moment at;
  std::int64_t rupiah = 0;
  std::string bank;  // Or `PT POS`.
  amanah::v1::PaymentChannel channel = amanah::v1::PAYMENT_CHANNEL_UNSPECIFIED;
  std::string account_check;
  std::string list_status;
  std::string region_code;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(index)(at)(rupiah)(bank)(channel)(account_check)(list_status);
    archive(region_code);
  }
  // By card, the account agreed, and not taken off the list since: a credit,
  // posted or failed, is to follow.
  bool IsPayable() const;
};

// One family's period.
struct Payment {
  amanah::v1::Programme programme = amanah::v1::PROGRAMME_UNSPECIFIED;
  std::string account;          // Token, as the last credit has it.
  std::uint32_t submitter = 0;  // Who credited last; 0: nobody.
  std::optional<Listing> listing;
  Tally credited;
  Tally failed;
  Tally paid_in_cash;  // By PT Pos.
  Tally debited_back;  // To the government, as the return register has it.
  Tally remitted;      // To the treasury.
  Tally acknowledged;  // Cash that the family says it received.
  std::int64_t goods_rupiah = 0;     // Worth of goods, as it says.
  std::int64_t fee_told_rupiah = 0;  // Fee in cash, as it says.
  std::vector<std::uint64_t> told;   // First events it rests on, ascending.
  // Not on disk.
  std::string period_id;
  std::string subject;  // Family; account when no family is named.
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(programme)(account)(submitter)(listing)(credited)(failed);
    archive(paid_in_cash)(debited_back)(remitted)(acknowledged);
    archive(goods_rupiah)(fee_told_rupiah)(told);
  }
  // Failed or taken back and not with the treasury yet.
  std::int64_t OpenReturnRupiah() const;
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
  Tally failed;
  // Orders that this one took over from, by index.
  std::vector<std::uint64_t> issued_before;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(sp2d_no)(period_id)(programme)(bank)(lot)(is_issued);
    archive(issued_index)(issued_at)(ordered_count)(ordered_rupiah)(submitter);
    archive(credited)(failed)(issued_before);
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
  std::string period_id;  // When there is no SP2D; else empty.
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
