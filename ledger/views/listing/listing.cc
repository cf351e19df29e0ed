#include "ledger/views/listing/listing.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/base/region.h"
#include "ledger/fold/codec.h"
#include "ledger/fold/eraser.h"
#include "ledger/fold/key.h"

namespace ledger::views::listing {
namespace {

using amanah::v1::Event;

// On disk:
//   0x01 ‖ programme ‖ period ‖ 0x00 ‖ closed -> Period
//   0x80 ‖ kpm ‖ closed ‖ index              -> Listing
//   0x81 ‖ region ‖ 0x00 ‖ kpm               -> nothing
//   0x82 ‖ period ‖ 0x00 ‖ dated ‖ index     -> Order
//   0x84 ‖ kpm ‖ granted ‖ index             -> LocalAid
//   0x85 ‖ kpm or account ‖ checked ‖ index  -> AccountCheck
//   0x86 ‖ village ‖ 0x00 ‖ period ‖ 0x00 ‖ kpm ‖ closed ‖ index
//                                            -> VillageEntry
//   0x87 ‖ village ‖ 0x00 ‖ at ‖ index       -> Banner
//   0x88 ‖ region ‖ 0x00 ‖ at ‖ index        -> FinalList
// with times as AppendOrdered writes them, index as u64.
constexpr char kPeriods = 0x01;
constexpr char kListings = static_cast<char>(0x80);
constexpr char kFamilies = static_cast<char>(0x81);
constexpr char kOrders = static_cast<char>(0x82);
constexpr char kLocalAid = static_cast<char>(0x84);
constexpr char kChecks = static_cast<char>(0x85);
constexpr char kVillageLists = static_cast<char>(0x86);
constexpr char kBanners = static_cast<char>(0x87);
constexpr char kFinalLists = static_cast<char>(0x88);
// What follows the token in a key of kVillageLists: two times u64.
constexpr std::size_t kTailBytes = 16;
constexpr std::size_t kIndexBytes = 8;

fold::Key TimedKey(char table, std::string_view subject, const Moment& at,
                   std::uint64_t index) {
  fold::Key key(table, subject);
  key.AppendOrdered(at.unix_micros).AppendU64(index);
  return key;
}

template <typename T>
std::vector<T> ReadAll(const fold::Reader& reader, const fold::Key& prefix) {
  std::vector<T> rows;
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix),
              [&](std::string_view, std::string_view value) {
                rows.push_back(fold::Decode<T>(value));
                return true;
              });
  return rows;
}

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
    fold::Key key(table, row.region_code);
    key.Push('\0').AppendOrdered(row.at.unix_micros).AppendU64(row.index);
    state.Put(kName, key, fold::Encode(row));
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
    fold::Key key(kOrders, event.period_id());
    key.Push('\0').AppendOrdered(order.at.unix_micros).AppendU64(order.index);
    state.Put(kName, key, fold::Encode(order));
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

bool Listing::FailedAccountCheck() const {
  return !account_check.empty() && account_check != "BERHASIL";
}

bool Listing::IsRemoved() const {
  return !list_status.empty() && list_status != "TETAP";
}

std::vector<Listing> ListingsOf(const fold::Reader& reader,
                                std::string_view kpm) {
  if (!IsToken(kpm)) return {};
  return ReadAll<Listing>(reader, fold::Key(kListings, kpm));
}

std::vector<Period> PeriodsOf(const fold::Reader& reader,
                              amanah::v1::Programme programme) {
  fold::Key prefix(kPeriods);
  prefix.Push(static_cast<char>(programme));
  std::vector<Period> periods;
  for (Period& period : ReadAll<Period>(reader, prefix)) {
    // Of several closings the earliest, which comes first.
    if (periods.empty() || periods.back().period_id != period.period_id) {
      periods.push_back(std::move(period));
    }
  }
  std::sort(periods.begin(), periods.end(),
            [](const Period& a, const Period& b) {
              return std::tie(a.closed_at, a.period_id) <
                     std::tie(b.closed_at, b.period_id);
            });
  return periods;
}

std::vector<Order> OrdersOf(const fold::Reader& reader,
                            std::string_view period_id) {
  fold::Key prefix(kOrders, period_id);
  prefix.Push('\0');
  return ReadAll<Order>(reader, prefix);
}

