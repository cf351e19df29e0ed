#include <algorithm>
#include <tuple>
#include <utility>

#include "ledger/base/check.h"
#include "ledger/fold/codec.h"
#include "ledger/fold/eraser.h"
#include "ledger/fold/key.h"
#include "ledger/views/common/rows.h"
#include "ledger/views/listing/listing.h"
#include "ledger/views/listing/tables.h"

namespace ledger::views::listing {
namespace {

using amanah::v1::Event;

class ListingFold final : public fold::Fold {
 public:
  std::string_view name() const override { return kName; }
  std::uint32_t version() const override { return 4; }
  bool IsReadBack() const override { return false; }

  bool Apply(const fold::FoldedEvent& folded, fold::Writer& state) override {
    switch (folded.event.body_case()) {
      case Event::kFamilyListed:
        TakeListing(folded, state);
        return true;
      case Event::kSp2DIssued:
        TakeOrder(folded, state);
        return true;
      case Event::kLocalAidGranted:
        TakeLocalAid(folded, state);
        return true;
      case Event::kRecipientBannerPublished:
      case Event::kBannerRemoved:
        TakeBanner(folded, state);
        return true;
      case Event::kPeriodListFinalised:
        TakeFinalList(folded, state);
        return true;
      case Event::kAccountVerified:
      case Event::kAccountVerifyFailed:
        TakeCheck(folded, state);
        return true;
      default:
        return true;
    }
  }

  void Retract(const fold::Retraction& retraction,
               fold::Writer& state) override {
    const fold::FoldedEvent& wrong = retraction.wrong;
    fold::Eraser eraser(state);
    switch (wrong.event.body_case()) {
      case Event::kFamilyListed:
        RemoveListing(retraction, state);
        return;
      case Event::kSp2DIssued:
        TakeOrder(wrong, eraser);
        return;
      case Event::kLocalAidGranted:
        PutLocalAid(wrong, eraser);
        RemoveFamily(retraction, state);
        return;
      case Event::kRecipientBannerPublished:
      case Event::kBannerRemoved:
        TakeBanner(wrong, eraser);
        return;
      case Event::kPeriodListFinalised:
        TakeFinalList(wrong, eraser);
        return;
      case Event::kAccountVerified:
      case Event::kAccountVerifyFailed:
        TakeCheck(wrong, eraser);
        return;
      default:
        return;
    }
  }

 private:
  static void AddFamily(std::string_view region, std::string_view kpm,
                        fold::Writer& state) {
    if (region.empty()) return;
    fold::Key key(kFamilies, region);
    key.Push('\0').Append(kpm);
    state.Put(kName, key, {});
  }

  // It is not of the village any more, when nothing else says so.
  static void RemoveFamily(const fold::Retraction& retraction,
                           fold::Writer& state) {
    const Event& wrong = retraction.wrong.event;
    const std::string& region = wrong.region_code();
    const std::string& kpm = wrong.subjects().kpm();
    if (region.empty() || !IsToken(kpm)) return;
    bool is_said = false;
    for (const Listing& other : ListingsOf(state, kpm)) {
      is_said |= other.region_code == region;
    }
    for (const LocalAid& aid : LocalAidOf(state, kpm)) {
      if (is_said) return;
      retraction.past.Read(aid.index, [&](const fold::FoldedEvent& folded) {
        is_said = folded.event.region_code() == region;
      });
    }
    if (is_said) return;
    fold::Eraser eraser(state);
    AddFamily(region, kpm, eraser);
  }

  static void TakeListing(const fold::FoldedEvent& folded,
                          fold::Writer& state) {
    if (!IsToken(folded.event.subjects().kpm())) return;
    const Listing listing = ListingIn(folded);
    state.Put(kName, ListingKey(folded), fold::Encode(listing));
    AddFamily(listing.region_code, folded.event.subjects().kpm(), state);
    TakePeriod(listing, state);
    TakeVillageEntry(listing, folded.event.subjects().kpm(), state);
  }

