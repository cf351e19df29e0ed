#include "ledger/views/companion/coverage.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "ledger/base/region.h"
#include "ledger/base/time.h"
#include "ledger/views/custody/custody.h"

namespace ledger::views::companion {
namespace {

using amanah::v1::Event;
using duty::Matter;

struct Rows {
  std::map<std::string, CoverageRow> rows;
  CoverageRow all;
  std::int64_t at_micros = 0;
  int year = 0;
  Span span;
  Day today = 0;
};

Result<Span> SpanOf(int year, int quarter) {
  if (year < 1990 || year >= 2200 || quarter < 0 || quarter > 4) {
    return Error{Code::kInvalidArgument, kYearMalformed,
                 "a year is from 1990 until 2199, a quarter from 1 until 4"};
  }
  return quarter == 0 ? YearSpan(year) : QuarterSpan(year, quarter);
}

std::string PlaceOf(Group group, std::string_view village) {
  const std::size_t length = group == Group::kProvince      ? 2
                             : group == Group::kRegency     ? 5
                             : group == Group::kSubdistrict ? 8
                                                            : village.size();
  return std::string(village.substr(0, length));
}

CoverageRow& RowIn(Rows& rows, const std::string& key) {
  const auto [found, is_new] = rows.rows.try_emplace(key);
  if (is_new) {
    found->second.key = key;
    found->second.score = EmptyScore(rows.span, rows.today);
  }
  return found->second;
}

// One family under one key.
class Adder {
 public:
  Adder(const fold::Reader& reader, Excuses& excuses, Rows& rows)
      : reader_(reader), excuses_(excuses), rows_(rows) {}

  void Add(const CaredFor& family, const FamilyDues& dues,
           const std::vector<Graduation>& graduations,
           std::string_view companion, CoverageRow& row) {
    const bool is_in_care = std::any_of(
        family.care.begin(), family.care.end(), [&](const Care& care) {
          const Span known{rows_.span.begin,
                           std::min(rows_.span.end, family.today + 1)};
          return (companion.empty() || care.companion == companion) &&
                 Common(care.days, known).Days() > 0;
        });
    if (is_in_care) ++row.families;
    std::vector<Score> one{std::move(row.score)};
    AddFamily(family, dues, graduations, companion, excuses_, one);
    AddComplaints(reader_, family, companion, rows_.at_micros, one);
    row.score = std::move(one.front());
  }

