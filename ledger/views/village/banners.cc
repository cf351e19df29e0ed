#include "ledger/views/village/banners.h"

#include <algorithm>
#include <map>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/base/region.h"
#include "ledger/base/time.h"
#include "ledger/views/custody/custody.h"

namespace ledger::views::village {
namespace {

constexpr std::size_t kMaxIndices = 100;

// A village and period, as their lists and banners tell.
struct Told {
  BannerRow row;
  std::vector<std::string> kpms;
  std::uint32_t last_month = 0;  // YYYYMM; 0: not known.
};
using Place = std::pair<std::string, std::string>;  // Village, period.

bool IsWanted(const BannerQuery& query, std::string_view period_id) {
  return query.period_id.empty() || query.period_id == period_id;
}

void TakeLists(const fold::Reader& reader, const BannerQuery& query,
               std::map<Place, Told>& places) {
  listing::VisitVillageLists(
      reader, query.region_prefix, query.period_id,
      [&](const listing::VillageEntry& entry) {
        Told& told = places[{entry.region_code, entry.period_id}];
        told.row.programme = entry.programme;
        told.last_month = std::max(told.last_month, entry.last_month);
        if (!told.row.closed_at || entry.closed_at < *told.row.closed_at) {
          told.row.closed_at = entry.closed_at;
        }
        told.row.indices.push_back(entry.index);
        if (!entry.is_removed) told.kpms.push_back(entry.kpm);
        return true;
      });
}

// The latest banner holds. A removal that names no list takes down whatever
// hangs in the village.
void TakeBanners(const fold::Reader& reader, const BannerQuery& query,
                 std::map<Place, Told>& places) {
  for (listing::Banner& banner :
       listing::BannersIn(reader, query.region_prefix)) {
    if (!banner.is_removal) {
      if (!IsWanted(query, banner.period_id)) continue;
      BannerRow& row = places[{banner.region_code, banner.period_id}].row;
      if (row.programme == amanah::v1::PROGRAMME_UNSPECIFIED) {
        row.programme = banner.programme;
      }
      row.removal.reset();
      row.banner = std::move(banner);
      continue;
    }
    for (auto& [place, told] : places) {
      if (place.first != banner.region_code || !told.row.banner) continue;
      const listing::Banner& hanging = *told.row.banner;
      if ((banner.period_id.empty() || banner.period_id == place.second) &&
          (banner.list_hash.empty() || banner.list_hash == hanging.list_hash) &&
          !told.row.removal) {
        told.row.removal = banner;
      }
    }
  }
}

// The end of the period's last month, where the village is.
std::int64_t EndMicrosOf(std::uint32_t month, std::string_view region_code) {
  constexpr std::uint32_t kHundred = 100;
  constexpr int kMonths = 12;
  Civil civil;
  civil.year = static_cast<int>(month / kHundred);
  civil.month = static_cast<int>(month % kHundred) + 1;
  if (civil.month > kMonths) {
    civil.month = 1;
    ++civil.year;
  }
  return InstantFromCivil(civil, ZoneOffsetMinutesOfRegion(region_code))
      .unix_micros;
}

std::vector<BannerFinding> Judge(const Told& told, std::int64_t due_days,
                                 std::int64_t latest_micros) {
  const BannerRow& row = told.row;
  std::vector<BannerFinding> findings;
  // The last day counts.
  const std::int64_t over_micros =
      row.closed_at
          ? row.closed_at->unix_micros + (due_days + 1) * kMicrosPerDay
          : 0;
  if (!row.banner) {
    if (row.closed_at && latest_micros >= over_micros) {
      findings.push_back(BannerFinding::kMissing);
    }
    return findings;
  }
  if (!row.closed_at) return {BannerFinding::kNoList};
  if (row.banner->at.unix_micros >= over_micros) {
    findings.push_back(BannerFinding::kLate);
  }
  if (row.removal && (told.last_month == 0 ||
                      row.removal->at.unix_micros <
                          EndMicrosOf(told.last_month, row.region_code))) {
    findings.push_back(BannerFinding::kRemoved);
  }
  if (row.banner->family_count != row.listed_families) {
    findings.push_back(BannerFinding::kCountDiffers);
  } else if (row.banner->list_hash != row.list_hash) {
    findings.push_back(BannerFinding::kHashDiffers);
  }
  return findings;
}

// Fills what follows from all that is told.
BannerRow Finish(const Place& place, Told& told, const BannerQuery& query,
                 std::int64_t latest_micros) {
  BannerRow& row = told.row;
  row.region_code = place.first;
  row.period_id = place.second;
  row.listed_families = told.kpms.size();
  if (row.closed_at) {
    row.list_hash =
        VillageListHash(place.first, place.second, std::move(told.kpms)).view();
  }
  for (const auto& banner : {row.banner, row.removal}) {
    if (banner) row.indices.insert(row.indices.begin(), banner->index);
  }
  if (row.indices.size() > kMaxIndices) row.indices.resize(kMaxIndices);
  std::sort(row.indices.begin(), row.indices.end());
  row.findings = Judge(told, query.due_days, latest_micros);
  return std::move(row);
}

}  // namespace

crypto::Hash VillageListHash(std::string_view region_code,
                             std::string_view period_id,
                             std::vector<std::string> kpms) {
  std::sort(kpms.begin(), kpms.end());
  std::string text = "amanah/village-list/v1\n";
  text.append(region_code).append("\n").append(period_id).append("\n");
  for (const std::string& kpm : kpms) {
    text.append(HexEncode(AsBytes(kpm))).append("\n");
  }
  return crypto::Sha256({AsBytes(text)});
}

Result<BannerPage> ListBanners(const fold::Reader& reader,
                               const BannerQuery& query) {
  if (!query.region_prefix.empty() && !IsRegionCode(query.region_prefix)) {
    return Error{Code::kInvalidArgument, kRegionMalformed,
                 "region prefix is not a region code"};
  }
  // A page goes on after this village and period.
  Place after;
  if (!query.page_token.empty()) {
    const std::size_t mark = query.page_token.find('\n');
    if (mark == std::string::npos) {
      return Error{Code::kInvalidArgument, kPageTokenInvalid,
                   "page token is not from an earlier answer"};
    }
    after = {query.page_token.substr(0, mark),
             query.page_token.substr(mark + 1)};
  }
  std::map<Place, Told> places;
  TakeLists(reader, query, places);
  TakeBanners(reader, query, places);
  const std::int64_t latest = custody::LatestMicros(reader);
  BannerPage page;
  for (auto& [place, told] : places) {
    if (!query.page_token.empty() && place <= after) continue;
    BannerRow row = Finish(place, told, query, latest);
    if (query.findings_only && row.findings.empty()) continue;
    if (page.rows.size() == query.page_size) {
      const BannerRow& last = page.rows.back();
      page.next_page_token = last.region_code + "\n" + last.period_id;
      break;
    }
    page.rows.push_back(std::move(row));
  }
  LEDGER_RETURN_IF_ERROR(reader.status());
  return page;
}

}  // namespace ledger::views::village