  static void RemoveListing(const fold::Retraction& retraction,
                            fold::Writer& state) {
    const fold::FoldedEvent& wrong = retraction.wrong;
    if (!IsToken(wrong.event.subjects().kpm())) return;
    state.Delete(kName, ListingKey(wrong));
    const Listing listing = ListingIn(wrong);
    fold::Eraser eraser(state);
    TakeVillageEntry(listing, wrong.event.subjects().kpm(), eraser);
    RemoveFamily(retraction, state);
    RemovePeriod(listing, retraction.past, state);
  }

  static fold::Key ListingKey(const fold::FoldedEvent& folded) {
    return TimedKey(kListings, folded.event.subjects().kpm(),
                    MomentOf(folded.event.occurred_at()), folded.index);
  }

  static Listing ListingIn(const fold::FoldedEvent& folded) {
    const Event& event = folded.event;
    const auto& body = event.family_listed();
    Listing listing;
    listing.programme = event.programme();
    listing.period_id = event.period_id();
    listing.closed_at = MomentOf(event.occurred_at());
    listing.amount_rupiah = body.amount_rupiah();
    listing.months.assign(event.allocation_months().begin(),
                          event.allocation_months().end());
    listing.components.assign(body.components().begin(),
                              body.components().end());
    listing.channel = body.channel();
    listing.bank = body.bank();
    listing.account_check = body.account_check();
    listing.list_status = body.list_status();
    listing.account = event.subjects().account();
    listing.pengurus = event.subjects().pengurus();
    listing.region_code = event.region_code();
    listing.index = folded.index;
    return listing;
  }

  static void TakeVillageEntry(const Listing& listing, const std::string& kpm,
                               fold::Writer& state) {
    VillageEntry entry;
    entry.programme = listing.programme;
    entry.closed_at = listing.closed_at;
    if (!listing.months.empty()) {
      const auto [first, last] =
          std::minmax_element(listing.months.begin(), listing.months.end());
      entry.first_month = *first;
      entry.last_month = *last;
    }
    entry.amount_rupiah = listing.amount_rupiah;
    entry.is_removed = listing.IsRemoved();
    entry.is_by_card = listing.channel == amanah::v1::PAYMENT_CHANNEL_BANK;
    entry.is_check_failed = listing.FailedAccountCheck();
    fold::Key key(kVillageLists, listing.region_code);
    key.Push('\0').Append(listing.period_id).Push('\0').Append(kpm);
    key.AppendOrdered(listing.closed_at.unix_micros).AppendU64(listing.index);
    state.Put(kName, key, fold::Encode(entry));
  }

  template <typename T>
  static void PutPlaced(char table, const T& row, fold::Writer& state) {
    state.Put(kName, PlacedKey(table, row.region_code, row.at, row.index),
              fold::Encode(row));
  }

  static void TakeBanner(const fold::FoldedEvent& folded, fold::Writer& state) {
    const Event& event = folded.event;
    Banner banner;
    banner.region_code = event.region_code();
    banner.period_id = event.period_id();
    banner.programme = event.programme();
    banner.at = MomentOf(event.occurred_at());
    banner.index = folded.index;
    if (event.has_banner_removed()) {
      banner.is_removal = true;
      banner.list_hash = event.banner_removed().list_hash();
      banner.reason = event.banner_removed().reason();
    } else {
      const auto& body = event.recipient_banner_published();
      banner.list_hash = body.list_hash();
      banner.family_count = body.family_count();
      banner.place = body.place();
    }
    PutPlaced(kBanners, banner, state);
  }

  static void TakeFinalList(const fold::FoldedEvent& folded,
                            fold::Writer& state) {
    const Event& event = folded.event;
    const auto& body = event.period_list_finalised();
    PutPlaced(
        kFinalLists,
        FinalList{event.region_code(), event.period_id(), event.programme(),
                  body.list_root(), body.family_count(), body.total_rupiah(),
                  MomentOf(event.occurred_at()), folded.index},
        state);
  }

  static fold::Key PeriodKey(const Listing& listing) {
    fold::Key key(kPeriods);
    key.Push(static_cast<char>(listing.programme)).Append(listing.period_id);
    key.Push('\0').AppendOrdered(listing.closed_at.unix_micros);
    return key;
  }