std::vector<AccountCheck> ChecksOf(const fold::Reader& reader,
                                   std::string_view kpm_or_account) {
  if (!IsToken(kpm_or_account)) return {};
  return ReadAll<AccountCheck>(reader, fold::Key(kChecks, kpm_or_account));
}

std::vector<LocalAid> LocalAidOf(const fold::Reader& reader,
                                 std::string_view kpm) {
  if (!IsToken(kpm)) return {};
  return ReadAll<LocalAid>(reader, fold::Key(kLocalAid, kpm));
}

void VisitFamilies(
    const fold::Reader& reader, std::string_view region_prefix,
    std::string_view after_region, std::string_view after_kpm,
    const std::function<bool(std::string_view, std::string_view)>& visit) {
  const fold::Key prefix(kFamilies, region_prefix);
  fold::Key begin = prefix;
  if (!after_region.empty()) {
    begin = fold::Key(kFamilies, after_region);
    begin.Push('\0').Append(after_kpm).Push('\0');
  }
  reader.Scan(kName, begin, fold::AfterPrefix(prefix),
              [&](std::string_view key, std::string_view) {
                key.remove_prefix(1);
                const std::size_t end = key.find('\0');
                const std::string_view region = key.substr(0, end);
                // `18.01` is no prefix of `18.011`, were there such a code.
                if (region.size() > region_prefix.size() &&
                    !region_prefix.empty() &&
                    region[region_prefix.size()] != '.') {
                  return true;
                }
                return visit(region, key.substr(end + 1));
              });
}

namespace {

// A key of kVillageLists, taken apart.
struct EntryPlace {
  std::string_view region;
  std::string_view period;
  std::string_view kpm;
  std::uint64_t index = 0;
};

EntryPlace EntryPlaceOf(std::string_view key) {
  key.remove_prefix(1);
  EntryPlace place;
  const std::size_t region_end = key.find('\0');
  place.region = key.substr(0, region_end);
  key.remove_prefix(region_end + 1);
  const std::size_t period_end = key.find('\0');
  place.period = key.substr(0, period_end);
  key.remove_prefix(period_end + 1);
  place.kpm = key.substr(0, key.size() - kTailBytes);
  place.index = GetU64(key.substr(key.size() - kIndexBytes));
  return place;
}

}  // namespace

void VisitVillageLists(const fold::Reader& reader,
                       std::string_view region_prefix,
                       std::string_view period_id,
                       const std::function<bool(const VillageEntry&)>& visit) {
  // Of a family that was closed twice the later row holds: each waits for the
  // next.
  std::optional<VillageEntry> last;
  bool is_wanted = true;
  const auto take = [&](std::string_view key, std::string_view value) {
    const EntryPlace place = EntryPlaceOf(key);
    if (!IsWithinRegion(place.region, region_prefix) ||
        (!period_id.empty() && place.period != period_id)) {
      return true;
    }
    if (last && (last->kpm != place.kpm || last->period_id != place.period ||
                 last->region_code != place.region)) {
      is_wanted = visit(*last);
    }
    last = fold::Decode<VillageEntry>(value);
    last->region_code = place.region;
    last->period_id = place.period;
    last->kpm = place.kpm;
    last->index = place.index;
    return is_wanted;
  };
  const fold::Key prefix(kVillageLists, region_prefix);
  reader.Scan(kName, prefix, fold::AfterPrefix(prefix), take);
  if (is_wanted && last) visit(*last);
}

namespace {

template <typename T>
std::vector<T> Within(const fold::Reader& reader, char table,
                      std::string_view region_prefix) {
  auto rows = ReadAll<T>(reader, fold::Key(table, region_prefix));
  std::erase_if(rows, [&](const T& row) {
    return !IsWithinRegion(row.region_code, region_prefix);
  });
  return rows;
}

}  // namespace

std::vector<Banner> BannersIn(const fold::Reader& reader,
                              std::string_view region_prefix) {
  return Within<Banner>(reader, kBanners, region_prefix);
}

std::vector<FinalList> FinalListsIn(const fold::Reader& reader,
                                    std::string_view region_prefix) {
  return Within<FinalList>(reader, kFinalLists, region_prefix);
}

std::unique_ptr<fold::Fold> MakeFold() {
  return std::make_unique<ListingFold>();
}

}  // namespace ledger::views::listing