 private:
  const fold::Reader& reader_;
  Excuses& excuses_;
  Rows& rows_;
};

// Companions who had to do with the family in the span.
std::set<std::string> CompanionsOf(const CaredFor& family, const Span& span) {
  std::set<std::string> companions;
  for (const Care& care : family.care) {
    if (Common(care.days, span).Days() > 0) companions.insert(care.companion);
  }
  for (const auto& status : family.family.statuses) {
    const auto* one = ResponsibleOn(family.family, DayOf(status.from));
    if (one != nullptr && span.Contains(DayOf(status.from))) {
      companions.insert(one->companion);
    }
  }
  companions.erase("");
  return companions;
}

Result<Rows> AddUp(const fold::Reader& reader, const CoverageQuery& query) {
  LEDGER_RETURN_IF_ERROR(CheckRegion(query.region_prefix));
  Rows rows;
  rows.at_micros = query.at_micros.value_or(
      std::max(custody::LatestMicros(reader), std::int64_t{0}));
  rows.today = DayIn(query.region_prefix, rows.at_micros);
  rows.year = query.year == 0 ? UsualYear(rows.today) : query.year;
  LEDGER_ASSIGN_OR_RETURN(rows.span, SpanOf(rows.year, query.quarter));
  rows.all.score = EmptyScore(rows.span, rows.today);
  Excuses excuses(reader, rows.at_micros);
  Adder adder(reader, excuses, rows);
  const auto more = VisitRegion(
      reader, query.region_prefix, {}, rows.at_micros, kMostFamilies,
      [&](const CaredFor& family) {
        rows.today = family.today;
        const Span known{rows.span.begin,
                         std::min(rows.span.end, family.today + 1)};
        const auto companions = CompanionsOf(family, known);
        if (companions.empty() && query.companion.empty() &&
            !family.out.Contains(
                std::min<Day>(family.today, rows.span.end - 1))) {
          ++rows.all.without_companion;
          if (query.group != Group::kCompanion) {
            ++RowIn(rows, PlaceOf(query.group, family.region_code))
                  .without_companion;
          }
        }
        if (companions.empty() || (!query.companion.empty() &&
                                   !companions.contains(query.companion))) {
          return true;
        }
        const auto dues = DuesOf(reader, family, rows.span, excuses);
        const auto graduations =
            GraduationsOf(reader, family, rows.span, rows.at_micros);
        adder.Add(family, dues, graduations, query.companion, rows.all);
        if (query.group != Group::kCompanion) {
          adder.Add(family, dues, graduations, query.companion,
                    RowIn(rows, PlaceOf(query.group, family.region_code)));
          return true;
        }
        for (const std::string& companion : companions) {
          if (!query.companion.empty() && companion != query.companion) {
            continue;
          }
          adder.Add(family, dues, graduations, companion,
                    RowIn(rows, companion));
        }
        return true;
      });
  LEDGER_RETURN_IF_ERROR(reader.status());
  if (more) {
    return Error{Code::kInvalidArgument, kRegionTooWide,
                 "more than " + std::to_string(kMostFamilies) +
                     " families live there: ask for a smaller region"};
  }
  return rows;
}

// What the value is a part of, too.
struct Value {
  std::optional<double> value;
  std::uint64_t of = 0;
};
Value Hundredths(double part, double whole, std::uint64_t of) {
  if (whole <= 0) return {std::nullopt, of};
  return {100.0 * part / whole, of};
}

Value ValueOf(Measure measure, const CompanionRow& row) {
  const auto duty = [&](Duty wanted) {
    for (const DutyCount& count : row.score.duties) {
      if (count.duty == wanted) return Value{count.Percent(), count.due};
    }
    return Value{};
  };
  const auto graduations = static_cast<double>(row.score.graduations);
  switch (measure) {
    case Measure::kGraduations:
      return Hundredths(graduations, row.target_families, row.families);
    case Measure::kConfirmed:
      return Hundredths(static_cast<double>(row.score.confirmed), graduations,
                        row.score.graduations);
    case Measure::kCustodyChecks:
      return duty(Duty::kCustodyCheck);
    case Measure::kDataUpdates:
      return duty(Duty::kDataUpdate);
    case Measure::kHomeVisits:
      return duty(Duty::kHomeVisit);
    case Measure::kSessions:
      return duty(Duty::kSession);
    case Measure::kLabels:
      return duty(Duty::kLabel);
    case Measure::kAttendance:
      return Hundredths(static_cast<double>(row.score.sessions.attended),
                        static_cast<double>(row.score.sessions.listed),
                        row.score.sessions.listed);
    case Measure::kLoad:
      return {row.mean_load, row.families};
    case Measure::kComplaints:
      return Hundredths(static_cast<double>(row.score.complaints_of_families +
                                            row.score.complaints_about),
                        static_cast<double>(row.families), row.families);
  }
  return {};
}

void TakePerson(const fold::Reader& reader, const Rows& rows,
                CompanionRow& row) {
  const auto known = [&](Matter matter) {
    auto items = duty::ConductOf(reader, matter, row.companion);
    std::erase_if(items, [&](const auto& item) {
      return item.at.unix_micros > rows.at_micros;
    });
    return items;
  };
  for (const auto& item : known(Matter::kSanction)) {
    if (!rows.span.Contains(DayOf(item.at))) continue;
    ++(item.kind == Event::kSanctionProposed ? row.sanctions_proposed
                                             : row.sanctions_imposed);
  }
  for (const auto& item : known(Matter::kComplaint)) {
    if (rows.span.Contains(DayOf(item.at))) ++row.score.complaints_about;
  }
  for (const auto& item : known(Matter::kPledge)) row.pledged_at = item.at;
  for (const auto& month : HonorariaOf(reader, row.companion, rows.at_micros)) {
    const int year = static_cast<int>(month.month / 100);
    const int number = static_cast<int>(month.month % 100);
    if (number < 1 || number > 12 ||
        !rows.span.Contains(MonthSpan(year, number).begin)) {
      continue;
    }
    row.withheld_rupiah += month.withheld_rupiah;
    row.returned_rupiah += month.returned_rupiah;
  }
}

CompanionRow RowOf(const fold::Reader& reader, const CompanionsQuery& query,
                   const Rows& rows, CoverageRow& counted) {
  CompanionRow row;
  row.companion = counted.key;
  row.families = counted.families;
  row.score = std::move(counted.score);
  const std::int64_t days =
      Common(rows.span, {rows.span.begin, rows.today + 1}).Days();
  if (days > 0) {
    row.mean_load =
        static_cast<double>(row.score.family_days) / static_cast<double>(days);
  }
  row.is_overloaded = row.mean_load > static_cast<double>(kOverload);
  row.target = TargetOf(reader, row.companion, query.region_prefix, rows.year,
                        rows.at_micros);
  row.target_families = static_cast<double>(row.target.percent) / 100.0 *
                        static_cast<double>(row.score.family_days) /
                        static_cast<double>(YearSpan(rows.year).Days());
  TakePerson(reader, rows, row);
  const Value value = ValueOf(query.measure, row);
  row.value = value.value;
  row.is_small = value.of < kSmallNumber;
  return row;
}

// Rows after the one that `page_token` names, at most `page_size`; the rest
// is thrown away.
template <typename Row, typename KeyOf>
Status CutPage(const std::string& page_token, std::size_t page_size,
               const KeyOf& key_of, std::vector<Row>& rows,
               std::string& next_page_token) {
  if (page_size == 0) {
    return Error{Code::kInvalidArgument, kPageEmpty,
                 "a page holds at least one row"};
  }
  if (!page_token.empty()) {
    const auto last =
        std::find_if(rows.begin(), rows.end(),
                     [&](const Row& row) { return key_of(row) == page_token; });
    if (last == rows.end()) {
      return Error{Code::kInvalidArgument, kPageTokenInvalid,
                   "not a page token of this list"};
    }
    rows.erase(rows.begin(), last + 1);
  }
  if (rows.size() > page_size) {
    rows.resize(page_size);
    next_page_token = key_of(rows.back());
  }
  return Ok{};
}

}  // namespace

Result<CoveragePage> CoverageOf(const fold::Reader& reader,
                                const CoverageQuery& query) {
  LEDGER_ASSIGN_OR_RETURN(Rows rows, AddUp(reader, query));
  CoveragePage page;
  page.at_micros = rows.at_micros;
  page.all = std::move(rows.all);
  for (auto& [key, row] : rows.rows) page.rows.push_back(std::move(row));
  LEDGER_RETURN_IF_ERROR(CutPage(
      query.page_token, query.page_size,
      [](const CoverageRow& row) { return row.key; }, page.rows,
      page.next_page_token));
  return page;
}

Result<CompanionsPage> ListCompanions(const fold::Reader& reader,
                                      const CompanionsQuery& query) {
  CoverageQuery coverage;
  coverage.region_prefix = query.region_prefix;
  coverage.year = query.year;
  coverage.quarter = query.quarter;
  coverage.at_micros = query.at_micros;
  coverage.group = Group::kCompanion;
  LEDGER_ASSIGN_OR_RETURN(Rows rows, AddUp(reader, coverage));
  CompanionsPage page;
  page.at_micros = rows.at_micros;
  for (auto& [key, row] : rows.rows) {
    page.rows.push_back(RowOf(reader, query, rows, row));
  }
  LEDGER_RETURN_IF_ERROR(reader.status());
  std::sort(page.rows.begin(), page.rows.end(),
            [&](const CompanionRow& a, const CompanionRow& b) {
              if (a.value.has_value() != b.value.has_value()) {
                return a.value.has_value();
              }
              if (a.value && *a.value != *b.value) {
                return query.highest_first ? *a.value > *b.value
                                           : *a.value < *b.value;
              }
              return a.companion < b.companion;
            });
  LEDGER_RETURN_IF_ERROR(CutPage(
      query.page_token, query.page_size,
      [](const CompanionRow& row) { return row.companion; }, page.rows,
      page.next_page_token));
  return page;
}

}  // namespace ledger::views::companion
