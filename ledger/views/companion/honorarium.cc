#include "ledger/views/companion/honorarium.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "ledger/base/region.h"
#include "ledger/base/time.h"
#include "ledger/views/custody/custody.h"

namespace ledger::views::companion {
namespace {

HonorariumRow RowOf(Honorarium honorarium, const HonorariaQuery& query,
                    std::int64_t at_micros) {
  HonorariumRow row;
  row.honorarium = std::move(honorarium);
  const auto& month = row.honorarium;
  row.is_over = month.OpenRupiah() < 0;
  if (!month.withheld_at) return row;
  const bool is_open = month.OpenRupiah() > 0;
  const std::int64_t end = is_open || !month.returned_at
                               ? at_micros
                               : month.returned_at->unix_micros;
  row.days = (end - month.withheld_at->unix_micros) / kMicrosPerDay;
  const bool is_past = row.days > query.deadline_days;
  row.is_overdue = is_open && is_past;
  row.was_late = !is_open && is_past;
  return row;
}

void AddTo(const HonorariumRow& row, HonorariaSum& sum) {
  ++sum.months;
  sum.withheld_rupiah += row.honorarium.withheld_rupiah;
  sum.returned_rupiah += row.honorarium.returned_rupiah;
  if (row.is_overdue) sum.overdue_rupiah += row.honorarium.OpenRupiah();
  if (row.is_overdue || row.was_late || row.is_over) ++sum.breaks;
}

// Persons of whom an honorarium is told, ascending.
std::set<std::string> PersonsOf(const fold::Reader& reader,
                                const HonorariaQuery& query) {
  if (!query.companion.empty()) return {query.companion};
  std::set<std::string> persons;
  duty::VisitConduct(reader, duty::Matter::kHonorarium, "",
                     [&](const duty::Conduct& item) {
                       persons.insert(item.subject);
                       return true;
                     });
  return persons;
}

bool IsWanted(const HonorariumRow& row, const HonorariaQuery& query) {
  const auto& month = row.honorarium;
  return IsWithinRegion(month.region_code, query.region_prefix) &&
         (query.from_month == 0 || query.from_month <= month.month) &&
         (query.to_month == 0 || month.month <= query.to_month) &&
         (!query.breaks_only || row.is_overdue || row.was_late || row.is_over);
}

}  // namespace

Result<HonorariaPage> ListHonoraria(const fold::Reader& reader,
                                    const HonorariaQuery& query) {
  LEDGER_RETURN_IF_ERROR(CheckRegion(query.region_prefix));
  LEDGER_RETURN_IF_ERROR(CheckPersonPage(query.page_token, query.page_size));
  HonorariaPage page;
  page.at_micros = query.at_micros.value_or(
      std::max(custody::LatestMicros(reader), std::int64_t{0}));
  std::map<std::string, HonorariaSum> regions;
  for (const std::string& person : PersonsOf(reader, query)) {
    HonorariaSum sum;
    sum.key = person;
    const bool is_after = person > query.page_token;
    const bool is_full = page.rows.size() >= query.page_size;
    for (auto& month : HonorariaOf(reader, person, page.at_micros)) {
      HonorariumRow row = RowOf(std::move(month), query, page.at_micros);
      if (!IsWanted(row, query)) continue;
      AddTo(row, page.all);
      HonorariaSum& region = regions[row.honorarium.region_code];
      region.key = row.honorarium.region_code;
      AddTo(row, region);
      AddTo(row, sum);
      if (is_after && !is_full) page.rows.push_back(std::move(row));
    }
    if (sum.months == 0 || !is_after) continue;
    if (!is_full) {
      page.companions.push_back(std::move(sum));
    } else if (page.next_page_token.empty()) {
      page.next_page_token = page.companions.back().key;
    }
  }
  for (auto& [key, sum] : regions) page.regions.push_back(std::move(sum));
  LEDGER_RETURN_IF_ERROR(reader.status());
  return page;
}

}  // namespace ledger::views::companion
