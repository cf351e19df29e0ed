// What a family was entitled to: its place on the final lists, the checks of
// its account, the payment orders of each period, and aid of the regency.
//
// Facts are kept as sets ordered by time, so the order in which sources were
// imported does not matter.
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

namespace ledger::views::listing {

inline constexpr std::string_view kName = "view.listing";

// The family on one period's final list. Whole rupiah.
struct Listing {
  amanah::v1::Programme programme = amanah::v1::PROGRAMME_UNSPECIFIED;
  std::string period_id;
  Moment closed_at;
  std::int64_t amount_rupiah = 0;
  std::vector<std::uint32_t> months;  // YYYYMM, back-payments included.
  std::vector<std::string> components;
  amanah::v1::PaymentChannel channel = amanah::v1::PAYMENT_CHANNEL_UNSPECIFIED;
  std::string bank;
  std::string account_check;
  std::string list_status;
  std::string account;
  std::string pengurus;
  std::string region_code;
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(programme)(period_id)(closed_at)(amount_rupiah)(months);
    archive(components)(channel)(bank)(account_check)(list_status)(account);
    archive(pengurus)(region_code)(index);
  }

  // The ministry's account check said no.
  bool FailedAccountCheck() const;
  // Taken off after the list was closed.
  bool IsRemoved() const;
};

// The family's listings, by closing, then index.
std::vector<Listing> ListingsOf(const fold::Reader& reader,
                                std::string_view kpm);

// A period for which any list is known.
struct Period {
  amanah::v1::Programme programme = amanah::v1::PROGRAMME_UNSPECIFIED;
  std::string period_id;
  Moment closed_at;            // The earliest that any listing of it says.
  std::uint64_t index = 0;     // Of the first that says so.
  std::uint64_t listings = 0;  // That say so.
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(programme)(period_id)(closed_at)(index)(listings);
  }
};
// Of a programme, by closing, then id.
std::vector<Period> PeriodsOf(const fold::Reader& reader,
                              amanah::v1::Programme programme);

// A treasury payment order (SP2D).
struct Order {
  std::string sp2d_no;
  std::string bank;
  std::string lot;
  Moment at;
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(sp2d_no)(bank)(lot)(at)(index);
  }
};
// Orders of a period, by time, then index; of all banks.
std::vector<Order> OrdersOf(const fold::Reader& reader,
                            std::string_view period_id);

// A check of name, NIK and account outside the list (omspan).
struct AccountCheck {
  bool passed = false;
  std::string period_id;
  std::string reason;
  Moment at;
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(passed)(period_id)(reason)(at)(index);
  }
};
// Of a family or an account, whichever the check named; by time.
std::vector<AccountCheck> ChecksOf(const fold::Reader& reader,
                                   std::string_view kpm_or_account);

// Aid of the family's own regency.
struct LocalAid {
  std::string scheme;
  std::int64_t amount_rupiah = 0;
  std::vector<std::uint32_t> months;  // YYYYMM.
  std::string budget_ref;
  Moment at;
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(scheme)(amount_rupiah)(months)(budget_ref)(at)(index);
  }
};
std::vector<LocalAid> LocalAidOf(const fold::Reader& reader,
                                 std::string_view kpm);

// Families ever listed, or given local aid, in a village whose code begins
// with `region_prefix`, by village, then token; of those after
// (`after_region`, `after_kpm`) only. A family that moved is told once for
// each of its villages. Until `visit` returns false.
void VisitFamilies(const fold::Reader& reader, std::string_view region_prefix,
                   std::string_view after_region, std::string_view after_kpm,
                   const std::function<bool(std::string_view region,
                                            std::string_view kpm)>& visit);

// A family on the list of one village and period, as last closed there.
struct VillageEntry {
  std::string region_code;  // As the village was called on that list.
  std::string period_id;
  std::string kpm;
  amanah::v1::Programme programme = amanah::v1::PROGRAMME_UNSPECIFIED;
  Moment closed_at;
  std::int64_t amount_rupiah = 0;
  // Of the months paid for, YYYYMM; 0: not told.
  std::uint32_t first_month = 0;
  std::uint32_t last_month = 0;
  bool is_removed = false;       // Taken off after the list was closed.
  bool is_by_card = false;       // Not by PT Pos.
  bool is_check_failed = false;  // Of its account.
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(programme)(closed_at)(amount_rupiah)(first_month)(last_month);
    archive(is_removed)(is_by_card)(is_check_failed);
  }
};
// The lists of the villages whose code begins with `region_prefix`, of one
// period or, when it is empty, of all; by village, period and token.
void VisitVillageLists(const fold::Reader& reader,
                       std::string_view region_prefix,
                       std::string_view period_id,
                       const std::function<bool(const VillageEntry&)>& visit);

// A village's recipients put up for all to see, or taken down.
struct Banner {
  std::string region_code;
  bool is_removal = false;
  std::string period_id;  // Empty when a removal does not say.
  amanah::v1::Programme programme = amanah::v1::PROGRAMME_UNSPECIFIED;
  std::string list_hash;  // 32 bytes; may be empty for a removal.
  std::uint64_t family_count = 0;
  std::string place;
  std::string reason;  // Of a removal.
  Moment at;
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(region_code)(is_removal)(period_id)(programme)(list_hash);
    archive(family_count)(place)(reason)(at)(index);
  }
};
// By village, then time.
std::vector<Banner> BannersIn(const fold::Reader& reader,
                              std::string_view region_prefix);

// A final list as its publisher says that it is (PeriodListFinalised).
struct FinalList {
  std::string region_code;  // What it covers; empty: all.
  std::string period_id;
  amanah::v1::Programme programme = amanah::v1::PROGRAMME_UNSPECIFIED;
  std::string list_root;  // 32 bytes.
  std::uint64_t family_count = 0;
  std::int64_t total_rupiah = 0;
  Moment at;
  std::uint64_t index = 0;
  template <typename Archive>
  void Fields(Archive& archive) {
    archive(region_code)(period_id)(programme)(list_root)(family_count);
    archive(total_rupiah)(at)(index);
  }
};
// By place, then time; only of places whose code begins with `region_prefix`.
std::vector<FinalList> FinalListsIn(const fold::Reader& reader,
                                    std::string_view region_prefix);

std::unique_ptr<fold::Fold> MakeFold();

}  // namespace ledger::views::listing
