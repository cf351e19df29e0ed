#include "ledger/views/listing/listing.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/base/region.h"
#include "ledger/views/common/rows.h"
#include "ledger/views/listing/tables.h"

namespace ledger::views::listing {

bool Listing::FailedAccountCheck() const {
  return !account_check.empty() && account_check != "BERHASIL";
}

bool Listing::IsRemoved() const {
  return !list_status.empty() && list_status != "TETAP";
}

std::vector<Listing> ListingsOf(const fold::Reader& reader,
                                std::string_view kpm) {
  if (!IsToken(kpm)) return {};
  return RowsUnder<Listing>(reader, kName, fold::Key(kListings, kpm));
}

std::vector<Period> PeriodsOf(const fold::Reader& reader,
                              amanah::v1::Programme programme) {
  fold::Key prefix(kPeriods);
  prefix.Push(static_cast<char>(programme));
  std::vector<Period> periods;
  for (Period& period : RowsUnder<Period>(reader, kName, prefix)) {
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
  return RowsUnder<Order>(reader, kName, prefix);
}

std::vector<AccountCheck> ChecksOf(const fold::Reader& reader,
                                   std::string_view kpm_or_account) {
  if (!IsToken(kpm_or_account)) return {};
  return RowsUnder<AccountCheck>(reader, kName,
                                 fold::Key(kChecks, kpm_or_account));
}

std::vector<LocalAid> LocalAidOf(const fold::Reader& reader,
                                 std::string_view kpm) {
  if (!IsToken(kpm)) return {};
  return RowsUnder<LocalAid>(reader, kName, fold::Key(kLocalAid, kpm));
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

std::vector<Banner> BannersIn(const fold::Reader& reader,
                              std::string_view region_prefix) {
  return RowsWithin<Banner>(reader, kName, kBanners, region_prefix);
}

std::vector<FinalList> FinalListsIn(const fold::Reader& reader,
                                    std::string_view region_prefix) {
  return RowsWithin<FinalList>(reader, kName, kFinalLists, region_prefix);
}

}  // namespace ledger::views::listing
