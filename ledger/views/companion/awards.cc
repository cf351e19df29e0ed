#include "ledger/views/companion/awards.h"

#include <algorithm>
#include <utility>

#include "ledger/base/region.h"
#include "ledger/views/companion/scorecard.h"
#include "ledger/views/custody/custody.h"
#include "ledger/views/party/party.h"

namespace ledger::views::companion {
namespace {

using duty::Conduct;
using duty::Matter;

std::string RegionOf(const fold::Reader& reader, const Conduct& award) {
  if (!award.region_code.empty()) return award.region_code;
  std::string office;
  for (const auto& role : party::RolesOf(reader, award.subject)) {
    if (role.from <= award.at) office = role.region_code;
  }
  return office;
}

Span SpanOf(const Conduct& award) {
  const Day given = DayOf(award.at);
  const Day begin =
      award.from ? DayOf(*award.from) : YearSpan(YearOf(given)).begin;
  return {begin, award.until ? DayOf(*award.until) : given + 1};
}

void TakeGraduations(const fold::Reader& reader, std::int64_t at_micros,
                     AwardRow& row) {
  for (const auto& kpm : duty::FamiliesOf(reader, row.award.subject)) {
    const auto family = CaredForAt(reader, kpm, at_micros);
    if (!family) continue;
    for (auto& one : GraduationsOf(reader, *family, row.span, at_micros)) {
      if (one.companion != row.award.subject) continue;
      if (one.IsConfirmed()) ++row.confirmed;
      if (one.IsUndone()) ++row.undone;
      if (one.is_recent && !one.IsUndone()) ++row.recent;
      row.graduations.push_back(std::move(one));
    }
  }
  std::sort(row.graduations.begin(), row.graduations.end(),
            [](const Graduation& a, const Graduation& b) {
              return std::pair(a.from, a.index) < std::pair(b.from, b.index);
            });
  row.missing = static_cast<std::int64_t>(row.award.number) -
                static_cast<std::int64_t>(row.graduations.size());
}

// Awards after the page before, by person, then time.
std::vector<Conduct> Candidates(const fold::Reader& reader,
                                const AwardsQuery& query,
                                std::int64_t at_micros) {
  if (!query.companion.empty()) {
    auto all = duty::ConductOf(reader, Matter::kAward, query.companion);
    std::erase_if(all, [&](const Conduct& one) {
      return one.at.unix_micros > at_micros;
    });
    return all;
  }
  std::vector<Conduct> found;
  duty::VisitConduct(reader, Matter::kAward, query.page_token,
                     [&](const Conduct& award) {
                       if (award.at.unix_micros <= at_micros) {
                         found.push_back(award);
                       }
                       return true;
                     });
  return found;
}

}  // namespace

Result<AwardsPage> ListAwards(const fold::Reader& reader,
                              const AwardsQuery& query) {
  LEDGER_RETURN_IF_ERROR(CheckRegion(query.region_prefix));
  LEDGER_RETURN_IF_ERROR(CheckPersonPage(query.page_token, query.page_size));
  AwardsPage page;
  page.at_micros = query.at_micros.value_or(
      std::max(custody::LatestMicros(reader), std::int64_t{0}));
  for (auto& award : Candidates(reader, query, page.at_micros)) {
    AwardRow row;
    row.region_code = RegionOf(reader, award);
    if (!IsWithinRegion(row.region_code, query.region_prefix)) continue;
    if (page.rows.size() >= query.page_size &&
        page.rows.back().award.subject != award.subject) {
      page.next_page_token = page.rows.back().award.subject;
      break;
    }
    row.award = std::move(award);
    row.span = SpanOf(row.award);
    row.is_checked = row.award.word.starts_with("GRADUA");
    if (row.is_checked) TakeGraduations(reader, page.at_micros, row);
    page.rows.push_back(std::move(row));
  }
  LEDGER_RETURN_IF_ERROR(reader.status());
  return page;
}

}  // namespace ledger::views::companion