  // Lists of a period are closed on few days.
  static void TakePeriod(const Listing& listing, fold::Writer& state) {
    if (listing.period_id.empty()) return;
    const fold::Key key = PeriodKey(listing);
    Period period{listing.programme, listing.period_id, listing.closed_at,
                  listing.index, 0};
    if (const auto stored = state.Get(kName, key)) {
      period = fold::Decode<Period>(*stored);
    }
    ++period.listings;
    state.Put(kName, key, fold::Encode(period));
  }

  static void RemovePeriod(const Listing& listing, const fold::Past& past,
                           fold::Writer& state) {
    if (listing.period_id.empty()) return;
    const fold::Key key = PeriodKey(listing);
    const auto stored = state.Get(kName, key);
    AMANAH_CHECK(stored.has_value());
    auto period = fold::Decode<Period>(*stored);
    if (--period.listings == 0) {
      state.Delete(kName, key);
      return;
    }
    if (period.index == listing.index) {
      std::tie(period.index, period.closed_at) =
          NextListing(listing, past, state);
    }
    state.Put(kName, key, fold::Encode(period));
  }

  // Index and closing of the next listing of the same period and moment, of
  // which there is one. Lists are handed in as a whole: it is seldom far.
  static std::pair<std::uint64_t, Moment> NextListing(
      const Listing& listing, const fold::Past& past,
      const fold::Reader& state) {
    const fold::Key key = PeriodKey(listing);
    std::optional<Moment> closed_at;
    std::uint64_t index = listing.index;
    while (!closed_at && ++index < state.position()) {
      past.Read(index, [&](const fold::FoldedEvent& folded) {
        if (!folded.event.has_family_listed() ||
            !IsToken(folded.event.subjects().kpm())) {
          return;
        }
        const Listing next = ListingIn(folded);
        if (PeriodKey(next).view() == key.view() &&
            state.Get(kName, ListingKey(folded)).has_value()) {
          closed_at = next.closed_at;
        }
      });
    }
    return {index, closed_at.value_or(listing.closed_at)};
  }

  static void TakeOrder(const fold::FoldedEvent& folded, fold::Writer& state) {
    const Event& event = folded.event;
    const Order order{event.sp2d_issued().sp2d_no(), event.sp2d_issued().bank(),
                      event.sp2d_issued().lot(), MomentOf(event.occurred_at()),
                      folded.index};
    state.Put(kName,
              PlacedKey(kOrders, event.period_id(), order.at, order.index),
              fold::Encode(order));
  }

  static void TakeLocalAid(const fold::FoldedEvent& folded,
                           fold::Writer& state) {
    const Event& event = folded.event;
    const std::string& kpm = event.subjects().kpm();
    if (!IsToken(kpm)) return;
    PutLocalAid(folded, state);
    AddFamily(event.region_code(), kpm, state);
  }

  static void PutLocalAid(const fold::FoldedEvent& folded,
                          fold::Writer& state) {
    const Event& event = folded.event;
    const std::string& kpm = event.subjects().kpm();
    if (!IsToken(kpm)) return;
    LocalAid aid;
    aid.scheme = event.local_aid_granted().scheme();
    aid.amount_rupiah = event.local_aid_granted().amount_rupiah();
    aid.months.assign(event.allocation_months().begin(),
                      event.allocation_months().end());
    aid.budget_ref = event.local_aid_granted().budget_ref();
    aid.at = MomentOf(event.occurred_at());
    aid.index = folded.index;
    state.Put(kName, TimedKey(kLocalAid, kpm, aid.at, aid.index),
              fold::Encode(aid));
  }

  static void TakeCheck(const fold::FoldedEvent& folded, fold::Writer& state) {
    const Event& event = folded.event;
    AccountCheck check;
    check.passed = event.has_account_verified();
    check.period_id = event.period_id();
    check.reason = event.account_verify_failed().reason();
    check.at = MomentOf(event.occurred_at());
    check.index = folded.index;
    const std::string& kpm = event.subjects().kpm();
    const std::string& subject =
        IsToken(kpm) ? kpm : event.subjects().account();
    if (!IsToken(subject)) return;
    state.Put(kName, TimedKey(kChecks, subject, check.at, check.index),
              fold::Encode(check));
  }
};

}  // namespace

std::unique_ptr<fold::Fold> MakeFold() {
  return std::make_unique<ListingFold>();
}

}  // namespace ledger::views::listing
